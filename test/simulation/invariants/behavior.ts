import { DAY_MS, MINUTE_MS, SECOND_MS } from '@tael/testing/durations'
import type { Row } from '../../../packages/checkout/test/support/sessions.ts'
import { unpackRow } from '../../../packages/checkout/test/support/unpack-rows.ts'
import { DEADLOCK, INJECTED } from '../gated-database.ts'
import { PLANTED, type World } from '../world.ts'
import type { Books } from './books.ts'

/** No merchant is asked about more often than its limit says, in any second and any minute. */
export function budgetKept(books: Books, { evidence }: World): readonly string[] {
  const limits = new Map<string, { perSecond: number; perMinute: number }>()
  for (const { settings } of books.accounts) {
    const limit = settings.requestLimit ?? { perSecond: 100, perMinute: 400 }
    // Several accounts of one merchant: the highest limit counts, because each process takes the first it meets.
    const known = limits.get(settings.appCode)
    limits.set(settings.appCode, {
      perSecond: Math.max(known?.perSecond ?? 0, limit.perSecond),
      perMinute: Math.max(known?.perMinute ?? 0, limit.perMinute),
    })
  }
  return [...limits].flatMap(([merchant, { perSecond, perMinute }]) => {
    const calls = evidence.calls.filter((call) => call.merchant === merchant).map(({ at }) => at)
    const [second, minute] = [mostWithin(calls, SECOND_MS), mostWithin(calls, MINUTE_MS)]
    return [
      ...(second > perSecond ? [`${second} calls in a second, of ${perSecond}`] : []),
      ...(minute > perMinute ? [`${minute} calls in a minute, of ${perMinute}`] : []),
    ]
  })
}

function mostWithin(calls: readonly number[], windowMs: number): number {
  let first = 0
  return calls.reduce((most, at, index) => {
    while ((calls[first] ?? at) <= at - windowMs) first += 1
    return Math.max(most, index - first + 1)
  }, 0)
}

const LATE_RUN = /"event":"task\.late".*"task":"reconcile_end"/

/** A reconciliation that has not ended after a day warns somebody. */
export function lateRunsAlarm(books: Books, { evidence }: World): readonly string[] {
  const tookMs = ({ created_at, completed_at }: Row): number =>
    Number(completed_at) - Number(created_at)
  const late = books.reconciliations.filter((run) => tookMs(run) > DAY_MS + 10 * MINUTE_MS)
  if (late.length === 0 || evidence.log.some((line) => LATE_RUN.test(line))) return []
  return [`${String(late[0]?.['id'])} took more than a day, and nobody was warned`]
}

/** No key, no code, no openid and no name stands where somebody can read it. */
export async function nothingTold(_: Books, world: World): Promise<readonly string[]> {
  const { evidence, database } = world
  const secrets = [...evidence.secrets, ...Object.values(PLANTED)]
  const places: [string, string][] = [
    ...evidence.log.map((line): [string, string] => ['the log', line]),
    ...evidence.shown.map((text): [string, string] => ['an answer', text]),
  ]
  const tables = await database.look(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  for (const { name } of tables) {
    const rows = await database.look(`select t::text as text from "${String(name)}" t`)
    places.push(
      ...rows.map(({ text }): [string, string] => [String(name), unpackRow(String(text))]),
    )
  }
  const once = new Set<string>()
  for (const [place, text] of places) {
    const secret = secrets.find((one) => text.includes(one))
    // Keys and secrets that are made for somebody are shown to them, once, when they ask.
    if (secret === undefined || (place === 'an answer' && isOwnKey(text))) continue
    once.add(`${place} holds ${secret.slice(0, 6)}…: ${text.slice(0, 200)}`)
  }
  return [...once].slice(0, 5)
}

function isOwnKey(text: string): boolean {
  return ['webhook_endpoint', 'api_key'].some((kind) => text.includes(`"object":"${kind}"`))
}

const FAILURES = /"event":"(request\.failed|task\.failed|webhooks\.failed|refund\.exceeds_charge)"/
/** What a store says when it finds that somebody else has written meanwhile. */
const LOCK_FORGOTTEN = /was written without its/

/** Nothing fails without an injected fault, and no circle of waiting exists. */
export function nothingUnexplained(_: Books, { evidence, faults }: World): readonly string[] {
  const failures = evidence.log
    .filter(
      (line) => LOCK_FORGOTTEN.test(line) || (FAILURES.test(line) && !line.includes(INJECTED)),
    )
    .map((line) => line.slice(0, 900))
  const deadlocks = faults.counts.get(DEADLOCK) ?? 0
  return deadlocks === 0 ? failures : [...failures, `${deadlocks} deadlocks`]
}
