import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { classify, type Transaction, type UnreadableRow } from '@tael/qfpay'
import type { Attempt, Order } from '../payments/attempt.ts'
import type { Payment } from '../payments/payment.ts'
import type { Refund } from '../refunds/refund.ts'
import { compareBooks, type Books, type Listed } from './compare-books.ts'
import type { DifferenceDraft } from './difference.ts'

const ACCOUNT = 'acc_1'
const at = new Date('2026-03-02T04:00:00Z')

function order(attempt: Partial<Attempt> = {}, payment: Partial<Payment> = {}): Order {
  const charged = attempt.status === undefined || attempt.status === 'succeeded' ? 1099 : 0
  return {
    attempt: {
      id: 'att_1',
      accountId: ACCOUNT,
      paymentId: 'pay_1',
      status: 'succeeded',
      flow: 'qfpay-account',
      browserHashes: [],
      openidHash: undefined,
      launchSealed: undefined,
      syssn: 's-att_1',
      reason: undefined,
      openedAt: at,
      enquireAt: undefined,
      notifiedAt: undefined,
      unansweredAt: undefined,
      charged,
      refundReserved: 0,
      wechatTransaction: undefined,
      ...attempt,
    },
    payment: {
      id: 'pay_1',
      accountId: ACCOUNT,
      reference: 'order-1',
      amount: 1099,
      currency: 'HKD',
      status: charged > 0 ? 'succeeded' : 'pending',
      description: undefined,
      returnUrl: undefined,
      limitPay: undefined,
      payerIdentitySealed: undefined,
      metadata: {},
      fingerprint: '',
      createdAt: at,
      expiresAt: at,
      succeededAt: undefined,
      provedAt: undefined,
      link: undefined,
      succeededAttemptId: undefined,
      refunded: 0,
      reviews: [],
      sequence: 1,
      ...payment,
    },
  }
}

function refund(changed: Partial<Refund> = {}): Refund {
  return {
    requestedBy: undefined,
    approvedAt: undefined,
    id: 'ref_1',
    accountId: ACCOUNT,
    paymentId: 'pay_1',
    attemptId: 'att_1',
    reference: undefined,
    fingerprint: '',
    amount: 500,
    currency: 'HKD',
    cause: 'merchant',
    reason: undefined,
    status: 'succeeded',
    syssn: 's-ref_1',
    refusal: undefined,
    postponements: 0,
    numbers: 1,
    createdAt: at,
    sentAt: at,
    endedAt: at,
    workAt: undefined,
    ...changed,
  }
}

function row(changed: Partial<Transaction> = {}): Transaction {
  const { outTradeNo = 'att_1', respcd = '0000' } = changed
  return {
    outTradeNo,
    syssn: `s-${outTradeNo}`,
    orderType: 'payment',
    payType: '800207',
    respcd,
    outcome: classify(respcd).kind,
    meaning: classify(respcd),
    amount: 1099,
    currency: 'HKD',
    cancel: '0',
    recordedAt: at,
    raw: {},
    ...changed,
  }
}

const refundRow = (changed: Partial<Transaction> = {}): Transaction =>
  row({
    outTradeNo: 'ref_1',
    orderType: 'refund',
    amount: 500,
    originalSyssn: 's-att_1',
    ...changed,
  })

function compare(listed: Partial<Listed>, books: Partial<Books> = {}): readonly DifferenceDraft[] {
  return compareBooks(
    { rows: [], beside: [], ...listed },
    { accountId: ACCOUNT, orders: [], refunds: [], paid: [], refunded: [], ...books },
  )
}

/** Kind, number, and whether it is asked about before it is said. */
const told = (found: readonly DifferenceDraft[]) =>
  found.map(({ kind, outTradeNo, isDoubtful }) => [kind, outTradeNo, isDoubtful])

describe('an order of ours in QFPay’s list', () => {
  const cases: readonly [string, Order, Transaction, string | undefined][] = [
    ['paid on both sides', order(), row(), undefined],
    ['open on both sides', order({ status: 'launched' }), row({ respcd: '1143' }), undefined],
    ['refused there, open here', order({ status: 'launched' }), row({ respcd: '1204' }), undefined],
    ['paid there, open here', order({ status: 'launched' }), row(), 'paid_unrecorded'],
    ['paid there, lapsed here', order({ status: 'lapsed' }), row(), 'paid_unrecorded'],
    ['paid there, failed here', order({ status: 'failed' }), row(), 'paid_unrecorded'],
    ['paid here, open there', order(), row({ respcd: '1143' }), 'missing'],
    ['paid here, refused there', order(), row({ respcd: '1204' }), 'missing'],
    ['of another amount', order(), row({ amount: 1 }), 'amount'],
    ['of another amount, open here', order({ status: 'launched' }), row({ amount: 1 }), 'amount'],
    ['of another currency', order(), row({ currency: 'USD' }), 'currency'],
    ['reversed there, open here', order({ status: 'lapsed' }), row({ cancel: '1' }), 'refund'],
    ['refunded there alone', order(), row({ cancel: '3' }), 'refund'],
    ['partly refunded there alone', order(), row({ cancel: '5' }), 'refund'],
    [
      'partly refunded on both sides',
      order({ refundReserved: 99 }),
      row({ cancel: '5' }),
      undefined,
    ],
    ['refunded there, partly here', order({ refundReserved: 99 }), row({ cancel: '3' }), 'refund'],
    ['refunded on both sides', order({ refundReserved: 1099 }), row({ cancel: '3' }), undefined],
  ]
  for (const [what, ours, theirs, kind] of cases) {
    it(`${what} is ${kind ?? 'no difference'}`, () => {
      const found = compare({ rows: [theirs] }, { orders: [ours] })
      assert.deepEqual(told(found), kind === undefined ? [] : [[kind, 'att_1', true]])
    })
  }

  it('is a duplicate when another order has paid its payment', () => {
    const second = order({ status: 'lapsed' }, { status: 'succeeded', succeededAttemptId: 'att_0' })
    const found = compare({ rows: [row()] }, { orders: [second] })
    assert.deepEqual(told(found), [['duplicate', 'att_1', true]])
  })

  it('is a duplicate when its number is paid twice, in one window or in two', () => {
    const again = row({ syssn: 's-again' })
    const both = compare({ rows: [again, row()] }, { orders: [order()] })
    assert.deepEqual(told(both), [['duplicate', 'att_1', false]])
    assert.equal(both[0]?.syssn, 's-again')
    const alone = compare({ rows: [again] }, { orders: [order()] })
    assert.deepEqual(told(alone), [['duplicate', 'att_1', false]])
    assert.equal(alone[0]?.syssn, 's-again')
    const unrecorded = order({ status: 'lapsed', syssn: undefined })
    assert.deepEqual(told(compare({ rows: [again, row()] }, { orders: [unrecorded] })), [
      ['paid_unrecorded', 'att_1', true],
      ['duplicate', 'att_1', false],
    ])
  })

  it('is left to the run of its own account', () => {
    const other = order({ accountId: 'acc_2', status: 'launched' })
    assert.deepEqual(compare({ rows: [row()] }, { orders: [other] }), [])
  })

  const unreadable = (told: Partial<UnreadableRow>): UnreadableRow => ({
    outcome: 'unreadable',
    outTradeNo: 'att_1',
    respcd: '0000',
    raw: { cardcd: 'oOpenid' },
    ...told,
  })

  it('is reported if its row is unreadable and may be paid', () => {
    const books = { orders: [order()], paid: [order()] }
    const [found, ...others] = compare({ rows: [unreadable({ currency: 'IDR' })] }, books)
    assert.equal(found?.kind, 'currency')
    assert.deepEqual(found.theirs, { status: 'unreadable', currency: 'IDR' })
    assert.deepEqual(others, [])
    assert.doesNotMatch(JSON.stringify(found), /oOpenid/)
    for (const row of [unreadable({ currency: 'HKD' }), unreadable({ respcd: '7777' })]) {
      assert.deepEqual(told(compare({ rows: [row] }, books)), [['amount', 'att_1', true]])
    }
    const lapsed = { orders: [order({ status: 'lapsed' })] }
    assert.deepEqual(told(compare({ rows: [unreadable({})] }, lapsed)), [['amount', 'att_1', true]])
    assert.deepEqual(compare({ rows: [unreadable({ respcd: '1143' })] }, lapsed), [])
    const asked = { orders: [order({ status: 'launched', enquireAt: at })] }
    assert.deepEqual(compare({ rows: [unreadable({})] }, asked), [], 'its enquiries decide')
  })
})

describe('a refund of ours in QFPay’s list', () => {
  const cases: readonly [string, Refund, Transaction, string | undefined][] = [
    ['done on both sides', refund(), refundRow(), undefined],
    [
      'under way on both sides',
      refund({ status: 'pending' }),
      refundRow({ respcd: '1145' }),
      undefined,
    ],
    [
      'refused there, under way here',
      refund({ status: 'pending' }),
      refundRow({ respcd: '1155' }),
      undefined,
    ],
    ['done there, failed here', refund({ status: 'failed' }), refundRow(), 'refund'],
    ['done there, under way here', refund({ status: 'pending' }), refundRow(), 'refund'],
    ['done here, refused there', refund(), refundRow({ respcd: '1155' }), 'refund'],
    ['of another amount', refund(), refundRow({ amount: 501 }), 'refund'],
    ['of another currency', refund(), refundRow({ currency: 'USD' }), 'refund'],
  ]
  for (const [what, ours, theirs, kind] of cases) {
    it(`${what} is ${kind ?? 'no difference'}`, () => {
      const found = compare({ rows: [theirs] }, { refunds: [ours] })
      assert.deepEqual(told(found), kind === undefined ? [] : [[kind, 'ref_1', true]])
    })
  }
})

describe('an unreadable row of a refund of ours', () => {
  const row: UnreadableRow = {
    outcome: 'unreadable',
    outTradeNo: 'ref_1',
    respcd: '0000',
    raw: {},
  }

  it('is reported, unless Tael still asks about it', () => {
    for (const status of ['succeeded', 'failed', 'requested'] as const) {
      const found = compare({ rows: [row] }, { refunds: [refund({ status })] })
      assert.deepEqual(told(found), [['refund', 'ref_1', true]], status)
    }
    assert.deepEqual(compare({ rows: [row] }, { refunds: [refund({ status: 'pending' })] }), [])
  })
})

describe('what is not ours', () => {
  it('is unknown when money moved, and nothing otherwise', () => {
    const rows = [row({ outTradeNo: 'POS-1' }), row({ outTradeNo: 'POS-2', respcd: '1143' })]
    assert.deepEqual(told(compare({ rows })), [['unknown', 'POS-1', false]])
  })

  it('is a refund if it refunds an order of ours', () => {
    const [found] = compare({ rows: [refundRow({ outTradeNo: 'PORTAL' })] }, { orders: [order()] })
    assert.partialDeepStrictEqual(found, {
      kind: 'refund',
      outTradeNo: 'PORTAL',
      attemptId: 'att_1',
      isDoubtful: false,
    })
  })

  it('is unknown if it refunds an order that is not ours', () => {
    const strange = refundRow({ outTradeNo: 'PORTAL', originalSyssn: 's-other' })
    assert.deepEqual(told(compare({ rows: [strange] }, { orders: [order()] })), [
      ['unknown', 'PORTAL', false],
    ])
  })

  it('is passed over when it closes an order', () => {
    assert.deepEqual(compare({ rows: [row({ outTradeNo: 'X', orderType: 'close' })] }), [])
  })
})

describe('what QFPay does not list', () => {
  it('is asked about, unless it lies just outside the window', () => {
    const books = { paid: [order()], refunded: [refund()] }
    assert.deepEqual(told(compare({}, books)), [
      ['missing', 'att_1', true],
      ['refund', 'ref_1', true],
    ])
    assert.deepEqual(compare({ beside: [row(), refundRow()] }, books), [])
  })
})
