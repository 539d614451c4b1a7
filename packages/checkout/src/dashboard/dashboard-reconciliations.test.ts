import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { openTestCheckout, openTestDeps, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, whileTimePasses, type HandClock } from '../../test/support/hand-clock.ts'
import { openListingGateway } from '../../test/support/listing-gateway.ts'
import {
  asksToSignIn,
  createOperatorBrowser,
  signInWithKey,
  type OperatorBrowser,
} from '../../test/support/operator-browser.ts'
import { openTestAccount, openTestPayment, recordTestAttempt } from '../../test/support/payments.ts'
import type { Account } from '../accounts/account.ts'
import type { Checkout } from '../checkout.ts'
import { inTransaction } from '../database/transaction.ts'
import { runDueReconciliations } from '../reconciliation/run-due-reconciliations.ts'
import { startReconciliation } from '../reconciliation/start-reconciliation.ts'

describeOnDatabase('the dashboard, about reconciliations', (database) => {
  const HOUR = 60 * 60_000
  const LIST = '/dashboard/reconciliations'
  const gateway = openListingGateway()
  let clock: HandClock
  let deps: TestDeps
  let checkout: Checkout
  let operator: OperatorBrowser
  let account: Account
  before(async () => {
    clock = createHandClock()
    deps = openTestDeps(database(), { clock, fetch: gateway.fetch })
    checkout = openTestCheckout(database(), { clock })
    operator = await signInWithKey(checkout)
    account = await openTestAccount(deps)
  })
  const page = async (path: string): Promise<string> => (await operator.open(path)).text()
  const started = async (hours: number) => {
    const to = new Date(Math.floor(clock.now().getTime() / HOUR) * HOUR - HOUR)
    const from = new Date(to.getTime() - hours * HOUR)
    const run = await inTransaction(deps.database, (trx) =>
      startReconciliation(trx, deps, account, { from, to }),
    )
    assert.ok(run)
    return run
  }
  const finish = async (): Promise<void> => {
    while ((await whileTimePasses(clock, runDueReconciliations(deps))) > 0);
  }

  it('shows how far each is and what it found, and leads to the payments it is about', async () => {
    const payment = await openTestPayment(deps, account)
    const attempt = await recordTestAttempt(deps, payment)
    const at = new Date(clock.now().getTime() - 3 * HOUR)
    gateway.rows.push(
      { number: attempt.id, at, amount: 1 },
      { number: '<b>POS-1</b>', at, amount: 500 },
    )
    const run = await started(24)
    const path = `${LIST}/${run.id}`
    assert.match(await page(LIST), new RegExp(`href="${path}"[^]*Running · 0 % read`))
    await finish()
    const list = await page(LIST)
    assert.match(list, /Needs review[^]*Amount mismatch: *<b>1 needs review<\/b>[^]*Completed/)
    const whole = await page(path)
    assert.match(whole, new RegExp(`href="/dashboard/payments/${payment.id}"`))
    assert.match(whole, /2 differences need review; 0 resolved/)
    assert.match(whole, /&lt;b&gt;POS-1&lt;\/b&gt;/)
    assert.match(whole, /succeeded, HK\$5\.00/)
    assert.match(await page('/dashboard/payments'), new RegExp(`href="${LIST}"`))
  })

  it('narrows the differences to those that are left to a person, or resolved', async () => {
    const run = await started(23)
    await finish()
    const path = `${LIST}/${run.id}`
    assert.match(await page(`${path}?resolved=false`), /POS-1/)
    assert.doesNotMatch(await page(`${path}?resolved=true`), /POS-1/)
    assert.match(await page(`${path}?resolved=nonsense`), /POS-1/)
  })

  it('turns the pages of differences, and comes back to the first', async () => {
    const at = new Date(clock.now().getTime() - 3 * HOUR)
    for (let n = 0; n < 60; n += 1) gateway.rows.push({ number: `TILL-${n}`, at, amount: 100 })
    const run = await started(22)
    await finish()
    const first = await page(`${LIST}/${run.id}?resolved=false`)
    const [, next = ''] = /rel="next" href="([^"]*)"/.exec(first) ?? []
    const second = await page(next.replaceAll('&amp;', '&'))
    const seen = new Set([...(first + second).matchAll(/TILL-\d+/g)].map(([number]) => number))
    assert.equal(seen.size, 60)
    assert.doesNotMatch(second, /rel="next"/)
    assert.match(second, new RegExp(`href="${LIST}/${run.id}\\?resolved=false">← First page`))
  })

  it('gives the differences as CSV only to operators who are signed in', async () => {
    const run = await started(21)
    await finish()
    const path = `${LIST}/${run.id}/differences.csv`
    const response = await operator.open(path)
    assert.match(response.headers.get('content-type') ?? '', /^text\/csv/)
    assert.match(response.headers.get('content-disposition') ?? '', /^attachment; filename="rcn_/)
    const bytes = Buffer.from(await response.arrayBuffer())
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'Excel reads UTF-8')
    const text = bytes.toString()
    assert.match(text, /^\ufeffid,kind,outcome[^]*unknown,reported[^]*POS-1/)
    for (const closed of [path, `${LIST}/${run.id}`, LIST]) {
      assert.ok(await asksToSignIn(await createOperatorBrowser(checkout).open(closed)), closed)
    }
  })
})
