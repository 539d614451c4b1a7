import type { Trx } from '../database/schema.ts'
import { inStatement, inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import type { EventWriter } from '../webhooks/queue-webhooks.ts'
import { findAttempts } from './attempt-store.ts'
import { findPaymentWithAttempts, lockPayment, type PaymentWithAttempts } from './payment-store.ts'
import { writeAsRead, type PaymentWrite } from './payment-write-store.ts'

/** What becomes of a payment as it was read. */
export type Step<Result> = {
  readonly result: Result
  readonly write?: Omit<PaymentWrite, 'payment'> | undefined
  /** The result if the database has the attempt already that was to be written. */
  readonly ifTaken?: Result | undefined
  /** What one statement cannot write. */
  readonly further?: ((trx: Trx) => Promise<void>) | undefined
}

/** What a step says that can only be decided under the lock. */
export const UNDER_LOCK = 'under-lock'

type Decide<Result> = (
  read: PaymentWithAttempts,
  /** Under the lock. */
  trx?: Trx,
) => Step<Result> | typeof UNDER_LOCK | Promise<Step<Result> | typeof UNDER_LOCK>

/**
 * Changes a payment as `decide` says. First without a lock: one statement reads it, and one writes, which does
 * nothing if somebody else has written the payment in between. Then, and wherever one statement is not enough,
 * everybody waits for the payment's lock, and `decide` is asked again.
 */
export async function changePayment<Result>(
  deps: EventWriter & Pick<Deps, 'database'>,
  id: string,
  decide: Decide<Result>,
  known?: PaymentWithAttempts,
): Promise<Result> {
  const { database } = deps
  const read = known ?? (await findPaymentWithAttempts(database.db, id))
  if (read === undefined) throw new Error(`${id} is no payment`)
  const step = await decide(read)
  if (step !== UNDER_LOCK && step.further === undefined) {
    const { write, result } = step
    if (write === undefined) return result
    const full = { payment: read.payment, ...write }
    if (await inStatement(database, (alone) => writeAsRead(alone, deps, full))) return result
  }
  return inTransaction(database, async (trx) => {
    const payment = await lockPayment(trx, id)
    const step = await decide({ payment, attempts: await findAttempts(trx, id) }, trx)
    if (step === UNDER_LOCK) throw new Error(`${id} could not be changed under its lock`)
    const { write, ifTaken, further, result } = step
    if (write !== undefined && !(await writeAsRead(trx, deps, { payment, ...write }))) {
      if (ifTaken === undefined) throw new Error(`${id} was written without its lock`)
      return ifTaken
    }
    await further?.(trx)
    return result
  })
}
