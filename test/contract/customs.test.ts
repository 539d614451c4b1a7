import assert from 'node:assert/strict'
import { it } from 'node:test'
import { isQfpayError, QfpayConfigurationError } from '@tael/qfpay'
import { MINUTE_MS } from '@tael/testing/durations'
import { describeOnEachWire, enquired, order, paidOrder } from './gateway.ts'

const OFFICE = { customs: 'GUANGZHOU_ZS', merchantCustomsNumber: 'TEA1000001' }

const saying = (respcd: string) => (error: unknown) => {
  assert.ok(isQfpayError(error), String(error))
  assert.equal(error.respcd, respcd)
  return true
}

describeOnEachWire('a customs declaration', (gateway) => {
  it('says who has verified the payment, and is found again', async () => {
    const client = gateway().client()
    const { outTradeNo, syssn } = await paidOrder(gateway(), client)
    const { chnlsn } = await enquired(client, outTradeNo)
    const declared = await client.declareCustoms({ ...OFFICE, syssn })
    assert.ok(declared.kind === 'declared')
    assert.equal(declared.verifyDepartment, 'NETSUNION')
    assert.equal(declared.verifyDepartmentTradeId, chnlsn)
    assert.deepEqual(await client.enquireCustoms({ customs: OFFICE.customs, syssn }), declared)
    assert.equal((await client.redeclareCustoms({ ...OFFICE, syssn })).kind, 'declared')
  })

  it('is pending for a while, which is not a failure', async () => {
    const client = gateway().client()
    gateway().sandbox.settings.change({ customsTakeMs: MINUTE_MS })
    const { syssn } = await paidOrder(gateway(), client)
    const { kind, respcd } = await client.declareCustoms({ ...OFFICE, syssn })
    assert.equal(kind, 'pending')
    assert.equal(respcd, '1145')
    await gateway().sandbox.clock.advance(MINUTE_MS)
    const found = await client.enquireCustoms({ customs: OFFICE.customs, syssn })
    assert.equal(found.kind, 'declared')
  })

  it('may be of a part, whose fees are counted together', async () => {
    const client = gateway().client()
    const { syssn } = await paidOrder(gateway(), client)
    const part = { transportFee: 99, productFee: 1000 }
    const declared = await client.declareCustoms({ ...OFFICE, syssn, subOrderNumber: 'P1', part })
    assert.equal(declared.kind, 'declared')
    await assert.rejects(client.declareCustoms({ ...OFFICE, syssn, part }), QfpayConfigurationError)
    const broken = { ...part, productFee: 0.5 }
    await assert.rejects(
      client.declareCustoms({ ...OFFICE, syssn, subOrderNumber: 'P2', part: broken }),
      /whole numbers of fen/,
    )
  })

  it('is refused if it is not paid, or was not declared', async () => {
    const client = gateway().client()
    const { syssn } = await order(gateway(), client)
    await assert.rejects(client.declareCustoms({ ...OFFICE, syssn }), saying('1261'))
    const paid = await paidOrder(gateway(), client)
    const unknown = client.enquireCustoms({ customs: OFFICE.customs, syssn: paid.syssn })
    await assert.rejects(unknown, saying('1268'))
  })
})
