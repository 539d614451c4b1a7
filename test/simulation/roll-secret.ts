import type { Random } from '@tael/testing/random'
import { OPERATOR, insistAsOperator } from './insist-as-operator.ts'
import { PLANTED, type World } from './world.ts'

const RESEAL = '/v1/older_secrets/reseal'
const MAX_TRIES = 100

/** Gives TAEL_SECRET a successor while everybody works: one server after the other starts with each setting. */
export async function rollSecret(world: World, random: Random): Promise<void> {
  const { schedule, faults, processes } = world
  if (random.chance(0.8)) return
  faults.count('operator: replaces TAEL_SECRET')
  for (const secrets of [
    [PLANTED.secret, PLANTED.newSecret],
    [PLANTED.newSecret, PLANTED.secret],
  ] as const) {
    await schedule.sleep(OPERATOR, random.whole(1, 600) * 1000)
    world.secrets = secrets
    await processes.restartEach(() => schedule.sleep(OPERATOR, random.whole(1, 60) * 1000))
  }
  await schedule.sleep(OPERATOR, random.whole(0, 600) * 1000)
  await insistAsOperator(world, { path: RESEAL, body: {} }, MAX_TRIES)
}

/** Takes the older secret away, when Tael says that nothing needs it; false if there is none. */
export async function dropOlderSecret(world: World): Promise<boolean> {
  if (world.secrets.length === 1) return false
  const use = await insistAsOperator(world, { path: RESEAL, body: {} })
  if (use?.['can_go'] !== true) {
    const detail = `the older secret cannot go: ${JSON.stringify(use)}`
    world.evidence.broken.push({ invariant: 'older-secrets-go', detail })
    return false
  }
  world.secrets = [PLANTED.newSecret]
  world.processes.replaceAll()
  return true
}
