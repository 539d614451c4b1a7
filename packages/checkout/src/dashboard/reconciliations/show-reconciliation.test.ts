import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Facts } from '../../payments/facts.ts'
import type { FoundDifference } from '../../reconciliation/difference-work.ts'
import { differenceRow } from './show-reconciliation.ts'

function found(facts: Facts, status: string): FoundDifference {
  return {
    id: 'dif_1',
    reconciliationId: 'rcn_1',
    accountId: 'acc_1',
    kind: 'missing',
    outcome: 'reported',
    outTradeNo: 'att_1',
    syssn: undefined,
    recordedAt: undefined,
    reference: undefined,
    ours: { status: 'succeeded', amount: 1099, currency: 'HKD' },
    theirs: { status },
    facts,
    message: '',
    isDoubtful: true,
    createdAt: new Date(0),
    tries: 0,
    work: { id: 'dif_1', assignedTo: undefined, resolution: undefined, resolvedAt: undefined },
  }
}

it('each side of a difference is said in the operator’s language', () => {
  const cases = [
    [{ finding: 'paid_here', answer: { kind: 'missing' } }, 'unknown', '查無此單'],
    [{ finding: 'refunded_here', answer: { kind: 'unpaid' } }, 'not paid', '未付款'],
    [
      { finding: 'paid_here', answer: { kind: 'rejected', respcd: '1204' } },
      'refused (1204)',
      '已拒絕（1204）',
    ],
    [{ finding: 'unreadable_row', ours: { currency: 'HKD' } }, 'unreadable', '無法讀取'],
    [{ finding: 'second_order_paid' }, 'succeeded', '成功'],
  ] as const
  for (const [facts, english, chinese] of cases) {
    const row = (language: 'en' | 'zh-Hant') =>
      differenceRow(found(facts, english), { home: '', language })
    assert.equal(row('en').theirs, english)
    assert.equal(row('zh-Hant').theirs, chinese)
    assert.equal(row('zh-Hant').ours, '成功，HK$10.99')
  }
})
