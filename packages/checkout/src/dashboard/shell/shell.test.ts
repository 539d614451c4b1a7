import assert from 'node:assert/strict'
import { it } from 'node:test'
import { QFPAY_ZONE, zoneOf } from './shell.ts'

const inZone = (utcOffset: string) => ({ settings: { utcOffset } })

it('days count in the accounts’ own zone if they share one, and in QFPay’s otherwise', () => {
  assert.equal(zoneOf([inZone('-07:00')]), '-07:00')
  assert.equal(zoneOf([inZone('-07:00'), inZone('-07:00')]), '-07:00')
  assert.equal(zoneOf([inZone('-07:00'), inZone('+09:00')]), QFPAY_ZONE)
  assert.equal(zoneOf([]), QFPAY_ZONE)
})
