import { spawnSync } from 'node:child_process'
import { withPostgres } from '@tael/testing/postgres-server'
import type { CampaignOptions, Outcome } from '../campaign.ts'

const RACE = 'packages/checkout/test/measure/refund-race.ts'
const ROUNDS = 5

/** A thousand simultaneous refunds of one payment, beside a naive implementation that must fail. */
export async function raceRefunds({ endAt, say }: CampaignOptions): Promise<Outcome> {
  const broken: string[] = []
  let rounds = 0
  await withPostgres(() => {
    do {
      const args = ['--conditions=@tael/source', RACE, String(ROUNDS)]
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
      if (status !== 0) broken.push(`the race ended with ${status}:\n${stdout}${stderr}`)
      rounds += ROUNDS
      say(`${rounds} rounds`)
    } while (performance.now() < endAt)
    return Promise.resolve()
  })
  return { done: `${rounds} rounds of 1000 simultaneous refunds`, broken }
}
