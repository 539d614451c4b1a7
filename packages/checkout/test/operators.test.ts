import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { launchBrowser } from '@tael/testing/launch-browser'
import type { Browser, Page } from 'playwright-core'
import { addAccount } from '../src/accounts/add-account.ts'
import { applyVerdict } from '../src/attempts/apply-verdict.ts'
import { COMMAND } from '../src/audit/actor.ts'
import { readAudit } from '../src/audit/read-audit.ts'
import { createCheckout, createDeps, type CheckoutOptions } from '../src/checkout.ts'
import { serveHttp, type HttpServer } from '../src/http/serve.ts'
import { codeAt } from '../src/operators/one-time-code.ts'
import { OPERATOR_KEY, TEST_ACCOUNT, testOptions } from './support/checkout.ts'
import { describeOnDatabase } from './support/database.ts'
import { createHandClock, type HandClock } from './support/hand-clock.ts'
import { openTestPayment, paidVerdict, recordTestAttempt } from './support/payments.ts'

const PASSWORD = 'correct horse battery staple'
const HALF_MINUTE_MS = 30_000

/** A person at their browser, with an authenticator app in their pocket. */
type Person = { readonly page: Page; secret: Buffer; recoveryCodes: readonly string[] }

describeOnDatabase('operators at their browsers', (database) => {
  let browser: Browser
  let server: HttpServer
  let clock: HandClock
  let options: CheckoutOptions
  let payment: string
  let handle: (request: Request) => Promise<Response>
  let [ada, bob]: Person[] = []

  before(async () => {
    browser = await launchBrowser()
    clock = createHandClock()
    server = await serveHttp({ fetch: (request) => handle(request) }, { port: 0 })
    options = testOptions(database(), { clock, publicUrl: server.url })
    handle = createCheckout(options).fetch
    const deps = { ...createDeps(options), actor: COMMAND }
    const { account } = await addAccount(deps, {
      ...TEST_ACCOUNT,
      refund_approval_above: 500,
    })
    payment = (await openTestPayment(deps, account)).id
    const paid = await openTestPayment(deps, account, { reference: 'HTH-1042' })
    const attempt = await recordTestAttempt(deps, paid)
    await applyVerdict(deps, attempt, paidVerdict(attempt))
  })
  after(async () => {
    await browser.close()
    await server.close()
  })

  const arrive = async (path = '/dashboard'): Promise<Person> => {
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    await page.goto(server.url + path)
    return { page, secret: Buffer.alloc(0), recoveryCodes: [] }
  }
  const proceed = (page: Page, name: string) =>
    page.getByRole('button', { name, exact: true }).click()
  const title = (page: Page) => page.locator('h1').innerText()
  /** A code works once, so the next half-minute's. */
  const nextCode = async ({ secret }: Person): Promise<string> => {
    await clock.advance(HALF_MINUTE_MS)
    return codeAt(secret, Math.floor(clock.now().getTime() / HALF_MINUTE_MS))
  }
  /** The app reads the QR code; here its text beside it. */
  const connectApp = async (person: Person): Promise<void> => {
    const { page } = person
    assert.equal(await title(page), 'Connect your app')
    person.secret = fromBase32(await page.locator('.card .id').innerText())
    await page.getByLabel('Code', { exact: true }).fill('000000')
    await proceed(page, 'Continue')
    assert.match(await page.getByRole('alert').innerText(), /This code is wrong/)
    await page.getByLabel('Code', { exact: true }).fill(await nextCode(person))
    await proceed(page, 'Continue')
    assert.equal(await title(page), 'Recovery codes')
    person.recoveryCodes = await page.locator('.codes li').allInnerTexts()
    await page.getByRole('link', { name: 'I have kept them' }).click()
  }
  const signIn = async (person: Person, login: string, code: string): Promise<void> => {
    const { page } = person
    await page.goto(`${server.url}/dashboard`)
    await page.getByLabel('E-mail or login').fill(login)
    await page.getByLabel('Password').fill(PASSWORD)
    await proceed(page, 'Sign in')
    await page.getByLabel('Code').fill(code)
    await proceed(page, 'Continue')
  }
  /** Sends a form of the dashboard from this person's own page, whether or not they see such a form. */
  const send = (person: Person, path: string, fields: Readonly<Record<string, string>>) =>
    person.page.request.post(`${server.url}/dashboard${path}`, {
      form: fields,
      headers: { origin: server.url },
      maxRedirects: 0,
    })

  it('begin with the operator key, which makes the first administrator and then opens nothing', async () => {
    ada = await arrive()
    await ada.page.getByLabel('Operator key').fill(OPERATOR_KEY)
    await proceed(ada.page, 'Sign in')
    assert.equal(await title(ada.page), 'First administrator')
    await ada.page.getByLabel('Name').fill('Ada Lovelace')
    await ada.page.getByLabel('E-mail or login').fill('ada@example.com')
    await ada.page.getByLabel('Password').fill('ada@example.com')
    await proceed(ada.page, 'Continue')
    assert.match(await ada.page.getByRole('alert').innerText(), /longer password/)
    // Only the password has to be typed again.
    assert.equal(await ada.page.getByLabel('Name').inputValue(), 'Ada Lovelace')
    assert.equal(await ada.page.getByLabel('E-mail or login').inputValue(), 'ada@example.com')
    assert.equal(await ada.page.getByLabel('Password').inputValue(), '')
    await ada.page.getByLabel('Password').fill(PASSWORD)
    await proceed(ada.page, 'Continue')
    await connectApp(ada)
    assert.equal(await title(ada.page), 'Overview')
    assert.equal(ada.recoveryCodes.length, 10)
    const other = await arrive()
    assert.equal(await other.page.getByLabel('Operator key').count(), 0)
    const withKey = await send(other, '/login', { key: OPERATOR_KEY })
    assert.equal(withKey.status(), 401)
  })

  it('invite another, who joins by a link that works once', async () => {
    assert.ok(ada)
    await ada.page.getByRole('link', { name: 'Operators' }).click()
    await ada.page.getByLabel('Name').fill('Bob')
    await ada.page.getByLabel('E-mail or login').fill('bob')
    await ada.page.getByRole('radio', { name: /^Refund/ }).check()
    await proceed(ada.page, 'Invite')
    const link = await ada.page.getByLabel('An invitation for Bob').inputValue()
    bob = await arrive(new URL(link).pathname)
    assert.equal(await title(bob.page), 'Welcome, Bob')
    await bob.page.getByLabel('Password').fill(PASSWORD)
    await proceed(bob.page, 'Continue')
    await connectApp(bob)
    assert.equal(await title(bob.page), 'Overview')
    assert.equal(await bob.page.getByRole('link', { name: 'Bob', exact: true }).count(), 1)
    const late = await arrive(new URL(link).pathname)
    assert.equal(await title(late.page), 'This invitation is over')
  })

  it('refund above the threshold of an account only together', async () => {
    assert.ok(ada && bob)
    await bob.page.getByRole('link', { name: 'Payments' }).click()
    await bob.page.getByRole('link', { name: 'HTH-1042' }).click()
    await bob.page.getByRole('link', { name: 'Refund…' }).click()
    await bob.page.getByLabel('Reason').fill('the parcel came back')
    await proceed(bob.page, 'Continue')
    await bob.page.getByText('exceed HK$5.00 together need a second person').waitFor()
    await proceed(bob.page, 'Ask for a refund of HK$10.99')
    await bob.page.getByText('The refund waits for a second person.').waitFor()
    await bob.page.getByText('You asked for it, so another person has to').waitFor()
    assert.equal(await bob.page.getByRole('button', { name: /^Approve/ }).count(), 0)
    const own = await bob.page.locator('.approval form').getAttribute('action')
    const approving = (own ?? '').replace('/dashboard', '').replace('/decline', '/approve')
    const refused = await send(bob, approving, {})
    assert.match(refused.headers()['location'] ?? '', /approval=same-person$/)
    await ada.page.goto(`${server.url}/dashboard`)
    await ada.page.getByRole('link', { name: '1 refund waits for a second person' }).click()
    await ada.page.getByRole('link', { name: 'HTH-1042' }).click()
    await ada.page.getByText('Asked for by Bob').waitFor()
    await proceed(ada.page, 'Approve and refund HK$10.99')
    await ada.page.getByText('The refund is approved.').waitFor()
    await ada.page.goto(`${server.url}/dashboard`)
    assert.equal(await ada.page.getByText('second person').count(), 0)
  })

  it('may do what their role allows, and read which permission they lack', async () => {
    assert.ok(ada && bob)
    await bob.page.getByRole('link', { name: 'Operators' }).click()
    assert.equal(await bob.page.getByRole('button', { name: 'Invite' }).count(), 0)
    const refused = await send(bob, '/operators', { name: 'Eve', login: 'eve', role: 'administer' })
    assert.equal(refused.status(), 403)
    assert.match(await refused.text(), /“administer”/)
    const bobs = await ada.page.request.get(`${server.url}/dashboard/operators`)
    const [, id = ''] =
      /operators\/(opr_\w+)\/change(?![^]*operators\/opr)/.exec(await bobs.text()) ?? []
    assert.equal((await send(ada, `/operators/${id}/change`, { role: 'read' })).status(), 303)
    const review = { note: 'x', sure: 'yes', seen: '[]' }
    const reading = await send(bob, `/payments/${payment}/review`, review)
    assert.equal(reading.status(), 403)
    assert.match(await reading.text(), /“refund”/)
  })

  it('see their sessions and end them; disabling an operator ends theirs immediately', async () => {
    assert.ok(ada && bob)
    const phone = await arrive()
    phone.secret = bob.secret
    await signIn(phone, 'bob', await nextCode(bob))
    await bob.page.goto(`${server.url}/dashboard/sessions`)
    assert.equal(await bob.page.getByRole('button', { name: 'End', exact: true }).count(), 2)
    await bob.page
      .getByRole('listitem')
      .filter({ hasText: 'Since', hasNotText: 'this browser' })
      .getByRole('button', { name: 'End' })
      .click()
    await phone.page.goto(`${server.url}/dashboard/payments`)
    assert.equal(await title(phone.page), 'Sign in')
    await ada.page.goto(`${server.url}/dashboard/operators`)
    await ada.page.getByRole('button', { name: 'Disable' }).last().click()
    await bob.page.goto(`${server.url}/dashboard/payments`)
    assert.equal(await title(bob.page), 'Sign in')
    await ada.page.getByRole('button', { name: 'Enable' }).click()
  })

  it('sign in by a recovery code, once', async () => {
    assert.ok(bob)
    const [first = '', second = ''] = bob.recoveryCodes
    await signIn(bob, 'Bob', first.toLowerCase())
    assert.equal(await title(bob.page), 'Overview')
    const again = await arrive()
    await signIn(again, 'bob', first)
    assert.match(await again.page.getByRole('alert').innerText(), /used already/)
    await signIn(again, 'bob', second)
    assert.equal(await title(again.page), 'Overview')
  })

  it('cannot disable the last administrator', async () => {
    assert.ok(ada)
    await ada.page.goto(`${server.url}/dashboard/operators`)
    await ada.page.getByRole('button', { name: 'Disable' }).first().click()
    assert.match(await ada.page.getByRole('alert').innerText(), /Nobody else administers/)
  })

  it('find all of it in the audit log, which is whole', async () => {
    assert.ok(ada)
    await ada.page.getByRole('link', { name: 'Audit log' }).click()
    await ada.page.getByLabel('Action').selectOption('operator.joined')
    await proceed(ada.page, 'Find')
    const lines = await ada.page.locator('.deeds-done li').allInnerTexts()
    assert.equal(lines.length, 2)
    assert.match(
      lines[0] ?? '',
      /Bob joined as an operator\s+Operator Bob opr_\w+ · from 127\.0\.0\.1 · operator\.joined/,
    )
    await ada.page.getByLabel('Action').selectOption('operator.changed')
    await proceed(ada.page, 'Find')
    const [role = ''] = await ada.page.locator('.deeds-done li dl').last().allInnerTexts()
    assert.match(role, /^Role\s+Refund\s*→\s*became\s*Read$/)
    await ada.page.getByRole('link', { name: 'Check the chain' }).click()
    assert.match(await ada.page.getByRole('status').innerText(), /The log is whole/)
    const { entries } = await readAudit(createDeps(options), { limit: 100 })
    const text = JSON.stringify(entries)
    for (const secret of [PASSWORD, 'ada@example.com', ada.secret.toString('base64url')]) {
      assert.ok(!text.includes(secret))
    }
  })

  it('are throttled where they guess, and nowhere else', async () => {
    const guess = (address: string, password: string) =>
      handle(
        new Request(`${server.url}/dashboard/login`, {
          method: 'POST',
          headers: {
            origin: server.url,
            'content-type': 'application/x-www-form-urlencoded',
            'x-forwarded-for': address,
          },
          body: new URLSearchParams({ login: 'ada@example.com', password }).toString(),
        }),
      )
    const guesses = await Promise.all(
      Array.from({ length: 12 }, () => guess('198.51.100.1', 'wrong password')),
    )
    const said = await Promise.all(guesses.map((response) => response.text()))
    assert.equal(said.filter((text) => text.includes('is wrong')).length, 5)
    assert.equal(said.filter((text) => text.includes('Too many tries')).length, 7)
    // Ada herself, at another address.
    assert.ok(ada)
    const other = await arrive()
    await signIn(other, 'ada@example.com', await nextCode(ada))
    assert.equal(await title(other.page), 'Overview')
  })
})

function fromBase32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = text
    .replace(/\s/g, '')
    .split('')
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
