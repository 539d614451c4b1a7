import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { PaymentStatus } from '../../payments/payment.ts'
import { explain, type Explained } from './explain.ts'

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 2, 4, minute))
type Attempts = Explained['attempts']
type Refunds = Explained['refunds']

const attempt = (changed: Partial<Attempts[number]> = {}): Attempts[number] => ({
  id: 'att_1',
  status: 'launched',
  openedAt: at(0),
  enquireAt: undefined,
  notifiedAt: undefined,
  reason: undefined,
  ...changed,
})
const refund = (changed: Partial<Refunds[number]>): Refunds[number] => ({
  status: 'pending',
  amount: 500,
  currency: 'HKD',
  workAt: undefined,
  refusal: undefined,
  ...changed,
})
const review = { code: 'unanswered' as const, subject: 'att_1', message: '' }

const TABLE: readonly (readonly [
  status: PaymentStatus,
  also: { attempts?: Attempts; refunds?: Refunds; reviews?: Explained['payment']['reviews'] },
  said: RegExp,
])[] = [
  ['created', {}, /No payer has authorized[^]*expires on 2 Mar 2026, 12:59:00 GMT\+8\.$/],
  [
    'pending',
    { attempts: [attempt({ enquireAt: at(5) })] },
    /has not paid it[^]*next on 2 Mar 2026, 12:05:00 GMT\+8/,
  ],
  [
    'pending',
    { attempts: [attempt({ enquireAt: at(9) }), attempt({ enquireAt: at(6) })] },
    /12:06:00/,
  ],
  [
    'pending',
    { attempts: [attempt({ status: 'recorded', enquireAt: at(5) })] },
    /not confirmed an order/,
  ],
  [
    'pending',
    { attempts: [attempt({ enquireAt: at(5), notifiedAt: at(4) })] },
    /notified that it is paid, but no enquiry/,
  ],
  [
    'pending',
    { attempts: [attempt({ status: 'failed', reason: 'balance too low' })] },
    /\(balance too low\)[^]*until it expires on/,
  ],
  ['pending', { attempts: [attempt({ status: 'lapsed' })] }, /ended unpaid/],
  [
    'pending',
    { reviews: [review], attempts: [attempt({ enquireAt: at(5) })] },
    /^A person has to look/,
  ],
  ['succeeded', {}, /^Paid on 2 Mar 2026, 12:01:00 GMT\+8/],
  [
    'succeeded',
    { refunds: [refund({ workAt: at(7) }), refund({ status: 'requested' })] },
    /HK\$10\.00 is on its way back[^]*12:07:00/,
  ],
  ['succeeded', { refunds: [refund({ status: 'requested' })] }, /HK\$5\.00 waits/],
  [
    'succeeded',
    { refunds: [refund({ status: 'failed', refusal: { code: 'too_old', message: 'too old' } })] },
    /has failed: too old/,
  ],
  [
    'succeeded',
    { refunds: [refund({ status: 'failed' }), refund({ status: 'succeeded' })] },
    /match\.$/,
  ],
  ['failed', {}, /declined/],
  ['expired', {}, /nobody can pay/],
  ['canceled', { attempts: [attempt({ enquireAt: at(5) })] }, /can still pay[^]*12:05:00/],
]

describe('where a payment stands', () => {
  for (const [status, { attempts = [], refunds = [], reviews = [] }, said] of TABLE) {
    it(`is said of ${status}: ${said.source}`, () => {
      const payment = { status, reviews, expiresAt: at(59), succeededAt: at(1) }
      const shown = { language: 'en', timeZone: '+08:00' } as const
      assert.match(explain({ payment, attempts, refunds }, shown), said)
      for (const language of ['zh-Hans', 'zh-Hant'] as const) {
        const text = explain({ payment, attempts, refunds }, { ...shown, language })
        assert.doesNotMatch(text, /[{}]|undefined/)
      }
    })
  }
})
