import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import {
  openTestCheckout,
  openTestDeps,
  TEST_ACCOUNT,
  type TestDeps,
} from '../../../test/support/checkout.ts'
import { describeOnDatabase } from '../../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../../test/support/hand-clock.ts'
import { signInWithKey, type OperatorBrowser } from '../../../test/support/operator-browser.ts'
import { openTestAccount, openTestPayment } from '../../../test/support/payments.ts'
import { openReceiver, sendDueWebhooks } from '../../../test/support/webhooks.ts'
import { addAccount } from '../../accounts/add-account.ts'
import { readEvents } from '../../events/read-events.ts'
import type { Payment } from '../../payments/payment.ts'
import { readPayment } from '../../payments/read-payments.ts'
import type { Review } from '../../payments/review.ts'
import { addEndpoint, changeEndpoint } from '../../webhooks/change-endpoints.ts'
import { openWebhookNetwork } from '../../webhooks/webhook-network.ts'

describeOnDatabase('the dashboard, about a payment', (database) => {
  let clock: HandClock
  let operator: OperatorBrowser
  before(async () => {
    clock = createHandClock()
    operator = await signInWithKey(openTestCheckout(database(), { clock }))
  })
  const read = async (path: string, headers?: Record<string, string>) =>
    (await operator.open(path, headers)).text()

  it('shows a payment in the zone of its account, as the receipt does', async () => {
    const deps = openTestDeps(database(), { clock })
    const toronto = { ...TEST_ACCOUNT, time_zone: 'America/Toronto' }
    const { account } = await addAccount(deps, toronto)
    assert.equal(account.settings.utcOffset, '+08:00')
    const payment = await openTestPayment(deps, account)
    for (const path of [`/dashboard/payments/${payment.id}`, `/pay/${payment.id}`]) {
      const text = await read(path)
      assert.match(text, /GMT-5/, path)
      assert.doesNotMatch(text, /GMT\+8/, path)
    }
  })

  it('shows which events the merchant has received, and resends one', async () => {
    const receiver = await openReceiver(
      (_, count) => new Response(null, { status: count === 1 ? 410 : 204 }),
    )
    const deps = openTestDeps(database(), {
      clock,
      webhooks: openWebhookNetwork({ allowPrivate: true }),
    })
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
    const page = () => read(path)
    assert.match(await page(), /On its way/)
    await sendDueWebhooks(deps)
    const failed = await page()
    assert.match(failed, /Failed[^]*payment\.created[^]*1 try[^]*answered 410/)
    assert.doesNotMatch(failed, /Send again/, 'its endpoint is disabled')
    await changeEndpoint(deps, endpoint.id, { isEnabled: true })
    const [, delivery = ''] = /name="delivery" value="([^"]*)"/.exec(await page()) ?? []
    const again = { endpoint: endpoint.id, delivery }
    const response = await operator.send(`${path}/replay`, again)
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
        facts: {
          finding: 'money_differs',
          ours: { amount: 1099, currency: 'HKD' },
          theirs: { amount: 1, currency: 'HKD' },
        },
        message: 'HK$10.99 here, HK$0.01 at QFPay',
      },
      {
        code: 'refund_overdue',
        subject: 'ref_1',
        message: 'It has had no end at QFPay for a day: ask QFPay about it',
      },
    ]
    const SEEN = REVIEWS.map(({ code, subject }) => ({ code, subject }))
    let deps: TestDeps
    before(() => {
      deps = openTestDeps(database(), { clock })
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
    const review = (
      payment: Payment,
      fields: Record<string, string>,
      headers?: Record<string, string>,
    ) =>
      operator.send(
        `/dashboard/payments/${payment.id}/review`,
        { note: 'seen', sure: 'yes', seen: JSON.stringify(SEEN), ...fields },
        headers,
      )
    const reviewsOf = async ({ id }: Payment) => (await readPayment(deps, id))?.reviews

    it('accepts the note of an operator who has looked, and continues', async () => {
      const payment = await inReview()
      const path = `/dashboard/payments/${payment.id}`
      const page = await read(path)
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
      const after = await read(path)
      assert.doesNotMatch(after, /name="sure"/)
      assert.match(after, /given back in the portal/)
    })

    for (const [language, title, facts] of [
      [
        'en',
        'A refund has had no result at QFPay for a day: ask QFPay about it',
        'att_1: HK$10.99 here, HK$0.01 at QFPay',
      ],
      [
        'zh-CN',
        '退款提交一天后，QFPay 仍没有结果，请向 QFPay 询问',
        'att_1：本站 HK$10.99，QFPay HK$0.01',
      ],
      [
        'zh-HK',
        '退款提交一天後，QFPay 仍沒有結果，請向 QFPay 查詢',
        'att_1：本站 HK$10.99，QFPay HK$0.01',
      ],
    ] as const) {
      it(`says in the operator’s language what to look at, and what it is about (${language})`, async () => {
        const { id } = await inReview()
        const text = await read(`/dashboard/payments/${id}`, { 'accept-language': language })
        assert.match(text, new RegExp(`${title}[^<]*<p[^>]*>ref_1<`))
        assert.ok(text.includes(`>${facts}<`))
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
      assert.equal((await review(payment, {}, { origin: 'https://evil.example.com' })).status, 403)
      assert.deepEqual(await reviewsOf(payment), REVIEWS)
    })
  })
})
