import assert from 'node:assert/strict'
import { generateKeyPairSync, hash, sign } from 'node:crypto'
import { after, before, it, test } from 'node:test'
import { brokenWords, excessWidths, judgePage } from '@tael/testing/judge-page'
import { launchBrowser } from '@tael/testing/launch-browser'
import type { Browser, CDPSession, Locator, Page } from 'playwright-core'
import { COMMAND } from '../src/audit/actor.ts'
import { readAudit } from '../src/audit/read-audit.ts'
import { createCheckout, createDeps } from '../src/checkout.ts'
import { serveHttp, type HttpServer } from '../src/http/serve.ts'
import { resetOperator } from '../src/operators/change-operator.ts'
import { codeAt } from '../src/operators/one-time-code.ts'
import { canUsePasskeys } from '../src/operators/passkey.ts'
import { isProof } from '../src/operators/verify-passkey.ts'
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
  /** Chromium sometimes loses the device that it plays when a page is loaded: then the page is loaded again. */
  const signInUntil = async (shown: Locator): Promise<void> => {
    for (;;) {
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      const isShown = shown.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      )
      if (await isShown) return
      await page.reload()
    }
  }
  const payments = () => page.getByRole('heading', { name: 'Payments', exact: true })

  it('adds it with a code of their app, and not without', async () => {
    await add('My phone', '000000')
    await page.getByText('The code is wrong, too old or used already').waitFor()
    await add('My phone', await nextCode())
    await page.getByRole('button', { name: 'Remove: My phone' }).waitFor()
    await page.getByText('Not used yet').waitFor()
  })

  it('is shown with the sessions on a page that everybody can read, on a phone too', async () => {
    await page.goto(`${url}/dashboard/sessions`)
    assert.deepEqual(await judgePage(page), [])
    assert.deepEqual(await brokenWords(page), [])
    assert.deepEqual(await excessWidths(page), [0, 0])
  })

  it('signs in by it alone, to the page that they wanted; the same proof again signs nobody in', async () => {
    await signOut()
    const sent = page.waitForRequest('**/login/passkey')
    await signInUntil(payments())
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
    assert.match(await again.text(), /Tael did not accept this passkey/)
  })

  it('signs in no more by one that they have removed, nor after somebody invited them again', async () => {
    await page.goto(`${url}/dashboard/sessions`)
    await page.getByRole('button', { name: 'Remove: My phone' }).click()
    await page.getByText('Not used yet').waitFor({ state: 'detached' })
    const removed = await page.context().cookies()
    await signOut()
    await signInUntil(page.getByText('Tael did not accept this passkey'))
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

test('a passkey does not sign in while its device does not know who holds it', async () => {
  const origin = 'https://pay.example.com'
  const challenge = { challenge: 'a-question', askedAt: new Date(0) }
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64url')
  const credential = { credentialId: 'a-key', publicKey: spki, algorithm: 'ES256' } as const
  const said = Buffer.from(
    JSON.stringify({ type: 'webauthn.get', challenge: challenge.challenge, origin }),
  )
  const answerOf = (flags: number): string => {
    const host = hash('sha256', 'pay.example.com', 'buffer')
    const authenticatorData = Buffer.concat([host, Buffer.from([flags, 0, 0, 0, 0])])
    const signed = Buffer.concat([authenticatorData, hash('sha256', said, 'buffer')])
    const response = {
      authenticatorData: authenticatorData.toString('base64url'),
      clientDataJSON: said.toString('base64url'),
      signature: sign('sha256', signed, privateKey).toString('base64url'),
    }
    return JSON.stringify({ id: 'a-key', response })
  }
  const [PRESENT, PRESENT_AND_KNOWN] = [1, 5]
  assert.equal(await isProof(answerOf(PRESENT), origin, challenge, credential), false)
  assert.equal(await isProof(answerOf(PRESENT_AND_KNOWN), origin, challenge, credential), true)
})
