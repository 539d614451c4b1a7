/**
 * Counts what happens in this process, for Prometheus. Every label has few values, and none of them
 * says to whom it happened; docs/operating.md lists the names.
 */
export interface Metrics {
  /** A committed event of a timeline. */
  event(event: {
    readonly type: string
    readonly createdAt: Date
    readonly data: Readonly<Record<string, unknown>>
  }): void
  /** What Tael concluded from QFPay's answer about one order, and why it had asked. */
  verdict(verdict: string, why: string): void
  /** QFPay's result code for a call, other than 0000. */
  refusal(endpoint: string, respcd: string): void
  /** A request of ours to QFPay, WeChat or a webhook endpoint; without a status if no answer came. */
  sent(request: {
    readonly to: 'gateway' | 'webhook'
    readonly endpoint: string
    readonly status: number | undefined
    readonly seconds: number
  }): void
  /** A request to us. */
  served(request: {
    readonly method: string
    readonly route: string
    readonly status: number
    readonly seconds: number
  }): void
  /** A line of the log, whether or not its level is written. */
  logged(level: string, event: string): void
  /** All of it in Prometheus' text format, with the state at this moment. */
  read(process: ProcessState, state: State | undefined): Promise<string>
}

/** What is true of this process at one moment, however it came about. */
export type ProcessState = {
  readonly stuckTasks: number
  readonly connections: { readonly used: number; readonly idle: number; readonly waiting: number }
}

/** What is true of the whole database. */
export type State = {
  /** How late each kind of background work is. */
  readonly lagSeconds: Readonly<Record<string, number>>
  readonly paymentsInReview: number
  /** By account, from 0 to 1: how much of the burst is left. */
  readonly budgetLeft: Readonly<Record<string, number>>
}

/** For a process that nobody measures. */
export const noMetrics: Metrics = {
  event: ignore,
  verdict: ignore,
  refusal: ignore,
  sent: ignore,
  served: ignore,
  logged: ignore,
  read: () => Promise.resolve(''),
}

function ignore(): void {
  // Nobody asked for metrics.
}
