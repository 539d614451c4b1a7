import type { Deps } from '../deps.ts'
import { MINUTE_MS } from '../platform/durations.ts'
import { readLags } from './read-lags.ts'

/** A probe that waits longer than this is wrong in any case. */
const LOOK_WITHIN_MS = 3_000

export type Health = {
  readonly status: 'ok' | 'failing'
  readonly database: string
  /** What is wrong, in words that tell a stranger nothing. */
  readonly problems?: readonly string[]
  readonly lag?: Readonly<Record<`${string}_ms`, number>>
}

/** Looks whether this process works and how late it is; says so in any case, and soon. */
export function createHealthCheck(deps: Deps): () => Promise<Health> {
  let looking: Promise<Health['lag']> | undefined
  // Checks that wait for a silent database must not pile up in front of it.
  const look = (): Promise<Health['lag']> =>
    (looking ??= lookAt(deps).finally(() => {
      looking = undefined
    }))

  return async () => {
    const lag = await inTime(deps, look())
    const problems = [
      ...(lag === undefined ? ['The database does not answer, or accepts no writes.'] : []),
      ...deps.rounds
        .overdue()
        .map(
          ({ task, forMs }) =>
            `The task ${task} has been under way for ${Math.floor(forMs / MINUTE_MS)} minutes: restart this process.`,
        ),
    ]
    return {
      status: problems.length === 0 ? 'ok' : 'failing',
      database: deps.database.engine,
      ...(problems.length > 0 && { problems }),
      ...(lag && { lag }),
    }
  }
}

async function lookAt(deps: Deps): Promise<Health['lag']> {
  try {
    await deps.database.ping()
    const lags = Object.entries(await readLags(deps)).map(([work, ms]) => [`${work}_ms`, ms])
    return Object.fromEntries(lags) as Health['lag']
  } catch {
    return undefined
  }
}

async function inTime<Result>(
  { clock }: Pick<Deps, 'clock'>,
  work: Promise<Result>,
): Promise<Result | undefined> {
  const over = new AbortController()
  const patience = clock.sleep(LOOK_WITHIN_MS, over.signal).catch(() => undefined)
  try {
    return await Promise.race([work, patience.then(() => undefined)])
  } finally {
    over.abort()
  }
}
