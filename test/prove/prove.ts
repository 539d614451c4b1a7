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
  const [first, ...others] = shuffled(campaigns, seed)
  const chosen = new Set(first === undefined ? [] : [first])
  let left = ms - leastMs(first)
  for (const campaign of others) {
    if (leastMs(campaign) > left) continue
    chosen.add(campaign)
    left -= leastMs(campaign)
  }
  return chosen
}

/**
 * Runs them one after the other. Each gets its least and a share of the time that is left beside what
 * the others need at least: one which takes longer takes it from those behind it.
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
  for (const [index, campaign] of campaigns.entries()) {
    const { name } = campaign
    if (!chosen.has(campaign)) {
      results.push({ name, done: '', broken: [], notRun: 'there was no time for it', ms: 0 })
      continue
    }
    const startedAt = now()
    const toCome = campaigns.slice(index).filter((other) => chosen.has(other))
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
  return results
}

function leastMs(campaign: Campaign | undefined): number {
  return (campaign?.leastSeconds ?? 0) * 1000
}

/** What was asked for by name only shares with what was asked for too. */
function shareOf({ share }: Campaign, toCome: readonly Campaign[]): number {
  const all = toCome.reduce((sum, other) => sum + other.share, 0)
  return all === 0 ? 1 / toCome.length : share / all
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
