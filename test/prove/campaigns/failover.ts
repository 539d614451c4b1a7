import { pgbouncerPath } from '@tael/testing/pgbouncer'
import { createRandom } from '@tael/testing/random'
import { failOverUnderLoad } from '../../failover/failover.ts'
import { canReplicate } from '../../failover/replicated-postgres.ts'
import type { CampaignOptions, Outcome } from '../campaign.ts'

/** How long the standby has heard nothing when the primary fails. */
const [MIN_MS, MAX_MS] = [500, 3_000]

/** The database's primary fails under load, once it is killed and once it hangs, and its standby takes over. */
export async function failOver({ seed, endAt, say }: CampaignOptions): Promise<Outcome> {
  const pgbouncer = pgbouncerPath
  if (pgbouncer === undefined || !canReplicate()) {
    const notRun =
      pgbouncer === undefined
        ? 'there is no PgBouncer here: apt-get install pgbouncer'
        : 'this PostgreSQL comes without pg_basebackup: apt-get install postgresql'
    return { done: 'nothing', broken: [], notRun }
  }
  const random = createRandom(seed, 'failover')
  const broken: string[] = []
  const seconds: string[] = []
  let payments = 0
  let tookMs = 0
  do {
    const startedAt = performance.now()
    for (const how of ['kill', 'freeze'] as const) {
      const round = await failOverUnderLoad(pgbouncer, {
        how,
        afterMs: random.whole(MIN_MS, MAX_MS),
        say,
      })
      payments += round.payments
      seconds.push((round.writesAfterMs / 1000).toFixed(1))
      broken.push(...round.broken.map((what) => `${how}: ${what}`))
    }
    tookMs = performance.now() - startedAt
  } while (performance.now() + tookMs < endAt)
  return {
    done: `${seconds.length} failures of a primary under ${payments} payments; it wrote again after ${seconds.join(', ')} s`,
    broken,
  }
}
