import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { before, beforeEach, it } from 'node:test'
import { QfpayConfigurationError, sign } from '@tael/qfpay'
import { waitUntil } from '@tael/testing/patience'
import {
  callApi,
  openTestCheckout,
  openTestDeps,
  PUBLIC_URL,
  TEST_ACCOUNT,
  testOptions,
  type TestDeps,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, whileTimePasses, type HandClock } from '../../test/support/hand-clock.ts'
import { openTestAccount, openTestPayment, recordTestAttempt } from '../../test/support/payments.ts'
import { enquireAttempt } from '../attempts/enquire-attempt.ts'
import { readAudit } from '../audit/read-audit.ts'
import { createCheckout } from '../checkout.ts'
import type { Attempt } from '../payments/attempt.ts'
import { readPayment } from '../payments/read-payments.ts'
import { DAY_MS } from '../platform/durations.ts'
import { createLog } from '../platform/log.ts'
import { sealContext } from '../platform/seal-context.ts'
import type { AccountChange } from './account-settings.ts'
import type { Account } from './account.ts'
import { addAccount } from './add-account.ts'
import { AccountChangeError, changeAccount } from './change-account.ts'
import { readAccount } from './read-accounts.ts'

const OLD_KEY = TEST_ACCOUNT.client_key
const THIRD_KEY = '5EC2E700000000000000000000000003'
const NEW_KEY = '0A1B2C3D4E5F60718293A4B5C6D7E8F9'
/** Another process learns of a change within that time. */
const KNOWN_MS = 2_000
const WECHAT_PHONE = 'Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50'

describeOnDatabase('an account that is changed', (database) => {
  let clock: HandClock
  let lines: string[]
  /** Two processes: one in which the operator acts, and one that has been at work before. */
  let deps: TestDeps
  let second: TestDeps
  let account: Account
  /** What each request was signed with, and for which merchant. */
  let asked: { key: string | undefined; mchid: string | null }[]
  let hold: (() => Promise<void>) | undefined

  const gateway: typeof fetch = async (url, init) => {
    const request = new Request(url, init)
    const parameters = Object.fromEntries(new URLSearchParams(await request.text()))
    const signature = request.headers.get('x-qf-sign')
    const key = [OLD_KEY, NEW_KEY].find((one) => sign(parameters, one, 'MD5') === signature)
    asked.push({ key, mchid: parameters['mchid'] ?? null })
    await hold?.()
    return Response.json({ respcd: '0000', data: [] })
  }

  beforeEach(async () => {
    clock = createHandClock()
    lines = []
    asked = []
    hold = undefined
    const log = createLog({ clock, level: 'debug', write: (line) => lines.push(line) })
    deps = openTestDeps(database(), { clock, log, fetch: gateway })
    second = openTestDeps(database(), { clock, log, fetch: gateway })
    account = await openTestAccount(deps)
  })

  const openAttempt = async () => recordTestAttempt(deps, await openTestPayment(deps, account))
  const ask = (process: TestDeps, attempt: Attempt) =>
    whileTimePasses(clock, enquireAttempt(process, attempt))

  it('uses its new client_key within two seconds, in every process', async () => {
    const attempt = await openAttempt()
    await ask(second, attempt)
    await changeAccount(deps, account.id, { client_key: NEW_KEY, mchid: 'ZaMVg12345' })
    await clock.advance(KNOWN_MS)
    await ask(second, attempt)
    assert.deepEqual(asked, [
      { key: OLD_KEY, mchid: null },
      { key: NEW_KEY, mchid: 'ZaMVg12345' },
    ])
    assert.doesNotMatch(lines.join(''), new RegExp(`${OLD_KEY}|${NEW_KEY}`))
    assert.match(lines.join(''), /"account\.changed".*"client_key","mchid"/)
  })

  it('keeps its mchid while QFPay has an order of it that Tael asks about', async () => {
    const attempt = await openAttempt()
    const { db } = deps.database
    const known = db.updateTable('attempt').where('id', '=', attempt.id)
    await known.set({ syssn: '20260302000300020081074842' }).execute()
    const change = { mchid: 'ZaMVg12345' }
    await assert.rejects(changeAccount(deps, account.id, change), /present mchid/)
    await changeAccount(deps, account.id, { client_key: NEW_KEY })
    await known.set({ enquire_at: null }).execute()
    assert.equal((await changeAccount(deps, account.id, change))?.settings.mchid, 'ZaMVg12345')
  })

  it('lets requests that are under way end with their answers', async () => {
    const [slow, quick] = [await openAttempt(), await openAttempt()]
    const release = Promise.withResolvers<undefined>()
    hold = () => release.promise
    const underWay = enquireAttempt(second, slow)
    underWay.catch(() => undefined)
    const isAsked = waitUntil('the slow one is asked about', () => asked.length > 0)
    await whileTimePasses(clock, isAsked)
    hold = undefined
    await changeAccount(deps, account.id, { client_key: NEW_KEY })
    await clock.advance(KNOWN_MS)
    await ask(second, quick)
    release.resolve(undefined)
    assert.equal((await whileTimePasses(clock, underWay)).kind, 'missing')
    assert.deepEqual(
      asked.map(({ key }) => key),
      [OLD_KEY, NEW_KEY],
    )
  })

  const isBelievedForADay = async (change: AccountChange): Promise<void> => {
    const { fetch } = createCheckout(testOptions(database(), { clock, fetch: gateway }))
    const send = async (key: string): Promise<number> => {
      const body = JSON.stringify({ notify_type: 'payment', out_trade_no: deps.newId('att') })
      const headers = { 'x-qf-sign': hash('md5', body + key).toUpperCase() }
      const url = `${PUBLIC_URL}/notifications/${account.id}`
      return (await fetch(new Request(url, { method: 'POST', body, headers }))).status
    }
    assert.equal(await send(OLD_KEY), 200)
    assert.equal(await send(NEW_KEY), 401)
    await changeAccount(deps, account.id, change)
    await clock.advance(DAY_MS - 1)
    assert.equal(await send(OLD_KEY), 200)
    assert.equal(await send(NEW_KEY), 200)
    assert.equal(await send('a key that somebody guessed'), 401)
    await clock.advance(1)
    assert.equal(await send(OLD_KEY), 401)
    assert.equal(await send(NEW_KEY), 200)
  }

  it('believes a notification that is signed with the old client_key for a day', () =>
    isBelievedForADay({ client_key: NEW_KEY }))

  it('believes a notification that is signed with the old notification_key for a day', async () => {
    await changeAccount(deps, account.id, { client_key: THIRD_KEY, notification_key: OLD_KEY })
    await clock.advance(DAY_MS)
    await isBelievedForADay({ notification_key: NEW_KEY })
  })

  it('keeps fields that are not given, and removes those that are null', async () => {
    const changed = await changeAccount(deps, account.id, {
      name: 'Peak Tea House',
      request_limit: { per_minute: 100 },
      mchid: 'ZaMVg12345',
      late_payments: 'refund',
      refund_approval_above: 50_000,
      utc_offset: '+09:00',
      time_zone: 'America/Toronto',
      pay_type: '800213',
      return_origins: ['https://tea.example.com'],
    })
    assert.deepEqual(await readAccount(second, account.id), changed)
    assert.deepEqual(changed, {
      ...account,
      name: 'Peak Tea House',
      version: 2,
      settings: {
        ...account.settings,
        requestLimit: { perSecond: 100, perMinute: 100 },
        mchid: 'ZaMVg12345',
        latePayments: 'refund',
        refundApprovalAbove: 50_000,
        utcOffset: '+09:00',
        timeZone: 'America/Toronto',
        payType: '800213',
        returnOrigins: ['https://tea.example.com'],
      },
    })
    const again = await changeAccount(deps, account.id, {
      mchid: null,
      time_zone: null,
      request_limit: null,
      refund_approval_above: null,
    })
    const { mchid: _, requestLimit: __, timeZone: ___, ...others } = changed.settings
    const { refundApprovalAbove: ____, ...rest } = others
    assert.deepEqual(again?.settings, rest)
  })

  it('takes a new secret for its Official Account, if it has one', async () => {
    const wechat = { appid: 'wx0123456789abcdef', secret: '0123456789abcdef0123456789abcdef' }
    const own = await addAccount(deps, { ...TEST_ACCOUNT, flow: 'own-account', wechat })
    const secret = 'fedcba9876543210fedcba9876543210'
    const changed = await changeAccount(deps, own.account.id, { wechat: { secret } })
    assert.deepEqual(changed?.secrets, { ...own.account.secrets, wechatSecret: secret })
    const file = { verification_file: 'MP_verify_AbCd1234EfGh5678.txt' }
    const named = await changeAccount(deps, own.account.id, { wechat: file })
    assert.equal(named?.settings.wechat?.verificationFile, file.verification_file)
    assert.equal(named.secrets.wechatSecret, secret)
    const removed = await changeAccount(deps, own.account.id, {
      wechat: { verification_file: null },
    })
    assert.deepEqual(removed?.settings, own.account.settings)
    const refused = changeAccount(deps, account.id, { wechat: { secret } })
    await assert.rejects(refused, AccountChangeError)
    const { entries } = await readAudit(deps, { limit: 9, about: own.account.id })
    const changes = entries.filter(({ action }) => action === 'account.changed')
    // The newest first; a file is no secret.
    const replaced = changes.map(({ after }) => after?.['wechatSecret'])
    assert.deepEqual(replaced, [undefined, undefined, 'replaced'])
  })

  it('refuses what "account add" refuses, and changes nothing', async () => {
    for (const change of [
      { name: 'Harbour\nTea' },
      { utc_offset: '8' },
      { time_zone: 'America/Atlantis' },
      { time_zone: '-05:00' },
      { request_limit: { per_minute: 60_001 } },
      { return_origins: ['https://shop.example.com/path'] },
      { host: 'https://another.example.com' },
    ]) {
      await assert.rejects(changeAccount(deps, account.id, change), { name: 'ZodError' })
    }
    const withBreak = changeAccount(deps, account.id, { client_key: 'a key\n' })
    await assert.rejects(withBreak, QfpayConfigurationError)
    assert.deepEqual(await readAccount(deps, account.id), account)
    assert.equal(await changeAccount(deps, deps.newId('acc'), { name: 'Nobody' }), undefined)
  })

  it('is changed by one caller after the other, however many come together', async () => {
    const changes = ['+01:00', '+02:00', '+03:00', '+04:00'].map((utc_offset, index) =>
      changeAccount(index % 2 === 0 ? deps : second, account.id, { utc_offset }),
    )
    const versions = (await Promise.all(changes)).map((changed) => changed?.version)
    assert.deepEqual(versions.toSorted(), [2, 3, 4, 5])
  })
})

describeOnDatabase('an account that is disabled', (database) => {
  const clock = createHandClock()
  let deps: TestDeps
  let account: Account
  let key: string

  before(async () => {
    deps = openTestDeps(database(), { clock })
    const added = await addAccount(deps, TEST_ACCOUNT)
    account = added.account
    key = added.apiKey.secret
  })

  it('accepts no new payment, answers a repeat as before, and accepts payments when it is enabled', async () => {
    const checkout = openTestCheckout(database(), { clock })
    const create = (reference: string) =>
      callApi(checkout, {
        path: '/v1/payments',
        key,
        body: { reference, amount: 1099, currency: 'HKD' },
      })
    const before = await create('before')
    await changeAccount(deps, account.id, { disabled: true })
    const refused = await create('after')
    assert.partialDeepStrictEqual(refused, {
      status: 409,
      body: { error: { code: 'account_disabled' } },
    })
    const repeat = await create('before')
    assert.equal(repeat.status, 200)
    assert.equal(repeat.body.id, before.body.id)
    await changeAccount(deps, account.id, { disabled: false })
    assert.equal((await create('after')).status, 201)
  })

  it('tells payers before they authorize, and accepts nobody who comes back from authorizing', async () => {
    const checkout = openTestCheckout(database(), { clock })
    const payment = await openTestPayment(deps, account)
    const open = (path: string, headers: Record<string, string> = {}) =>
      checkout.fetch(new Request(PUBLIC_URL + path, { headers }))
    const phone = { 'user-agent': WECHAT_PHONE, 'accept-language': 'en' }
    const away = await open(`/pay/${payment.id}`, phone)
    assert.equal(away.status, 303)
    const redirect = new URL(away.headers.get('location') ?? '')
    const back = new URL(redirect.searchParams.get('redirect_uri') ?? '')
    await changeAccount(deps, account.id, { disabled: true })
    await clock.advance(KNOWN_MS)
    const cookie = away.headers.get('set-cookie')?.split(';')[0] ?? ''
    for (const [path, headers] of [
      [`/pay/${payment.id}`, phone],
      [`/pay/${payment.id}`, { 'accept-language': 'en' }],
      [`${back.pathname}?code=a-code`, { ...phone, cookie }],
    ] as const) {
      const page = await open(path, headers)
      assert.equal(page.status, 403)
      assert.match(await page.text(), /The shop is not accepting payments/)
    }
    assert.equal((await readPayment(deps, payment.id))?.status, 'created')
    // The payer who holds an order pays it.
    const { id } = await recordTestAttempt(deps, payment)
    const payUrl = 'https://pay.example.com/order-of-a-test'
    await database()
      .db.updateTable('attempt')
      .set({
        status: 'launched',
        browser_hash: deps.sealing.keyedHash(cookie.split('=')[1] ?? '', 'browser'),
        launch_sealed: deps.sealing.seal(JSON.stringify({ payUrl }), sealContext.launch(id)),
      })
      .where('id', '=', id)
      .execute()
    const resumed = await open(`/pay/${payment.id}`, { ...phone, cookie })
    assert.equal(resumed.status, 303)
    assert.equal(resumed.headers.get('location'), payUrl)
    await changeAccount(deps, account.id, { disabled: false })
    await clock.advance(KNOWN_MS)
    assert.equal((await open(`/pay/${payment.id}`, phone)).status, 303)
  })
})
