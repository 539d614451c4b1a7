import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { type TryMerchant, START, tryMerchant } from '../../test/support/try-merchant.ts'
import { DEMO } from '../demo.ts'
import { MINUTE_MS } from '../durations.ts'
import type { SandboxOptions } from '../sandbox.ts'
import type { SettingsInput } from '../state/settings.ts'

const N = 'A1'
const { appCode } = DEMO.merchant

async function paidWith(
  answer: () => Response | Promise<Response>,
  options: SandboxOptions = {},
): Promise<TryMerchant> {
  const m = tryMerchant(options)
  m.answerWith(answer)
  await m.paid({ out_trade_no: N })
  await m.clock.advance(0)
  return m
}

async function until(is: () => boolean): Promise<void> {
  while (!is()) await turn()
}

describe('a notification', () => {
  it('is repeated over 24 h 22 min', async () => {
    const m = await paidWith(() => new Response('FAIL'))
    await m.clock.advance(30 * 60 * MINUTE_MS)
    const [delivery] = m.sandbox.notifications.list()
    assert.deepEqual(
      delivery?.attempts.map(({ at }) => (at - START) / MINUTE_MS),
      [0, 2, 12, 22, 82, 202, 562, 1462],
    )
    assert.equal(delivery.state, 'given-up')
    assert.equal(m.received.length, 8)
  })

  it('stops when it is answered SUCCESS', async () => {
    let answers = 0
    const m = await paidWith(() => new Response((answers += 1) < 3 ? 'no' : 'SUCCESS'))
    await m.clock.advance(30 * 60 * MINUTE_MS)
    assert.equal(m.received.length, 3)
    assert.equal(m.sandbox.notifications.list()[0]?.state, 'acknowledged')
  })

  for (const [what, response, rule] of [
    ['success in small letters', () => new Response('success'), 'notification-answer'],
    ['a line break behind it', () => new Response('SUCCESS\n'), 'notification-answer'],
    ['JSON', () => Response.json('SUCCESS'), 'notification-answer'],
    ['201', () => new Response('SUCCESS', { status: 201 }), 'notification-status'],
    [
      'a redirect',
      () => new Response('SUCCESS', { status: 302, headers: { location: '/elsewhere' } }),
      'notification-status',
    ],
    ['a broken connection', () => Promise.reject(new Error('reset')), 'notification-unreachable'],
  ] as const) {
    it(`is not acknowledged by ${what}`, async () => {
      const m = await paidWith(response)
      const [attempt] = m.sandbox.notifications.list()[0]?.attempts ?? []
      assert.equal(attempt?.isAcknowledged, false)
      assert.equal(attempt.problem?.rule, rule)
      assert.equal(m.sandbox.journal.list().at(-1)?.problem?.rule, rule)
    })
  }

  it('accepts success in any case where the setting says so', async () => {
    const settings = { lenientAcknowledgement: true }
    const m = await paidWith(() => new Response(' success\n'), { settings })
    assert.equal(m.sandbox.notifications.list()[0]?.state, 'acknowledged')
  })

  it('gives a receiver that does not answer no more than its time', async () => {
    const settings = { notificationTimeoutMs: 20 }
    const m = await paidWith(() => new Promise<Response>(() => undefined), { settings })
    const [attempt] = m.sandbox.notifications.list()[0]?.attempts ?? []
    assert.equal(attempt?.problem?.rule, 'notification-timeout')
  })

  it('goes to the notify_url of its payment, else to the registered address', async () => {
    const m = tryMerchant()
    const notify_url = 'https://shop.example.com/n?a=1&b=%2F+x'
    const payment = await m.paid({ out_trade_no: N, notify_url })
    await m.paid({ out_trade_no: 'A2' })
    await m.refund(payment, { out_trade_no: 'R1', txamt: '1' })
    await m.clock.advance(0)
    assert.deepEqual(
      m.received.map(({ url }) => url),
      [notify_url, 'https://shop.example.com/notify', notify_url],
    )
  })

  it('to an invalid address fails alone; the order is made anyway', async () => {
    const m = tryMerchant()
    await m.paid({ out_trade_no: N, notify_url: 'example.com/n' })
    await m.clock.advance(0)
    const [attempt] = m.sandbox.notifications.list()[0]?.attempts ?? []
    assert.equal(attempt?.problem?.rule, 'notification-address')
    const strict = tryMerchant({ settings: { badNotifyUrl: 'refuse' } })
    const answer = await strict.order({ out_trade_no: N, notify_url: 'example.com/n' })
    assert.equal(answer.respcd, '1104')
  })

  it('goes to standard ports only where the setting says so', async () => {
    const m = tryMerchant({ settings: { notifyStandardPortsOnly: true } })
    await m.paid({ out_trade_no: N, notify_url: 'https://shop.example.com:8443/n' })
    await m.clock.advance(0)
    const [attempt] = m.sandbox.notifications.list()[0]?.attempts ?? []
    assert.equal(attempt?.problem?.rule, 'notification-port')
    assert.equal(m.received.length, 0)
  })

  it('follows no redirect, unless the setting says so', async () => {
    for (const [followNotificationRedirects, redirect] of [
      [false, 'manual'],
      [true, 'follow'],
    ] as const) {
      const m = tryMerchant({ settings: { followNotificationRedirects } })
      const seen: string[] = []
      m.answerWith((request) => {
        seen.push(request.redirect)
        return new Response('SUCCESS')
      })
      await m.paid({ out_trade_no: N })
      await m.clock.advance(0)
      assert.deepEqual(seen, [redirect])
    }
  })

  for (const [settings, algorithm, named] of [
    [{}, 'md5', null],
    [{ declareSignType: true }, 'md5', 'MD5'],
    [{ notificationSignType: 'SHA256' }, 'sha256', 'SHA256'],
  ] as const) {
    it(`is signed by ${algorithm} and names ${named ?? 'no hash'} with ${JSON.stringify(settings)}`, async () => {
      const m = await paidWith(() => new Response('SUCCESS'), { settings })
      const [received] = m.received
      const signed = createHash(algorithm)
        .update(`${received?.body ?? ''}${DEMO.merchant.clientKey}`)
        .digest('hex')
      assert.equal(received?.signature, signed.toUpperCase())
      assert.equal(received.signType, named)
    })
  }

  it('can be delivered again by hand', async () => {
    const m = await paidWith(() => new Response('SUCCESS'))
    const delivery = await m.sandbox.notifications.redeliver(1)
    assert.equal(delivery.attempts.length, 2)
    assert.equal(m.received[0]?.body, m.received[1]?.body)
  })

  it('keeps its next try if a manual one fails, and has none once it is acknowledged', async () => {
    let answer = 'no'
    const m = await paidWith(() => new Response(answer))
    const next = START + 2 * MINUTE_MS
    assert.equal(m.sandbox.notifications.list()[0]?.nextAttemptAt, next)
    assert.equal((await m.sandbox.notifications.redeliver(1)).nextAttemptAt, next)
    answer = 'SUCCESS'
    assert.equal((await m.sandbox.notifications.redeliver(1)).nextAttemptAt, undefined)
    await m.clock.advance(30 * 60 * MINUTE_MS)
    assert.equal(m.received.length, 3)
  })

  it('has no next try if one of two simultaneous ones is acknowledged, whichever is answered first', async () => {
    for (const isRefusedFirst of [true, false]) {
      const m = tryMerchant()
      const refused = Promise.withResolvers<Response>()
      const accepted = Promise.withResolvers<Response>()
      const waiting = [refused, accepted]
      m.answerWith(() => waiting.shift()?.promise ?? new Response('SUCCESS'))
      await m.paid({ out_trade_no: N })
      const first = m.clock.advance(0)
      const second = until(() => m.received.length === 1).then(() =>
        m.sandbox.notifications.redeliver(1),
      )
      await until(() => waiting.length === 0)
      const answers = [
        () => (refused.resolve(new Response('no')), first),
        () => (accepted.resolve(new Response('SUCCESS')), second),
      ]
      for (const answer of isRefusedFirst ? answers : answers.reverse()) await answer()
      const [delivery] = m.sandbox.notifications.list()
      assert.equal(delivery?.state, 'acknowledged')
      assert.equal(delivery.nextAttemptAt, undefined)
      await m.clock.advance(30 * 60 * MINUTE_MS)
      assert.equal(m.received.length, 2)
    }
  })

  it('is forgotten with everything else when the sandbox is reset', async () => {
    const m = await paidWith(() => new Response('FAIL'))
    m.sandbox.reset()
    await m.clock.advance(30 * 60 * MINUTE_MS)
    assert.equal(m.received.length, 1)
    assert.deepEqual(m.sandbox.orders.list(), [])
  })
})

describe('the notification of a refund', () => {
  const membersOf = (body: string): readonly string[] =>
    Object.keys(JSON.parse(body) as Readonly<Record<string, string>>)

  async function refunded(settings: SettingsInput): Promise<string> {
    const m = tryMerchant({ mchid: 'ZaMVg12345', settings })
    const payment = await m.call('/trade/v1/payment', {
      txamt: '1099',
      txcurrcd: 'HKD',
      pay_type: '800207',
      txdtm: '2025-11-22 18:30:00',
      mchid: 'ZaMVg12345',
      out_trade_no: N,
      sub_openid: String(
        (
          await m.call('/tool/v1/get_weixin_openid', {
            code: m.sandbox.authorize({ appCode }).code,
            mchid: 'ZaMVg12345',
          })
        )['openid'],
      ),
    })
    await m.sandbox.orders.pay({ outTradeNo: N })
    await m.refund(payment, { out_trade_no: 'R1', txamt: '500', mchid: 'ZaMVg12345' })
    await m.clock.advance(0)
    return m.received.at(-1)?.body ?? ''
  }

  it('has the members, in the order, that were captured in the field, and no other', async () => {
    const body = await refunded({})
    assert.deepEqual(
      membersOf(body),
      (
        'status sysdtm txcurrcd orig_out_trade_no mchid txdtm txamt orig_syssn out_trade_no syssn ' +
        'respcd notify_type'
      ).split(' '),
    )
    assert.match(body, /"notify_type": "refund"/)
  })

  it('was a cancel until 2026, and is as documented, where the settings say so', async () => {
    assert.match(await refunded({ refundNotifyType: 'cancel' }), /"notify_type": "cancel"/)
    const documented = membersOf(await refunded({ refundNotification: 'documented' }))
    for (const name of ['pay_type', 'cancel', 'paydtm', 'cash_refund_fee']) {
      assert.ok(documented.includes(name), name)
    }
  })

  it('comes for a refund that staff make in QFPay’s portal, under a number of QFPay’s', async () => {
    const m = tryMerchant()
    await m.paid({ out_trade_no: N })
    const { outTradeNo, amount } = await m.sandbox.orders.refund({ outTradeNo: N, amount: 99 })
    assert.equal(amount, 99)
    await m.clock.advance(0)
    const notification: object = JSON.parse(m.received.at(-1)?.body ?? '{}')
    assert.partialDeepStrictEqual(notification, {
      out_trade_no: outTradeNo,
      syssn: outTradeNo,
      orig_out_trade_no: N,
    })
    assert.equal((await m.row(N))['cancel'], '5')
  })
})
