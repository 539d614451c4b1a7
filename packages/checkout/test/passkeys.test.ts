import assert from 'node:assert/strict'
import { after, before, it, test } from 'node:test'
import { launchBrowser } from '@tael/testing/launch-browser'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { COMMAND } from '../src/audit/actor.ts'
import { readAudit } from '../src/audit/read-audit.ts'
import { createCheckout, createDeps } from '../src/checkout.ts'
import { serveHttp, type HttpServer } from '../src/http/serve.ts'
import { resetOperator } from '../src/operators/change-operator.ts'
import { codeAt } from '../src/operators/one-time-code.ts'
import { canUsePasskeys } from '../src/operators/passkey.ts'
import { testOptions, type TestDeps } from './support/checkout.ts'
import { describeOnDatabase } from './support/database.ts'
import { createHandClock, type HandClock } from './support/hand-clock.ts'
import { openTestOperator } from './support/operators.ts'

const HALF_MINUTE_MS = 30_000
/** A phone with a fingerprint. Chromium plays it. */
const PHONE = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const

describeOnDatabase('an operator with a passkey', (database) => {
  let browser: Browser
  let server: HttpServer
  let clock: HandClock
  let deps: TestDeps
  let url: string
  let page: Page
  let phone: CDPSession
  let authenticatorId: string
  let operatorId: string
  before(async () => {
    browser = await launchBrowser()
    clock = createHandClock()
    let handle: (request: Request) => Promise<Response> = () =>
      Promise.resolve(new Response('Starting', { status: 503 }))
    server = await serveHttp({ fetch: (request) => handle(request) }, { port: 0 })
    // An address of four numbers has no passkeys.
    url = server.url.replace('127.0.0.1', 'localhost')
    const options = testOptions(database(), { clock, publicUrl: url })
    handle = createCheckout(options).fetch
    deps = { ...createDeps(options), actor: COMMAND }
    const { operator, token } = await openTestOperator(deps, 'administer')
    operatorId = operator.id
    const context = await browser.newContext({ locale: 'en-GB' })
    await context.addCookies([{ name: 'tael_operator', value: token, url: `${url}/dashboard` }])
    page = await context.newPage()
    phone = await context.newCDPSession(page)
    await phone.send('WebAuthn.enable')
    ;({ authenticatorId } = await phone.send('WebAuthn.addVirtualAuthenticator', {
      options: PHONE,
    }))
  })
  after(() => Promise.all([browser.close(), server.close()]))

  /** A code works once, so the next half-minute's. The secret of a test's operator is empty. */
  const nextCode = async (): Promise<string> => {
    await clock.advance(HALF_MINUTE_MS)
    return codeAt(new Uint8Array(), Math.floor(clock.now().getTime() / HALF_MINUTE_MS))
  }
  const add = async (name: string, code: string): Promise<void> => {
    await page.goto(`${url}/dashboard/sessions`)
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Code of your authenticator app').fill(code)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
  }
  const signOut = async (): Promise<void> => {
    await clock.advance(1000)
    await page.context().clearCookies()
    await page.goto(`${url}/dashboard/payments?status=failed`)
  }
  const pressSignIn = () => page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  const refusal = () => page.getByText('Your device gave no passkey')
  /** Fails at once if the device refuses, which it says on the page that stays. */
  const seePayments = async (): Promise<void> => {
    const payments = page.getByRole('heading', { name: 'Payments', exact: true })
    await payments.or(refusal()).waitFor()
    assert.equal(await payments.count(), 1, 'the device refused')
  }

  it('adds it with a code of their app, and not without', async () => {
    await add('My phone', '000000')
    await page.getByText('The code is wrong, too old or used already').waitFor()
    await add('My phone', await nextCode())
    await page.getByRole('button', { name: 'Remove: My phone' }).waitFor()
    await page.getByText('Not used yet').waitFor()
  })

  it('signs in by it alone, to the page that they wanted; the same proof again signs nobody in', async () => {
    await signOut()
    const sent = page.waitForRequest('**/login/passkey')
    await pressSignIn()
    await seePayments()
    assert.match(page.url(), /status=failed$/)
    const proof = (await sent).postData() ?? ''
    await clock.advance(1000)
    const again = await fetch(`${url}/dashboard/login/passkey`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded' },
      body: proof,
      redirect: 'manual',
    })
    assert.equal(again.status, 401)
    assert.deepEqual(again.headers.getSetCookie(), [])
    assert.match(await again.text(), /This passkey signs nobody in/)
  })

  it('does not sign in while the device does not know who holds it', async () => {
    await signOut()
    await phone.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
    await pressSignIn()
    await refusal().waitFor()
    await phone.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
    await pressSignIn()
    await seePayments()
  })

  it('signs in no more by one that they have removed, nor after somebody invited them again', async () => {
    await page.goto(`${url}/dashboard/sessions`)
    await page.getByRole('button', { name: 'Remove: My phone' }).click()
    await page.getByText('Not used yet').waitFor({ state: 'detached' })
    const removed = await page.context().cookies()
    await signOut()
    await pressSignIn()
    await page.getByText('This passkey signs nobody in').waitFor()
    await page.context().addCookies(removed)
    await phone.send('WebAuthn.clearCredentials', { authenticatorId })
    await add('My new phone', await nextCode())
    await page.getByRole('button', { name: 'Remove: My new phone' }).waitFor()
    await clock.advance(1000)
    await resetOperator(deps, operatorId)
    await signOut()
    await page.getByLabel('Operator key').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Sign in with a passkey' }).count(), 0)
    const left = await database().db.selectFrom('operator_passkey').select('id').execute()
    assert.deepEqual(left, [])
  })

  it('finds it in the audit log', async () => {
    const { entries } = await readAudit(deps, { limit: 100, about: operatorId })
    const done = entries.map(({ action, after: facts }) => [
      action,
      facts?.['by'] ?? facts?.['name'],
    ])
    assert.deepEqual(done.toReversed(), [
      ['operator.signed_in', 'a test'],
      ['operator.passkey_added', 'My phone'],
      ['operator.signed_in', 'passkey'],
      ['operator.signed_in', 'passkey'],
      ['operator.passkey_removed', undefined],
      ['operator.passkey_added', 'My new phone'],
      ['operator.reset', undefined],
    ])
  })
})

test('passkeys need a host name, and TLS outside of this machine', () => {
  const addresses = {
    'https://pay.example.com': true,
    'http://localhost:4000': true,
    'http://pay.example.com': false,
    'https://192.0.2.7': false,
    'https://[2001:db8::7]': false,
  }
  for (const [address, can] of Object.entries(addresses)) {
    assert.equal(canUsePasskeys(address), can, address)
  }
})
