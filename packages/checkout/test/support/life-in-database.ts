import { addAccount } from '../../src/accounts/add-account.ts'
import { applyVerdict } from '../../src/attempts/apply-verdict.ts'
import { closeReviews } from '../../src/attempts/close-reviews.ts'
import { noteNotification } from '../../src/attempts/note-notification.ts'
import { openAttempt } from '../../src/attempts/open-attempt.ts'
import type { Database } from '../../src/database/database.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import type { Attempt } from '../../src/payments/attempt.ts'
import { cancelPayment } from '../../src/payments/cancel-payment.ts'
import { expirePayment } from '../../src/payments/expire-payments.ts'
import type { PaymentWithAttempts } from '../../src/payments/payment-store.ts'
import {
  readAttempts,
  readPayment,
  readPaymentWithAttempts,
} from '../../src/payments/read-payments.ts'
import { HOUR_MS } from '../../src/platform/durations.ts'
import { openTestDeps, TEST_ACCOUNT } from './checkout.ts'
import { createHandClock, whileTimePasses } from './hand-clock.ts'
import {
  ASKED_FOR,
  LATE_PAYMENTS,
  nameOf,
  OPENED_AT,
  verdictOf,
  type Outline,
  type Step,
} from './life-in-models.ts'
import { openTestPayment } from './payments.ts'

const LONG_SECONDS = 30 * 24 * 60 * 60

/** A payment in a database, to which the actions do what happens. */
export type Life = {
  readonly take: (step: Step) => Promise<void>
  readonly outline: () => Promise<Outline>
}

export async function openLife(database: Database): Promise<Life> {
  const clock = createHandClock(OPENED_AT)
  let orderAnswer: Extract<Step, { kind: 'opens' }>['answer'] = 'lost'
  const gateway: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const form = new URLSearchParams(await request.text())
    // Enquiries get no answer: what one says is a step of its own.
    if (new URL(request.url).pathname !== '/trade/v1/payment' || orderAnswer === 'lost') {
      throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })
    }
    return Response.json({ ...ORDER_ANSWERS[orderAnswer], out_trade_no: form.get('out_trade_no') })
  }
  const deps = openTestDeps(database, { clock, fetch: gateway })
  // In Canada nobody authorizes, so that an attempt is one request.
  const { account } = await addAccount(deps, {
    ...TEST_ACCOUNT,
    flow: 'canada',
    late_payments: LATE_PAYMENTS,
  })
  const { id } = await openTestPayment(deps, account, { ...ASKED_FOR, expiresIn: LONG_SECONDS })
  const attempts = (): Promise<readonly Attempt[]> => readAttempts(deps, id)
  const notify = (attempt: Attempt): Promise<unknown> =>
    inTransaction(database, (trx) =>
      noteNotification(trx, deps, {
        id: deps.newId('ntf'),
        attemptId: attempt.id,
        account,
        facts: { notify_type: 'payment' },
      }),
    )

  async function opened(): Promise<PaymentWithAttempts> {
    const read = await readPaymentWithAttempts(deps, id)
    if (read === undefined) throw new Error(`${id} vanished`)
    return read
  }

  async function happens(step: Step): Promise<unknown> {
    switch (step.kind) {
      case 'opens':
        orderAnswer = step.answer
        return openAttempt(deps, {
          account,
          opened: await opened(),
          attemptId: deps.newId('att'),
          browserHash: deps.newId('evt'),
        })
      case 'deadline-passed':
        return expirePayment(deps, id)
      case 'canceled':
        return cancelPayment(deps, id)
      case 'reviewed':
        return closeReviews(deps, id, { note: 'I have looked' })
      case 'hours-pass':
        return clock.advance(step.hours * HOUR_MS)
      case 'notified':
        return about(step.which, notify)
      case 'paid':
      case 'wrong':
      case 'unpaid':
      case 'missing':
      case 'rejected':
        return about(step.which, (attempt) =>
          applyVerdict(deps, attempt, verdictOf(step.kind, attempt.id)),
        )
    }
  }

  async function about(
    which: number,
    happens: (attempt: Attempt) => Promise<unknown>,
  ): Promise<unknown> {
    const attempt = (await attempts())[which]
    return attempt && happens(attempt)
  }

  return {
    async take(step) {
      await whileTimePasses(clock, happens(step))
    },
    async outline() {
      const payment = await readPayment(deps, id)
      if (payment === undefined) throw new Error(`${id} vanished`)
      const all = await attempts()
      return {
        status: payment.status,
        reviews: payment.reviews.map(({ code, subject }) => ({
          code,
          subject: nameOf(all.findIndex(({ id: attempt }) => attempt === subject)),
        })),
        attempts: all.map((attempt) => ({
          status: attempt.status,
          isAsked: attempt.enquireAt !== undefined,
          isKept: payment.succeededAttemptId === attempt.id,
          goesBack: attempt.refundReserved > 0,
        })),
      }
    },
  }
}

const ORDER_ANSWERS = {
  made: {
    respcd: '0000',
    syssn: '20260302000200020012345678',
    pay_url: 'https://gateway.example.com/pay',
  },
  refused: { respcd: '1118', resperr: 'refused' },
  stopped: { respcd: '1294', resperr: 'stopped' },
}
