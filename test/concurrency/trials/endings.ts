import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { booksAgree, countEvents, passWhenSent, tally } from '../look.ts'
import { createPayment, openPayment, untilStatus } from '../pay.ts'
import type { ConcurrentWorld } from '../world.ts'

/** So that now the payer is first and now the merchant. */
const HEAD_STARTS_MS = [0, 60, 120, 180]
const DEADLINE_SECONDS = 60
const MS = 1_000

/** Payers confirm and come back while their payments are canceled. */
export async function cancelWhilePaying(world: ConcurrentWorld): Promise<void> {
  const open = await Promise.all(HEAD_STARTS_MS.map(() => openPayment(world)))
  await Promise.all(
    open.map(async ({ id, payer }, index) => {
      await Promise.all([payer.confirm(), cancel(world, id, HEAD_STARTS_MS[index] ?? 0)])
      await payer.comeBack()
    }),
  )
  await endRight(
    world,
    open.map(({ id }) => id),
    'payment.canceled',
  )
}

async function cancel(world: ConcurrentWorld, id: string, headStartMs: number): Promise<void> {
  await pause(headStartMs)
  const { answers } = await world.post(`/v1/payments/${id}/cancel`, {})
  // Canceled by the one, and canceled for the others; or paid before.
  const known = tally(answers, ({ status }) => (status === 409 ? 'too late' : String(status)))
  assert.ok(Object.keys(known).every((answer) => ['200', 'too late'].includes(answer)))
}

/** Payers confirm while the deadline passes, and others open their links. */
export async function expireWhilePaying(world: ConcurrentWorld): Promise<void> {
  const open = await Promise.all(
    HEAD_STARTS_MS.map(() => openPayment(world, { expiresIn: DEADLINE_SECONDS })),
  )
  await passWhenSent(world, (DEADLINE_SECONDS - 2) * MS)
  await Promise.all([
    world.pass(3 * MS),
    ...open.map(async ({ id, payer }, index) => {
      await pause(HEAD_STARTS_MS[index])
      await Promise.all([payer.confirm(), fetch(`${world.fanOut.url}/pay/${id}`)])
      await payer.comeBack()
    }),
  ])
  await endRight(
    world,
    open.map(({ id }) => id),
    'payment.expired',
  )
}

/** Nobody comes, and every process sees that the deadline has passed. */
export async function expireOnce(world: ConcurrentWorld): Promise<void> {
  const payments = await Promise.all(
    HEAD_STARTS_MS.map(() => createPayment(world, DEADLINE_SECONDS)),
  )
  await passWhenSent(world, (DEADLINE_SECONDS + 1) * MS)
  for (const { id } of payments) {
    await untilStatus(world, id, 'expired')
    assert.deepEqual(await countEvents(world, id, 'payment.expired'), [1])
  }
}

async function endRight(
  world: ConcurrentWorld,
  ids: readonly string[],
  ending: string,
): Promise<void> {
  await booksAgree(world, ids)
  for (const id of ids) {
    const [ended = 0, succeeded = 0] = await countEvents(world, id, ending, 'payment.succeeded')
    assert.ok(ended <= 1 && succeeded <= 1 && ended + succeeded > 0)
  }
}
