import assert from 'node:assert/strict'
import { it } from 'node:test'
import {
  QfpayConfigurationError,
  QfpayPendingError,
  QfpayRefusedError,
  type CloseRequest,
} from '@tael/qfpay'
import { MINUTE_MS } from '@tael/testing/durations'
import { ACCOUNTS, describeOnEachWire, enquired, order, paidOrder } from './gateway.ts'

const isRefused = (respcd: string) => (error: unknown) => {
  assert.ok(error instanceof QfpayRefusedError, String(error))
  assert.equal(error.respcd, respcd)
  assert.equal(error.outcome, 'rejected')
  return true
}

describeOnEachWire('closing', (gateway) => {
  it('ends an unpaid order once it is five minutes old', async () => {
    const client = gateway().client()
    const createdAt = gateway().clock.now()
    const { outTradeNo, syssn } = await order(gateway(), client)
    const request: CloseRequest = { outTradeNo, amount: 1099, createdAt }

    const early = await client.close(request)
    assert.partialDeepStrictEqual(early, { kind: 'unsupported', respcd: '1297' })
    assert.equal((await enquired(client, outTradeNo)).outcome, 'pending')

    await gateway().sandbox.clock.advance(5 * MINUTE_MS)
    const closed = await client.close(request)
    assert.ok(closed.kind === 'closed')
    assert.equal(closed.originalSyssn, syssn)
    assert.match(closed.syssn, /^\d{26}$/)
    assert.notEqual(closed.syssn, syssn)
    assert.equal(closed.recordedAt?.getTime(), gateway().clock.now())

    const { respcd, outcome, cancel } = await enquired(client, outTradeNo)
    assert.equal(respcd, '1142')
    assert.equal(outcome, 'failed')
    assert.equal(cancel, '2')
    const { errMsg } = await gateway().sandbox.orders.pay({ outTradeNo })
    assert.match(errMsg, /:fail/)
    await assert.rejects(client.close(request), isRefused('1264'))
  })

  it('names the order by QFPay’s number as well', async () => {
    const client = gateway().client({ ...ACCOUNTS.store, signType: 'SHA256' })
    const createdAt = gateway().clock.now()
    const { syssn } = await order(gateway(), client)
    await gateway().sandbox.clock.advance(5 * MINUTE_MS)
    const { kind } = await client.close({ syssn, amount: 1099, createdAt })
    assert.equal(kind, 'closed')
  })

  it('wants the order’s own amount and time', async () => {
    const client = gateway().client()
    const createdAt = gateway().clock.now()
    const { outTradeNo } = await order(gateway(), client)
    await gateway().sandbox.clock.advance(5 * MINUTE_MS)
    const now = gateway().clock.now()
    const other = client.close({ outTradeNo, amount: 1098, createdAt })
    await assert.rejects(other, isRefused('1266'))
    await assert.rejects(
      client.close({ outTradeNo, amount: 1099, createdAt: now }),
      isRefused('1267'),
    )
    const unknown = client.close({ outTradeNo: 'NONE', amount: 1099, createdAt })
    await assert.rejects(unknown, isRefused('1268'))
    assert.equal((await enquired(client, outTradeNo)).outcome, 'pending')
  })

  it('does not touch an order that is paid', async () => {
    const client = gateway().client()
    const createdAt = gateway().clock.now()
    const { outTradeNo } = await paidOrder(gateway(), client)
    await gateway().sandbox.clock.advance(5 * MINUTE_MS)
    await assert.rejects(client.close({ outTradeNo, amount: 1099, createdAt }), (error) => {
      // "Paid already" is a hint to enquire, and no proof.
      assert.ok(error instanceof QfpayPendingError)
      assert.equal(error.respcd, '1260')
      assert.equal(error.outcome, 'unknown')
      return true
    })
    assert.equal((await enquired(client, outTradeNo)).outcome, 'succeeded')
  })

  it('is an answer and no error where the gateway cannot', async () => {
    const client = gateway().client()
    gateway().sandbox.settings.change({ closeSupported: false })
    const createdAt = gateway().clock.now()
    const { outTradeNo } = await order(gateway(), client)
    await gateway().sandbox.clock.advance(5 * MINUTE_MS)
    const { kind, respcd } = await client.close({ outTradeNo, amount: 1099, createdAt })
    assert.equal(kind, 'unsupported')
    assert.equal(respcd, '1297')
    assert.equal((await enquired(client, outTradeNo)).outcome, 'pending')
  })
})

describeOnEachWire('reversing', (gateway) => {
  it('is not there for WeChat JSAPI', async () => {
    const client = gateway().client()
    const createdAt = gateway().clock.now()
    const { outTradeNo } = await order(gateway(), client)
    const { kind, respcd } = await client.reverse({ outTradeNo, amount: 1099, createdAt })
    assert.equal(kind, 'unsupported')
    assert.equal(respcd, '1297')
    assert.equal((await enquired(client, outTradeNo)).outcome, 'pending')
  })
})

describeOnEachWire('a note', (gateway) => {
  it('is added to a transaction', async () => {
    const client = gateway().client()
    const { syssn } = await paidOrder(gateway(), client)
    const noted = await client.addNote({ syssn, note: '王小姐：禮盒 & 收據' })
    assert.deepEqual(noted, { syssn })
    await assert.rejects(client.addNote({ syssn: '20260302', note: 'A' }), isRefused('1268'))
  })

  it('is for accounts without a mchid', async () => {
    const client = gateway().client(ACCOUNTS.store)
    const { syssn } = await paidOrder(gateway(), client)
    await assert.rejects(client.addNote({ syssn, note: 'A' }), QfpayConfigurationError)
  })
})
