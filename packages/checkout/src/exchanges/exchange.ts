import type { Exchange as Observed } from '@tael/qfpay'

/** What was asked and answered, as it may be shown: secrets and the payer are masked. */
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
  /** 1 for the first time the request was sent; its repeats count on. */
  readonly attempt?: number
  readonly durationMs?: number
  readonly httpStatus?: number
  /** Of the answer, or of the notification. */
  readonly signature?: 'valid' | 'absent' | 'forged'
  readonly algorithm?: 'MD5' | 'SHA256'
  readonly respcd?: string
  readonly meaning?: string
  readonly failure?: NonNullable<Observed['failure']>
  /** What was made of an enquiry's answer. */
  readonly verdict?: 'paid' | 'unpaid' | 'missing' | 'unreadable' | 'rejected'
  /** When the schedule asks again, if nothing makes it ask sooner. ISO 8601. */
  readonly askAgainAt?: string
  /** How many other questions the request carried. */
  readonly askedWith?: number
  /** How a payer came back from authorizing or from WeChat's payment, when no event tells of it. */
  readonly returned?: 'refused' | 'repeated' | 'not-opened'
  /** What WeChat told the page when it did not open the payment: a claim of the payer's browser. */
  readonly said?: string
  readonly request?: Masked
  readonly answer?: Masked
}

/** An exchange that has not been kept yet. */
export type ExchangeDraft = {
  /** The attempt, refund or payment that it tells of. */
  readonly about: string
  readonly kind: 'request' | 'notification' | 'return'
  readonly sentAt: Date
  readonly facts: ExchangeFacts
  /** Those with the same, one after another, are told in one line. */
  readonly fold?: string
}

/** What went over the wire: one exchange, or several alike in one line. */
export type Exchange = ExchangeDraft & {
  readonly id: string
  /** When the last of them was sent; `facts` are of that one. */
  readonly lastAt: Date
  readonly times: number
}

/** A line that tells of an hour at most: however often something happens, it stays readable. */
const LONGEST_MS = 60 * 60 * 1000

/** The line that tells of this one too; undefined when it needs a line of its own. */
export function fold(line: Exchange | undefined, draft: ExchangeDraft): Exchange | undefined {
  if (line === undefined || draft.fold === undefined || draft.fold !== line.fold) return undefined
  if (draft.sentAt.getTime() - line.sentAt.getTime() >= LONGEST_MS) return undefined
  const { facts, sentAt: lastAt } = draft
  return { ...line, facts, lastAt, times: line.times + 1 }
}

/** What a client has observed of a call that is about something of ours. */
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

/** A payer whose WeChat did not open the payment, as their browser tells it. */
export function notOpenedDraft(attemptId: string, said: string, at: Date): ExchangeDraft {
  const facts = { returned: 'not-opened', said } as const
  return { about: attemptId, kind: 'return', sentAt: at, facts, fold: 'not-opened' }
}
