import assert from 'node:assert/strict'
import { DEMO } from '../../../src/demo.ts'
import { SECOND_MS } from '../../../src/durations.ts'
import { sign } from '../../../src/wire/signing.ts'
import type { Answer, TryMerchant } from '../try-merchant.ts'
import { type Checks, N, respcdOf } from './ask-merchant.ts'

const { clientKey } = DEMO.merchant

/** Things that go wrong between the money and its notification: faults/notification-scenarios.ts. */
export const NOTIFICATION_CHECKS: Checks = {
  'notification-lost': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(90_000 * SECOND_MS)
    assert.equal(m.received.length, 0)
    assert.equal(m.sandbox.notifications.list()[0]?.state, 'lost')
  },
  'notification-delayed': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(89 * SECOND_MS)
    assert.equal(m.received.length, 0)
    await m.clock.advance(SECOND_MS)
    assert.equal(m.received.length, 1)
  },
  'notification-duplicated': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(90_000 * SECOND_MS)
    assert.equal(m.received.length, 2)
    assert.equal(m.received[0]?.body, m.received[1]?.body)
  },
  'notification-reordered': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(SECOND_MS)
    await m.paid({ out_trade_no: 'LATER' })
    await m.clock.advance(SECOND_MS)
    assert.deepEqual(
      m.received.map(({ body }) => (JSON.parse(body) as Answer)['out_trade_no']),
      ['LATER', N],
    )
  },
  'notification-forged': async (m, txamt) => {
    await m.order({ out_trade_no: N, txamt })
    await m.clock.advance(0)
    assert.equal((JSON.parse(m.received[0]?.body ?? '{}') as Answer)['status'], '1')
    assert.equal(isGenuine(m), false)
    assert.equal(await respcdOf(m), '1143')
  },
  'notification-wrong-signature': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(0)
    assert.equal(isGenuine(m), false)
    assert.equal(await respcdOf(m), '0000')
  },
  'notification-tampered': async (m, txamt) => {
    await m.paid({ out_trade_no: N, txamt })
    await m.clock.advance(0)
    assert.equal(isGenuine(m), false)
    assert.equal((JSON.parse(m.received[0]?.body ?? '{}') as Answer)['txamt'], `1${txamt}`)
  },
  'notification-before-answer': async (m, txamt) => {
    const sub_openid = await m.openid()
    let isAnswered = false
    m.answerWith(() => {
      assert.equal(isAnswered, false)
      return new Response('SUCCESS')
    })
    await m.order({ out_trade_no: N, txamt, sub_openid })
    isAnswered = true
    assert.equal(m.received.length, 1)
    assert.equal(isGenuine(m), true)
    assert.equal(await respcdOf(m), '0000')
  },
}

function isGenuine({ received }: TryMerchant): boolean {
  const [{ body, signature: given } = { body: '', signature: '' }] = received
  return sign(body, clientKey) === given
}
