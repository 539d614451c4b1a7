import type { EventActor } from '../shell/texts.ts'
import type { Fact } from '../shell/view.ts'

/** A line of the timeline. */
export type EventRow = {
  readonly at: number
  /** One line for people, in the page's language. */
  readonly title: string
  /** The machine's name of the event, e.g. `payment.succeeded`. */
  readonly name?: string
  readonly actor: EventActor
  /** Whom Tael asked or heard, over the wire. */
  readonly wire?: {
    readonly with: 'payer' | 'gateway' | 'wechat'
    readonly way: 'outward' | 'inward'
  }
  readonly details?: readonly Fact[]
  /** What a person wrote, line by line. */
  readonly text?: string
  /** Short remarks behind the name. */
  readonly notes?: readonly string[]
  /** JSON text, shown on demand. */
  readonly raw?: string
  readonly isProblem?: boolean
}
