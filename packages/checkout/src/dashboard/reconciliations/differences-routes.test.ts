import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import type { TestDeps } from '../../../test/support/checkout.ts'
import { openTestDashboard } from '../../../test/support/dashboard.ts'
import { describeOnDatabase } from '../../../test/support/database.ts'
import {
  createHandClock,
  whileTimePasses,
  type HandClock,
} from '../../../test/support/hand-clock.ts'
import { openListingGateway } from '../../../test/support/listing-gateway.ts'
import type { OperatorBrowser } from '../../../test/support/operator-browser.ts'
import { openTestAccount, openTestPayment } from '../../../test/support/payments.ts'
import type { Account } from '../../accounts/account.ts'
import { readAudit } from '../../audit/read-audit.ts'
import { inTransaction } from '../../database/transaction.ts'
import type { Operator } from '../../operators/operator.ts'
import { HOUR_MS } from '../../platform/durations.ts'
import { runDueReconciliations } from '../../reconciliation/run-due-reconciliations.ts'
import { startReconciliation } from '../../reconciliation/start-reconciliation.ts'

describeOnDatabase('the dashboard, about differences that are left to people', (database) => {
  const LIST = '/dashboard/reconciliations/differences'
  const gateway = openListingGateway()
  let clock: HandClock
  let deps: TestDeps
  let account: Account
  let ann: Operator
  let browser: OperatorBrowser
  before(async () => {
    clock = createHandClock()
    const options = { role: 'refund', clock, fetch: gateway.fetch } as const
    ;({ deps, operator: ann, browser } = await openTestDashboard(database(), options))
    account = await openTestAccount(deps)
    // Without one the overview shows only the first steps.
    await openTestPayment(deps, account)
  })
  const page = async (path: string, headers?: Record<string, string>): Promise<string> =>
    (await browser.open(path, headers)).text()
  const send = async (path: string, fields: Record<string, string> = {}) => {
    const response = await browser.send(path, fields)
    return response.headers.get('location')?.replace(/^.*done=/, '')
  }
  const run = async (hours: number) => {
    const to = new Date(Math.floor(clock.now().getTime() / HOUR_MS) * HOUR_MS - HOUR_MS)
    const range = { from: new Date(to.getTime() - hours * HOUR_MS), to }
    const started = await inTransaction(deps.database, (trx) =>
      startReconciliation(trx, deps, account, range),
    )
    assert.ok(started)
    while ((await whileTimePasses(clock, runDueReconciliations(deps))) > 0);
    return started
  }
  const workOn = async (number: string): Promise<string> => {
    const { id } = await database()
      .db.selectFrom('reconciliation_difference')
      .select('id')
      .where('out_trade_no', '=', number)
      .where('repeats', 'is', null)
      .executeTakeFirstOrThrow()
    return `${LIST}/${id}`
  }
  const deeds = async (path: string) => {
    const about = path.slice(LIST.length + 1)
    const { entries } = await readAudit(deps, { limit: 100, about })
    return entries.map(({ action }) => action).toSorted()
  }

  it('lists each once, however many runs have found it, until somebody has resolved it', async () => {
    const at = new Date(clock.now().getTime() - 3 * HOUR_MS)
    gateway.rows.push({ number: 'KIOSK-1', at, amount: 700 })
    const first = await run(12)
    gateway.rows.push({ number: 'KIOSK-2', at, amount: 800 })
    const second = await run(11)
    const listed = [...(await page(LIST)).matchAll(/id">(KIOSK-\d)</g)].map(([, number]) => number)
    assert.deepEqual(listed, ['KIOSK-2', 'KIOSK-1'])
    assert.match(
      await page(LIST, { 'accept-language': 'zh-HK' }),
      /其單號並非由 Tael 產生。<[^<]*<p[^>]*>一筆付款，其單號並非由 Tael 產生</,
    )
    assert.match(
      await page('/dashboard'),
      new RegExp(`href="${LIST}"[^]*\\d+ differences to resolve`),
    )
    const path = await workOn('KIOSK-1')
    assert.equal(
      await send(`${path}/resolve`, { resolution: 'other_system', note: 'a till' }),
      'changed',
    )
    assert.equal(await send(`${path}/resolve`, { resolution: 'booked' }), 'unchanged')
    assert.doesNotMatch(await page(LIST), /KIOSK-1/)
    assert.match(await page(`${LIST}?show=resolved`), /KIOSK-1/)
    for (const { id } of [first, second]) {
      assert.match(
        await page(`/dashboard/reconciliations/${id}`),
        /It belongs to another system of ours[^]*KIOSK-1/,
      )
    }
    const runs = await page('/dashboard/reconciliations')
    assert.match(
      runs,
      new RegExp(`${first.id}"(?![^]*${first.id}"[^]*alarm)[^]*1 resolved by people`),
    )
    // QFPay says something else of it now.
    gateway.rows.splice(0, 1, { number: 'KIOSK-1', at, amount: 701 })
    await run(10)
    assert.match(await page(LIST), /HK\$7\.01[^]*KIOSK-1/)
  })

  it('shows one that was found before Tael kept facts as it was written', async () => {
    const path = await workOn('KIOSK-2')
    const chinese = () => page(path, { 'accept-language': 'zh-CN' })
    assert.match(await chinese(), />一笔付款，其单号不是 Tael 生成的</)
    const { db } = database()
    const older = db.updateTable('reconciliation_difference').set({ facts: null })
    await older.where('out_trade_no', '=', 'KIOSK-2').execute()
    assert.match(await chinese(), />a payment under a number that Tael did not make</)
  })

  it('says who works on one and what they noted, in its history and in the audit log', async () => {
    const path = await workOn('KIOSK-2')
    assert.equal(await send(`${path}/assign`, { operator: ann.id }), 'changed')
    assert.equal((await browser.send(`${path}/assign`, { operator: 'opr_1' })).status, 404)
    assert.match(await page(`${LIST}?show=mine`), new RegExp(`KIOSK-2`))
    const note = deps.newId('dfe')
    const noted = { note, text: 'Asked QFPay, ticket 4711' }
    assert.equal(await send(`${path}/notes`, noted), 'changed')
    assert.equal(await send(`${path}/notes`, noted), 'unchanged')
    assert.equal(await send(`${path}/notes`, { text: 'sk_live_0123456789abcdef' }), 'secret')
    const both = await Promise.all(
      ['booked', 'corrected'].map((resolution) => send(`${path}/resolve`, { resolution })),
    )
    assert.deepEqual(both.toSorted(), ['changed', 'unchanged'])
    assert.equal(await send(`${path}/reopen`), 'changed')
    assert.equal(await send(`${path}/assign`, { operator: '' }), 'changed')
    const whole = await page(path)
    for (const said of [
      /Opened again by A person/,
      /Asked QFPay, ticket/,
      /Assigned by A person/,
    ]) {
      assert.match(whole, said)
    }
    assert.deepEqual(await deeds(path), [
      'difference.assigned',
      'difference.assigned',
      'difference.noted',
      'difference.reopened',
      'difference.resolved',
    ])
  })
})
