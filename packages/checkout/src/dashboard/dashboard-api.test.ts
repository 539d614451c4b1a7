import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import {
  openTestCheckout,
  openTestDeps,
  OPERATOR_KEY,
  PUBLIC_URL,
  TEST_ACCOUNT,
  type TestDeps,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, whileTimePasses, type HandClock } from '../../test/support/hand-clock.ts'
import { openListingGateway } from '../../test/support/listing-gateway.ts'
import { openTestOperator } from '../../test/support/operators.ts'
import { openTestAccount, openTestPayment, recordTestAttempt } from '../../test/support/payments.ts'
import { openReceiver, sendDueWebhooks } from '../../test/support/webhooks.ts'
import type { Account } from '../accounts/account.ts'
import { addAccount } from '../accounts/add-account.ts'
import { readAudit } from '../audit/read-audit.ts'
import type { Checkout } from '../checkout.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Operator } from '../operators/operator.ts'
import type { Payment } from '../payments/payment.ts'
import { readEvents, readPayment } from '../payments/read-payments.ts'
import type { Review } from '../payments/review.ts'
import { runDueReconciliations } from '../reconciliation/run-due-reconciliations.ts'
import { startReconciliation } from '../reconciliation/start-reconciliation.ts'
import { addEndpoint, changeEndpoint } from '../webhooks/change-endpoints.ts'
import { openWebhookNetwork } from '../webhooks/webhook-network.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const PRIVATE = { allowPrivate: true }
const HERE = { ...FORM, origin: PUBLIC_URL }

describeOnDatabase('the dashboard', (database) => {
  let clock: HandClock
  let checkout: Checkout
  before(() => {
    clock = createHandClock()
    checkout = openTestCheckout(database(), { clock })
  })

  const get = (path: string, cookie = '', from = checkout) =>
    from.fetch(new Request(PUBLIC_URL + path, { headers: { cookie } }))
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string>) =>
    checkout.fetch(
      new Request(PUBLIC_URL + path, {
        method: 'POST',
        body: new URLSearchParams(fields).toString(),
        headers,
      }),
    )
  const signIn = (fields: Record<string, string> = {}, headers: Record<string, string> = HERE) =>
    post('/dashboard/login', { key: OPERATOR_KEY, ...fields }, headers)
  const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const isLogin = async (response: Response) => (await response.text()).includes('name="key"')

  it('shows only a login to a visitor without a session', async () => {
    for (const path of [
      '/dashboard',
      '/dashboard/payments/pay_1',
      '/dashboard/payments?status=failed',
    ]) {
      assert.ok(await isLogin(await get(path)), path)
    }
  })

  it('admits an operator who knows the key, for twelve hours', async () => {
    const response = await signIn()
    assert.equal(response.status, 303)
    assert.equal(response.headers.get('location'), '/dashboard/first-administrator')
    const [line = ''] = response.headers.getSetCookie()
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', '__Host-', 'Path=/;']) {
      assert.ok(line.includes(attribute), line)
    }
    const cookie = cookieOf(response)
    assert.ok(!(await isLogin(await get('/dashboard/payments', cookie))))
    await clock.advance(12 * 60 * 60_000)
    assert.ok(await isLogin(await get('/dashboard/payments', cookie)))
  })

  it('accepts no session that it has not issued', async () => {
    const cookie = cookieOf(await signIn())
    const [name = '', until = '', proof = ''] = cookie.split(/[=.]/)
    const later = String(Number(until) + 1)
    const forged = [
      `${name}=${later}.${proof}`,
      `${name}=${until}.`,
      `${name}=${until}.${proof}x`,
      `${name}=${until}.${'A'.repeat(proof.length)}`,
      `${name}=.`,
    ]
    for (const one of forged) assert.ok(await isLogin(await get('/dashboard', one)), one)
    const others = openTestCheckout(database(), { clock, operatorKey: 'another key of operators' })
    assert.ok(
      await isLogin(await get('/dashboard/payments', cookie, others)),
      'the key was changed',
    )
  })

  it('accepts no form from another site', async () => {
    for (const origin of ['https://evil.example.com', 'null', 'http://pay.example.com']) {
      const response = await signIn({}, { ...FORM, origin })
      assert.equal(response.status, 403, origin)
      assert.equal(response.headers.getSetCookie().length, 0)
    }
    assert.equal((await signIn({}, FORM)).status, 403, 'no origin at all')
  })

  it('says on a page, in the operator’s language, why it refuses a form', async () => {
    const foreign = { ...FORM, origin: 'https://evil.example.com', 'accept-language': 'zh-HK' }
    const refused = await signIn({}, foreign)
    assert.match(refused.headers.get('content-type') ?? '', /^text\/html/)
    assert.match(refused.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    const text = await refused.text()
    assert.match(text, /<html lang="zh-Hant">[^]*TAEL_PUBLIC_URL[^]*href="\/dashboard"[^]*req_/)
    const large = await signIn({ next: 'x'.repeat(20_000) })
    assert.equal(large.status, 413)
    assert.match(await large.text(), /<h1>This form was not taken/)
  })

  it('accepts its own form behind a proxy that ends TLS', async () => {
    const behind = new Request(`${PUBLIC_URL.replace('https:', 'http:')}/dashboard/login`, {
      method: 'POST',
      body: new URLSearchParams({ key: OPERATOR_KEY }).toString(),
      headers: HERE,
    })
    assert.equal((await checkout.fetch(behind)).status, 303)
  })

  it('leads back only to one of its own pages', async () => {
    const places = {
      '/dashboard/payments/pay_1': '/dashboard/payments/pay_1',
      '/dashboard/payments?status=failed': '/dashboard/payments?status=failed',
      '//evil.example.com': '/dashboard/first-administrator',
      'https://evil.example.com/dashboard': '/dashboard/first-administrator',
      '/dashboard\\@evil.example.com': '/dashboard/first-administrator',
      '/dashboard.evil.example.com': '/dashboard/first-administrator',
      '/dashboard\r\nset-cookie: a=b': '/dashboard/first-administrator',
    }
    for (const [next, place] of Object.entries(places)) {
      assert.equal((await signIn({ next })).headers.get('location'), place, next)
    }
    const page = await post('/dashboard/logout', {}, HERE)
    assert.doesNotMatch(await page.text(), /value="\/dashboard\/logout"/, 'a form is no page')
  })

  it('shows a payment in the zone of its account, as the receipt does', async () => {
    const deps = openTestDeps(database(), { clock })
    const toronto = { ...TEST_ACCOUNT, utc_offset: '-05:00' }
    const { account } = await addAccount(deps, toronto)
    const payment = await openTestPayment(deps, account)
    const page = await get(`/dashboard/payments/${payment.id}`, cookieOf(await signIn()))
    const text = await page.text()
    assert.match(text, /GMT-5/)
    assert.doesNotMatch(text, /GMT\+8/)
  })

  it('says on a page that there is no such page or payment, and leads back', async () => {
    const cookie = cookieOf(await signIn())
    for (const path of [
      '/dashboard/nothing',
      '/dashboard/payments/pay_01JD3X8Q5T7W9YB2C4E6G8HKMN',
      '/dashboard/reconciliations/rcn_01JD3X8Q5T7W9YB2C4E6G8HKMN',
      '/dashboard/reconciliations/rcn_1/differences.csv',
      '/dashboard/reconciliations/%00',
    ]) {
      const answer = await get(path, cookie)
      assert.equal(answer.status, 404, path)
      const text = await answer.text()
      assert.match(text, /<h1>There is no such page<\/h1>/)
      assert.match(text, /href="\/dashboard"/)
    }
    assert.ok(await isLogin(await get('/dashboard/nothing')), 'a stranger learns nothing')
  })

  it('leads an operator who opens the bare host to the dashboard', async () => {
    const { status, headers } = await get('/')
    assert.equal(status, 303)
    assert.equal(headers.get('location'), '/dashboard')
  })

  it('answers odd questions with a page', async () => {
    const cookie = cookieOf(await signIn())
    for (const path of [
      '/dashboard/payments?q=%00',
      '/dashboard/payments?before=%00',
      '/dashboard/payments?after=nonsense&status=nonsense',
      '/dashboard/payments/%00',
      `/dashboard/payments?q=${'x'.repeat(3000)}`,
    ]) {
      assert.ok([200, 404].includes((await get(path, cookie)).status), path)
    }
  })

  it('shows which events the merchant has received, and resends one', async () => {
    const receiver = await openReceiver(
      (_, count) => new Response(null, { status: count === 1 ? 410 : 204 }),
    )
    const deps = openTestDeps(database(), { clock, webhooks: openWebhookNetwork(PRIVATE) })
    const account = await openTestAccount(deps)
    const endpoint = await addEndpoint(deps, {
      accountId: account.id,
      url: receiver.url,
      description: undefined,
      eventTypes: ['payment.created'],
    })
    assert.ok(endpoint)
    const payment = await openTestPayment(deps, account)
    const path = `/dashboard/payments/${payment.id}`
    const cookie = cookieOf(await signIn())
    const page = async () => (await get(path, cookie)).text()
    assert.match(await page(), /On its way/)
    await sendDueWebhooks(deps)
    const failed = await page()
    assert.match(failed, /Failed[^]*payment\.created[^]*1 try[^]*answered 410/)
    assert.doesNotMatch(failed, /Send again/, 'its endpoint is disabled')
    await changeEndpoint(deps, endpoint.id, { isEnabled: true })
    const [, delivery = ''] = /name="delivery" value="([^"]*)"/.exec(await page()) ?? []
    const again = { endpoint: endpoint.id, delivery }
    const response = await post(`${path}/replay`, again, { ...HERE, cookie })
    assert.equal(response.status, 303)
    assert.equal(response.headers.get('location'), path)
    await sendDueWebhooks(deps)
    assert.match(await page(), /Delivered/)
    assert.equal(receiver.receipts.length, 2)
    await receiver.close()
  })

  describe('for a payment in review', () => {
    const REVIEWS: readonly Review[] = [
      {
        code: 'amount_mismatch',
        subject: 'att_1',
        message: 'asked for HK$10.99, the gateway’s row says HK$0.01',
      },
      { code: 'refund_overdue', subject: 'ref_1', message: 'It has had no end at QFPay for a day' },
    ]
    const SEEN = REVIEWS.map(({ code, subject }) => ({ code, subject }))
    let deps: TestDeps
    let cookie: string
    before(async () => {
      deps = openTestDeps(database(), { clock })
      cookie = cookieOf(await signIn())
    })
    const inReview = async () => {
      const payment = await openTestPayment(deps, await openTestAccount(deps))
      await database()
        .db.updateTable('payment')
        .set({ reviews: JSON.stringify(REVIEWS) })
        .where('id', '=', payment.id)
        .execute()
      return payment
    }
    const review = (payment: Payment, fields: Record<string, string>, from = PUBLIC_URL) =>
      post(
        `/dashboard/payments/${payment.id}/review`,
        { note: 'seen', sure: 'yes', seen: JSON.stringify(SEEN), ...fields },
        { ...FORM, origin: from, cookie },
      )
    const reviewsOf = async ({ id }: Payment) => (await readPayment(deps, id))?.reviews

    it('accepts the note of an operator who has looked, and continues', async () => {
      const payment = await inReview()
      const path = `/dashboard/payments/${payment.id}`
      const page = await (await get(path, cookie)).text()
      assert.ok(page.includes(`action="${path}/review"`))
      const [, seen] = /name="seen" value="([^"]*)"/.exec(page) ?? []
      assert.equal(seen?.replaceAll('&quot;', '"'), JSON.stringify(SEEN))
      const response = await review(payment, { note: ' given back\r\n in the portal ' })
      assert.equal(response.status, 303)
      assert.equal(response.headers.get('location'), path)
      assert.deepEqual(await reviewsOf(payment), [])
      const { events } = await readEvents(deps, payment.id, { after: 0, limit: 10 })
      const { type, data } = events.at(-1) ?? {}
      const note = { reviews: REVIEWS, note: 'given back in the portal', by: 'operator' }
      assert.equal(type, 'payment.reviewed')
      assert.deepEqual(data, note)
      const after = await (await get(path, cookie)).text()
      assert.doesNotMatch(after, /name="sure"/)
      assert.match(after, /given back in the portal/)
    })

    for (const [language, title] of [
      ['en', 'A refund has had no result at QFPay for a day'],
      ['zh-CN', '退款提交一天后，QFPay 仍没有结果'],
      ['zh-HK', '退款提交一天後，QFPay 仍沒有結果'],
    ]) {
      it(`says in the operator’s language what to look at, and the facts beneath (${language})`, async () => {
        const { id } = await inReview()
        const page = await checkout.fetch(
          new Request(`${PUBLIC_URL}/dashboard/payments/${id}`, {
            headers: { cookie, 'accept-language': language },
          }),
        )
        const text = await page.text()
        const facts = 'ref_1: It has had no end at QFPay for a day'
        assert.match(text, new RegExp(`${title}[^<]*<p[^>]*lang="en">${facts}<`))
      })
    }

    it('changes nothing without a note, without the check mark, or for a review that was not shown', async () => {
      const payment = await inReview()
      const refused = [
        [{ note: ' \n ' }, 400],
        [{ note: 'x'.repeat(301) }, 400],
        [{ sure: '' }, 400],
        [{ seen: 'unreadable' }, 400],
        [{ seen: JSON.stringify([{ code: 'unanswered', subject: 'att_1' }]) }, 409],
        [{ seen: JSON.stringify(SEEN.slice(1)) }, 409],
      ] as const
      for (const [fields, status] of refused) {
        const response = await review(payment, fields)
        assert.equal(response.status, status, JSON.stringify(fields))
        assert.match(await response.text(), /role="alert"[^]*<textarea/)
      }
      assert.equal((await review(payment, {}, 'https://evil.example.com')).status, 403)
      assert.deepEqual(await reviewsOf(payment), REVIEWS)
    })
  })

  describe('for reconciliations', () => {
    const HOUR = 60 * 60_000
    const LIST = '/dashboard/reconciliations'
    const gateway = openListingGateway()
    let deps: TestDeps
    let account: Account
    let cookie: string
    before(async () => {
      deps = openTestDeps(database(), { clock, fetch: gateway.fetch })
      account = await openTestAccount(deps)
      cookie = cookieOf(await signIn())
    })
    const page = async (path: string): Promise<string> => (await get(path, cookie)).text()
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
      const response = await get(path, cookie)
      assert.match(response.headers.get('content-type') ?? '', /^text\/csv/)
      assert.match(response.headers.get('content-disposition') ?? '', /^attachment; filename="rcn_/)
      const bytes = Buffer.from(await response.arrayBuffer())
      assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'Excel reads UTF-8')
      const text = bytes.toString()
      assert.match(text, /^\ufeffid,kind,outcome[^]*unknown,reported[^]*POS-1/)
      for (const closed of [path, `${LIST}/${run.id}`, LIST]) {
        assert.ok(await isLogin(await get(closed)), closed)
      }
    })
  })

  describe('for the differences that are left to people', () => {
    const HOUR = 60 * 60_000
    const LIST = '/dashboard/reconciliations/differences'
    const gateway = openListingGateway()
    let deps: TestDeps
    let account: Account
    let ann: Operator
    let cookie: string
    before(async () => {
      deps = openTestDeps(database(), { clock, fetch: gateway.fetch })
      account = (await addAccount(deps, { ...TEST_ACCOUNT, app_code: 'C'.repeat(32) })).account
      const { operator, token } = await openTestOperator(deps, 'refund')
      ann = operator
      cookie = `__Host-tael_operator=${token}`
    })
    const page = async (path: string): Promise<string> => (await get(path, cookie)).text()
    const send = async (path: string, fields: Record<string, string> = {}) => {
      const response = await post(path, fields, { ...HERE, cookie })
      return response.headers.get('location')?.replace(/^.*done=/, '')
    }
    const run = async (hours: number) => {
      const to = new Date(Math.floor(clock.now().getTime() / HOUR) * HOUR - HOUR)
      const range = { from: new Date(to.getTime() - hours * HOUR), to }
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
      const at = new Date(clock.now().getTime() - 3 * HOUR)
      gateway.rows.push({ number: 'KIOSK-1', at, amount: 700 })
      const first = await run(12)
      gateway.rows.push({ number: 'KIOSK-2', at, amount: 800 })
      const second = await run(11)
      const listed = [...(await page(LIST)).matchAll(/id">(KIOSK-\d)</g)].map(
        ([, number]) => number,
      )
      assert.deepEqual(listed, ['KIOSK-2', 'KIOSK-1'])
      const inChinese = new Request(PUBLIC_URL + LIST, {
        headers: { cookie, 'accept-language': 'zh-HK' },
      })
      assert.match(
        await (await checkout.fetch(inChinese)).text(),
        /其單號並非由 Tael 產生。<[^<]*<p[^>]*lang="en">a payment under a number/,
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

    it('says who works on one and what they noted, in its history and in the audit log', async () => {
      const path = await workOn('KIOSK-2')
      assert.equal(await send(`${path}/assign`, { operator: ann.id }), 'changed')
      assert.equal(
        (await post(`${path}/assign`, { operator: 'opr_1' }, { ...HERE, cookie })).status,
        404,
      )
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

  it('admits the operator while somebody else guesses keys', async () => {
    for (let tries = 0; tries < 50; tries++) {
      assert.equal((await signIn({ key: `guess ${tries}` })).status, 401)
    }
    assert.equal((await signIn()).status, 303)
  })

  it('is not opened with a key that can be guessed', () => {
    assert.throws(
      () => openTestCheckout(database(), { clock, operatorKey: 'a-key-of-23-characters-' }),
      /operatorKey must be at least 24 random characters/,
    )
  })
})
