import assert from 'node:assert/strict'
import { MINUTE_MS, SECOND_MS } from '@tael/testing/durations'
import { whileTimePasses, type JoinedWorld, type Payment } from './joined-world.ts'

export type Refund = {
  readonly id: string
  readonly status: string
  readonly amount: number
  readonly cause: string
  readonly attempt: string
  readonly retry_at?: string
  readonly refusal?: { readonly code: string; readonly respcd?: string }
}

export const typesOf = (events: readonly { type: string }[]): string[] =>
  events.map(({ type }) => type)
export const keysOf = (reviews: Payment['reviews']): string[][] =>
  reviews.map(({ code, subject }) => [code, subject])
export const isOver = ({ status }: Refund): boolean => ['succeeded', 'failed'].includes(status)

/** Lets the payer open the payment and returns the order that the gateway made for them. */
export async function openOrder(
  world: JoinedWorld,
  payment: Payment,
  payer = 'mei',
): Promise<ReturnType<JoinedWorld['sandbox']['orders']['get']>> {
  await whileTimePasses(world, world.visitor(payer).open(payment.url))
  const launched = (await world.getEvents(payment.id)).findLast(
    ({ type }) => type === 'attempt.launched',
  )
  return world.sandbox.orders.get({ outTradeNo: String(launched?.data['attempt']) })
}

export async function makePaid(world: JoinedWorld, amount = 50_000): Promise<Payment> {
  const payment = await world.createPayment({ amount })
  await world.sandbox.orders.pay(await openOrder(world, payment))
  return world.passUntil(payment.id, ({ status }) => status === 'succeeded')
}

export async function requestRefund(
  world: JoinedWorld,
  payment: Payment,
  requested: object = {},
): Promise<Refund> {
  const { status, body } = await world.call(`/v1/payments/${payment.id}/refunds`, requested)
  assert.equal(status, 201, JSON.stringify(body))
  return body as Refund
}

export async function readRefund(
  world: JoinedWorld,
  { id }: { readonly id: string },
): Promise<Refund> {
  return (await world.call(`/v1/refunds/${id}`)).body as Refund
}

export async function listRefunds(world: JoinedWorld, { id }: Payment): Promise<readonly Refund[]> {
  const { body } = await world.call(`/v1/payments/${id}/refunds?limit=100`)
  return (body as { data: Refund[] }).data
}

export async function passUntilOver(
  world: JoinedWorld,
  asked: Refund,
  { most = 10 * MINUTE_MS, stepMs = SECOND_MS } = {},
): Promise<Refund> {
  for (let passed = 0; passed <= most; passed += stepMs) {
    const now = await readRefund(world, asked)
    if (isOver(now)) return now
    await world.pass(stepMs, stepMs)
  }
  throw new Error(
    `${JSON.stringify(await readRefund(world, asked))} after ${most / MINUTE_MS} minutes`,
  )
}

/** What really went back, by the number of the order it was paid with. */
export function sumRefunded(world: JoinedWorld, attempt: string | undefined): number {
  return world.sandbox
    .ledger()
    .filter(({ kind, paymentOutTradeNo }) => kind === 'refund' && paymentOutTradeNo === attempt)
    .reduce((sum, { amount }) => sum + amount, 0)
}

/** Under which numbers the gateway was asked for a refund. */
export function listNumbersSent(world: JoinedWorld, { id }: Refund): readonly string[] {
  const numbers = world.sandbox.orders.list().map(({ outTradeNo }) => outTradeNo)
  return numbers.filter((number) => number.startsWith(id))
}
