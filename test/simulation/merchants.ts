import type { NewAccount } from '@tael/checkout'
import type { Random } from '@tael/testing/random'
import type { Row } from '../../packages/checkout/test/support/sessions.ts'
import { demoAccount } from '../../packages/cli/src/index.ts'
import { GATEWAY, CHECKOUT, SHOP } from '../support/joined-parties.ts'
import { decide } from './approvers.ts'
import type { Requested } from './observations.ts'
import {
  amountsOf,
  CONTRADICTED,
  ENDLESS,
  PAYMENT_SCENARIOS,
  REFUND_SCENARIOS,
} from './scenarios.ts'
import type { Owner } from './schedule.ts'
import { MAX_OFF_MS, PLANTED, type Merchant, type World } from './world.ts'

/** A payment as its merchant knows it. */
export type Bill = { readonly id: string; readonly url: string; readonly amount: number }

type Answer = { readonly status: number; readonly body: Row }

const FLOWS: readonly NewAccount['flow'][] = ['qfpay-account', 'own-account', 'canada']
const MAX_TRIES = 6
const MAX_TRIES_TO_END = 5
const TRY_TO_END_AGAIN_MS = 6 * 60_000
const MAX_DAY_MS = 26 * 60 * 60_000

/** Adds an account and its endpoints, before anything goes wrong. */
export async function openMerchant(
  world: World,
  addAccount: (account: NewAccount) => Promise<{ accountId: string; apiKey: string }>,
  random: Random,
): Promise<Merchant> {
  const account = { ...inventAccount(random), ...inventThreshold(world.randomFor('approvals')) }
  const { evidence } = world
  const merchant = { ...(await addAccount(account)), account }
  evidence.secrets.add(account.client_key)
  evidence.secrets.add(merchant.apiKey)
  if (account.wechat !== undefined) evidence.secrets.add(account.wechat.secret)
  const owner: Owner = { name: 'merchant', isDead: false }
  for (const event_types of random.pick([
    [['*']],
    [['*'], ['payment.*', 'refund.*']],
    [['payment.*']],
  ])) {
    const path = event_types.join('+').replaceAll(/\W/g, '-')
    const { body } = await call(world, owner, merchant, {
      path: '/v1/webhook_endpoints',
      body: { url: `${SHOP}/hooks/${merchant.accountId}/${path}`, event_types },
    })
    evidence.secrets.add(String(body['secret']))
  }
  return merchant
}

/** Asks for a payment until it is acknowledged; undefined when the merchant loses patience. */
export async function createBill(
  world: World,
  merchant: Merchant,
  random: Random,
  amount = inventAmount(random),
): Promise<Bill | undefined> {
  const owner: Owner = { name: 'merchant', isDead: false }
  const reference = `order-${random.whole(1, 1e9)}`
  const { flow } = merchant.account
  const withIdentity = flow !== 'canada' && random.chance(0.2)
  const headers = random.chance(0.7) ? { 'idempotency-key': `create ${reference}` } : {}
  const request = {
    path: '/v1/payments',
    headers,
    body: {
      reference,
      amount,
      currency: flow === 'canada' ? 'CAD' : 'HKD',
      expires_in: random.pick([60, 300, 900, 7200, 86_400]),
      ...(random.chance(0.3) && { description: 'Three tins of tea' }),
      ...(withIdentity && {
        payer_identity: { name: PLANTED.name, id_number: PLANTED.idNumber },
      }),
    },
  }
  if (random.chance(0.1))
    await expectRefusal(world, merchant, { ...request, body: { ...request.body, amount: 10.5 } })
  const answer = await insist(world, owner, merchant, request)
  if (answer === undefined) return undefined
  const bill = { id: String(answer['id']), url: String(answer['url']), amount }
  world.evidence.promised.push({ kind: 'payment', id: bill.id, amount })
  if (random.chance(0.2)) {
    const again = await insist(world, owner, merchant, request)
    if (again !== undefined && again['id'] !== bill.id) {
      world.evidence.broken.push({
        invariant: 'acknowledged-stays',
        detail: `${reference} became ${bill.id}, and then ${String(again['id'])}`,
      })
    }
  }
  return bill
}

/** What a merchant does with a payment while and after it is paid. */
export async function followPayment(
  world: World,
  merchant: Merchant,
  { bill, random }: { readonly bill: Bill; readonly random: Random },
): Promise<void> {
  const owner: Owner = { name: 'merchant', isDead: false }
  const path = `/v1/payments/${bill.id}`
  const isImpatient = random.chance(0.15)
  if (isImpatient) {
    await world.schedule.sleep(owner, random.whole(1, 120) * 1000)
    const canceled = await insist(world, owner, merchant, { path: `${path}/cancel`, body: {} })
    if (canceled?.['status'] === 'canceled') {
      world.evidence.promised.push({ kind: 'canceled', id: bill.id })
    }
  }
  if (!random.chance(0.6)) return
  for (let looks = 0; looks < 8; looks++) {
    await world.schedule.sleep(owner, random.whole(5, 600) * 1000)
    const payment = await insist(world, owner, merchant, { path })
    if (payment?.['status'] === 'succeeded') {
      world.evidence.toldPaid.push({ payment: bill.id, at: world.schedule.now() })
      await refund(world, merchant, { bill, random })
      return
    }
    const reviews: unknown = payment?.['reviews']
    if (Array.isArray(reviews) && reviews.length > 0 && random.chance(0.3)) {
      const note = 'I have looked, and there is nothing to be done.'
      await insist(world, owner, merchant, { path: `${path}/review`, body: { note } })
    }
  }
}

/** Asks for a run over all that can have happened while people were there. */
export async function reconcile(world: World, merchant: Merchant, from: number): Promise<void> {
  const owner: Owner = { name: 'merchant', isDead: false }
  const instant = (ms: number): string => new Date(Math.floor(ms / 1000) * 1000).toISOString()
  // For no server may the range end in the future.
  const to = Math.min(world.schedule.now() - 2 * MAX_OFF_MS, from + MAX_DAY_MS)
  const granted = await insist(world, owner, merchant, {
    path: '/v1/reconciliations',
    body: { from: instant(from), to: instant(to) },
  })
  if (granted === undefined) throw new Error('Nobody compared the books: the request was refused')
}

/** Ends each refund to which QFPay gives no end, by what its portal shows of the money. */
export async function endStuckRefunds(world: World, merchant: Merchant): Promise<void> {
  const owner: Owner = { name: 'merchant', isDead: false }
  const stuck = await world.database.look(
    `select id from refund where status in ('requested', 'pending')
       and account_id = '${merchant.accountId}' order by id`,
  )
  for (const { id } of stuck) {
    const refund = String(id)
    for (let tries = 1; ; tries++) {
      const { status, body } = await endByPortal(world, owner, merchant, refund)
      if (status === 200 && ['succeeded', 'failed'].includes(String(body['status']))) break
      // What has just been sent nobody can end yet; it may have an end of its own by then.
      if (status === 409 && tries <= MAX_TRIES_TO_END) {
        await world.schedule.sleep(owner, TRY_TO_END_AGAIN_MS)
        if (await hasEnded(world, refund)) break
        continue
      }
      world.evidence.broken.push({
        invariant: 'every-refund-ends',
        detail: `${refund} could not be ended: ${status} ${JSON.stringify(body)}`,
      })
      break
    }
  }
}

function endByPortal(
  world: World,
  owner: Owner,
  merchant: Merchant,
  refund: string,
): ReturnType<typeof call> {
  const happened = world.sandbox
    .ledger()
    .some(({ kind, outTradeNo }) => kind === 'refund' && outTradeNo.startsWith(refund))
  return call(world, owner, merchant, {
    path: `/v1/refunds/${refund}/end`,
    body: { happened, note: 'QFPay shows it in its portal' },
  })
}

async function hasEnded(world: World, refund: string): Promise<boolean> {
  const [row] = await world.database.look(`select ended_at from refund where id = '${refund}'`)
  return row?.['ended_at'] !== null
}

async function refund(
  world: World,
  merchant: Merchant,
  { bill, random }: { readonly bill: Bill; readonly random: Random },
): Promise<void> {
  const path = `/v1/payments/${bill.id}/refunds`
  const amounts = inventRefunds(random, bill.amount)
  if (random.chance(0.3)) {
    await expectRefusal(world, merchant, { path, body: { amount: bill.amount + 1 } })
  }
  await Promise.all(
    amounts.map(async (amount, index) => {
      const owner: Owner = { name: 'merchant', isDead: false }
      if (random.chance(0.5)) await world.schedule.sleep(owner, random.whole(0, 30_000))
      const reference = `refund-${bill.id}-${index}`
      const refunded = await insist(world, owner, merchant, {
        path,
        ...(random.chance(0.5) && { headers: { 'idempotency-key': reference } }),
        body: { reference, ...(amount !== undefined && { amount }) },
      })
      if (refunded === undefined) return
      world.evidence.promised.push({
        kind: 'refund',
        id: String(refunded['id']),
        payment: bill.id,
        amount: Number(refunded['amount']),
      })
      if (refunded['status'] !== 'awaiting_approval') return
      const awaiting = { refund: String(refunded['id']), payment: bill.id }
      await decide(world, awaiting, world.randomFor(`approval of ${reference}`))
    }),
  )
}

function inventAccount(random: Random): NewAccount {
  return {
    ...demoAccount(random.pick(FLOWS), GATEWAY),
    late_payments: random.pick(['accept', 'refund']),
    close_orders: random.chance(0.5),
    return_origins: [SHOP],
    ...(random.chance(0.4) && {
      request_limit: { per_second: random.whole(5, 20), per_minute: random.whole(20, 60) },
    }),
  }
}

/** Above which refunds wait for a second person; nearly all of them, or only large ones. */
function inventThreshold(random: Random): Pick<NewAccount, 'refund_approval_above'> {
  if (random.chance(0.7)) return {}
  return { refund_approval_above: random.pick([1_000, 60_000]) }
}

/** In minor units; by some, the sandbox does something strange to every order. */
export function inventAmount(random: Random): number {
  if (random.chance(0.15)) return random.pick(amountsOf(CONTRADICTED))
  if (random.chance(0.55)) return random.pick(PAYMENT_SCENARIOS).amount ?? 1099
  // Equal ones now and then, for the scenario that pays another order of the same amount.
  return random.chance(0.3) ? 90_000 : random.whole(50_000, 200_000)
}

/** Undefined is "all that is left". */
function inventRefunds(random: Random, amount: number): readonly (number | undefined)[] {
  const scenario = (): number =>
    random.chance(0.1) ? random.pick(ENDLESS) : (random.pick(REFUND_SCENARIOS).amount ?? 1)
  switch (random.whole(0, 4)) {
    case 0:
      return [undefined]
    case 1:
      return [scenario()]
    case 2:
      return [undefined, undefined, Math.ceil(amount / 2)]
    case 3:
      return [scenario(), Math.max(1, Math.floor(amount / 4)), scenario()]
    default:
      return [1, Math.ceil(amount / 3), Math.ceil(amount / 3), Math.ceil(amount / 3)]
  }
}

/** Asks a server, whichever takes the request, with a merchant's key or the operators'. */
export async function call(
  world: World,
  owner: Owner,
  { apiKey }: Pick<Merchant, 'apiKey'>,
  requested: Requested,
): Promise<Answer> {
  const response = await world.network.fetchFor({ owner })(CHECKOUT + requested.path, {
    method: requested.method ?? (requested.body === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...requested.headers,
      ...(requested.body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(requested.body !== undefined && { body: JSON.stringify(requested.body) }),
  })
  return { status: response.status, body: (await response.json()) as Row }
}

/** Repeats a request that got no answer, or "try again", as the API says one may. */
export async function insist(
  world: World,
  owner: Owner,
  merchant: Merchant,
  requested: Requested,
): Promise<Row | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const answer = await call(world, owner, merchant, requested).catch(() => undefined)
    if (answer !== undefined && answer.status < 400) {
      noteGranted(world, merchant, requested, answer)
      return answer.body
    }
    if (answer !== undefined && answer.status < 500) return undefined
    await world.schedule.sleep(owner, 2_000 * (tries + 1))
  }
  return undefined
}

function noteGranted(
  { evidence }: World,
  { accountId }: Merchant,
  requested: Requested,
  { body }: Answer,
): void {
  if (requested.body === undefined || !('reference' in requested.body)) return
  evidence.granted.push({ accountId, requested, id: String(body['id']) })
}

/** Asks once more for all that was granted, as a server does that has lost its own books. */
export async function repeatAll(world: World, merchant: Merchant): Promise<void> {
  const owner: Owner = { name: 'merchant', isDead: false }
  const { granted, broken } = world.evidence
  for (const { requested, id } of granted.filter(
    ({ accountId }) => accountId === merchant.accountId,
  )) {
    const { status, body } = await call(world, owner, merchant, requested)
    if (status < 400 && body['id'] === id) continue
    broken.push({
      invariant: 'same-answer',
      detail: `${id} was answered ${status} ${JSON.stringify(body)} when it was asked for again`,
    })
  }
}

async function expectRefusal(
  world: World,
  merchant: Merchant,
  requested: Requested,
): Promise<void> {
  const owner: Owner = { name: 'merchant', isDead: false }
  const answer = await call(world, owner, merchant, requested).catch(() => undefined)
  if (answer === undefined || answer.status >= 400) return
  world.evidence.broken.push({
    invariant: 'refuses-what-is-wrong',
    detail: `${requested.path} was granted ${JSON.stringify(requested.body)}`,
  })
}
