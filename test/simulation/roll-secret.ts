import { DAY_MS, MINUTE_MS } from '@tael/testing/durations'
import type { Random } from '@tael/testing/random'
import type { Row } from '../../packages/checkout/test/support/sessions.ts'
import { OPERATOR, insistAsOperator } from './insist-as-operator.ts'
import { PLANTED, type World } from './world.ts'

const RESEAL = '/v1/older_secrets/reseal'
const MAX_TRIES = 100
/** A rolled key works for one more day, whether or not somebody uses it. */
const ROLLED_KEYS_END_MS = DAY_MS
/** A key's hash is renewed within a minute of its use, and each merchant has just used theirs. */
const KEYS_RENEWED_MS = 2 * MINUTE_MS

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

/** Takes the older secret away, when Tael says that nothing needs it. */
export async function dropOlderSecret(world: World): Promise<void> {
  if (world.secrets.length === 1) return
  const { schedule } = world
  schedule.leap = schedule.untilSomebodyWakes
  for (const ms of [ROLLED_KEYS_END_MS, KEYS_RENEWED_MS]) await schedule.sleep(OPERATOR, ms)
  const use = await insistAsOperator(world, { path: RESEAL, body: {} })
  if (use?.['can_go'] !== true) {
    if (!isHeldByKeysAlone(use)) {
      const detail = `the older secret cannot go: ${JSON.stringify(use)}`
      world.evidence.broken.push({ invariant: 'older-secrets-go', detail })
    }
    return
  }
  world.secrets = [PLANTED.newSecret]
  world.processes.replaceAll()
}

/** A key that was made twice, because an answer was lost, has nobody who uses it; Tael waits for its end, rightly. */
function isHeldByKeysAlone(use: Row | undefined): boolean {
  return (
    use !== undefined &&
    use['payers'] === 0 &&
    Object.values<number>(use['sealed']).every((one) => one === 0)
  )
}
