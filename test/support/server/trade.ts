import { setTimeout as pause } from 'node:timers/promises'
import { createSandbox, serveSandbox } from '@tael/sandbox'
import { SECOND_MS } from '@tael/testing/durations'
import { waitUntil } from '@tael/testing/patience'
import { openReceiver } from '../../../packages/checkout/test/support/webhooks.ts'
import { demoAccount } from '../../../packages/cli/src/index.ts'
import { addAccount } from './add-account.ts'
import { checkBooks } from './books.ts'
import type { Fleet } from './fleet.ts'
import { createMerchant, type Merchant } from './merchant.ts'
import { createPayer } from './payer.ts'

const PAYERS = 4
const PRICE = 2_000
const REFUNDED = 500
/** In all longer than the lease of a refund, and then the wait for one that QFPay may never have received. */
const [LOOKS, LEAPS_BETWEEN, LEAP_MS] = [40, 6, 30 * SECOND_MS]
/** For the answers to what a leap has begun. */
const AFTER_LEAP_MS = 250

/** Payers who pay one order after the other, and now and then get a part back, until they are stopped. */
export type Trade = {
  readonly merchant: Merchant
  /** One order from its creation to its proof; calls back when the order is acknowledged. */
  readonly payOnce: (onCreated?: () => void) => Promise<void>
  /** Waits until so many more have paid; resolves with how many have paid in all. */
  readonly goOn: (what: string, payments: number) => Promise<number>
  /** Begins no new order, and waits for those under way. */
  readonly stop: () => Promise<void>
  /** What was lost, doubled or never ended, one sentence each; what may still come right gets a while. */
  readonly findFaults: () => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

/** Opens a shop at servers that run already, behind one address. */
export async function openTrade({
  balancer,
  pass,
}: Pick<Fleet, 'balancer' | 'pass'>): Promise<Trade> {
  const checkoutUrl = balancer.url
  const sandbox = createSandbox({
    settings: { refundNightWindow: false, unsettledFloat: null, requestsPerMinute: 10_000 },
    fetch,
  })
  const server = await serveSandbox({ sandbox, port: 0 })
  const receiver = await openReceiver()
  const apiKey = await addAccount(checkoutUrl, {
    ...demoAccount('own-account', server.url),
    request_limit: { per_second: 100, per_minute: 10_000 },
  })
  const merchant = createMerchant({ checkoutUrl, apiKey })
  await merchant.call('POST', '/v1/webhook_endpoints', { url: receiver.url })

  const broken: string[] = []
  let [started, paid, isStopped] = [0, 0, false]

  const payOnce: Trade['payOnce'] = async (onCreated) => {
    const round = started++
    const name = `payer-${round}`
    sandbox.payers.put({ id: name, name })
    try {
      const { id, url } = await merchant.createPayment(PRICE)
      onCreated?.()
      const payer = createPayer(sandbox, { name })
      await payer.open(url)
      await payer.confirm()
      paid += 1
      await payer.comeBack()
      await merchant.waitFor(id, ({ status }) => status === 'succeeded')
      if (round % 3 === 0) await merchant.refund(id, REFUNDED)
    } catch (error) {
      broken.push(String(error))
    }
  }
  const load = Array.from({ length: PAYERS }, async () => {
    while (!isStopped) await payOnce()
  })

  return {
    merchant,
    payOnce,
    async goOn(what, payments) {
      const from = paid
      return waitUntil(
        what,
        () => paid,
        (now) => now >= from + payments,
      )
    },
    async stop() {
      isStopped = true
      await Promise.all(load)
    },
    async findFaults() {
      const witnesses = { sandbox, merchants: { shop: merchant }, webhooks: receiver.receipts }
      let faults = await checkBooks(witnesses)
      const mayComeRight = (): boolean =>
        faults.length > 0 && faults.every(({ kind }) => kind === 'stuck')
      for (let looks = 0; looks < LOOKS && mayComeRight(); looks++) {
        for (let leaps = 0; leaps < LEAPS_BETWEEN; leaps++) {
          await pass(LEAP_MS)
          await sandbox.clock.advance(LEAP_MS)
          await pause(AFTER_LEAP_MS)
        }
        faults = await checkBooks(witnesses)
      }
      const unpaid: string[] = []
      for (const { id } of merchant.acknowledged.payments) {
        const { status } = await merchant.getPayment(id)
        if (status !== 'succeeded') unpaid.push(`${id} is ${status}`)
      }
      return [...broken, ...faults.map(({ kind, what }) => `${kind}: ${what}`), ...unpaid]
    },
    async close() {
      isStopped = true
      await receiver.close()
      await server.close()
      sandbox.close()
    },
  }
}
