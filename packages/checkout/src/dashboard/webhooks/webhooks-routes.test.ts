import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Webhook } from 'standardwebhooks'
import type { TestDeps } from '../../../test/support/checkout.ts'
import { openTestDashboard } from '../../../test/support/dashboard.ts'
import { describeOnDatabase } from '../../../test/support/database.ts'
import { createHandClock } from '../../../test/support/hand-clock.ts'
import type { OperatorBrowser } from '../../../test/support/operator-browser.ts'
import { openTestAccount, openTestPayment } from '../../../test/support/payments.ts'
import { openReceiver, sendDueWebhooks, type Receiver } from '../../../test/support/webhooks.ts'
import type { Account } from '../../accounts/account.ts'
import { NEWEST_VERSION } from '../../accounts/api-version.ts'
import { readAudit } from '../../audit/read-audit.ts'
import { cancelPayment } from '../../payments/cancel-payment.ts'
import { readAnyEndpoint } from '../../webhooks/read-webhooks.ts'
import { openWebhookNetwork } from '../../webhooks/webhook-network.ts'

describeOnDatabase("the operators' pages about webhook endpoints", (database) => {
  let deps: TestDeps
  let account: Account
  let receiver: Receiver
  let answer = 204
  let browser: OperatorBrowser
  let endpoint = ''
  before(async () => {
    receiver = await openReceiver(
      () => new Response(answer === 204 ? null : 'Closed', { status: answer }),
    )
    ;({ deps, browser } = await openTestDashboard(database(), {
      role: 'administer',
      clock: createHandClock(),
      webhooks: openWebhookNetwork({ allowPrivate: true }),
    }))
    account = await openTestAccount(deps)
  })
  after(() => receiver.close())

  const send = async (path: string, form?: [string, string][]) => {
    const page = `/dashboard/webhooks${path}`
    const response = await (form ? browser.send(page, form) : browser.open(page))
    return { status: response.status, text: await response.text() }
  }
  const secretIn = (text: string) => /value="(whsec_[^"]+)"/.exec(text)?.[1]
  const proves = (secret: string | undefined) => {
    const sent = receiver.receipts.at(-1)
    assert.ok(sent && secret)
    // It would throw. The time is the hand clock's.
    const [, signature = ''] = sent.signatures[0]?.split(',') ?? []
    const signed = new Webhook(secret).sign(sent.id, new Date(sent.timestamp * 1000), sent.body)
    assert.equal(signed, `v1,${signature}`)
  }

  it('add one, whose secret is shown once and signs a test event', async () => {
    const added = await send('', [
      ['account', account.id],
      ['url', receiver.url],
      ['events', 'some'],
      ['event_types', 'payment.*'],
      ['event_types', 'refund.succeeded'],
    ])
    const secret = secretIn(added.text)
    endpoint = /\/webhooks\/(whk_\w+)\/test"/.exec(added.text)?.[1] ?? ''
    assert.deepEqual((await readAnyEndpoint(deps, endpoint))?.eventTypes, [
      'payment.*',
      'refund.succeeded',
    ])
    const page = (await send(`/${endpoint}`)).text
    assert.equal(secretIn(page), undefined)
    assert.match(page, new RegExp(`API version<[^]{0,40}>${NEWEST_VERSION}<`))
    const tested = await send(`/${endpoint}/test`, [])
    assert.match(tested.text, /webhook\.test[^]*HTTP 204/)
    proves(secret)
  })

  it('show what went to it and what came back, and send it again', async () => {
    answer = 503
    await cancelPayment(deps, (await openTestPayment(deps, account)).id)
    await sendDueWebhooks(deps)
    assert.doesNotMatch((await send(`/${endpoint}?status=delivered`)).text, /deliveries\/whd_/)
    assert.doesNotMatch((await send(`/${endpoint}?type=refund.failed`)).text, /deliveries\/whd_/)
    const list = await send(`/${endpoint}?type=payment.created`)
    const [delivery = ''] = /\/deliveries\/whd_\w+/.exec(list.text) ?? []
    const shown = await send(`/${endpoint}${delivery}`)
    assert.match(shown.text, /webhook-id: evt_\w+[^]*payment\.created[^]*HTTP 503[^]*Closed/)
    answer = 204
    const before = receiver.receipts.length
    await send(`/${endpoint}${delivery}/replay`, [])
    await sendDueWebhooks(deps)
    assert.ok(receiver.receipts.length > before)
    assert.match((await send(`/${endpoint}${delivery}`)).text, /HTTP 204/)
  })

  it('give it headers of its own, whose values no page shows, and take them away', async () => {
    const headersOf = async () => (await readAnyEndpoint(deps, endpoint))?.headers
    const change = async (...fields: [string, string][]) =>
      send(`/${endpoint}/change`, [['url', receiver.url], ['events', 'all'], ...fields])
    const kept = { authorization: 'Basic c2hvcDoxMjM=', 'x-gate': 'a:b' }
    await change(['headers', 'Authorization: Basic c2hvcDoxMjM=\r\n\r\nx-gate:a:b\r\n'])
    assert.deepEqual(await headersOf(), kept)
    const form = (await send(`/${endpoint}/change`)).text
    assert.match(form, /It has authorization, x-gate/)
    const twice = await change(['headers', 'x-gate: a\r\nX-Gate: b'])
    assert.match(twice.text, /x-gate breaks this/)
    const refused = await change(['headers', 'host: c2VjcmV0'])
    assert.equal(refused.status, 400)
    assert.match(refused.text, /&quot;headers&quot;: must not contain host/)
    for (const text of [form, refused.text]) assert.doesNotMatch(text, /c2hvcDoxMjM|c2VjcmV0/)
    await change()
    assert.deepEqual(await headersOf(), kept)
    const elsewhere = ['url', 'https://elsewhere.example.com/'] as [string, string]
    const moved = await send(`/${endpoint}/change`, [elsewhere, ['events', 'all']])
    assert.equal(moved.status, 400)
    assert.match(moved.text, /&quot;headers&quot;: give them again, or none/)
    assert.equal((await readAnyEndpoint(deps, endpoint))?.url, receiver.url)
    await change(['without_headers', 'yes'])
    assert.deepEqual(await headersOf(), {})
  })

  it('change it, roll its secret, disable it, resend what it missed, and delete it', async () => {
    const url = `${receiver.url}/changed`
    await send(`/${endpoint}/change`, [
      ['url', url],
      ['description', 'The till'],
      ['events', 'all'],
    ])
    assert.partialDeepStrictEqual(await readAnyEndpoint(deps, endpoint), {
      url,
      description: 'The till',
      eventTypes: ['*'],
    })
    const rolled = secretIn((await send(`/${endpoint}/roll`, [])).text)
    await send(`/${endpoint}/disable`, [])
    assert.match((await send(`/${endpoint}`)).text, /Disabled by an operator/)
    await cancelPayment(deps, (await openTestPayment(deps, account)).id)
    await send(`/${endpoint}/enable`, [])
    const resent = await send(`/${endpoint}/replay`, [['since', '2020-01-01']])
    assert.match(resent.text, /2 deliveries go out again/)
    await sendDueWebhooks(deps)
    proves(rolled)
    await send(`/${endpoint}/delete`, [])
    assert.equal((await send(`/${endpoint}`)).status, 404)
    const { entries } = await readAudit(deps, { limit: 50, about: endpoint })
    assert.deepEqual(entries.map(({ action }) => action).toSorted(), [
      'webhook.replayed',
      'webhook.replayed',
      'webhook.tested',
      'webhook_endpoint.added',
      ...Array.from({ length: 6 }, () => 'webhook_endpoint.changed'),
      'webhook_endpoint.deleted',
      'webhook_endpoint.secret_rolled',
    ])
  })

  it('say what is wrong with a form, and keep what was typed', async () => {
    const refused = await send('', [
      ['account', account.id],
      ['url', 'ftp://shop.example.com'],
      ['description', 'Tea <&>'],
      ['events', 'all'],
    ])
    assert.equal(refused.status, 400)
    assert.match(refused.text, /&quot;url&quot;: must begin with https/)
    assert.match(refused.text, /value="Tea &lt;&amp;&gt;"/)
  })
})
