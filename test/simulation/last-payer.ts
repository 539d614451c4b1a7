import type { Random } from '@tael/testing/random'
import { createBill } from './merchants.ts'
import { PAYERS, opensOnce, paysAndWaits } from './payers.ts'
import { amountsOf } from './scenarios.ts'
import type { Merchant, World } from './world.ts'

/** Makes no order, and nobody knows: such an attempt is asked about alone, again and again. */
const LOST = amountsOf(['server-error-before'])
const CROWD = 8
const PLAIN = 70_001

/** One question is on its way when a payer comes back, and one turn in four is the schedule's. */
const MAX_TURNS = 3
/** A payer who has paid reads so within this time, whatever else there is to do. */
const TOLD_WITHIN_MS = 20_000

/**
 * When nothing goes wrong any more, one payer more comes, and pays; in some runs while many orders are asked
 * about of which QFPay knows nothing. They are told soon, and their question waits for no other.
 */
export async function paysLast(world: World, merchant: Merchant, random: Random): Promise<void> {
  const { evidence, schedule } = world
  if (random.chance(0.1)) await crowd(world, merchant, random)
  const bill = await createBill(world, merchant, random, PLAIN)
  if (bill === undefined) return
  const paid = await paysAndWaits(world, bill, { random, atMostMs: 3 * TOLD_WITHIN_MS })
  if (paid === undefined) return
  const tookMs = schedule.now() - paid.at
  if (!paid.isTold || tookMs > TOLD_WITHIN_MS) {
    const detail = `${bill.id} was paid, and its payer not told after ${tookMs} ms`
    evidence.broken.push({ invariant: 'payers-are-told', detail })
  }
  // Another merchant's questions have turns of their own.
  const own = evidence.questions
    .slice(paid.questions)
    .filter((question) => question.merchant === merchant.account.app_code)
  const before = own.findIndex(({ numbers }) => numbers.some((one) => paid.numbers.includes(one)))
  if (before > MAX_TURNS) {
    const detail = `${bill.id} was asked about after ${before} other questions`
    evidence.broken.push({ invariant: 'payers-first', detail })
  }
}

async function crowd(world: World, merchant: Merchant, random: Random): Promise<void> {
  await Promise.all(
    Array.from({ length: CROWD }, async () => {
      const bill = await createBill(world, merchant, random, random.pick(LOST))
      if (bill !== undefined) await opensOnce(world, bill, { id: random.pick(PAYERS), random })
    }),
  )
}
