import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { openTestCheckout, openTestDeps, type TestDeps } from '../../../test/support/checkout.ts'
import { describeOnDatabase } from '../../../test/support/database.ts'
import {
  createHandClock,
  whileTimePasses,
  type HandClock,
} from '../../../test/support/hand-clock.ts'
import { openListingGateway } from '../../../test/support/listing-gateway.ts'
import {
  asksToSignIn,
  createOperatorBrowser,
  signInWithKey,
  type OperatorBrowser,
} from '../../../test/support/operator-browser.ts'
import { openTestOperator } from '../../../test/support/operators.ts'
import {
  openTestAccount,
  openTestPayment,
  recordTestAttempt,
} from '../../../test/support/payments.ts'
import type { Account } from '../../accounts/account.ts'
import { readAudit } from '../../audit/read-audit.ts'
import type { Checkout } from '../../checkout.ts'
import { inTransaction } from '../../database/transaction.ts'
import { HOUR_MS } from '../../platform/durations.ts'
import { readReconciliations } from '../../reconciliation/read-reconciliations.ts'
import { runDueReconciliations } from '../../reconciliation/run-due-reconciliations.ts'
import { startReconciliation } from '../../reconciliation/start-reconciliation.ts'

describeOnDatabase('the dashboard, about reconciliations', (database) => {
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
    const to = new Date(Math.floor(clock.now().getTime() / HOUR_MS) * HOUR_MS - HOUR_MS)
    const from = new Date(to.getTime() - hours * HOUR_MS)
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
    const at = new Date(clock.now().getTime() - 3 * HOUR_MS)
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

  it('starts one of whole days, for an operator who may, and says what is wrong with others', async () => {
    const form = await page(`${LIST}/new`)
    assert.match(form, /name="from"\s+value="(\d{4}-\d\d-\d\d)"/)
    const send = (from: string, to: string) =>
      operator.send(LIST, { account: account.id, from, to })
    const refused = async (from: string, to: string): Promise<string> => {
      const response = await send(from, to)
      assert.equal(response.status, 400)
      return response.text()
    }
    const day = (ago: number): string =>
      new Date(clock.now().getTime() + 8 * HOUR_MS - ago * 24 * HOUR_MS).toISOString().slice(0, 10)
    assert.match(await refused('', day(1)), /from”|&quot;from&quot;: must be given/)
    assert.match(await refused(day(1), day(2)), /must be after/)
    assert.match(await refused(day(1), day(-2)), /must not be in the future/)
    assert.match(await refused(day(400), day(1)), /must be within the last 366 days/)
    const response = await send(day(2), day(0))
    assert.equal(response.status, 303)
    const { runs } = await readReconciliations(deps, { limit: 1 })
    assert.equal(response.headers.get('location'), `${LIST}/${runs[0]?.id}`)
    assert.match(await page(`${LIST}/${runs[0]?.id}`), /Starts at .* up to five minutes late/)
    assert.equal(runs[0]?.from.toISOString(), `${day(3)}T16:00:00.000Z`)
    assert.ok(runs[0].to <= clock.now() && clock.now().getTime() - runs[0].to.getTime() < 1000)
    const { entries } = await readAudit(deps, { limit: 1, action: 'reconciliation.started' })
    assert.equal(entries[0]?.subject.id, runs[0].id)
    const { token } = await openTestOperator(deps, 'read')
    const reader = createOperatorBrowser(checkout, token)
    assert.equal((await reader.open(`${LIST}/new`)).status, 403)
    assert.equal((await reader.send(LIST, { account: account.id })).status, 403)
    assert.doesNotMatch(await (await reader.open(LIST)).text(), /reconciliations\/new/)
    await finish()
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
    const at = new Date(clock.now().getTime() - 3 * HOUR_MS)
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
