import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openTestDeps } from '../../test/support/checkout.ts'
import { createServerDatabase, TEST_RUNTIME } from '../../test/support/database.ts'
import { createHandClock, whileTimePasses } from '../../test/support/hand-clock.ts'
import { openListingGateway } from '../../test/support/listing-gateway.ts'
import { openTestAccount } from '../../test/support/payments.ts'
import { openDatabase } from '../database/database.ts'
import { inTransaction } from '../database/transaction.ts'
import { serveHttp } from '../http/serve.ts'
import { DAY_MS, SECOND_MS } from '../platform/durations.ts'
import { readDifferences, readReconciliation } from './read-reconciliations.ts'
import { runDueReconciliations } from './run-due-reconciliations.ts'
import { startReconciliation } from './start-reconciliation.ts'

const PROCESS = fileURLToPath(new URL('../../test/support/reconciling-process.ts', import.meta.url))
/** A day, its halves and its quarters are too full; each of its eighths is not. */
const NEEDED = 11

it('a run continues where a process was killed, and nothing is read or reported twice', async (t) => {
  const { url, drop } = await createServerDatabase()
  const clock = createHandClock(new Date())
  const database = await openDatabase({ url }, { ...TEST_RUNTIME, clock })
  await database.migrate()
  const gateway = openListingGateway()
  const server = await serveHttp(
    {
      fetch: async (request) =>
        gateway.fetch(request.url, { method: 'POST', body: await request.text() }),
    },
    { port: 0 },
  )
  const deps = openTestDeps(database, { clock, fetch: gateway.fetch })
  const account = await openTestAccount(deps)

  // A day in the middle of a calendar month.
  const now = clock.now()
  const month = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 10)
  const range = { from: new Date(month), to: new Date(month + DAY_MS) }
  const numbers = Array.from({ length: 600 }, (_, n) => `POS-${String(n).padStart(3, '0')}`)
  const rows = numbers.map((number, n) => ({ number, at: new Date(month + n * (DAY_MS / 600)) }))
  gateway.rows.push(...rows)
  const run = await inTransaction(database, (trx) => startReconciliation(trx, deps, account, range))
  assert.ok(run)

  const child = spawn(process.execPath, ['--conditions=@tael/source', PROCESS, url, server.url], {
    stdio: 'inherit',
  })
  t.after(() => child.kill('SIGKILL'))
  const gone = once(child, 'exit')
  gateway.manners.trouble = async (ranges) => {
    if (ranges < 8) return
    child.kill('SIGKILL')
    await gone
  }
  const [, signal] = (await gone) as [unknown, unknown]
  assert.equal(signal, 'SIGKILL')
  gateway.manners.trouble = () => undefined
  const half = await readReconciliation(deps, run.id)
  assert.ok(half && half.readUntil > range.from && half.readUntil < range.to)
  assert.equal(await runDueReconciliations(deps), 0, 'its lease is not over')

  await clock.advance(10 * 60 * SECOND_MS)
  while ((await whileTimePasses(clock, runDueReconciliations(deps))) > 0);
  const done = await readReconciliation(deps, run.id)
  assert.partialDeepStrictEqual(done, { status: 'completed', transactions: 600 })
  assert.equal(gateway.ranges.length, NEEDED + 1)
  const filter = { reconciliationId: run.id, limit: 1000 }
  const found = (await readDifferences(deps, filter)).differences
  assert.deepEqual(found.map(({ outTradeNo }) => outTradeNo).toSorted(), numbers)

  await server.close()
  await database.close()
  await drop()
})
