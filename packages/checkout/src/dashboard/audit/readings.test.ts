import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { callApi, TEST_ACCOUNT, type TestDeps } from '../../../test/support/checkout.ts'
import { openTestDashboard } from '../../../test/support/dashboard.ts'
import { describeOnDatabase } from '../../../test/support/database.ts'
import {
  createHandClock,
  whileTimePasses,
  type HandClock,
} from '../../../test/support/hand-clock.ts'
import type { OperatorBrowser } from '../../../test/support/operator-browser.ts'
import { openTestPayment } from '../../../test/support/payments.ts'
import type { Account } from '../../accounts/account.ts'
import { readAccountOfKey } from '../../accounts/read-accounts.ts'
import { readAudit } from '../../audit/read-audit.ts'
import type { Checkout } from '../../checkout.ts'
import { LANGUAGES } from '../../language/language.ts'
import type { Operator } from '../../operators/operator.ts'
import { startReconciliationOnce } from '../../reconciliation/start-reconciliation.ts'
import { sayAuditEntry } from './show-audit-entry.ts'

describeOnDatabase('what a person asks for or takes away', (database) => {
  let clock: HandClock
  let checkout: Checkout
  let deps: TestDeps
  let account: Account
  let key: string
  let ada: Operator
  let browser: OperatorBrowser

  before(async () => {
    clock = createHandClock()
    const options = { role: 'administer', clock } as const
    ;({ deps, checkout, operator: ada, browser } = await openTestDashboard(database(), options))
    key = (await checkout.addAccount(TEST_ACCOUNT)).apiKey
    const found = await readAccountOfKey(deps, key)
    assert.ok(found)
    account = found.account
  })

  const entries = async () => {
    const found = await readAudit(deps, { limit: 100, about: ada.id })
    return found.entries.filter(({ action }) => action !== 'operator.signed_in')
  }

  it('is in the audit log: enquiries, checks of credentials, and each file with rows', async () => {
    const payment = await openTestPayment(deps, account)
    const to = new Date(Math.floor(clock.now().getTime() / 1000) * 1000)
    const range = { from: new Date(to.getTime() - 1000), to }
    const run = await startReconciliationOnce(deps, account, range)
    assert.ok(run)
    const of = `account=${account.id}`
    for (const [path, action, subject, facts] of [
      [
        `payments.csv?${of}&from=2026-03-01&status=succeeded`,
        'payments.downloaded',
        account.id,
        ['from', 'status'],
      ],
      ['payments.csv', 'payments.downloaded', undefined, []],
      [
        `refunds.csv?${of}&to=2026-03-01&status=failed`,
        'refunds.downloaded',
        account.id,
        ['to', 'status'],
      ],
      [`statements.csv?${of}&period=2026-03`, 'statement.downloaded', account.id, ['from', 'to']],
      [
        `reconciliations/${run.id}/differences.csv`,
        'differences.downloaded',
        run.id,
        ['from', 'to'],
      ],
    ] as const) {
      const response = await browser.open(`/dashboard/${path}`)
      assert.equal(response.status, 200, path)
      await response.text()
      const [entry] = await entries()
      assert.partialDeepStrictEqual(entry, { action, who: { id: ada.id } }, path)
      assert.equal(entry?.subject.id, subject, path)
      assert.deepEqual(Object.keys(entry?.after ?? {}).toSorted(), facts.toSorted(), path)
    }
    for (const [path, action, subject] of [
      [`payments/${payment.id}/enquire`, 'payment.enquired', payment.id],
      [`accounts/${account.id}/check`, 'account.checked', account.id],
    ] as const) {
      await whileTimePasses(clock, browser.send(`/dashboard/${path}`, {}))
      const [entry] = await entries()
      assert.partialDeepStrictEqual(entry, { action, subject: { id: subject } }, path)
    }
    // A server may ask all day about what is its own.
    await callApi(checkout, { path: `/v1/payments/${payment.id}/enquire`, key, body: {} })
    const { entries: all } = await readAudit(deps, { limit: 100, about: payment.id })
    assert.equal(all.filter(({ action }) => action === 'payment.enquired').length, 1)
  })

  it('reads as a sentence on the page and in the command, in each language', async () => {
    const seen = await entries()
    assert.equal(new Set(seen.map(({ action }) => action)).size, 6)
    for (const { language } of LANGUAGES) {
      const shown = await browser.open('/dashboard/audit', { 'accept-language': language })
      const page = await shown.text()
      for (const entry of seen) {
        const resource = { ...entry, at: entry.at.toISOString(), actor: entry.who }
        const [, deed = ''] = sayAuditEntry(resource, { language, timeZone: '+08:00' }).split('\n')
        const what = deed.replace(ada.name, '').trim()
        assert.ok(!what.includes(entry.action), what)
        assert.ok(page.includes(what), `${language} ${what}`)
      }
    }
  })
})
