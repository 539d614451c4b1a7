import { withPostgres } from '@tael/testing/postgres-server'
import { ENGINES } from '../../crash/data-location.ts'
import { findMutation } from '../../crash/find-mutation.ts'
import { MUTATIONS } from '../../crash/mutations.ts'
import { fittingTrials, runTrials } from '../../crash/run-trials.ts'
import type { CampaignOptions, Outcome } from '../campaign.ts'
import { lookForMutations } from '../look-for-mutations.ts'

/** The real server killed, cut off and left without room, on both databases, for as long as there is time. */
export async function crash({ seed, endAt, say }: CampaignOptions): Promise<Outcome> {
  const ms = endAt - performance.now()
  const trials = fittingTrials(ms)
  const findings = await withPostgres(() =>
    runTrials({
      engines: ENGINES,
      trials,
      seed,
      seconds: Math.max(5, Math.round(ms / 4_000)),
      rounds: 2,
      // The others need some of the time too.
      endAt: performance.now() + ms / 2,
      showsPoints: false,
      say,
    }),
  )
  const notRun = findings.flatMap((finding) => finding.notRun ?? [])
  return {
    done: findings
      .filter((finding) => finding.notRun === undefined)
      .map(({ trial, engine, done }) => `${trial} (${engine}): ${done}`)
      .join('; '),
    broken: findings.flatMap(({ trial, engine, faults }) =>
      faults.map(({ kind, what }) => `${trial} (${engine}): ${kind}: ${what}`),
    ),
    ...(notRun.length > 0 && { notRun: [...new Set(notRun)].join('; ') }),
  }
}

/** Mutations that only a death shows, each looked for where it hurts. */
export function mutateCrash(options: CampaignOptions): Promise<Outcome> {
  const trial = { seed: options.seed, seconds: 5, rounds: 2, say: () => undefined }
  return lookForMutations(MUTATIONS, (mutation) => findMutation(mutation, trial), options)
}
