import { checkBooks, type Fault } from '../../support/server/books.ts'
import { awaitConsistency } from '../await-consistency.ts'
import { STORIES, type Story } from '../stories.ts'
import type { CrashWorld } from '../world.ts'

/** The result of a story whose server died at a point. */
export type PointOutcome = {
  readonly story: string
  readonly point: string
  /** False when the flow took another way each time: whose enquiry comes first is a matter of luck. */
  readonly isReached: boolean
  readonly ms: number
  readonly faults: readonly Fault[]
}

/** A point that one telling in four crosses is missed so often in one of twenty runs. */
const TRIES = 10

/**
 * Tells each story once undisturbed, to learn its points, and then once for each point that no story
 * before it had, with the server killed there. It is started again on the same data.
 */
export async function killAtNamedPoints(
  world: CrashWorld,
  options: {
    readonly stories?: readonly Story[]
    readonly isWanted?: (point: string) => boolean
    readonly onOutcome?: (outcome: PointOutcome) => void
  } = {},
): Promise<readonly PointOutcome[]> {
  const { stories = STORIES, isWanted = () => true, onOutcome } = options
  const known = new Set<string>()
  const outcomes: PointOutcome[] = []
  for (const story of stories) {
    const learned = await learnPoints(world, story)
    const points = learned.points.filter((point) => !known.has(point))
    points.forEach((point) => known.add(point))
    const keep = (outcome: PointOutcome): void => {
      outcomes.push(outcome)
      onOutcome?.(outcome)
    }
    if (learned.faults.length > 0) keep(learned)
    else for (const point of points.filter(isWanted)) keep(await killAt(world, story, point))
  }
  return outcomes
}

/** A mutation in the product may make a story go wrong before anybody is killed. */
async function learnPoints(
  world: CrashWorld,
  story: Story,
): Promise<PointOutcome & { readonly points: readonly string[] }> {
  const startedAt = performance.now()
  await (await world.server.isUp()).tell({ kind: 'clear-points' })
  const faults = await tell(world, story)
  const points = (await world.server.current().tell({ kind: 'clear-points' })) ?? []
  const ms = Math.round(performance.now() - startedAt)
  return { story: story.name, point: 'undisturbed', isReached: true, ms, faults, points }
}

async function killAt(world: CrashWorld, story: Story, point: string): Promise<PointOutcome> {
  const startedAt = performance.now()
  let isReached = false
  let faults: readonly Fault[] = []
  for (let tries = 0; tries < TRIES && !isReached && faults.length === 0; tries++) {
    const before = world.server.restarts()
    await (await world.server.isUp()).tell({ kind: 'die-at', point })
    faults = await tell(world, story)
    isReached = world.server.restarts() > before
  }
  const ms = Math.round(performance.now() - startedAt)
  return { story: story.name, point, isReached, ms, faults }
}

async function tell(world: CrashWorld, story: Story): Promise<readonly Fault[]> {
  try {
    return await awaitConsistency(world, await story.tell(world))
  } catch (error) {
    // Somebody could not do their part; the books may say why.
    const what = error instanceof Error ? error.message : String(error)
    const lost = (await checkBooks(world)).filter(({ kind }) => kind === 'lost')
    return [...lost, { kind: 'stuck', what }]
  }
}
