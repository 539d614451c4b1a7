import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { after, before, describe, it, type TestContext } from 'node:test'
import {
  createCheckout,
  openWebhookNetwork,
  serveHttp,
  silentLog,
  systemClock,
} from '@tael/checkout'
import { createSandbox, serveSandbox, type Sandbox } from '@tael/sandbox'
import { openWechat } from '@tael/sandbox/playwright'
import { freePort } from '@tael/testing/free-port'
import { launchBrowser } from '@tael/testing/launch-browser'
import { nginxPath, startNginx } from '@tael/testing/nginx'
import { waitUntil } from '@tael/testing/patience'
import type { Browser } from 'playwright-core'
import { openTestServerDatabase } from '../packages/checkout/test/support/database.ts'
import { demoAccount } from '../packages/cli/src/index.ts'

const page = readFileSync(new URL('../docs/mounting.md', import.meta.url), 'utf8')
const documented = /```nginx\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
const OPERATOR_KEY = 'an operator key of tests only'
const FLOWS = ['qfpay-account', 'own-account'] as const
/** nginx's configuration: `proxy_pass` with a path removes what the location matched. */
const PROXIES = [
  {
    base: '/pay',
    what: 'keeps the path',
    locations: (at: string) => documented.replaceAll('http://127.0.0.1:4000', at),
  },
  {
    base: '/shop/tael',
    what: 'takes the path away',
    locations: (at: string) => `location /shop/tael/ { proxy_pass ${at}/; }`,
  },
]

describe(
  'below a path, behind nginx',
  { skip: nginxPath === undefined && 'there is no nginx here: apt-get install nginx-light' },
  () => {
    let browser: Browser
    before(async () => {
      browser = await launchBrowser()
    })
    after(() => browser.close())

    for (const { base, what, locations } of PROXIES) {
      describe(`${base}, which ${what}`, () => {
        let world: World
        before(async () => {
          world = await openWorld(base, locations)
        })
        after(() => world.close())

        // In the one that is documented, both.
        for (const flow of base === '/pay' ? FLOWS : FLOWS.slice(0, 1)) {
          it(`takes a whole payment, ${flow}`, async (t: TestContext) => {
            const { url, id, api } = await world.createPayment(flow)
            assert.equal(url, `${world.publicUrl}/pay/${id}`)
            const wechat = await openWechat(browser, { sandbox: world.sandbox })
            t.after(() => wechat.close())
            const page = await wechat.page(url)
            await (await wechat.sheet()).pay()
            await page.getByRole('heading', { name: 'Paid' }).waitFor()
            assert.ok(page.url().startsWith(`${world.publicUrl}/pay/`), page.url())
            const cookies = await wechat.context.cookies(url)
            assert.deepEqual(
              cookies.map(({ path }) => path),
              [`${base}/`],
            )
            const types = await waitUntil(
              'the notification',
              async () => (await api(`/v1/payments/${id}/events`)).data.map(({ type }) => type),
              (all) => all.includes('notification.received'),
            )
            assert.ok(types.includes('payment.succeeded'))
          })
        }

        // Only Linux has more than one loopback address without being told.
        if (base === '/pay' && process.platform === 'linux') {
          it('tells the checkout who the client is', async () => {
            const guess = (address: string) => world.guess(address)
            for (let tries = 0; tries < 5; tries++) assert.equal(await guess('127.0.0.1'), 401)
            assert.equal(await guess('127.0.0.1'), 429)
            assert.equal(await guess('127.0.0.2'), 401)
          })
        }

        if (base === '/pay') {
          it('writes no invitation and no code of a payer into the proxy’s log', async () => {
            const { id } = await world.createPayment('own-account')
            const secret = 'a-secret-of-a-path'
            await fetch(`${world.publicUrl}/dashboard/invitations/${secret}`)
            await fetch(`${world.publicUrl}/pay/${id}/authorized/state?code=${secret}`)
            // Whatever nginx logs of the others, it logs before this one.
            await fetch(new URL('/MP_verify_last.txt', world.publicUrl))
            const log = await waitUntil('the last request in the log', world.readLog, (text) =>
              text.includes('MP_verify_last'),
            )
            assert.ok(!log.includes(secret), log)
          })
        }

        it('lets an operator in, around, and out', async (t: TestContext) => {
          const { id } = await world.createPayment('own-account')
          const context = await browser.newContext({ locale: 'en' })
          t.after(() => context.close())
          const page = await context.newPage()
          const isAt = (path: string) => page.waitForURL(`${world.publicUrl}/dashboard${path}`)
          await page.goto(`${world.publicUrl}/dashboard/payments/${id}`)
          await page.locator('#key').fill(OPERATOR_KEY)
          await page.locator('button[type=submit], form.card button').first().click()
          await isAt(`/payments/${id}`)
          const [session] = await context.cookies(page.url())
          assert.equal(session?.path, `${base}/dashboard`)
          await page.getByRole('link', { name: 'Reconciliations' }).click()
          await isAt('/reconciliations')
          await page.getByRole('link', { name: 'Payments' }).first().click()
          await isAt('/payments')
          await page.locator(`a[href="${base}/dashboard/payments/${id}"]`).first().click()
          await isAt(`/payments/${id}`)
          await page.getByRole('button', { name: 'Sign out' }).click()
          await page.locator('#key').waitFor()
          await isAt('')
          assert.deepEqual(await context.cookies(page.url()), [])
        })
      })
    }
  },
)

type World = Awaited<ReturnType<typeof openWorld>>

async function openWorld(base: string, locations: (at: string) => string) {
  const sandbox: Sandbox = createSandbox()
  const gateway = await serveSandbox({ sandbox, port: 0 })
  const database = await openTestServerDatabase({ random: Math.random })
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}${base}`
  const checkout = createCheckout({
    ...SYSTEM,
    database,
    publicUrl,
    secrets: ['a server secret that is used in tests only'],
    operatorKey: OPERATOR_KEY,
    fetch,
    webhooks: openWebhookNetwork({ allowPrivate: true }),
    randomBytes,
    log: silentLog,
  })
  const server = await serveHttp(checkout, { port: 0 })
  const nginx = await startNginx(nginxPath ?? '', { port, locations: locations(server.url) })
  const stopTasks = checkout.startTasks()
  const keys = Object.fromEntries(
    await Promise.all(
      FLOWS.map(async (flow) => {
        const account = await checkout.addAccount(demoAccount(flow, gateway.url))
        return [flow, account.apiKey] as const
      }),
    ),
  )
  let orders = 0
  return {
    readLog: nginx.readLog,
    sandbox: gateway,
    publicUrl,
    /** A wrong password, from an address of this machine. */
    async guess(localAddress: string): Promise<number | undefined> {
      const headers = { 'content-type': 'application/json' }
      const asking = request(`${publicUrl}/v1/sessions`, { method: 'POST', headers, localAddress })
      asking.end(JSON.stringify({ login: 'ada', password: 'a wrong password', code: '123456' }))
      const [answer] = (await once(asking, 'response')) as [IncomingMessage]
      answer.resume()
      return answer.statusCode
    },
    async createPayment(flow: (typeof FLOWS)[number]) {
      const api = async (path: string, body?: object) => {
        const answer = await fetch(publicUrl + path, {
          method: body === undefined ? 'GET' : 'POST',
          headers: {
            authorization: `Bearer ${keys[flow] ?? ''}`,
            'content-type': 'application/json',
          },
          ...(body && { body: JSON.stringify(body) }),
        })
        return (await answer.json()) as Answer
      }
      const requested = { reference: `order-${++orders}`, amount: 1099, currency: 'HKD' }
      return { ...(await api('/v1/payments', requested)), api }
    },
    async close() {
      await nginx.close()
      await server.close()
      await stopTasks()
      await gateway.close()
      sandbox.close()
      await database.close()
    },
  }
}

type Answer = {
  readonly id: string
  readonly url: string
  readonly data: readonly { readonly type: string }[]
}
const SYSTEM = { clock: systemClock, random: Math.random }
