import { hash } from 'node:crypto'
import type { Random } from '@tael/testing/random'
import { createSealing, sealContext } from '../../packages/checkout/test/support/sealing.ts'
import { CHECKOUT } from '../support/joined-parties.ts'
import { MAX_DURATION_MS } from './pending-work.ts'
import type { Owner } from './schedule.ts'
import type { World } from './world.ts'

/** A refund that waits for a second person, and its payment. */
type Awaiting = { readonly refund: string; readonly payment: string }
type Decision = 'approve' | 'decline'

/** As long as a token is. */
const SESSION = 'the-session-of-a-second-person'.padEnd(43, '-')
const MAX_TRIES = 6

/** Signs a second person in without a password: no schedule can decide when a password is hashed, in its own thread. */
export async function employApprover(world: World): Promise<void> {
  const { database, schedule, evidence } = world
  evidence.secrets.add(SESSION)
  const now = new Date(schedule.now())
  const sealing = createSealing(world.secrets, world.randomFor('second factor').bytes)
  await database.look(
    `insert into operator (id, name, login, role, password_hash, totp_sealed, created_at)
     values ('opr_second', 'Second', 'second', 'refund', 'unknown', $2, $1)`,
    [now, sealing.seal('of a second person', sealContext.operatorSecondFactor('opr_second'))],
  )
  await database.look(
    `insert into operator_session (id, operator_id, token_hash, created_at, seen_at, ends_at)
     values ('ses_second', 'opr_second', $1, $2, $2, $3)`,
    [hash('sha256', SESSION), now, new Date(now.getTime() + MAX_DURATION_MS)],
  )
}

/** Most refunds are approved, some declined, some both at once, and some forgotten until their time is over. */
export async function decide(world: World, awaiting: Awaiting, random: Random): Promise<void> {
  const owner: Owner = { name: 'approver', isDead: false }
  world.faults.count('operator: is asked for an approval')
  if (random.chance(0.2)) return
  const first: Decision = random.chance(0.7) ? 'approve' : 'decline'
  const second = random.chance(0.2) ? [random.pick(['approve', 'decline'] as const)] : []
  await Promise.all(
    [first, ...second].map(async (decision) => {
      await world.schedule.sleep(owner, random.whole(0, 600) * 1000)
      await press(world, owner, awaiting, decision)
    }),
  )
}

/** Repeats what got no answer, as a person does. */
async function press(
  world: World,
  owner: Owner,
  { refund, payment }: Awaiting,
  decision: Decision,
): Promise<void> {
  const { evidence, network, schedule } = world
  const page = `${CHECKOUT}/dashboard/payments/${payment}/refunds/${refund}/${decision}`
  if (decision === 'approve') evidence.approvals.add(refund)
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const answer = await network
      .fetchFor({ owner })(page, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          cookie: `__Host-tael_operator=${SESSION}`,
          origin: CHECKOUT,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: '',
      })
      .catch(() => undefined)
    if (answer !== undefined && answer.status < 500) {
      const said = /approval=([\w-]+)/.exec(answer.headers.get('location') ?? '')?.[1]
      if (said === 'approved' || said === 'declined') evidence.decided.push({ refund, said })
      else if (said !== 'over') {
        const detail = `${decision} of ${refund} was answered ${answer.status} ${String(said)}`
        evidence.broken.push({ invariant: 'operators-are-served', detail })
      }
      return
    }
    await schedule.sleep(owner, 2_000 * (tries + 1))
  }
}
