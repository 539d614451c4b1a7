import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LANGUAGES, type Language } from '../../language/language.ts'
import { ANSWERS, FINDINGS, type Facts, type Finding } from '../../payments/facts.ts'
import { messageOf, newReview } from '../../payments/review-message.ts'
import { REVIEW_CODES } from '../../payments/review.ts'
import { reviewTitle, sayFound } from './explain-review.ts'

const OURS = { amount: 1099, currency: 'HKD' }
const THEIRS = { amount: 1, currency: 'USD' }
const EACH: { readonly [One in Finding]: Omit<Facts<One>, 'finding'> } = {
  money_differs: { ours: OURS, theirs: THEIRS },
  unreadable_row: { ours: OURS },
  paid_and_canceled: { cancel: '9' },
  unexplained_mark: { cancel: '9', charged: OURS, refunded: THEIRS },
  paid_at_gateway: { status: 'lapsed' },
  refunded_at_gateway: { status: 'pending' },
  paid_here: { answer: { kind: 'rejected', respcd: '1204' } },
  refunded_here: { answer: { kind: 'rejected', respcd: '1204' } },
  paid_twice: { syssns: ['2026030200', '2026030211'] },
  refunded_twice: { syssns: ['2026030200', '2026030211'] },
  second_order_paid: {},
  refunded_elsewhere: { refunded: OURS, syssn: '2026030200', attempt: 'att_1' },
  unknown_number: { order_type: 'payment' },
  recorded: {},
  recorded_and_refunded: {},
}

/** As a person reads them. */
const SHOWN = ['HK$10.99', 'US$0.01', 'cancel 9', '1204', '2026030200', '2026030211', 'att_1']

const said = (facts: object, language: Language) => {
  const known = facts as Facts
  return sayFound({ facts: known, message: messageOf(known) }, language)
}

describe('what was found', () => {
  for (const { language } of LANGUAGES) {
    it(`is said for every finding, with its numbers (${language})`, () => {
      for (const finding of FINDINGS) {
        const facts = { finding, ...EACH[finding] }
        const [english, here] = [messageOf(facts as Facts), said(facts, language)]
        for (const part of SHOWN) assert.equal(here.includes(part), english.includes(part), here)
        assert.match(here, language === 'en' ? /^[\x20-\x7e]+$/ : /\p{Script=Han}/u, finding)
        assert.doesNotMatch(here, /undefined|\[object/)
      }
    })

    it(`says after them what QFPay answered about the number (${language})`, () => {
      const listed = { finding: 'paid_at_gateway', status: 'lapsed' }
      const answered = ANSWERS.map((kind) =>
        said({ ...listed, by_number: { kind, respcd: '1204', error: 'It is closed' } }, language),
      )
      assert.equal(new Set(answered).size, ANSWERS.length)
      for (const one of answered) {
        assert.ok(one.startsWith(said(listed, language)))
        assert.doesNotMatch(one, /undefined|\{/)
      }
    })

    it(`has a title for every code (${language})`, () => {
      const titles = REVIEW_CODES.map((code) => reviewTitle(code, language))
      assert.equal(new Set(titles).size, REVIEW_CODES.length)
      for (const title of titles) assert.match(title, language === 'en' ? /\w/ : /\p{Script=Han}/u)
    })
  }

  it('is said in Chinese as the books say it', () => {
    const listed = { finding: 'paid_at_gateway', status: 'lapsed', by_number: { kind: 'unpaid' } }
    assert.equal(
      said(listed, 'zh-Hans'),
      'QFPay 已付款，本站已失效；按单号查询，QFPay 的答复：未付款',
    )
    const differs = { finding: 'money_differs', ours: OURS, theirs: THEIRS }
    assert.equal(said(differs, 'zh-Hant'), '本站 HK$10.99，QFPay US$0.01')
  })

  it('stays in its English words if it has no facts, or those of a later version', () => {
    const message = 'HK$1.00 here, HK$2.00 at QFPay'
    for (const facts of [undefined, null, { finding: 'of a later version' }]) {
      assert.equal(sayFound({ facts, message }, 'zh-Hans'), message)
    }
  })

  it('is in English what the review of it says', () => {
    const facts = { finding: 'refunded_twice', syssns: ['2026030200', '2026030211'] } as const
    const { message } = newReview({ code: 'refund_done_twice', subject: 'ref_1', facts })
    assert.equal(message, 'refunded twice at QFPay: as 2026030200 and as 2026030211')
  })
})
