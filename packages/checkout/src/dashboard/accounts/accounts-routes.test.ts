import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { callApi, TEST_ACCOUNT, type TestDeps } from '../../../test/support/checkout.ts'
import { openTestDashboard } from '../../../test/support/dashboard.ts'
import { describeOnDatabase } from '../../../test/support/database.ts'
import type { OperatorBrowser } from '../../../test/support/operator-browser.ts'
import { readApiKeyPage } from '../../accounts/api-keys.ts'
import { readAccounts } from '../../accounts/read-accounts.ts'
import { readAudit } from '../../audit/read-audit.ts'
import type { Checkout } from '../../checkout.ts'

const CLIENT_KEY = 'a-client-key-that-nobody-may-see'

describeOnDatabase("the operators' pages about accounts and their keys", (database) => {
  let checkout: Checkout
  let deps: TestDeps
  let browser: OperatorBrowser
  before(async () => {
    // What it says, a test with the sandbox says: account-check.test.ts.
    const fetch = () => Promise.resolve(Response.json({ respcd: '0000', data: [] }))
    const options = { role: 'administer', fetch } as const
    ;({ deps, checkout, browser } = await openTestDashboard(database(), options))
  })

  const send = async (path: string, form?: Readonly<Record<string, string>>) => {
    const page = `/dashboard${path}`
    const response = await (form ? browser.send(page, form) : browser.open(page))
    const text = await response.text()
    assert.doesNotMatch(text, new RegExp(CLIENT_KEY), path)
    return { status: response.status, text }
  }
  const typed = {
    name: 'Harbour Tea House',
    flow: 'qfpay-account',
    host: TEST_ACCOUNT.host,
    app_code: TEST_ACCOUNT.app_code,
    client_key: CLIENT_KEY,
    sign_type: 'MD5',
    late_payments: 'accept',
    return_origins: 'https://shop.example.com\nhttps://tea.example.com',
  }
  const all = () => readAccounts(deps)
  const path = async () => `/accounts/${(await all())[0]?.id ?? ''}`
  const keyIn = (text: string) => /value="(sk_[\w-]{32})"/.exec(text)?.[1] ?? ''
  const statusWith = async (key: string) =>
    (await callApi(checkout, { path: '/v1/payments?limit=1', key })).status

  it('lead from an empty server to the first account, its key and the first payment', async () => {
    const welcome = await send('')
    assert.match(welcome.text, /Three steps[^]*href="\/dashboard\/accounts\/new"/)
    const wrong = await send('/accounts', { ...typed, return_origins: 'shop' })
    assert.equal(wrong.status, 400)
    assert.match(wrong.text, /&quot;return_origins\.0&quot;[^]*value="Harbour Tea House"/)
    const [, kept = ''] = /name="kept" value="([^"]+)"/.exec(wrong.text) ?? []
    // The credential comes back sealed: nobody types it again.
    const added = await send('/accounts', { ...typed, client_key: '', kept })
    assert.equal(added.status, 200)
    const [account] = await all()
    assert.equal(account?.secrets.clientKey, CLIENT_KEY)
    assert.match(added.text, /Credentials[^]*Your API key[^]*curl https:\/\/pay\.example\.com\/v1/)
    assert.equal(await statusWith(keyIn(added.text)), 200)
    const next = await send('')
    assert.match(next.text, /One step is left/)
    assert.equal(keyIn(next.text), '')
    const shown = await send(await path())
    const notified = `https://pay.example.com/notifications/${account.id}`
    assert.match(shown.text, new RegExp(`QFPay notifies[^]*${notified}`))
  })

  it('ask before a second account for the same merchant', async () => {
    const twin = await send('/accounts', typed)
    assert.ok(twin.text.includes('Another account has this host, app_code and mchid already'))
    assert.equal((await all()).length, 1)
    await send('/accounts', { ...typed, anyway: 'yes' })
    assert.equal((await all()).length, 2)
  })

  it('change an account, replace its credentials, check, disable and enable it', async () => {
    const form = { ...typed, client_key: '', name: 'Tea', per_minute: '800', mchid: 'M1' }
    const zone = { time_zone: 'America/Toronto' }
    await send(`${await path()}/change`, { ...form, ...zone, refund_approval_above: '500.00' })
    const [changed] = await all()
    assert.partialDeepStrictEqual(changed, {
      name: 'Tea',
      settings: {
        mchid: 'M1',
        timeZone: 'America/Toronto',
        requestLimit: { perSecond: 100, perMinute: 800 },
        refundApprovalAbove: 50_000,
        returnOrigins: ['https://shop.example.com', 'https://tea.example.com'],
      },
    })
    assert.match((await send(await path())).text, /America\/Toronto/)
    const again = await send(`${await path()}/change`)
    assert.match(again.text, /name="time_zone"[^>]* value="America\/Toronto"/)
    assert.match(again.text, /moves the days of past statements/)
    await send(`${await path()}/credentials`, { client_key: 'another-key' })
    const [replaced] = await all()
    assert.equal(replaced?.secrets.clientKey, 'another-key')
    assert.equal(replaced.secrets.formerKeys?.[0]?.key, CLIENT_KEY)
    assert.match((await send(`${await path()}/check`, {})).text, /What Tael found just now/)
    await send(`${await path()}/disable`, {})
    assert.match((await send('/accounts')).text, /Disabled/)
    await send(`${await path()}/enable`, {})
    assert.equal((await all())[0]?.disabledAt, undefined)
    const refused = await send(`${await path()}/change`, { ...form, pay_type: 'x' })
    assert.match(refused.text, /&quot;pay_type&quot;/)
    const nowhere = await send(`${await path()}/change`, { ...form, time_zone: 'Toronto?' })
    assert.match(nowhere.text, /the name of a time zone, such as America\/Toronto/)
  })

  it('add a restricted key, roll it and revoke it', async () => {
    const keys = `${await path()}/keys`
    const form = { name: 'till', access: 'some', permissions: 'create_payments' }
    const added = await send(keys, form)
    const first = keyIn(added.text)
    assert.equal(await statusWith(first), 403)
    const [, id = ''] = /\/keys\/(key_\w+)\/roll"/.exec(added.text) ?? []
    const second = keyIn((await send(`${keys}/${id}/roll`, {})).text)
    assert.notEqual(second, first)
    await send(`${keys}/${id}/revoke`, {})
    assert.equal(await statusWith(first), 401)
    assert.equal(await statusWith(second), 403)
    assert.equal((await send(keys, { ...form, permissions: '' })).status, 400)
    const shown = await send(await path())
    assert.match(shown.text, /Create and cancel payments[^]*Revoked/)
    const everywhere = (await send('/accounts/keys')).text
    assert.match(everywhere, /till[^]*Create and cancel payments[^]*Revoked/)
    assert.equal(
      everywhere.match(/class="row"/g)?.length,
      (await readApiKeyPage(deps, { limit: 50 })).keys.length,
    )
    const { entries } = await readAudit(deps, { limit: 50, about: id })
    assert.deepEqual(entries.map(({ action }) => action).toSorted(), [
      'api_key.added',
      'api_key.revoked',
      'api_key.rolled',
    ])
  })
})
