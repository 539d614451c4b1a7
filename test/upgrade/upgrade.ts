import { createServerDatabase } from '../../packages/checkout/test/support/database.ts'
import { openFleet } from '../support/server/fleet.ts'
import { openTrade, type Trade } from '../support/server/trade.ts'
import type { OldVersion } from './old-version.ts'

const PAID_IN_EACH_PHASE = 8
/** A dump holds every table for so long; a migration that meets it lets go and comes again. */
const DUMP_MS = 4_000

export type Upgrade = {
  readonly payments: number
  readonly requests: number
  readonly longestMs: number
  /** What was lost, doubled or never ended, one sentence each. */
  readonly broken: readonly string[]
}

/**
 * Two processes of the old version serve payers; a new one starts beside them and migrates, perhaps while a dump
 * holds the tables; an old one restarts on the new schema; then new ones take over. Payers pay all the time.
 */
export async function upgradeUnderLoad(
  old: OldVersion,
  say: (line: string) => void,
): Promise<Upgrade> {
  const { url: databaseUrl, query, drop } = await createServerDatabase()
  const fleet = await openFleet({ places: 4, databaseUrl, hasOwnTime: true })
  const { balancer, start, stop } = fleet
  let trade: Trade | undefined
  try {
    await Promise.all([start(0, old.main), start(1, old.main)])
    trade = await openTrade(fleet)
    const goOn = async (what: string): Promise<void> => {
      say(`${what}: ${await trade?.goOn(what, PAID_IN_EACH_PHASE)} paid`)
    }
    const broken: string[] = []

    await goOn('two old ones')
    const dump = query(DUMP, [])
    await Promise.all([start(2), dump])
    const applied = await query('select name from schema_migration', [])
    if (!old.newer.every((name) => JSON.stringify(applied).includes(`"${name}"`))) {
      broken.push('the new version did not migrate')
    }
    await goOn('old and new ones together, migrated meanwhile')
    await stop(0)
    await start(0, old.main)
    await goOn('an old one has restarted on the new schema')
    await start(3)
    await Promise.all([stop(0), stop(1)])
    await goOn('new ones alone')
    await trade.stop()
    broken.push(...(await trade.findFaults()), ...balancer.lost)
    return {
      payments: trade.merchant.acknowledged.payments.length,
      requests: balancer.passed(),
      longestMs: Math.round(balancer.longestMs()),
      broken,
    }
  } finally {
    await fleet.close()
    await trade?.close()
    await drop()
  }
}

/** As `pg_dump` begins: it reads every table, and nobody may change one until it has ended. */
const DUMP = `do $$ declare one text; begin
  for one in select tablename from pg_tables where schemaname = 'public' loop
    execute format('lock table %I in access share mode', one);
  end loop;
  perform pg_sleep(${DUMP_MS / 1000});
end $$`
