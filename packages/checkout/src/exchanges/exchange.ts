import type { Exchange as Observed } from '@tael/qfpay'
import { HOUR_MS } from '../platform/durations.ts'

/** Request and answer, safe to show: secrets and the payer are masked. */
export type Masked = Readonly<Record<string, unknown>>

export type ExchangeFacts = {
  /** Path of the endpoint, for a request. */
  readonly endpoint?: string
  /** Why an enquiry was made. */
  readonly why?:
    | 'waiting'
    | 'notified'
    | 'ordering'
    | 'scheduled'
    | 'refunding'
    | 'closing'
    | 'reconciling'
    | 'asked'
  /** 1 for the first try; each retry counts one more. */
  readonly attempt?: number
  readonly durationMs?: number
  readonly httpStatus?: number
  /** Of the answer, or of the notification. */
  readonly signature?: 'valid' | 'absent' | 'forged'
  readonly algorithm?: 'MD5' | 'SHA256'
  readonly respcd?: string
  readonly meaning?: string
  readonly failure?: NonNullable<Observed['failure']>
  /** What Tael concluded from an enquiry's answer. */
  readonly verdict?: 'paid' | 'unpaid' | 'missing' | 'unreadable' | 'rejected'
  /** When the schedule asks again, unless something makes Tael ask sooner. ISO 8601. */
  readonly askAgainAt?: string
  /** How many other questions the request carried. */
  readonly askedWith?: number
  /** How a payer came back from authorizing or from WeChat's payment, if no event says so. */
  readonly returned?: 'refused' | 'repeated' | 'not-opened'
  /** What WeChat told the page when it did not open the payment: a claim of the payer's browser. */
  readonly said?: string
  readonly request?: Masked
  readonly answer?: Masked
}

/** An exchange that is not stored yet. */
export type ExchangeDraft = {
  /** The attempt, refund or payment that it is about. */
  readonly about: string
  readonly kind: 'request' | 'notification' | 'return'
  readonly sentAt: Date
  readonly facts: ExchangeFacts
  /** Repeats of the same, one after another, share one line. */
  readonly fold?: string
}

/** What went over the wire: one exchange, or several alike in one line. */
export type Exchange = ExchangeDraft & {
  readonly id: string
  /** When the last of them was sent; `facts` are from that one. */
  readonly lastAt: Date
  readonly times: number
}

/** A line covers an hour at most: however often something happens, it stays readable. */
const MAX_FOLD_MS = HOUR_MS

/** The line that also covers this one; undefined if it needs its own line. */
export function fold(line: Exchange | undefined, draft: ExchangeDraft): Exchange | undefined {
  if (line === undefined || draft.fold === undefined || draft.fold !== line.fold) return undefined
  if (draft.sentAt.getTime() - line.sentAt.getTime() >= MAX_FOLD_MS) return undefined
  const { facts, sentAt: lastAt } = draft
  return { ...line, facts, lastAt, times: line.times + 1 }
}

/** What a client has observed of a call about an attempt or a refund. */
export function requestDraft({ about, sentAt, ...facts }: Observed): ExchangeDraft | undefined {
  return about === undefined ? undefined : { about, kind: 'request', sentAt, facts }
}

/** A payer who came back from authorizing and brought nothing new. */
export function returnDraft(
  returned: 'refused' | 'repeated',
  paymentId: string,
  at: Date,
): ExchangeDraft {
  return { about: paymentId, kind: 'return', sentAt: at, facts: { returned }, fold: returned }
}

/** A payer whose WeChat did not open the payment, according to their browser. */
export function notOpenedDraft(attemptId: string, said: string, at: Date): ExchangeDraft {
  const facts = { returned: 'not-opened', said } as const
  return { about: attemptId, kind: 'return', sentAt: at, facts, fold: 'not-opened' }
}
