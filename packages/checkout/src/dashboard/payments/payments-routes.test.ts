import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { sql } from 'kysely'
import { openTestCheckout, openTestDeps, type TestDeps } from '../../../test/support/checkout.ts'
import { describeOnDatabase } from '../../../test/support/database.ts'
import { createHandClock } from '../../../test/support/hand-clock.ts'
import { signInWithKey, type OperatorBrowser } from '../../../test/support/operator-browser.ts'
import {
  openTestAccount,
  openTestPayment,
  paidVerdict,
  recordTestAttempt,
} from '../../../test/support/payments.ts'
import type { Account } from '../../accounts/account.ts'
import { applyVerdict } from '../../attempts/apply-verdict.ts'
import { readAudit } from '../../audit/read-audit.ts'
import { inTransaction } from '../../database/transaction.ts'
import { cancelPayment } from '../../payments/cancel-payment.ts'
import type { NewPayment } from '../../payments/create-payment.ts'
import type { Payment } from '../../payments/payment.ts'
import { readRefunds } from '../../refunds/read-refunds.ts'
import { insertRefund } from '../../refunds/refund-store.ts'

describeOnDatabase('the list of payments', (database) => {
  let deps: TestDeps
  let account: Account
  let operator: OperatorBrowser
  before(async () => {
    const clock = createHandClock()
    deps = openTestDeps(database(), { clock })
    account = await openTestAccount(deps)
    operator = await signInWithKey(openTestCheckout(database(), { clock }))
  })

  const open = (requested: Partial<NewPayment>) => openTestPayment(deps, account, requested)
  const page = async (path: string) => (await operator.open(`/dashboard/payments${path}`)).text()
  /** The references of the list, from the top. */
  const listed = async (query: string) =>
    [...(await page(query)).matchAll(/<a href="[^"]*\/payments\/pay_\w+">([^<]*)</g)].map(
      ([, reference]) => reference,
    )
  const putInReview = async ({ id }: Payment) => {
    const reviews = JSON.stringify([{ code: 'unanswered', subject: 'att_1', message: 'No answer' }])
    await database().db.updateTable('payment').set({ reviews }).where('id', '=', id).execute()
  }
  const addRefund = async (
    payment: Payment,
    status: 'succeeded' | 'failed',
    changed: { readonly reference?: string; readonly syssn?: string } = {},
  ) => {
    const attempt = await recordTestAttempt(deps, payment)
    const refund = {
      id: deps.newId('ref'),
      account_id: account.id,
      payment_id: payment.id,
      attempt_id: attempt.id,
      reference: null,
      fingerprint: 'f',
      amount: 1,
      currency: 'HKD',
      cause: 'merchant' as const,
      reason: null,
      status,
      syssn: status === 'succeeded' ? 'syssn' : null,
      refusal: status === 'failed' ? JSON.stringify({ code: 'refused', message: 'No' }) : null,
      created_at: deps.clock.now(),
      sent_at: deps.clock.now(),
      ended_at: deps.clock.now(),
      work_at: null,
      ...changed,
    }
    await inTransaction(deps.database, (trx) => insertRefund(trx, refund))
  }

  it('shows only those in review', async () => {
    const payments = [await open({ reference: 'R-1' }), await open({ reference: 'R-2' })]
    for (const payment of payments) await putInReview(payment)
    await open({ reference: 'R-3' })
    assert.deepEqual(await listed('?status=in-review'), ['R-2', 'R-1'])
    assert.deepEqual(await listed('?status=in-review&q=R-1'), ['R-1'])
    assert.match(await page(''), /href="\/dashboard\/payments\?status=in-review"\s*>Needs review</)
  })

  it('finds payments by the beginning of a reference, newest first, with any status', async () => {
    for (const reference of ['HK-10', 'HK-101', 'HK-102', 'hk-10', 'HK_10', 'H%']) {
      await open({ reference })
    }
    assert.deepEqual(await listed('?q=HK-10'), ['HK-102', 'HK-101', 'HK-10'])
    assert.deepEqual(await listed('?q=H%25'), ['H%'])
    assert.deepEqual(await listed('?q=HK-10&status=created'), ['HK-102', 'HK-101', 'HK-10'])
    assert.deepEqual(await listed('?q=HK-10&status=failed'), [])
  })

  it('gives all whose reference begins so, page by page and in the CSV, narrowed too', async () => {
    await open({ reference: 'many-0' })
    await sql`
      insert into payment (id, account_id, reference, amount, currency, status, metadata, fingerprint,
        created_at, expires_at)
      select 'pay_' || lpad((900000 + n)::text, 26, '0'), account_id, 'many-' || n, amount, currency, 'failed',
        metadata, fingerprint, created_at, expires_at
      from payment, generate_series(1, 120) as n where reference = 'many-0'`.execute(database().db)
    const found: unknown[] = []
    for (let query: string | undefined = '?q=many-&status=failed'; query !== undefined;) {
      found.push(...(await listed(query)))
      const [, older]: readonly (string | undefined)[] =
        /href="[^"?]*(\?[^"]*after=[^"]*)"/.exec(await page(query)) ?? []
      query = older?.replaceAll('&amp;', '&')
    }
    assert.equal(new Set(found).size, 120)
    const csv = await (await operator.open('/dashboard/payments.csv?q=many-&status=failed')).text()
    assert.equal(csv.match(/many-\d+/g)?.length, 120)
  })

  it('says how to search when nothing is found', async () => {
    assert.match(
      await page('?q=Dragon'),
      /No payment matches\. Search for the beginning of a reference/,
    )
  })

  it('marks a payment whose last refund has failed', async () => {
    const marked = await open({ reference: 'F-1' })
    await addRefund(marked, 'succeeded')
    await addRefund(marked, 'failed')
    assert.match(await page('?q=F-1'), /"alarm">Refund failed</)
    await addRefund(marked, 'succeeded')
    assert.doesNotMatch(await page('?q=F-1'), /"alarm">Refund failed</)
    const shown = await page(`/${marked.id}`)
    assert.match(shown, /HK\$0\.01 · Refunded[^]*HK\$0\.01 · Failed · No/)
  })

  it('finds a payment by every number of its attempts and refunds, here, at QFPay and at WeChat', async () => {
    const payment = await open({ reference: 'N-1' })
    const attempt = await recordTestAttempt(deps, payment)
    const chnlsn = '4200002511202511221234567890'
    await applyVerdict(deps, attempt, paidVerdict(attempt, { syssn: '2026030200020001', chnlsn }))
    await addRefund(payment, 'succeeded', { reference: 'return-7', syssn: '2026030200030009' })
    const { refunds } = await readRefunds(deps, payment.id, { limit: 10 })
    const numbers = [
      payment.id,
      attempt.id,
      '2026030200020001',
      chnlsn,
      '4200 0025 1120 2511 2212 3456 7890',
    ]
    for (const number of [
      ...numbers,
      refunds[0]?.id ?? '',
      `${refunds[0]?.id}_2`,
      'return-7',
      '2026030200030009',
    ]) {
      assert.deepEqual(await listed(`?q=${encodeURIComponent(number)}`), ['N-1'], number)
    }
  })

  it('is narrowed by amount, currency, day and account, and to failed refunds', async () => {
    const rare = await open({ reference: 'A-1', amount: 77_701 })
    await open({ reference: 'A-2', amount: 77_702 })
    const day = new Date(deps.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    assert.deepEqual(await listed('?least=777.01&most=777.01'), ['A-1'])
    assert.deepEqual(await listed(`?least=777&most=778&currency=HKD&from=${day}&to=${day}`), [
      'A-2',
      'A-1',
    ])
    assert.deepEqual(await listed(`?least=777&most=778&currency=CNY`), [])
    assert.deepEqual(await listed(`?least=777&to=2020-01-01`), [])
    assert.deepEqual(await listed(`?least=777&account=${account.id}`), ['A-2', 'A-1'])
    await addRefund(rare, 'failed')
    assert.deepEqual(await listed('?status=failed-refund&least=777'), ['A-1'])
  })

  it('turns its pages to the end and back', async () => {
    for (let n = 0; n < 120; n += 1) await open({ reference: `T-${n}`, amount: 5500 })
    const first = await page('?least=55&most=55')
    const next = (text: string, rel: string) =>
      (new RegExp(`rel="${rel}" href="([^"]*)"`).exec(text)?.[1] ?? '')
        .replaceAll('&amp;', '&')
        .replace(/^.*\?/, '?')
    const third = await page(next(await page(next(first, 'next')), 'next'))
    assert.equal(next(third, 'next'), '')
    assert.match(third, />T-0</)
    assert.match(await page(next(await page(next(third, 'prev')), 'prev')), />T-119</)
  })

  it('is downloaded as a spreadsheet opens it, in batches', async () => {
    const { id } = await open({ reference: '=1+0', amount: 4400, description: '鐵觀音' })
    await sql`
      insert into payment (id, account_id, reference, amount, currency, status, description, metadata,
        fingerprint, created_at, expires_at)
      select 'pay_' || lpad(n::text, 26, '0'), account_id, '=1+' || n, amount, currency, status,
        description, metadata, fingerprint, created_at, expires_at
      from payment, generate_series(1, 1099) as n where id = ${id}`.execute(database().db)
    const response = await operator.open('/dashboard/payments.csv?least=44&most=44')
    assert.match(response.headers.get('content-type') ?? '', /^text\/csv/)
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    let chunks = 0
    let text = ''
    for await (const chunk of response.body ?? []) {
      chunks += 1
      text += decoder.decode(chunk)
    }
    assert.equal(chunks, 4, 'a header and three batches')
    const lines = text.slice(0, -2).split('\r\n')
    assert.equal(lines.length, 1101)
    assert.match(lines[0] ?? '', /^\ufeffpayment,reference,account,[^]*created \(UTC\+08:00\)/)
    assert.match(
      lines[1] ?? '',
      /^pay_\w+,'=1\+0,Harbour Tea House,鐵觀音,created,no,HKD,44\.00,0\.00,20\d\d-\d\d-\d\d \d\d:\d\d:\d\d,/,
    )
  })

  it('keeps a search under a name, as the list writes it', async () => {
    await operator.send('/dashboard/searches', {
      name: '<b>Large</b>',
      query: '?most=9&least=1000&evil=//x',
    })
    const shown = await page('?least=1000&most=9')
    assert.match(shown, /href="\/dashboard\/payments\?least=1000&amp;most=9"[^>]*>&lt;b&gt;Large/)
    const [, remove = ''] = /action="(\/dashboard\/searches\/sch_\w+\/delete)"/.exec(shown) ?? []
    await operator.send(remove)
    assert.doesNotMatch(await page(''), /Large/)
    for (const action of ['search.saved', 'search.deleted'] as const) {
      const { entries } = await readAudit(deps, { limit: 9, action })
      assert.equal(entries.length, 1, action)
    }
  })

  it('leads to a timeline that begins with the last event', async () => {
    const { id } = await open({ reference: 'T-1' })
    await cancelPayment(deps, id)
    assert.match(await page(`/${id}`), /payment\.canceled[^]*payment\.created/)
  })
})
