/**
 * What Tael has found about an order or a refund, as a program reads it: the API and the events show it as
 * it is, and each language says it in one place.
 */
type Shapes = {
  /** The two sides name different sums or currencies. */
  readonly money_differs: { readonly ours: Money; readonly theirs: Money }
  /** It is unclear what QFPay's row says. */
  readonly unreadable_row: { readonly ours: Money }
  readonly paid_and_canceled: { readonly cancel: string }
  /** QFPay marks more as refunded than Tael knows of. */
  readonly unexplained_mark: {
    readonly cancel: string
    readonly charged: Money
    readonly refunded: Money
  }
  /** Paid there; what it is here. */
  readonly paid_at_gateway: { readonly status: string }
  readonly refunded_at_gateway: { readonly status: string }
  /** Paid here; what QFPay says. */
  readonly paid_here: { readonly answer: Answer }
  readonly refunded_here: { readonly answer: Answer }
  /** QFPay's numbers of the two rows. */
  readonly paid_twice: { readonly syssns: readonly [string, string] }
  readonly refunded_twice: { readonly syssns: readonly [string, string] }
  /** Another order of the same payment is paid. */
  readonly second_order_paid: object
  /** In QFPay's portal, or by another system. */
  readonly refunded_elsewhere: {
    readonly refunded: Money
    readonly syssn: string
    /** The attempt from whose charge it was refunded. */
    readonly attempt: string
  }
  readonly unknown_number: { readonly order_type: string }
  /** Tael has recorded what the order or the refund lacked here. */
  readonly recorded: object
  /** And refunds money that it must not keep. */
  readonly recorded_and_refunded: object
}

export const FINDINGS = [
  'money_differs',
  'unreadable_row',
  'paid_and_canceled',
  'unexplained_mark',
  'paid_at_gateway',
  'refunded_at_gateway',
  'paid_here',
  'refunded_here',
  'paid_twice',
  'refunded_twice',
  'second_order_paid',
  'refunded_elsewhere',
  'unknown_number',
  'recorded',
  'recorded_and_refunded',
] as const satisfies readonly (keyof Shapes)[]
export type Finding = (typeof FINDINGS)[number]

export type Facts<Each extends Finding = Finding> = {
  [One in Each]: Shapes[One] & {
    readonly finding: One
    /** What QFPay answered when Tael asked by the number that the list contradicts. */
    readonly by_number?: Answer
  }
}[Each]

/** In minor units; without an amount if that is unreadable. */
export type Money = { readonly amount?: number; readonly currency: string }

export const ANSWERS = [
  'agrees',
  'missing',
  'unpaid',
  'unreadable',
  'rejected',
  'unanswered',
] as const

/** What QFPay says of a number. */
export type Answer = {
  readonly kind: (typeof ANSWERS)[number]
  /** QFPay's code of a rejected one. */
  readonly respcd?: string
  /** Why there is no answer, in words. */
  readonly error?: string
}

/** How a language says each finding, and after it what QFPay answered about the number. */
export type FactsTexts = {
  readonly findings: { readonly [Each in Finding]: (facts: Facts<Each>) => string }
  readonly withAnswer: (said: string, answer: Answer) => string
}

export function sayFacts<Each extends Finding>(facts: Facts<Each>, texts: FactsTexts): string {
  const findings: { readonly [One in Each]: (facts: Facts<One>) => string } = texts.findings
  const said = findings[facts.finding](facts)
  return facts.by_number === undefined ? said : texts.withAnswer(said, facts.by_number)
}
