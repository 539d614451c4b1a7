import type { AuditFacts } from '../audit/audit-entry.ts'

/**
 * A link that many payers open, from a poster or a message; each payer who continues gets a payment of their own.
 * Pure: no clock, no database, no network.
 */
export type PaymentLink = {
  readonly id: string
  readonly accountId: string
  /** The last part of its address: short, so that its QR code stays coarse. */
  readonly slug: string
  /** What it is for; its payments have it as their description. */
  readonly title: string
  /** ISO 4217. */
  readonly currency: string
  /** What the payer may choose, in minor units; one fixed amount if both are the same. */
  readonly minAmount: number
  readonly maxAmount: number
  /** How many payments may be paid; unlimited if undefined. */
  readonly stock: number | undefined
  readonly startsAt: Date | undefined
  readonly endsAt: Date | undefined
  /** Whether each payer pays it at most once. */
  readonly isOncePerPayer: boolean
  /** What the payer is asked for; the answers become metadata of the payment. */
  readonly fields: readonly LinkField[]
  /** Where the payer goes afterwards, and what the receipt says. */
  readonly successUrl: string | undefined
  readonly successMessage: string | undefined
  /** Seconds for which a payment holds its unit of the stock. */
  readonly payWithin: number
  /** Copied into each of its payments. */
  readonly metadata: Readonly<Record<string, string>>
  readonly disabledAt: Date | undefined
  readonly createdAt: Date
  readonly counts: LinkCounts
}

export type LinkField = {
  /** Its name in the payment's metadata. */
  readonly key: string
  /** What the payer reads. */
  readonly label: string
  readonly isRequired: boolean
}

type LinkCounts = {
  /** How often its page was shown. */
  readonly opens: number
  /** Payments made. */
  readonly payments: number
  /** Of these, those that can still be paid. */
  readonly held: number
  readonly paid: number
  /** The sum of the paid ones, before refunds, in minor units. */
  readonly paidAmount: number
}

export const LINK_STATES = ['open', 'not_started', 'taken', 'sold_out', 'over', 'disabled'] as const
/** `taken`: others hold all that is left, and what they do not pay comes back. */
export type LinkState = (typeof LINK_STATES)[number]

/** Whether a payer can make a payment now, or why not. */
export function stateOf(
  link: Pick<PaymentLink, 'disabledAt' | 'startsAt' | 'endsAt' | 'stock' | 'counts'>,
  now: Date,
): LinkState {
  const { held, paid } = link.counts
  if (link.disabledAt !== undefined) return 'disabled'
  if (link.stock !== undefined && paid >= link.stock) return 'sold_out'
  if (link.endsAt !== undefined && link.endsAt <= now) return 'over'
  if (link.startsAt !== undefined && link.startsAt > now) return 'not_started'
  return link.stock !== undefined && held + paid >= link.stock ? 'taken' : 'open'
}

/** How many more can be paid for; undefined if that is unlimited. */
export function remainingUnits({
  stock,
  counts: { held, paid },
}: Pick<PaymentLink, 'stock' | 'counts'>): number | undefined {
  return stock === undefined ? undefined : stock - held - paid
}

/** What the audit log says of it. */
export function linkFacts(link: PaymentLink): AuditFacts {
  return {
    title: link.title,
    currency: link.currency,
    minAmount: link.minAmount,
    maxAmount: link.maxAmount,
    stock: link.stock,
    startsAt: link.startsAt?.toISOString(),
    endsAt: link.endsAt?.toISOString(),
    isOncePerPayer: link.isOncePerPayer,
    fields: link.fields,
    successUrl: link.successUrl,
    successMessage: link.successMessage,
    payWithin: link.payWithin,
    metadata: link.metadata,
    disabledAt: link.disabledAt?.toISOString(),
  }
}

export function isFixed({
  minAmount,
  maxAmount,
}: Pick<PaymentLink, 'minAmount' | 'maxAmount'>): boolean {
  return minAmount === maxAmount
}

/** What a payer asks for when they continue. */
export type LinkRequest = {
  /** In minor units. */
  readonly amount: number
  /** By the fields' keys. */
  readonly answers: Readonly<Record<string, string>>
}

/** How long an answer may be. */
export const MAX_ANSWER = 100

/** What is wrong with a request, by field; `amount` stands for the amount. Empty if nothing is. */
export function requestProblems(
  link: Pick<PaymentLink, 'minAmount' | 'maxAmount' | 'fields'>,
  request: { readonly amount: number | undefined; readonly answers: LinkRequest['answers'] },
): readonly string[] {
  const { amount, answers } = request
  const isInRange = amount !== undefined && amount >= link.minAmount && amount <= link.maxAmount
  const wrong = link.fields.filter(({ key, isRequired }) => {
    const answer = answers[key] ?? ''
    return answer === '' ? isRequired : answer.length > MAX_ANSWER || /\p{Cc}/u.test(answer)
  })
  return [...(isInRange ? [] : ['amount']), ...wrong.map(({ key }) => key)]
}
