import { withPostgres } from '@tael/testing/postgres-server'
import { measureIndex, ROWS } from '../../upgrade/measure-index.ts'
import { takeOldVersion } from '../../upgrade/old-version.ts'
import { upgradeUnderLoad } from '../../upgrade/upgrade.ts'
import type { CampaignOptions, Outcome } from '../campaign.ts'

/** A version from before one of the newest migrations and this one, beside each other, while payers pay. */
export async function upgrade({ seed, endAt, say }: CampaignOptions): Promise<Outcome> {
  const old = takeOldVersion(seed)
  if (typeof old === 'string') return { done: 'nothing', broken: [], notRun: old }
  const broken: string[] = []
  let [rounds, payments, requests, longestMs, roundMs, indexMs] = [0, 0, 0, 0, 0, 0]
  try {
    await withPostgres(async () => {
      do {
        const startedAt = performance.now()
        const round = await upgradeUnderLoad(old, say)
        rounds += 1
        payments += round.payments
        requests += round.requests
        longestMs = Math.max(longestMs, round.longestMs)
        broken.push(...round.broken)
        roundMs = performance.now() - startedAt
      } while (performance.now() + roundMs < endAt)
      indexMs = await measureIndex()
    })
  } finally {
    old.remove()
  }
  return {
    done: [
      `${rounds} upgrades from ${old.commit} (${old.newer.join(', ')})`,
      `${payments} payments, ${requests} requests, the longest ${longestMs} ms`,
      `an index over ${ROWS} rows: ${(indexMs / 1000).toFixed(1)} s`,
    ].join('; '),
    broken,
  }
}
