import { setTimeout as pause } from 'node:timers/promises'
import { createPayer } from '../payer.ts'
import { openPlace, type Engine } from '../place.ts'
import { settleBooks } from '../settle-books.ts'
import { openWorld, type CrashWorld } from '../world.ts'
import { stuck, type Finding, type TrialOptions } from './trial.ts'

const MINUTE = 60_000
const PAYERS = 60
const JUMP_MS = 20_000
/** The documented limit. */
const MOST_A_MINUTE = 400

/**
 * The gateway is unreachable for an hour of everybody's clock, from the moment in which payers have
 * confirmed; others go on paying meanwhile, for WeChat is not gone. Nobody is told, nobody answers.
 */
export async function loseGateway(engine: Engine, { mutation }: TrialOptions): Promise<Finding> {
  const world = await openWorld(await openPlace(engine), { mutation })
  try {
    const merchant = world.merchants['qfpay-account']
    const payers = await Promise.all(
      Array.from({ length: PAYERS }, async (_, number) => {
        const name = `payer-${number}`
        world.sandbox.payers.put({ id: name, name })
        const payer = createPayer(world.sandbox, name)
        await payer.open((await merchant.createPayment()).url)
        return payer
      }),
    )
    world.gateway.isGone = true
    world.gateway.notifies = false
    await Promise.all(payers.slice(0, PAYERS / 3).map((payer) => payer.confirm()))
    await passSlowly(world, 30 * MINUTE)
    await Promise.all(payers.slice(PAYERS / 3, (2 * PAYERS) / 3).map((payer) => payer.confirm()))
    await passSlowly(world, 30 * MINUTE)

    const calls: number[] = []
    const refused: number[] = []
    const forget = world.sandbox.journal.subscribe(({ kind, at, status }) => {
      if (kind === 'gateway') calls.push(Date.parse(at))
      if (status === 429) refused.push(Date.parse(at))
    })
    world.gateway.isGone = false
    world.gateway.notifies = true
    // A minute in which nothing is skipped: what waits must not come in one burst.
    const until = world.sandbox.clock.now() + MINUTE
    while (world.sandbox.clock.now() < until) await pause(100)
    forget()
    await Promise.all(payers.slice((2 * PAYERS) / 3).map((payer) => payer.confirm()))
    return {
      trial: 'gateway gone for an hour',
      engine,
      done: `${PAYERS} payers; ${calls.length} requests in its first minute back`,
      faults: [
        ...stuck(calls.length > MOST_A_MINUTE ? [`${calls.length} requests in a minute`] : []),
        ...stuck(refused.length > 0 ? [`${refused.length} requests were too many`] : []),
        ...(await settleBooks(world)),
      ],
    }
  } finally {
    await world.close()
  }
}

async function passSlowly(world: CrashWorld, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += JUMP_MS) {
    await world.pass(JUMP_MS)
    await pause(50)
  }
}
