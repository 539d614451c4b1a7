import { setTimeout as pause } from 'node:timers/promises'
import { createSandbox, serveSandbox } from '@tael/sandbox'
import { freePort } from '@tael/testing/free-port'
import { waitUntil } from '@tael/testing/patience'
import { createServerDatabase } from '../../packages/checkout/test/support/database.ts'
import { openReceiver } from '../../packages/checkout/test/support/webhooks.ts'
import { demoAccount } from '../../packages/cli/src/index.ts'
import { addAccount } from '../support/server/add-account.ts'
import { checkBooks } from '../support/server/books.ts'
import { createMerchant } from '../support/server/merchant.ts'
import { createPayer } from '../support/server/payer.ts'
import { startServer, type ServerOptions } from '../support/server/server-process.ts'
import { openBalancer } from './balancer.ts'
import type { OldVersion } from './old-version.ts'

const PAYERS = 4
const PAID_IN_EACH_PHASE = 8
/** A dump holds every table for so long; a migration that meets it lets go and comes again. */
const DUMP_MS = 4_000
const PRICE = 2_000
const PRELOAD = new URL('../support/server/child/end-with-parent.ts', import.meta.url).href

export type Upgrade = {
  readonly payments: number
  readonly requests: number
  readonly longestMs: number
  /** What was lost, doubled or never ended, one sentence each. */
  readonly broken: readonly string[]
}

/**
 * Two processes of the old version serve payers; a new one starts beside them and migrates, perhaps while a dump
 * holds the tables; an old one restarts on the new schema; then new ones take over. Payers pay all the time.
 */
export async function upgradeUnderLoad(
  old: OldVersion,
  say: (line: string) => void,
): Promise<Upgrade> {
  const { url: databaseUrl, query, drop } = await createServerDatabase()
  const ports = await Promise.all(Array.from({ length: 4 }, () => freePort()))
  const urls = ports.map((port) => `http://127.0.0.1:${port}`)
  const balancer = await openBalancer(urls)
  const sandbox = createSandbox({
    settings: { refundNightWindow: false, unsettledFloat: null },
    fetch,
  })
  const sandboxServer = await serveSandbox({ sandbox, port: 0 })
  const receiver = await openReceiver()
  const optionsFor = (port: number): ServerOptions => ({
    env: {
      DATABASE_URL: databaseUrl,
      TAEL_PUBLIC_URL: balancer.url,
      TAEL_SECRET: 'a server secret that is used in tests only',
      TAEL_PORT: String(port),
      TAEL_DRAIN_SECONDS: '1',
      TAEL_ALLOW_PRIVATE_WEBHOOKS: 'true',
    },
    preload: PRELOAD,
  })
  const running = new Map<number, ReturnType<typeof startServer>>()
  const start = async (index: number, main?: string): Promise<void> => {
    const options = { ...optionsFor(ports[index] ?? 0), ...(main !== undefined && { main }) }
    const server = startServer(options)
    running.set(index, server)
    await server.listens
    await waitUntil(
      'the balancer to use the process',
      () => balancer.isReady(urls[index] ?? ''),
      (is) => is,
    )
  }
  const stop = async (index: number): Promise<void> => {
    running.get(index)?.kill('SIGTERM')
    await running.get(index)?.ended
    running.delete(index)
  }

  const broken: string[] = []
  let paid = 0
  let isStopped = false
  try {
    await Promise.all([start(0, old.main), start(1, old.main)])
    // The old version's command, or the new one's would migrate.
    const apiKey = await addAccount(
      { ...optionsFor(0), main: old.main },
      {
        ...demoAccount('own-account', sandboxServer.url),
        request_limit: { per_second: 100, per_minute: 10_000 },
      },
    )
    sandbox.settings.change({ requestsPerMinute: 10_000 })
    const merchant = createMerchant({ checkoutUrl: balancer.url, apiKey })
    await merchant.call('POST', '/v1/webhook_endpoints', { url: receiver.url })

    const payOnce = async (name: string, round: number): Promise<void> => {
      const { id, url } = await merchant.createPayment(PRICE)
      const payer = createPayer(sandbox, { name })
      await payer.open(url)
      await payer.confirm()
      paid += 1
      await payer.comeBack()
      await merchant.waitFor(id, ({ status }) => status === 'succeeded')
      if (round % 3 === 0) await merchant.refund(id, 500)
    }
    const load = Array.from({ length: PAYERS }, async (_, number) => {
      const name = `payer-${number}`
      sandbox.payers.put({ id: name, name })
      for (let round = number; !isStopped; round++) {
        await payOnce(name, round).catch((error: unknown) => broken.push(String(error)))
      }
    })
    const trade = async (what: string): Promise<void> => {
      const from = paid
      await waitUntil(
        what,
        () => paid,
        (now) => now >= from + PAID_IN_EACH_PHASE,
      )
      say(`${what}: ${paid} paid`)
    }

    await trade('two old ones')
    const dump = query(DUMP, [])
    await Promise.all([start(2), dump])
    const applied = await query('select name from schema_migration', [])
    if (!old.newer.every((name) => JSON.stringify(applied).includes(`"${name}"`))) {
      broken.push('the new version did not migrate')
    }
    await trade('old and new ones together, migrated meanwhile')
    await stop(0)
    await start(0, old.main)
    await trade('an old one has restarted on the new schema')
    await start(3)
    await Promise.all([stop(0), stop(1)])
    await trade('new ones alone')
    isStopped = true
    await Promise.all(load)

    const witnesses = { sandbox, merchants: { shop: merchant }, webhooks: receiver.receipts }
    let faults = await checkBooks(witnesses)
    for (let tries = 0; faults.some(({ kind }) => kind === 'stuck') && tries < 60; tries++) {
      await pause(500)
      faults = await checkBooks(witnesses)
    }
    broken.push(...faults.map(({ kind, what }) => `${kind}: ${what}`), ...balancer.lost)
    const { payments } = merchant.acknowledged
    for (const { id } of payments) {
      const { status } = await merchant.getPayment(id)
      if (status !== 'succeeded') broken.push(`${id} is ${status}`)
    }
    return {
      payments: payments.length,
      requests: balancer.passed(),
      longestMs: Math.round(balancer.longestMs()),
      broken,
    }
  } finally {
    isStopped = true
    await Promise.all([...running.keys()].map(stop))
    await receiver.close()
    await sandboxServer.close()
    sandbox.close()
    await balancer.close()
    await drop()
  }
}

/** As `pg_dump` begins: it reads every table, and nobody may change one until it has ended. */
const DUMP = `do $$ declare one text; begin
  for one in select tablename from pg_tables where schemaname = 'public' loop
    execute format('lock table %I in access share mode', one);
  end loop;
  perform pg_sleep(${DUMP_MS / 1000});
end $$`
