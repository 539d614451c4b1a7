import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { classify, type Transaction } from '@tael/qfpay'
import { mismatch, verdictFor } from './verdict.ts'

function row(respcd: string, changed: Partial<Transaction> = {}): Transaction {
  return {
    outTradeNo: 'att_1',
    syssn: '20260302000200020012345678',
    orderType: 'payment',
    payType: '800207',
    respcd,
    outcome: classify(respcd).kind,
    amount: 1099,
    currency: 'HKD',
    cancel: '0',
    raw: {},
    ...changed,
  }
}

describe('a verdict', () => {
  it('is paid only by the row that carries the number of the attempt', () => {
    assert.equal(verdictFor('att_1', [row('0000')]).kind, 'paid')
    assert.equal(verdictFor('att_1', [row('0000', { outTradeNo: 'att_2' })]).kind, 'missing')
    assert.equal(verdictFor('att_1', [row('0000', { orderType: 'refund' })]).kind, 'missing')
  })

  for (const respcd of ['1143', '1145', '1295', '1298', '1252', '9999']) {
    it(`keeps waiting at ${respcd}`, () => {
      assert.equal(verdictFor('att_1', [row(respcd)]).kind, 'unpaid')
    })
  }

  for (const respcd of ['1142', '1181', '1201', '1294']) {
    it(`is a rejection at ${respcd}`, () => {
      assert.equal(verdictFor('att_1', [row(respcd)]).kind, 'rejected')
    })
  }

  it('believes the row that moved money when a number has two', () => {
    const rows = [row('1204'), row('0000'), row('1143')]
    assert.equal(verdictFor('att_1', rows).kind, 'paid')
  })

  it('counts a payment that was refunded since as paid, but not as what was asked for', () => {
    const refunded = row('0000', { cancel: '3' })
    assert.equal(verdictFor('att_1', [refunded]).kind, 'paid')
    assert.match(mismatch(refunded, refunded) ?? '', /refunded/)
  })

  it('notices another amount and another currency', () => {
    const asked = { amount: 1099, currency: 'HKD' }
    assert.equal(mismatch(row('0000'), asked), undefined)
    assert.match(mismatch(row('0000', { amount: 1 }), asked) ?? '', /1099 HKD.*1 HKD/)
    assert.match(mismatch(row('0000', { currency: 'CNY' }), asked) ?? '', /CNY/)
  })
})
