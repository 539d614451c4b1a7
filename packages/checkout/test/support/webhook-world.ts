import assert from 'node:assert/strict'
import { afterEach } from 'node:test'
import type { Account } from '../../src/accounts/account.ts'
import { applyVerdict } from '../../src/attempts/apply-verdict.ts'
import type { CheckoutOptions } from '../../src/checkout.ts'
import type { Database } from '../../src/database/database.ts'
import type { Payment } from '../../src/payments/payment.ts'
import { addEndpoint } from '../../src/webhooks/change-endpoints.ts'
import { createWebhookSender } from '../../src/webhooks/deliver-webhooks.ts'
import { readDeliveries, readEndpoint } from '../../src/webhooks/read-webhooks.ts'
import type { WebhookDelivery } from '../../src/webhooks/webhook-delivery.ts'
import type { WebhookEndpoint } from '../../src/webhooks/webhook-endpoint.ts'
import { openWebhookNetwork } from '../../src/webhooks/webhook-network.ts'
import { openTestDeps, type TestDeps } from './checkout.ts'
import { createHandClock, type HandClock } from './hand-clock.ts'
import { openTestAccount, openTestPayment, paidVerdict, recordTestAttempt } from './payments.ts'
import {
  openReceiver,
  sendDueWebhooks,
  type Receipt,
  type Receiver,
  type ReceiverAnswer,
} from './webhooks.ts'

export type WebhookWorld = {
  readonly deps: TestDeps
  readonly clock: HandClock
  readonly account: Account
  readonly receiver: Receiver
  readonly endpoint: WebhookEndpoint
  readonly deliveries: () => Promise<readonly WebhookDelivery[]>
  readonly endpointNow: () => Promise<WebhookEndpoint>
  /** Lets time pass, and whatever is due at its end happen. */
  readonly pass: (ms: number) => Promise<void>
}

export const typesOf = (receipts: readonly Receipt[]): string[] =>
  receipts.map(({ event }) => event.type)

export const failing = (fails: boolean): Response =>
  new Response(fails ? 'Out of order' : null, { status: fails ? 500 : 204 })

type WebhookWorlds = {
  readonly openWorld: (
    answer?: ReceiverAnswer,
    options?: Partial<CheckoutOptions> & { eventTypes?: string[] },
  ) => Promise<WebhookWorld>
  readonly receive: (answer?: ReceiverAnswer) => Promise<Receiver>
  readonly listen: (
    deps: TestDeps,
    account: Account,
    receiver: Receiver,
    eventTypes: readonly string[],
  ) => Promise<WebhookEndpoint>
  readonly pay: (deps: TestDeps, account: Account) => Promise<Payment>
}

/** Merchants' servers and checkouts that send them webhooks; closed after each test. */
export function webhookWorlds(database: () => Database): WebhookWorlds {
  let receivers: Receiver[] = []
  afterEach(async () => {
    await Promise.all(receivers.map((receiver) => receiver.close()))
    receivers = []
  })

  const receive = async (answer?: ReceiverAnswer): Promise<Receiver> => {
    const receiver = await openReceiver(answer)
    receivers.push(receiver)
    return receiver
  }
  const listen = async (
    deps: TestDeps,
    account: Account,
    receiver: Receiver,
    eventTypes: readonly string[],
  ): Promise<WebhookEndpoint> => {
    const requested = {
      accountId: account.id,
      url: receiver.url,
      description: undefined,
      eventTypes,
    }
    const endpoint = await addEndpoint(deps, requested)
    assert.ok(endpoint)
    return endpoint
  }
  const openWorld = async (
    answer?: ReceiverAnswer,
    { eventTypes = ['*'], ...options }: Partial<CheckoutOptions> & { eventTypes?: string[] } = {},
  ): Promise<WebhookWorld> => {
    const clock = createHandClock()
    const webhooks = openWebhookNetwork({ allowPrivate: true })
    const deps = openTestDeps(database(), { clock, webhooks, random: () => 0, ...options })
    const account = await openTestAccount(deps)
    const receiver = await receive(answer)
    const endpoint = await listen(deps, account, receiver, eventTypes)
    return {
      deps,
      clock,
      account,
      receiver,
      endpoint,
      deliveries: async () =>
        (
          await readDeliveries(deps, { endpointId: endpoint.id, limit: 100 })
        ).deliveries.toReversed(),
      endpointNow: async () => {
        const now = await readEndpoint(deps, account.id, endpoint.id)
        assert.ok(now)
        return now
      },
      async pass(ms) {
        await clock.advance(ms)
        await sendDueWebhooks(deps)
      },
    }
  }
  const pay = async (deps: TestDeps, account: Account): Promise<Payment> => {
    const payment = await openTestPayment(deps, account)
    const attempt = await recordTestAttempt(deps, payment)
    await applyVerdict(deps, attempt, paidVerdict(attempt))
    return payment
  }
  return { openWorld, receive, listen, pay }
}

/** A process takes what is due, and never hears an answer. */
export async function dieSending(deps: TestDeps): Promise<void> {
  const webhooks = {
    allowPrivate: true,
    fetch: () => Promise.withResolvers<Response>().promise,
  }
  await createWebhookSender({ ...deps, webhooks }).serveDue()
  await untilTaken(deps)
}

async function untilTaken(deps: TestDeps): Promise<void> {
  for (;;) {
    const row = await deps.database.db
      .selectFrom('webhook_delivery')
      .select('id')
      .where('leased_until', '>', deps.clock.now())
      .executeTakeFirst()
    if (row !== undefined) return
    await othersTurn()
  }
}

/** The embedded database alone would never let the sockets have theirs. */
export const othersTurn = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve))
