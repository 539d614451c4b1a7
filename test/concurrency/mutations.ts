import type { SourceMutation } from '@tael/testing/mutate-source'
import { createAtOnce } from './trials/creations.ts'
import { cancelWhilePaying } from './trials/endings.ts'
import { sellOut } from './trials/links.ts'
import { notifyAll } from './trials/notifications.ts'
import { payInFourTabs, spendOneCode } from './trials/payers.ts'
import { refundOnce, refundTooMuch } from './trials/refunds.ts'
import { enquireOnSchedule, stayWithinLimit } from './trials/tasks.ts'
import { sendWebhooks } from './trials/webhooks.ts'
import type { ConcurrentWorld } from './world.ts'

/** Something that is right in one process alone, put into each of the servers while it is loaded. */
export type Mutation = SourceMutation & {
  /** The trial that has to find it. */
  readonly foundBy: (world: ConcurrentWorld) => Promise<void>
  /** A slow machine may not show it, however often it tries. */
  readonly needsFastMachine?: true
}

const CHECKOUT = 'checkout/src'
export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'the server looks up an Idempotency-Key without claiming it',
    edits: [
      {
        file: `${CHECKOUT}/http/idempotency.ts`,
        from: 'if (key === undefined) return { ...(await work(trx)), isReplay: false }',
        to: `const known = await trx.selectFrom('idempotency_key').select('key')
      .where('key', '=', key ?? '').executeTakeFirst()
    if (known === undefined) {
      const done = await work(trx)
      await trx.insertInto('idempotency_key').values({
        account_id: account.id, key, fingerprint: fingerprints[0], response_status: done.status,
        response_body: JSON.stringify(done.body), created_at: deps.clock.now(),
      }).onConflict((conflict) => conflict.doNothing()).execute()
      return { ...done, isReplay: false }
    }`,
      },
    ],
    foundBy: refundOnce,
  },
  {
    name: 'a payment is inserted as if its reference were new',
    edits: [
      {
        file: `${CHECKOUT}/payments/payment-write-store.ts`,
        from: ".onConflict((conflict) => conflict.columns(['account_id', 'reference']).doNothing())",
        to: '',
      },
    ],
    foundBy: createAtOnce,
  },
  {
    name: 'a reference that is taken at this moment is a fault',
    edits: [
      {
        file: `${CHECKOUT}/payments/create-payment.ts`,
        from: 'if (isDuplicate(error)) return undefined',
        to: 'void isDuplicate',
      },
    ],
    foundBy: createAtOnce,
  },
  {
    name: 'a payer of a link is given a payment without its lock',
    edits: [
      {
        file: `${CHECKOUT}/link-page/open-payment.ts`,
        from: 'const hasAny = await hasUnit(trx, link.id)',
        to: 'const hasAny = true; void hasUnit',
      },
    ],
    foundBy: sellOut,
  },
  {
    name: 'a payment is read without its lock',
    edits: [
      {
        file: `${CHECKOUT}/payments/payment-store.ts`,
        from: `.where('id', '=', id)
    .forUpdate()`,
        to: `.where('id', '=', id)`,
      },
      {
        file: `${CHECKOUT}/payments/payment-store.ts`,
        from: `    )
    .forUpdate()`,
        to: '    )',
      },
    ],
    foundBy: cancelWhilePaying,
  },
  {
    name: 'an attempt that was recorded earlier continues',
    edits: [
      {
        file: `${CHECKOUT}/attempts/open-attempt.ts`,
        from: "if (attempts.some(({ id }) => id === attemptId)) return { result: 'repeated' }",
        to: '',
      },
      {
        file: `${CHECKOUT}/attempts/open-attempt.ts`,
        from: "ifTaken: 'repeated',",
        to: 'ifTaken: { payment, attempt },',
      },
    ],
    foundBy: spendOneCode,
  },
  {
    name: 'a repeated redirect does not wait for the first',
    edits: [
      {
        file: `${CHECKOUT}/attempts/open-attempt.ts`,
        from: 'return answerOfFirst(deps, request.attemptId)',
        to: "return { kind: 'restart' }",
      },
    ],
    foundBy: spendOneCode,
  },
  {
    name: 'an order is launched without checking the other tab',
    edits: [
      {
        file: `${CHECKOUT}/attempts/launch-attempt.ts`,
        from: `if (earlier !== undefined) {
      // Two tabs`,
        to: `if (earlier === null) {
      // Two tabs`,
      },
    ],
    foundBy: payInFourTabs,
  },
  {
    name: 'every notification is the first',
    edits: [
      {
        file: `${CHECKOUT}/notifications/receive-notification.ts`,
        from: "digest: hash('sha256', body),",
        to: "digest: hash('sha256', id),",
      },
    ],
    foundBy: notifyAll,
  },
  {
    name: 'the remaining amount is read outside the lock',
    edits: [
      {
        file: `${CHECKOUT}/refunds/request-refund.ts`,
        from: 'const charge = await lockCharge(trx, request.attemptId)',
        to: 'const charge = await readCharge(trx, request.attemptId)',
      },
      {
        file: `${CHECKOUT}/refunds/request-refund.ts`,
        from: "import { changeCharge, lockCharge, type Charge } from '../payments/change-charge.ts'",
        to: `import { changeCharge } from '../payments/change-charge.ts'
import { findAttempt } from '../payments/attempt-store.ts'
import { findPayment } from '../payments/payment-store.ts'
async function readCharge(trx, attemptId) {
  const attempt = await findAttempt(trx, attemptId)
  return attempt && { attempt, payment: await findPayment(trx, attempt.paymentId) }
}`,
      },
    ],
    foundBy: refundTooMuch,
  },
  {
    name: 'every process that sees a refund sends it',
    edits: [
      {
        file: `${CHECKOUT}/database/take-due.ts`,
        from: ' and row.${column} = next.seen',
        to: '',
      },
      {
        file: `${CHECKOUT}/refunds/process-due-refunds.ts`,
        from: 'if (!isAsTaken(current, due)) return undefined',
        to: '',
      },
    ],
    foundBy: refundTooMuch,
    needsFastMachine: true,
  },
  {
    name: 'a webhook is taken without a lock',
    edits: [
      {
        file: `${CHECKOUT}/webhooks/webhook-delivery-store.ts`,
        from: `from webhook_delivery where id in (select id from due)
      order by next_try_at, id for update skip locked`,
        to: `from webhook_delivery, pg_sleep(0.1) where id in (select id from due)
      order by next_try_at, id`,
      },
    ],
    foundBy: sendWebhooks,
  },
  {
    name: 'a webhook is taken without a lease',
    edits: [
      {
        file: `${CHECKOUT}/webhooks/webhook-delivery-store.ts`,
        from: 'next_try_at = case when has_come then ${leasedUntil}',
        to: 'next_try_at = case when has_come then ${take.now}',
      },
    ],
    foundBy: sendWebhooks,
  },
  {
    name: 'every process that sees a due enquiry makes it',
    edits: [
      {
        file: `${CHECKOUT}/database/take-due.ts`,
        from: ' and row.${column} = next.seen',
        to: '',
      },
    ],
    foundBy: enquireOnSchedule,
  },
  {
    name: 'every process has a budget of its own',
    edits: [
      {
        file: `${CHECKOUT}/budget/share-budget.ts`,
        from: 'leasePermits(deps.database.db, merchant, request)',
        to: 'leasePermits(deps.database.db, { ...merchant, appCode: String(process.pid) }, request)',
      },
    ],
    foundBy: stayWithinLimit,
    needsFastMachine: true,
  },
]
