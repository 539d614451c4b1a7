import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { classify, type Transaction, type UnreadableRow } from '@tael/qfpay'
import { verdictFor, type Numbers } from './verdict.ts'

const ATT = { id: 'att_1' }

function row(respcd: string, changed: Partial<Transaction> = {}): Transaction {
  return {
    outTradeNo: 'att_1',
    syssn: '20260302000200020012345678',
    orderType: 'payment',
    payType: '800207',
    respcd,
    outcome: classify(respcd).kind,
    meaning: classify(respcd),
    amount: 1099,
    currency: 'HKD',
    cancel: '0',
    raw: {},
    ...changed,
  }
}

describe('a verdict', () => {
  it('is paid only by the row that carries the number of the attempt', () => {
    assert.equal(verdictFor(ATT, [row('0000')]).kind, 'paid')
    assert.equal(verdictFor(ATT, [row('0000', { outTradeNo: 'att_2' })]).kind, 'missing')
    assert.equal(verdictFor(ATT, [row('0000', { orderType: 'refund' })]).kind, 'missing')
  })

  for (const respcd of ['1143', '1145', '1295', '1298', '1252']) {
    it(`keeps waiting at ${respcd}`, () => {
      assert.equal(verdictFor(ATT, [row(respcd)]).kind, 'unpaid')
    })
  }

  const unreadable = (told: Partial<UnreadableRow>): UnreadableRow => ({
    outcome: 'unreadable',
    outTradeNo: 'att_1',
    respcd: '0000',
    raw: {},
    ...told,
  })

  it('is "unreadable" if a row cannot be read, and never "missing"', () => {
    const kindOf = (told: Partial<UnreadableRow>, numbers: Numbers = ATT) =>
      verdictFor(numbers, [unreadable(told)]).kind
    assert.equal(kindOf({}), 'unreadable')
    assert.equal(kindOf({ respcd: '7777' }), 'unreadable')
    assert.equal(verdictFor(ATT, [row('7777')]).kind, 'unreadable')
    assert.equal(kindOf({ outTradeNo: 'att_2' }), 'missing')
    assert.equal(kindOf({ orderType: 'refund' }), 'missing')
    assert.equal(kindOf({}, { ...ATT, orderType: 'refund' }), 'unreadable')
  })

  it('is "unreadable" if an unreadable row names only our syssn, or nothing', () => {
    const { outTradeNo, ...nameless } = unreadable({})
    const known = { id: outTradeNo ?? '', syssn: 's-1' }
    assert.equal(verdictFor(known, [{ ...nameless, syssn: 's-1' }]).kind, 'unreadable')
    const another = [{ ...nameless, syssn: 's-2' }]
    assert.equal(verdictFor(ATT, another).kind, 'missing')
    assert.equal(verdictFor({ ...ATT, isAlone: true }, another).kind, 'unreadable')
    assert.equal(verdictFor(known, [{ ...nameless, syssn: 's-2' }]).kind, 'missing')
    assert.equal(verdictFor(ATT, [nameless]).kind, 'unreadable')
  })

  it('keeps waiting where the code of a row that cannot be read says that nothing was paid', () => {
    for (const respcd of ['1143', '1204']) {
      assert.equal(verdictFor(ATT, [unreadable({ respcd })]).kind, 'unpaid')
    }
  })

  it('believes a row that can be read rather than one that cannot', () => {
    assert.equal(verdictFor(ATT, [unreadable({}), row('0000')]).kind, 'paid')
    assert.equal(verdictFor(ATT, [row('1143'), unreadable({})]).kind, 'unreadable')
  })

  for (const respcd of ['1142', '1181', '1201', '1294']) {
    it(`is a rejection at ${respcd}`, () => {
      assert.equal(verdictFor(ATT, [row(respcd)]).kind, 'rejected')
    })
  }

  it('believes the row that moved money when a number has two', () => {
    const rows = [row('1204'), row('0000'), row('1143')]
    assert.equal(verdictFor(ATT, rows).kind, 'paid')
  })

  it('counts a payment that was refunded since as paid', () => {
    const refunded = row('0000', { cancel: '3' })
    assert.equal(verdictFor(ATT, [refunded]).kind, 'paid')
  })
})
