/** What the driving process tells the server's preload. */
export type Told = { readonly number: number } & Message

export type Message =
  /** Let this much time pass in one leap. */
  | { readonly kind: 'pass'; readonly ms: number }
  /** End every sleep that is over by the clock: all due work then happens at one instant. */
  | { readonly kind: 'wake' }
  | { readonly kind: 'die-at'; readonly point: string }
  /** Answered with the points that were passed until now. */
  | { readonly kind: 'clear-points' }

export type Answer = { readonly to: number; readonly points: readonly string[] }
