import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Exchange as Observed } from '@tael/qfpay'
import { fold, requestDraft, type Exchange, type ExchangeDraft } from '../exchanges/exchange.ts'
import { enquiryDrafts } from './enquiry-drafts.ts'

const SENT_AT = new Date('2026-03-02T04:00:00Z')
const ENQUIRED = { id: 'att_1', syssn: undefined, openedAt: SENT_AT }

function observed(changed: Partial<Observed> = {}): Observed {
  return {
    endpoint: '/trade/v1/query',
    attempt: 1,
    sentAt: SENT_AT,
    durationMs: 120,
    request: { out_trade_no: 'att_1,att_2', page: '1' },
    httpStatus: 200,
    signature: 'absent',
    respcd: '0000',
    meaning: 'success',
    answer: {
      respcd: '0000',
      data: [
        { out_trade_no: 'att_1', respcd: '1143' },
        { out_trade_no: 'att_2', respcd: '0000' },
      ],
    },
    ...changed,
  }
}

const asked = { enquired: ENQUIRED, why: 'scheduled', askedWith: 1, verdict: 'unpaid' } as const

function line(draft: ExchangeDraft): Exchange {
  return { ...draft, id: 'exc_1', lastAt: draft.sentAt, times: 1 }
}

const later = (draft: ExchangeDraft, ms: number): ExchangeDraft => ({
  ...draft,
  sentAt: new Date(draft.sentAt.getTime() + ms),
})

describe('an enquiry for several', () => {
  it('shows each of them its own number, its own row and how many shared the request', () => {
    const [draft, ...more] = enquiryDrafts([observed()], asked)
    assert.deepEqual(more, [])
    assert.deepEqual(draft?.facts.request, { out_trade_no: 'att_1', page: '1' })
    assert.deepEqual(draft.facts.answer?.['data'], [{ out_trade_no: 'att_1', respcd: '1143' }])
    assert.partialDeepStrictEqual(draft, { about: 'att_1', facts: { askedWith: 1 } })
    assert.doesNotMatch(JSON.stringify(draft), /att_2/)
  })

  it('shows, of several pages, the one with the row, and any failure before it', () => {
    const failure = { code: 'network', outcome: 'unknown', reason: 'timeout' } as const
    const { answer, respcd, ...unanswered } = observed({ failure })
    const elsewhere = observed({ answer: { ...answer, respcd, data: [] } })
    const drafts = enquiryDrafts([unanswered, observed({ attempt: 2 }), elsewhere], asked)
    assert.deepEqual(
      drafts.map(({ facts }) => [facts.attempt, facts.failure?.reason, facts.verdict]),
      [
        [1, 'timeout', undefined],
        [2, undefined, 'unpaid'],
      ],
    )
  })

  it('says what Tael concluded, and when it asks again', () => {
    const askAgainAt = new Date('2026-03-02T04:00:05Z')
    const [draft] = enquiryDrafts([observed()], { ...asked, askAgainAt })
    assert.equal(draft?.facts.verdict, 'unpaid')
    assert.equal(draft.facts.askAgainAt, '2026-03-02T04:00:05.000Z')
    const { verdict, ...unanswered } = asked
    assert.equal(enquiryDrafts([observed()], unanswered)[0]?.facts.verdict, undefined, verdict)
  })
})

describe('enquiries alike, one after another', () => {
  const [unpaid] = enquiryDrafts([observed()], asked)
  assert.ok(unpaid)

  it('are one line: the first and the last instant, and how many', () => {
    const first = line(unpaid)
    const second = fold(first, later(unpaid, 3_000))
    const third = fold(second, later(unpaid, 8_000))
    assert.partialDeepStrictEqual(third, {
      id: 'exc_1',
      sentAt: SENT_AT,
      lastAt: new Date(SENT_AT.getTime() + 8_000),
      times: 3,
    })
  })

  it('are several lines when they differ in anything but their time', () => {
    const others = [
      enquiryDrafts([observed()], { ...asked, why: 'waiting' }),
      enquiryDrafts([observed()], { ...asked, verdict: 'missing' }),
      enquiryDrafts([observed({ signature: 'valid' })], asked),
      enquiryDrafts([observed({ httpStatus: 500 })], asked),
      enquiryDrafts([observed({ respcd: '1143' })], asked),
    ]
    for (const [other] of others) assert.equal(other && fold(line(unpaid), other), undefined)
    const slower = enquiryDrafts([observed({ durationMs: 9, attempt: 2 })], {
      ...asked,
      askedWith: 7,
    })
    assert.equal(fold(line(unpaid), slower[0] ?? unpaid)?.times, 2)
  })

  it('get a new line each hour', () => {
    assert.equal(fold(line(unpaid), later(unpaid, 3_599_999))?.times, 2)
    assert.equal(fold(line(unpaid), later(unpaid, 3_600_000)), undefined)
  })

  it('are never merged if they prove money, nor are requests that can move it', () => {
    const [paid] = enquiryDrafts([observed()], { ...asked, verdict: 'paid' })
    assert.ok(paid)
    assert.equal(fold(line(paid), paid), undefined)
    const order = requestDraft(observed({ endpoint: '/trade/v1/payment', about: 'att_1' }))
    assert.ok(order)
    assert.equal(fold(line(order), order), undefined)
  })
})

it('a request that is about no payment of Tael’s is not stored', () => {
  assert.equal(requestDraft(observed()), undefined)
})
