import { setTimeout as pause } from 'node:timers/promises'
import { openSilentProxy } from '@tael/testing/silent-proxy'
import { createServerDatabase } from '../../../packages/checkout/test/support/database.ts'
import { awaitConsistency } from '../await-consistency.ts'
import { startLoad } from '../load.ts'
import { openWorld } from '../world.ts'
import { stuck, type Finding, type TrialOptions } from './trial.ts'

const PAYERS = 4
const BEFORE_MS = 2_000
const UNREACHABLE_MS = 4_000

/**
 * Lets PostgreSQL fall silent under load: its open connections stay open and say nothing more. Every
 * second time its address answers nobody for a while, too.
 */
export async function silenceDatabase({ mutation, rounds, say }: TrialOptions): Promise<Finding> {
  const { url, drop } = await createServerDatabase()
  const proxy = await openSilentProxy(url)
  const close = async (): Promise<void> => {
    await proxy.close()
    await drop()
  }
  const world = await openWorld(
    { engine: 'postgres', env: { DATABASE_URL: proxy.url }, close },
    { mutation },
  )
  try {
    const first = world.server.current()
    const load = startLoad(world, { payers: PAYERS })
    const merchant = world.merchants['qfpay-account']
    const outages: number[] = []
    for (let round = 0; round < rounds; round++) {
      await pause(BEFORE_MS)
      const isUnreachable = round % 2 === 1
      const silentAt = performance.now()
      proxy.silence(isUnreachable ? 'stalls' : 'swallows')
      if (isUnreachable) {
        proxy.answersNew(false)
        await pause(UNREACHABLE_MS)
        proxy.answersNew(true)
      }
      await merchant.call('GET', '/v1/payments?limit=1')
      outages.push(Math.round((performance.now() - silentAt) / 100) / 10)
    }
    say(`served again after ${outages.join(', ')} s`)
    await pause(BEFORE_MS)
    const failures = await load.stop()
    const refusals = Object.values(world.merchants).flatMap((each) => each.refusals)
    const unclear = refusals.filter(({ status, code }) => status !== 503 || code !== 'unavailable')
    return {
      trial: 'database silent',
      engine: 'postgres',
      done: `${rounds} times under ${load.paid()} payments, answered ${refusals.length} times 503; served again after ${Math.max(...outages)} s at most`,
      faults: [
        ...stuck(failures),
        ...stuck(unclear.map(({ status, code }) => `an answer ${status} with ${code}`)),
        ...stuck(first === world.server.current() ? [] : ['the server did not outlive it']),
        ...(await awaitConsistency(world)),
      ],
    }
  } finally {
    await world.close()
  }
}
