import { setTimeout as pause } from 'node:timers/promises'
import { startPostgres } from '@tael/testing/postgres-server'
import { awaitConsistency } from '../await-consistency.ts'
import { startLoad } from '../load.ts'
import { openWorld } from '../world.ts'
import { stuck, type Finding, type TrialOptions } from './trial.ts'

const PAYERS = 4
const BEFORE_MS = 2_000
const GONE_MS = 2_500

/** Stops PostgreSQL under load, as a crash and as an operator would, and starts it again. */
export async function loseDatabase({ mutation, rounds }: TrialOptions): Promise<Finding> {
  // What is acknowledged must survive the server process, so its commits wait for the log.
  const postgres = await startPostgres({ synchronous_commit: 'on' })
  const world = await openWorld(
    { engine: 'postgres', env: { DATABASE_URL: postgres.url }, close: postgres.stop },
    { mutation },
  )
  try {
    const first = world.server.current()
    const load = startLoad(world, { payers: PAYERS })
    const merchants = Object.values(world.merchants)
    let unanswered = 0
    for (let round = 0; round < rounds; round++) {
      await pause(BEFORE_MS)
      await postgres.do(round % 2 === 0 ? 'kill' : 'halt')
      const until = performance.now() + GONE_MS
      while (performance.now() < until) {
        const reply = await world.merchants['qfpay-account'].ask('GET', '/v1/payments?limit=1')
        if (reply === undefined) unanswered += 1
        await pause(200)
      }
      await postgres.do('start')
    }
    await pause(BEFORE_MS)
    const failures = await load.stop()
    const refusals = merchants.flatMap((merchant) => merchant.refusals)
    const shapeless = refusals.filter(({ code }) => !['internal', 'unavailable'].includes(code))
    return {
      trial: 'database gone and back',
      engine: 'postgres',
      done: `${rounds} times under ${load.paid()} payments, answered ${refusals.length} times 5xx`,
      faults: [
        ...stuck(failures),
        ...stuck(shapeless.map(({ status, code }) => `an answer ${status} with ${code}`)),
        ...stuck(refusals.length === 0 ? ['nobody noticed that the database was gone'] : []),
        ...stuck(unanswered > 0 ? [`${unanswered} requests had no answer at all`] : []),
        ...stuck(first === world.server.current() ? [] : ['the server did not outlive it']),
        ...(await awaitConsistency(world)),
      ],
    }
  } finally {
    await world.close()
  }
}
