import type { Random } from '@tael/testing/random'

/** What befalls a statement on its way to the database or its answer on the way back. */
type StatementFault =
  | 'crash-before'
  | 'crash-after'
  | 'conflict'
  | 'overdue'
  | 'connection-lost-before'
  | 'connection-lost-after'
  | 'silent-before'
  | 'silent-after'
  | 'database-gone'

/** What befalls a request. `told-twice` sends it twice, as proxies and WeChat do. */
export type RequestFault =
  | 'crash-before'
  | 'crash-sent'
  | 'crash-answered'
  | 'refused'
  | 'request-lost'
  | 'answer-lost'
  | 'request-late'
  | 'answer-late'
  | 'told-twice'

/** Decides what goes wrong between `start` and `stop`, and counts it. */
export type Faults = {
  readonly statement: (from: {
    readonly isOpen: boolean
    readonly isWrite: boolean
    readonly now: number
  }) => StatementFault | undefined
  readonly request: (from: { readonly isOurs: boolean }) => RequestFault | undefined
  /** How long what is late takes. */
  readonly lateMs: () => number
  /** How a merchant's server takes a webhook. */
  readonly webhook: () => 'received' | 'refused' | 'silent' | 'received-unanswered'
  readonly count: (name: string) => void
  readonly counts: ReadonlyMap<string, number>
  readonly start: (now: number) => void
  readonly stop: () => void
}

type Rates = {
  readonly crash: number
  readonly statement: number
  readonly request: number
  readonly webhook: number
}

const CALM: Rates = { crash: 0, statement: 0, request: 0, webhook: 0 }

/** How rough a seed is: some go wrong once, some all the time. */
function ratesOf(random: Random): Rates {
  const rough = (most: number): number => (random.chance(0.25) ? 0 : most * random.next() ** 2)
  return {
    crash: rough(0.006),
    statement: rough(0.03),
    request: rough(0.4),
    webhook: rough(0.9),
  }
}

export function createFaults(random: Random): Faults {
  let rates = CALM
  let crashesLeft = 0
  let gone = { from: 0, until: 0 }
  const counts = new Map<string, number>()

  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1)
  function counted<Name extends string>(kind: string, name: Name): Name {
    count(`${kind}: ${name}`)
    return name
  }
  function crashes(weight: number): boolean {
    if (crashesLeft === 0 || !random.chance(rates.crash * weight)) return false
    crashesLeft -= 1
    return true
  }
  const isGone = (now: number): boolean => now >= gone.from && now < gone.until

  return {
    statement({ isOpen, isWrite, now }) {
      if (isGone(now)) return counted('database', 'database-gone')
      // Where something changes, a death matters; servers that poll mostly read.
      if (crashes(isWrite ? 6 : 0.3))
        return counted('process', random.pick<StatementFault>(['crash-before', 'crash-after']))
      if (!random.chance(rates.statement)) return undefined
      return counted(
        'database',
        random.pick<StatementFault>([
          ...(isOpen ? (['conflict', 'conflict'] as const) : []),
          'overdue',
          'connection-lost-before',
          'connection-lost-after',
          'silent-before',
          'silent-after',
        ]),
      )
    },
    request({ isOurs }) {
      if (isOurs && crashes(8)) {
        return counted(
          'process',
          random.pick<RequestFault>(['crash-before', 'crash-sent', 'crash-answered']),
        )
      }
      if (!random.chance(rates.request)) return undefined
      return counted(
        'network',
        random.pick<RequestFault>([
          'refused',
          'request-lost',
          'answer-lost',
          'request-late',
          'answer-late',
          ...(isOurs ? [] : (['told-twice'] as const)),
        ]),
      )
    },
    lateMs: () => (random.chance(0.7) ? random.whole(5, 3_000) : random.whole(3_000, 90_000)),
    webhook() {
      if (!random.chance(rates.webhook)) return 'received'
      return counted('webhook', random.pick(['refused', 'silent', 'received-unanswered']))
    },
    count,
    counts,
    start(now) {
      rates = ratesOf(random)
      crashesLeft = random.whole(0, 6)
      if (!random.chance(0.25)) return
      const from = now + random.whole(5, 240) * 1000
      gone = { from, until: from + random.whole(1, 40) * 1000 }
    },
    stop() {
      rates = CALM
      crashesLeft = 0
      gone = { from: 0, until: 0 }
    },
  }
}
