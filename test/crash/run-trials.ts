import { createRandom } from '@tael/testing/random'
import { awaitConsistency } from './await-consistency.ts'
import { openDataLocation, type Engine } from './data-location.ts'
import { loseDatabase } from './trials/database-gone.ts'
import { silenceDatabase } from './trials/database-silent.ts'
import { fillDisk } from './trials/disk-full.ts'
import { loseGateway } from './trials/gateway-gone.ts'
import { killAtNamedPoints } from './trials/named-points.ts'
import { cutPower } from './trials/power-cut.ts'
import { killAtRandom } from './trials/random-kills.ts'
import { startSecondProcess } from './trials/second-process.ts'
import type { Finding, TrialOptions } from './trials/trial.ts'
import { openWorld } from './world.ts'

/** With fewer points than this, the flow has changed since the trial was written. */
const FEWEST_POINTS = 50
/** The number of points, if there is no time for all of them. */
const CHANCE = 0.25

type RunOptions = TrialOptions & {
  readonly showsPoints: boolean
  /** When there is no time for all points, by `performance.now()`. */
  readonly endAt?: number
}
type Run = (engine: Engine, options: RunOptions) => Promise<Finding>
type Trial = {
  readonly name: string
  readonly on: readonly Engine[]
  readonly run: Run
  /** About, on two cores. */
  readonly takesSeconds: number | 'what it is given'
}

const BOTH: readonly Engine[] = ['pglite', 'postgres']

const ALL: readonly Trial[] = [
  { name: 'named points', takesSeconds: 'what it is given', on: BOTH, run: killEverywhere },
  { name: 'random kills', takesSeconds: 'what it is given', on: BOTH, run: killAtRandom },
  { name: 'second process', takesSeconds: 40, on: ['pglite'], run: startSecondProcess },
  {
    name: 'database gone',
    takesSeconds: 60,
    on: ['postgres'],
    run: (_, options) => loseDatabase(options),
  },
  {
    name: 'database silent',
    takesSeconds: 90,
    on: ['postgres'],
    run: (_, options) => silenceDatabase(options),
  },
  { name: 'disk full', takesSeconds: 60, on: BOTH, run: fillDisk },
  { name: 'gateway gone', takesSeconds: 180, on: BOTH, run: loseGateway },
  { name: 'power cut', takesSeconds: 90, on: ['pglite'], run: (_, options) => cutPower(options) },
]

export const TRIALS: readonly string[] = ALL.map(({ name }) => name)

/** Those that can be run in this time. */
export function fittingTrials(ms: number): readonly string[] {
  return ALL.filter(
    ({ takesSeconds }) => takesSeconds === 'what it is given' || takesSeconds * 6_000 <= ms,
  ).map(({ name }) => name)
}

/** Runs the trials, each engine's one after the other and both engines side by side. */
export async function runTrials(
  options: RunOptions & {
    readonly engines: readonly Engine[]
    readonly trials: readonly string[]
  },
): Promise<readonly Finding[]> {
  const runs = options.engines.map(async (engine) => {
    const findings: Finding[] = []
    for (const { name, on, run } of ALL) {
      if (!on.includes(engine) || !options.trials.includes(name)) continue
      options.say(`${name} (${engine}) …`)
      findings.push(await run(engine, options))
    }
    return findings
  })
  return (await Promise.all(runs)).flat()
}

async function killEverywhere(
  engine: Engine,
  { say, showsPoints, mutation, seed, endAt }: RunOptions,
): Promise<Finding> {
  const world = await openWorld(await openDataLocation(engine), { mutation })
  const random = createRandom(seed, 'points')
  // Without time for all, a few of them, from anywhere in the flow.
  const isWanted = (): boolean =>
    endAt === undefined || (performance.now() < endAt && random.chance(CHANCE))
  try {
    const outcomes = await killAtNamedPoints(world, {
      isWanted,
      onOutcome({ story, point, isReached, faults, ms }) {
        if (!showsPoints) return
        const end = isReached ? (faults.length === 0 ? 'right' : 'WRONG') : 'not reached'
        say(
          `${engine.padEnd(8)} ${end.padEnd(11)} ${String(ms).padStart(5)} ms  ${story}: ${point}`,
        )
      },
    })
    const reached = outcomes.filter(({ isReached }) => isReached)
    return {
      trial: 'killed at a named point',
      engine,
      done: `${reached.length} points, each once`,
      faults: [
        ...outcomes.flatMap(({ point, faults }) =>
          faults.map(({ kind, what }) => ({ kind, what: `${point}: ${what}` })),
        ),
        ...(endAt === undefined && reached.length < FEWEST_POINTS
          ? [{ kind: 'stuck' as const, what: `only ${reached.length} points were reached` }]
          : []),
        ...(await awaitConsistency(world)),
      ],
    }
  } finally {
    await world.close()
  }
}
