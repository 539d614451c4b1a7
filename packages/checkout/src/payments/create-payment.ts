import type { RawBuilder } from 'kysely'
import type { Account } from '../accounts/account.ts'
import { apiKeyOf, type Acting, type Actor } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { isDuplicate } from '../database/failure.ts'
import type { Trx } from '../database/schema.ts'
import { inStatement } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import type { EventDraft } from '../events/event-data.ts'
import { sealContext } from '../platform/seal-context.ts'
import type { EventWriter } from '../webhooks/queue-webhooks.ts'
import { findPaymentByReference } from './payment-store.ts'
import { insertNewPayment, insertPayment } from './payment-write-store.ts'
import type { Payment, PaymentOfLink } from './payment.ts'

export type NewPayment = {
  readonly reference: string
  /** Integer, in the currency's minor unit. */
  readonly amount: number
  readonly currency: string
  readonly description?: string | undefined
  readonly returnUrl?: string | undefined
  /** Seconds until the payment accepts no more attempts. */
  readonly expiresIn: number
  readonly limitPay?: 'no_credit' | undefined
  /** Real name and ID number that the wallet must belong to; sent on once, then erased. */
  readonly payerIdentity?: { readonly name: string; readonly id_number: string } | undefined
  readonly metadata: Readonly<Record<string, string>>
  /** Of the payment link where its payer makes it. */
  readonly link?: Pick<PaymentOfLink, 'id' | 'browserHash'> | undefined
}

type Needs = EventWriter & Pick<Deps, 'sealing'>

export type CreatePayment =
  | { readonly kind: 'created' | 'repeated'; readonly payment: Payment }
  /** Another payment of this account has the reference. */
  | { readonly kind: 'reference-taken'; readonly payment: Payment }
  /** The account accepts no new payments. */
  | { readonly kind: 'disabled' }

/** Creates a payment, or finds the one that the same request created before. */
export async function createPayment(
  trx: Trx,
  deps: Needs & {
    /** Nobody when a payer of a link makes it. */
    readonly actor?: Actor
  },
  account: Account,
  request: NewPayment,
): Promise<CreatePayment> {
  if (deps.actor) requirePermission(deps.actor, 'create_payments')
  const payment = toPayment(deps, account, request)
  const { reference } = payment
  const takesNew = account.disabledAt === undefined
  if (takesNew && (await insertPayment(trx, deps, payment, created(payment, deps.actor)))) {
    return { kind: 'created', payment }
  }
  const existing = await findPaymentByReference(trx, account.id, reference)
  if (existing === undefined && !takesNew) return { kind: 'disabled' }
  if (existing === undefined) throw new Error(`A payment with reference ${reference} vanished`)
  const isRepeat = fingerprintsOf(deps, request).includes(existing.fingerprint)
  return { kind: isRepeat ? 'repeated' : 'reference-taken', payment: existing }
}

/**
 * Creates a payment with one statement, where all is new: its reference, and what `claim` claims together with it.
 * Otherwise writes nothing and returns undefined: then createPayment decides.
 */
export async function createNewPayment(
  deps: Needs & Pick<Deps, 'database'> & Acting,
  account: Account,
  request: NewPayment,
  claim: (payment: Payment) => RawBuilder<unknown> | undefined,
): Promise<Payment | undefined> {
  requirePermission(deps.actor, 'create_payments')
  if (account.disabledAt !== undefined) return undefined
  const payment = toPayment(deps, account, request)
  const write = { payment, events: created(payment, deps.actor), claim: claim(payment) }
  try {
    const isNew = await inStatement(deps.database, (alone) => insertNewPayment(alone, deps, write))
    return isNew ? payment : undefined
  } catch (error) {
    // The reference was taken at this moment: all is undone, the claim as well.
    if (isDuplicate(error)) return undefined
    throw error
  }
}

function created(
  { reference, amount, currency }: Payment,
  actor: Actor | undefined,
): readonly EventDraft[] {
  const data = { reference, amount, currency, api_key: apiKeyOf(actor) }
  return [{ type: 'payment.created', data }]
}

function toPayment(
  deps: Pick<Deps, 'clock' | 'newId' | 'sealing'>,
  account: Account,
  request: NewPayment,
): Payment {
  const id = deps.newId('pay')
  const createdAt = deps.clock.now()
  return {
    id,
    accountId: account.id,
    reference: request.reference,
    amount: request.amount,
    currency: request.currency,
    status: 'created',
    description: request.description,
    returnUrl: request.returnUrl,
    limitPay: request.limitPay,
    payerIdentitySealed:
      request.payerIdentity &&
      deps.sealing.seal(JSON.stringify(request.payerIdentity), sealContext.payerIdentity(id)),
    metadata: request.metadata,
    link: request.link && { ...request.link, payerHash: undefined },
    fingerprint: deps.sealing.keyedHash(canonical(request), FINGERPRINT),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + request.expiresIn * 1000),
    succeededAt: undefined,
    provedAt: undefined,
    succeededAttemptId: undefined,
    refunded: 0,
    reviews: [],
    sequence: 1,
  }
}

/** Keyed, as a request may name a payer's identity. */
const FINGERPRINT = 'payment request'

/** Under each TAEL_SECRET, so that a repeat is recognized after it was rolled. */
function fingerprintsOf({ sealing }: Pick<Deps, 'sealing'>, request: NewPayment): string[] {
  const texts = [canonical(request), canonical(request, ONCE_COUNTED)]
  return texts.flatMap((text) => sealing.keyedHashes(text, FINGERPRINT))
}

/** Until 2026-11 these counted even when they were not set. */
const ONCE_COUNTED = { returnUrl: null, limitPay: null, payerIdentity: null }

/** The same text for the same request. A field that is not set does not count, so a later version's new one changes nothing. */
function canonical(request: NewPayment, always: object = {}): string {
  const members = Object.entries({ ...request, metadata: Object.entries(request.metadata).sort() })
  const asked = members.filter(([, value]) => value !== undefined)
  const all = Object.entries({ ...always, ...Object.fromEntries(asked) })
  return JSON.stringify(all.sort(([a], [b]) => (a < b ? -1 : 1)))
}
