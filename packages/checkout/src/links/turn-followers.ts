import type { Account } from '../accounts/account.ts'
import { SECOND_MS } from '../platform/durations.ts'
import { createPlaces } from '../platform/places.ts'
import type { Runtime } from '../runtime.ts'
import { callTurns } from './call-turns.ts'
import { stateOf } from './payment-link.ts'
import { readLink } from './read-links.ts'
import { listStandings, type Standing } from './turn-store.ts'
import { PRESENT_MS, waitMs, type Turn } from './turn.ts'

const EVERY_MS = SECOND_MS
/** Less than proxies let an answer wait. */
const MAX_POLL_MS = 25_000
const SEEN_MS = 10 * SECOND_MS
/** Each holds a socket. */
const MAX_FOLLOWED = 20_000
/** A payer's tabs: one browser must not take the places of the others. */
const MAX_OF_TURN = 5
const RETRY_AFTER_S = 20

type TurnNews =
  | { readonly kind: 'called' }
  /** Nothing is left, or the link is over or disabled. */
  | { readonly kind: 'over' }
  | { readonly kind: 'waiting'; readonly waitMs: number }
  /** Too many wait in this process already. */
  | { readonly kind: 'later'; readonly retryAfterS: number }

export type TurnFollowers = (account: Account, turn: Turn, signal: AbortSignal) => Promise<TurnNews>

type Follower = {
  readonly account: Account
  readonly turn: Turn
  readonly until: number
  readonly signal: AbortSignal
  readonly tell: (news: TurnNews) => void
  readonly fail: (error: unknown) => void
}

/**
 * Lets pages wait for their turn, and calls turns while any page waits. A process reads the turns of all its
 * pages together once a second, so that ten thousand of them cost it a few statements.
 */
export function createTurnFollowers(
  deps: Pick<Runtime, 'database' | 'clock'>,
  { most = MAX_FOLLOWED }: { readonly most?: number } = {},
): TurnFollowers {
  const followers = new Set<Follower>()
  const takePlace = createPlaces({ most, mostOfKey: MAX_OF_TURN })
  let isRunning = false
  const nowMs = (): number => deps.clock.now().getTime()

  async function run(): Promise<void> {
    while (followers.size > 0) {
      const round = [...followers]
      try {
        for (const [account, own] of byAccount(round)) await tellOf(account, own)
      } catch (error) {
        for (const follower of round) if (followers.delete(follower)) follower.fail(error)
      }
      await deps.clock.sleep(EVERY_MS)
    }
    isRunning = false
  }

  async function tellOf(account: Account, own: readonly Follower[]): Promise<void> {
    await callTurns(deps, account)
    const now = deps.clock.now()
    const since = (ms: number): Date => new Date(now.getTime() - ms)
    const ids = [...new Set(own.map(({ turn }) => turn.id))]
    const standings = await listStandings(deps.database.db, account.id, {
      ids,
      now,
      presentSince: since(PRESENT_MS),
      seenSince: since(SEEN_MS),
    })
    const known = new Map(standings.map((standing) => [standing.id, standing]))
    const over = await readOver(own, now)
    for (const follower of own) {
      const { turn, signal, until } = follower
      const news = newsOf(account, known.get(turn.id), over.has(turn.linkId))
      if (news.kind === 'waiting' && nowMs() < until && !signal.aborted) continue
      followers.delete(follower)
      follower.tell(news)
    }
  }

  async function readOver(own: readonly Follower[], now: Date): Promise<ReadonlySet<string>> {
    const over = new Set<string>()
    for (const id of new Set(own.map(({ turn }) => turn.linkId))) {
      const link = await readLink(deps, id)
      if (link === undefined || isOver(stateOf(link, now))) over.add(id)
    }
    return over
  }

  return (account, turn, signal) => {
    const place = takePlace(turn.id)
    if (place.kind === 'full') {
      return Promise.resolve({ kind: 'later', retryAfterS: RETRY_AFTER_S })
    }
    const { promise, resolve, reject } = Promise.withResolvers<TurnNews>()
    const until = nowMs() + MAX_POLL_MS
    followers.add({ account, turn, until, signal, tell: resolve, fail: reject })
    if (!isRunning) {
      isRunning = true
      void run()
    }
    return promise.finally(() => place.leave())
  }
}

function newsOf(account: Account, standing: Standing | undefined, isLinkOver: boolean): TurnNews {
  if (standing === undefined) return { kind: 'over' }
  if (standing.isCalled) return { kind: 'called' }
  if (isLinkOver) return { kind: 'over' }
  return { kind: 'waiting', waitMs: waitMs(standing.ahead, account.settings) }
}

function isOver(state: ReturnType<typeof stateOf>): boolean {
  return state === 'sold_out' || state === 'over' || state === 'disabled'
}

/** Under the account as the last of them has read it. */
function byAccount(all: readonly Follower[]): ReadonlyMap<Account, readonly Follower[]> {
  const groups = Map.groupBy(all, ({ account }) => account.id)
  return new Map(
    [...groups.values()].flatMap((own) => own.slice(-1).map(({ account }) => [account, own])),
  )
}
