import { startPgbouncer } from '@tael/testing/pgbouncer'
import { openFleet } from '../support/server/fleet.ts'
import { openTrade } from '../support/server/trade.ts'
import { startReplicatedPostgres, type Failure } from './replicated-postgres.ts'

const SERVERS = 2
const SESSIONS = 8
const PAID_BEFORE = 10
const PAID_AFTER = 10
/** The promise of docs/scaling.md. */
const WRITES_WITHIN_MS = 30_000

export type Failover = {
  readonly payments: number
  /** From the failure to the first payment that is acknowledged after it. */
  readonly writesAfterMs: number
  /** What was lost, doubled or never ended, one sentence each. */
  readonly broken: readonly string[]
}

/**
 * Servers work through a PgBouncer on a primary with a synchronous standby; payers pay all the time. The primary
 * fails, the standby takes over, the PgBouncer leads there.
 */
export async function failOverUnderLoad(
  pgbouncer: string,
  {
    how,
    afterMs,
    say,
  }: {
    readonly how: Failure
    /** How long the standby has heard nothing then. */
    readonly afterMs: number
    readonly say: (line: string) => void
  },
): Promise<Failover> {
  const undo: (() => Promise<unknown>)[] = []
  try {
    const postgres = await startReplicatedPostgres()
    undo.push(() => postgres.stop())
    const pooler = await startPgbouncer(pgbouncer, { database: postgres.url, sessions: SESSIONS })
    undo.push(() => pooler.close())
    const fleet = await openFleet({ places: SERVERS, databaseUrl: pooler.url, hasOwnTime: true })
    undo.push(() => fleet.close())
    for (let place = 0; place < SERVERS; place++) await fleet.start(place)
    const trade = await openTrade(fleet)
    undo.push(() => trade.close())

    say(`${how}: ${await trade.goOn('payments on the primary', PAID_BEFORE)} paid`)
    await postgres.fail(how, afterMs)
    const failedAt = performance.now()
    let writesAfterMs = 0
    const first = trade.payOnce(() => (writesAfterMs = performance.now() - failedAt))
    await pooler.leadTo(await postgres.failOver())
    await first
    say(`${how}: writes again after ${(writesAfterMs / 1000).toFixed(1)} s`)
    say(`${how}: ${await trade.goOn('payments on the standby', PAID_AFTER)} paid; now the books`)
    await trade.stop()
    const broken = [...(await trade.findFaults())]
    if (writesAfterMs > WRITES_WITHIN_MS) {
      broken.push(`it wrote again only after ${(writesAfterMs / 1000).toFixed(1)} s`)
    }
    return { payments: trade.merchant.acknowledged.payments.length, writesAfterMs, broken }
  } finally {
    for (const each of undo.toReversed()) await each()
  }
}
