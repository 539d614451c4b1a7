import type { Account } from '../accounts/account.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { hasUnit, takeUnit } from '../links/count-unit.ts'
import { returnTurn, spendTurn } from '../links/end-turn.ts'
import type { LinkRequest, PaymentLink } from '../links/payment-link.ts'
import type { BrowserHashes } from '../links/take-turn.ts'
import type { Turn } from '../links/turn.ts'
import { withdrawPayment } from '../payments/cancel-payment.ts'
import { createPayment } from '../payments/create-payment.ts'
import { isOpen, type Payment } from '../payments/payment.ts'
import { readPaymentOfBrowser } from '../payments/read-payments.ts'

type Opening = {
  readonly account: Account
  readonly link: PaymentLink
  readonly turn: Turn
  readonly browserHashes: BrowserHashes
}

/**
 * Makes the payment of a payer whose turn has come, and holds one of the stock for it. The browser's own open
 * payment is the same one if it asks for the same; otherwise it is canceled first. Undefined if nothing is left:
 * then the payer waits in front of the others.
 */
export async function openPayment(deps: Deps, opening: Opening): Promise<Payment | undefined> {
  const { link, turn, browserHashes } = opening
  const earlier = await readPaymentOfBrowser(deps, link.id, browserHashes)
  const isReplaced =
    earlier !== undefined && isOpen(earlier.status) && !asksTheSame(earlier, turn.request)
  if (isReplaced) await withdrawPayment(deps, earlier.id)
  const payment = await hold(deps, opening)
  if (payment === undefined) await returnTurn(deps, turn)
  return payment
}

/** Whether a payment is what this request would make. */
export function asksTheSame(
  { amount, metadata }: Pick<Payment, 'amount' | 'metadata'>,
  request: LinkRequest,
): boolean {
  return (
    amount === request.amount &&
    Object.entries(request.answers).every(([key, answer]) => metadata[key] === answer)
  )
}

async function hold(
  deps: Deps,
  { account, link, turn, browserHashes }: Opening,
): Promise<Payment | undefined> {
  const { amount, answers } = turn.request
  return inTransaction(deps.database, async (trx) => {
    // The link's lock: the same payer may come twice at this moment.
    const hasAny = await hasUnit(trx, link.id)
    const earlier = await readPaymentOfBrowser({ database: { db: trx } }, link.id, browserHashes)
    if (earlier !== undefined && isOpen(earlier.status)) {
      await spendTurn(trx, deps, turn)
      return earlier
    }
    const number = hasAny ? await takeUnit(trx, link.id) : undefined
    if (number === undefined) return undefined
    const created = await createPayment(trx, deps, account, {
      reference: `${link.slug}-${number}`,
      amount,
      currency: link.currency,
      description: link.title,
      returnUrl: link.successUrl,
      expiresIn: link.payWithin,
      metadata: { ...link.metadata, ...answers },
      link: { id: link.id, browserHash: browserHashes[0] },
    })
    if (created.kind !== 'created') {
      throw new Error(`${link.id} could not make its payment ${number}: ${created.kind}`)
    }
    await spendTurn(trx, deps, turn)
    return created.payment
  })
}
