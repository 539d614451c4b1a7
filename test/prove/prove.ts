import { shuffled } from '@tael/testing/random'
import type { Campaign, Result } from './campaign.ts'

/** The campaigns whose name has this part; all that need not be asked for, when nothing is asked. */
export function chooseCampaigns(
  campaigns: readonly Campaign[],
  only: string | undefined,
): readonly Campaign[] {
  return campaigns.filter(({ name, share }) =>
    only === undefined ? share > 0 : name.includes(only),
  )
}

/** As many as the time allows to do their least; the seed decides which, so that each has its day. */
export function fitCampaigns(
  campaigns: readonly Campaign[],
  { seed, ms }: { readonly seed: number; readonly ms: number },
): ReadonlySet<Campaign> {
  const chosen = new Set<Campaign>()
  let left = ms
  for (const campaign of shuffled(campaigns, seed)) {
    if (leastMs(campaign) > left) continue
    chosen.add(campaign)
    left -= leastMs(campaign)
  }
  // Something runs, however little time there is.
  const [quickest] = campaigns.toSorted((one, other) => one.leastSeconds - other.leastSeconds)
  if (chosen.size === 0 && quickest !== undefined) chosen.add(quickest)
  return chosen
}

/**
 * Runs them one after the other. Each gets its least and a share of the time that is left beside what
 * the others need at least: one which takes longer takes it from those behind it. What all of them leave goes to
 * the first for which there seemed to be no time.
 */
export async function runCampaigns(
  campaigns: readonly Campaign[],
  {
    seed,
    ms,
    now,
    say,
  }: {
    readonly seed: number
    readonly ms: number
    readonly now: () => number
    readonly say: (line: string) => void
  },
): Promise<readonly Result[]> {
  const endAt = now() + ms
  const chosen = fitCampaigns(campaigns, { seed, ms })
  const results: Result[] = []
  const planned = campaigns.filter((campaign) => chosen.has(campaign))
  const others = campaigns.filter((campaign) => !chosen.has(campaign))
  for (const [index, campaign] of [...planned, ...others].entries()) {
    const { name } = campaign
    const startedAt = now()
    const isPlanned = index < planned.length
    if (!isPlanned && leastMs(campaign) > endAt - startedAt) {
      results.push({ name, done: '', broken: [], notRun: 'there was no time for it', ms: 0 })
      continue
    }
    const toCome = isPlanned ? planned.slice(index) : [campaign]
    const needed = toCome.reduce((sum, other) => sum + leastMs(other), 0)
    const spare = Math.max(0, endAt - startedAt - needed)
    const part = leastMs(campaign) + spare * shareOf(campaign, toCome)
    const tell = (line: string): void => say(`${name}: ${line}`)
    tell('…')
    const outcome = await campaign
      .run({ seed, endAt: startedAt + part, say: tell })
      .catch((error: unknown) => ({ done: 'ended by an error', broken: [reasonOf(error)] }))
    const result = { ...outcome, name, ms: now() - startedAt }
    tell(`${result.done}${result.broken.length > 0 ? `; ${result.broken.length} broken` : ''}`)
    results.push(result)
  }
  const places = campaigns.map(({ name }) => name)
  return results.toSorted((one, other) => places.indexOf(one.name) - places.indexOf(other.name))
}

function leastMs(campaign: Campaign): number {
  return campaign.leastSeconds * 1000
}

/** What was asked for by name only shares with what was asked for too. */
function shareOf({ share }: Campaign, toCome: readonly Campaign[]): number {
  const all = toCome.reduce((sum, other) => sum + other.share, 0)
  return all === 0 ? 1 / toCome.length : share / all
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
