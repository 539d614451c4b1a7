import { AsyncLocalStorage } from 'node:async_hooks'
import { hash } from 'node:crypto'

/** What the gateway has said of an order to a process of ours. */
type ShownRow = {
  readonly at: number
  readonly outTradeNo: string
  readonly respcd: string
  readonly amount: string
  readonly currency: string
}

type ReceivedWebhook = {
  readonly endpoint: string
  readonly eventId: string
  /** The payment or the reconciliation that it is about. */
  readonly subject: string
  readonly type: string
  readonly sequence: number
  readonly isTaken: boolean
  readonly at: number
}

/** What a merchant was told, and holds us to. */
type Promised =
  | { readonly kind: 'payment'; readonly id: string; readonly amount: number }
  | { readonly kind: 'canceled'; readonly id: string }
  | {
      readonly kind: 'refund'
      readonly id: string
      readonly payment: string
      readonly amount: number
    }

/** A request of a merchant's server. */
export type Requested = {
  /** GET without a body, POST with one, unless said otherwise. */
  readonly method?: 'PATCH'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
}

/** Everything that was seen from outside during a run; the invariants judge it. */
export type Observations = {
  readonly calls: { readonly merchant: string; readonly at: number }[]
  /** Whose numbers each enquiry named, ours and QFPay's. */
  readonly questions: { readonly merchant: string; readonly numbers: readonly string[] }[]
  readonly rows: ShownRow[]
  readonly acknowledged: { readonly account: string; readonly digest: string }[]
  readonly webhooks: ReceivedWebhook[]
  /** When what an endpoint missed while it was disabled was last sent again, by its path. */
  readonly replayedAt: Map<string, number>
  readonly promised: Promised[]
  /** What merchants asked for under references of theirs, and which id they were given for it. */
  readonly granted: {
    readonly accountId: string
    readonly requested: Requested
    readonly id: string
  }[]
  /** Refunds that a second person meant to approve, whether or not that arrived. */
  readonly approvals: Set<string>
  /** What a second person was told that they have decided. */
  readonly decided: { readonly refund: string; readonly said: 'approved' | 'declined' }[]
  /** Payments of which a payer or a merchant read that they are paid. */
  readonly toldPaid: { readonly payment: string; readonly at: number }[]
  /** What a payer or a merchant was shown. */
  readonly shown: string[]
  readonly log: string[]
  /** Values that must be in no table, log, page or webhook. */
  readonly secrets: Set<string>
  /** What was seen to be wrong at the moment it happened. */
  readonly broken: { readonly invariant: string; readonly detail: string }[]
}

export function collectObservations(): Observations {
  return {
    calls: [],
    questions: [],
    rows: [],
    acknowledged: [],
    webhooks: [],
    replayedAt: new Map(),
    promised: [],
    granted: [],
    approvals: new Set(),
    decided: [],
    toldPaid: [],
    shown: [],
    log: [],
    secrets: new Set(),
    broken: [],
  }
}

/** Set while code runs that a transaction waits for. */
export const inOpenTransaction = new AsyncLocalStorage<true>()

export function digestOf(body: string): string {
  return hash('sha256', body)
}
