import { setTimeout as pause } from 'node:timers/promises'
import { MINUTE_MS } from '@tael/testing/durations'
import { mostWithin, watchCalls } from '../../support/gateway-calls.ts'
import type { Payer } from '../../support/server/payer.ts'
import { awaitConsistency } from '../await-consistency.ts'
import { openDataLocation, type Engine } from '../data-location.ts'
import { openWorld, type CrashWorld } from '../world.ts'
import { stuck, type Finding, type TrialOptions } from './trial.ts'

const PAYERS = 60
const NEWCOMERS = 120
const JUMP_MS = 20_000
/** The documented limit. */
const MAX_A_MINUTE = 400

/**
 * The gateway is unreachable for an hour of everybody's clock, from the moment in which payers have
 * confirmed; others pay meanwhile, for WeChat is not gone. Nobody is told, nobody answers.
 * The clock jumps through the hour, and is the real one when the budget has to hold.
 */
export async function loseGateway(engine: Engine, { mutation }: TrialOptions): Promise<Finding> {
  const world = await openWorld(await openDataLocation(engine), { mutation, factor: 1 })
  try {
    const payers = await Promise.all(
      Array.from({ length: PAYERS }, (_, number) => open(world, `payer-${number}`)),
    )
    world.gateway.isGone = true
    world.gateway.notifies = false
    await Promise.all(payers.slice(0, PAYERS / 3).map((payer) => payer.confirm()))
    await passSlowly(world, 30 * MINUTE_MS)
    await Promise.all(payers.slice(PAYERS / 3, (2 * PAYERS) / 3).map((payer) => payer.confirm()))
    await passSlowly(world, 30 * MINUTE_MS)

    const stopWatching = watchCalls(world.sandbox)
    world.gateway.isGone = false
    world.gateway.notifies = true
    // Nothing is skipped now: those who paid come back, the others confirm, and more come than the
    // budget of a minute has room for.
    await Promise.all([
      ...payers.slice(0, (2 * PAYERS) / 3).map((payer) => payer.comeBack()),
      ...payers.slice((2 * PAYERS) / 3).map((payer) => payer.confirm()),
      ...Array.from({ length: NEWCOMERS }, (_, number) => pay(world, `newcomer-${number}`)),
    ])
    const { callsAt, refused } = stopWatching()
    const most = mostWithin(callsAt, MINUTE_MS)
    return {
      trial: 'gateway gone for an hour',
      engine,
      done: `${PAYERS} payers had paid or were to, ${NEWCOMERS} came with its return: ${most} requests in its busiest minute`,
      faults: [
        ...stuck(most > MAX_A_MINUTE ? [`${most} requests in a minute`] : []),
        ...stuck(refused > 0 ? [`${refused} requests were too many`] : []),
        ...(await awaitConsistency(world)),
      ],
    }
  } finally {
    await world.close()
  }
}

async function open(world: CrashWorld, name: string): Promise<Payer> {
  world.sandbox.payers.put({ id: name, name })
  const payer = world.createPayer(name)
  const { url } = await world.merchants['qfpay-account'].createPayment()
  await payer.open(url)
  return payer
}

async function pay(world: CrashWorld, name: string): Promise<void> {
  await (await open(world, name)).confirm()
}

async function passSlowly(world: CrashWorld, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += JUMP_MS) {
    await world.pass(JUMP_MS)
    await pause(50)
  }
}
