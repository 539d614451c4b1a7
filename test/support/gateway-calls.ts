import type { Sandbox } from '@tael/sandbox'

export type GatewayCalls = {
  /** When the gateway answered each of them, in the sandbox's time. */
  readonly callsAt: readonly number[]
  /** Calls that the gateway refused for their number. */
  readonly refused: number
}

/** What counts within the merchant's request limit, from now until the returned function is called. */
export function watchCalls({ journal }: Pick<Sandbox, 'journal'>): () => GatewayCalls {
  const callsAt: number[] = []
  let refused = 0
  const unsubscribe = journal.subscribe(({ kind, at, status, url = '' }) => {
    // The payers' browsers go there, and they have no part in the merchant's limit.
    if (kind !== 'gateway' || url.endsWith('/get_weixin_oauth_code')) return
    callsAt.push(Date.parse(at))
    if (status === 429) refused += 1
  })
  return () => {
    unsubscribe()
    return { callsAt, refused }
  }
}

/** How many calls lie in each window that ends with a call. */
export function callsWithin(callsAt: readonly number[], windowMs: number): readonly number[] {
  let first = 0
  return callsAt.map((at, index) => {
    while ((callsAt[first] ?? at) <= at - windowMs) first += 1
    return index - first + 1
  })
}

export function mostWithin(callsAt: readonly number[], windowMs: number): number {
  return Math.max(0, ...callsWithin(callsAt, windowMs))
}
