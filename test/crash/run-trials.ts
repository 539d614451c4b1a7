import { openPlace, type Engine } from './place.ts'
import { settleBooks } from './settle-books.ts'
import { loseDatabase } from './trials/database-gone.ts'
import { fillDisk } from './trials/disk-full.ts'
import { loseGateway } from './trials/gateway-gone.ts'
import { killAtNamedPoints } from './trials/named-points.ts'
import { cutPower } from './trials/power-cut.ts'
import { killAtRandom } from './trials/random-kills.ts'
import { startSecondProcess } from './trials/second-process.ts'
import type { Finding, TrialOptions } from './trials/trial.ts'
import { openWorld } from './world.ts'

/** Less than this, and the flow is no longer what it was when the trial was written. */
const FEWEST_POINTS = 50

type Run = (
  engine: Engine,
  options: TrialOptions & { readonly showsPoints: boolean },
) => Promise<Finding>
type Trial = { readonly name: string; readonly on: readonly Engine[]; readonly run: Run }

const BOTH: readonly Engine[] = ['pglite', 'postgres']

const ALL: readonly Trial[] = [
  { name: 'named points', on: BOTH, run: killEverywhere },
  { name: 'random kills', on: BOTH, run: killAtRandom },
  { name: 'second process', on: ['pglite'], run: startSecondProcess },
  { name: 'database gone', on: ['postgres'], run: (_, options) => loseDatabase(options) },
  { name: 'disk full', on: BOTH, run: fillDisk },
  { name: 'gateway gone', on: BOTH, run: loseGateway },
  { name: 'power cut', on: ['pglite'], run: (_, options) => cutPower(options) },
]

export const TRIALS: readonly string[] = ALL.map(({ name }) => name)

/** Runs the trials, each engine's one after the other and both engines at once. */
export async function runTrials(
  options: TrialOptions & {
    readonly engines: readonly Engine[]
    readonly trials: readonly string[]
    readonly showsPoints: boolean
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
  { say, showsPoints, mutation }: Parameters<Run>[1],
): Promise<Finding> {
  const world = await openWorld(await openPlace(engine), { mutation })
  try {
    const outcomes = await killAtNamedPoints(world, {
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
        ...(reached.length < FEWEST_POINTS
          ? [{ kind: 'stuck' as const, what: `only ${reached.length} points were reached` }]
          : []),
        ...(await settleBooks(world)),
      ],
    }
  } finally {
    await world.close()
  }
}
