import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { SeedResult } from './run-seed.ts'

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))
/** Room for young garbage: the engine makes a lot of it, and nearly all of it dies immediately. */
const FLAGS = ['--conditions=@tael/source', '--max-semi-space-size=64']

/** Runs seeds one after the other in a process of their own, until told to stop. */
export async function runSeeds(
  seeds: Iterator<number>,
  options: {
    readonly mutation?: string
    /** False: enough. */
    readonly onResult: (result: SeedResult) => boolean
  },
): Promise<void> {
  const worker = fork(WORKER, {
    execArgv: FLAGS,
    env: {
      ...process.env,
      ...(options.mutation !== undefined && { TAEL_MUTATION: options.mutation }),
    },
  })
  const dead = once(worker, 'exit').then(([code]) => {
    throw new Error(`A worker ended unexpectedly (${String(code)}); what it wrote stands above`)
  })
  dead.catch(() => undefined)
  const next = (): Promise<unknown> =>
    Promise.race([once(worker, 'message').then(([message]: unknown[]) => message), dead])
  try {
    await next()
    for (let seed = seeds.next(); seed.done !== true; seed = seeds.next()) {
      const told = next()
      worker.send(seed.value)
      if (!options.onResult((await told) as SeedResult)) return
    }
  } finally {
    worker.disconnect()
  }
}

/** The same on all cores; they share the seeds. */
export async function runOnAllCores(
  seeds: Iterator<number>,
  onResult: (result: SeedResult) => boolean,
): Promise<void> {
  await Promise.all(
    Array.from({ length: availableParallelism() }, () => runSeeds(seeds, { onResult })),
  )
}

export function* seedsFrom(first: number, count: number): Generator<number, void> {
  for (let seed = first; seed < first + count; seed++) yield seed
}
