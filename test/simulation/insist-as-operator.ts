import type { Row } from '../../packages/checkout/test/support/sessions.ts'
import { call } from './merchants.ts'
import type { Requested } from './observations.ts'
import type { Owner } from './schedule.ts'
import { PLANTED, type World } from './world.ts'

export const OPERATOR: Owner = { name: 'operator', isDead: false }
const MAX_TRIES = 6

/** Repeats what got no answer, as a person does; undefined if they lose patience or are refused. */
export async function insistAsOperator(
  world: World,
  requested: Requested,
  maxTries: number = MAX_TRIES,
): Promise<Row | undefined> {
  for (let tries = 0; tries < maxTries; tries++) {
    const answer = await call(world, OPERATOR, { apiKey: PLANTED.operatorKey }, requested).catch(
      () => undefined,
    )
    if (answer !== undefined && answer.status < 500) {
      if (answer.status < 400) return answer.body
      world.evidence.broken.push({
        invariant: 'operators-are-served',
        detail: `${requested.path} was answered ${answer.status} ${JSON.stringify(answer.body)}`,
      })
      return undefined
    }
    await world.schedule.sleep(OPERATOR, 2_000 * (tries + 1))
  }
  return undefined
}
