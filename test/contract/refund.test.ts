import assert from 'node:assert/strict'
import { it } from 'node:test'
import {
  isQfpayError,
  QfpayNetworkError,
  QfpayPendingError,
  QfpayRefusedError,
  type QfpayClient,
  type Refund,
} from '@tael/qfpay'
import { HOUR_MS } from '@tael/testing/durations'
import { describeOnEachWire, enquired, order, paidOrder, type Gateway } from './gateway.ts'

let lastNumber = 0

function refundOf(
  gateway: Gateway,
  client: QfpayClient,
  asked: { readonly syssn: string; readonly amount: number; readonly outTradeNo?: string },
): Promise<Refund> {
  lastNumber += 1
  const outTradeNo = `R${lastNumber}`
  return client.refund({ outTradeNo, requestedAt: gateway.clock.now(), ...asked })
}

const isRefused = (respcd: string, kind: string) => (error: unknown) => {
  assert.ok(error instanceof QfpayRefusedError, String(error))
  assert.equal(error.respcd, respcd)
  assert.equal(error.meaning.kind, kind)
  assert.equal(error.outcome, 'rejected')
  return true
}

describeOnEachWire('a refund', (gateway) => {
  it('refunds a part, then the rest, and each is a separate transaction', async () => {
    const client = gateway().client({ signType: 'SHA256' })
    const { syssn, outTradeNo } = await paidOrder(gateway(), client)
    const now = gateway().clock.now()
    const partial = await client.refund({
      syssn,
      outTradeNo: 'RFD-1',
      amount: 400,
      requestedAt: now,
      udid: 'counter 3',
    })
    const { raw, chnlsn, ...read } = partial
    assert.equal(raw['udid'], 'counter 3')
    assert.match(chnlsn ?? '', /^\d+$/)
    assert.notEqual(partial.syssn, syssn)
    assert.deepEqual(read, {
      outTradeNo: 'RFD-1',
      syssn: partial.syssn,
      originalSyssn: syssn,
      respcd: '0000',
      amount: 400,
      currency: 'HKD',
      recordedAt: new Date(now),
      paidAt: new Date(now),
    })
    const afterPart = await enquired(client, outTradeNo)
    assert.partialDeepStrictEqual(afterPart, { outcome: 'succeeded', cancel: '5' })

    const rest = await refundOf(gateway(), client, { syssn, amount: 699 })
    const afterAll = await enquired(client, outTradeNo)
    assert.partialDeepStrictEqual(afterAll, { outcome: 'succeeded', cancel: '3' })
    assert.partialDeepStrictEqual(await enquired(client, rest.outTradeNo), {
      orderType: 'refund',
      outcome: 'succeeded',
      amount: 699,
      currency: 'HKD',
      originalSyssn: syssn,
      syssn: rest.syssn,
    })
    assert.deepEqual(
      gateway()
        .sandbox.ledger()
        .map(({ kind, amount }) => [kind, amount]),
      [
        ['payment', 1099],
        ['refund', 400],
        ['refund', 699],
      ],
    )
  })

  it('of everything leaves nothing for another', async () => {
    const client = gateway().client()
    const { syssn } = await paidOrder(gateway(), client)
    await refundOf(gateway(), client, { syssn, amount: 1099 })
    const again = refundOf(gateway(), client, { syssn, amount: 1099 })
    await assert.rejects(again, isRefused('1264', 'failed'))
  })

  it('is refused above the remaining amount', async () => {
    const client = gateway().client()
    const { syssn } = await paidOrder(gateway(), client)
    await refundOf(gateway(), client, { syssn, amount: 1000 })
    const above = refundOf(gateway(), client, { syssn, amount: 100 })
    await assert.rejects(above, isRefused('1272', 'caller'))
    await refundOf(gateway(), client, { syssn, amount: 99 })
  })

  it('is refused if the payment is not paid', async () => {
    const client = gateway().client()
    const { syssn } = await order(gateway(), client)
    const early = refundOf(gateway(), client, { syssn, amount: 1099 })
    await assert.rejects(early, isRefused('1261', 'pending'))
  })

  it('of a refund, and of an unknown number, is refused', async () => {
    const client = gateway().client()
    const { syssn } = await paidOrder(gateway(), client)
    const refund = await refundOf(gateway(), client, { syssn, amount: 100 })
    const ofRefund = refundOf(gateway(), client, { syssn: refund.syssn, amount: 100 })
    await assert.rejects(ofRefund, isRefused('1155', 'failed'))
    const ofNothing = refundOf(gateway(), client, { syssn: '20260302', amount: 100 })
    await assert.rejects(ofNothing, isRefused('1268', 'caller'))
  })

  it('that takes its time is pending, and keeps the next one waiting', async () => {
    const client = gateway().client()
    const { syssn } = await paidOrder(gateway(), client)
    gateway().sandbox.scenarios.arm({ name: 'refund-pending' })
    const slow = refundOf(gateway(), client, { syssn, amount: 500, outTradeNo: 'RFD-SLOW' })
    await assert.rejects(slow, (error) => {
      assert.ok(error instanceof QfpayPendingError)
      assert.equal(error.respcd, '1145')
      assert.equal(error.outcome, 'unknown')
      assert.ok(error.syssn)
      return true
    })
    assert.equal((await enquired(client, 'RFD-SLOW')).outcome, 'pending')
    const second = refundOf(gateway(), client, { syssn, amount: 100, outTradeNo: 'RFD-NEXT' })
    await assert.rejects(second, (error) => {
      assert.ok(error instanceof QfpayPendingError)
      assert.equal(error.respcd, '1102')
      return true
    })
    await gateway().sandbox.clock.advance(10_000)
    assert.equal((await enquired(client, 'RFD-SLOW')).outcome, 'succeeded')
    await refundOf(gateway(), client, { syssn, amount: 100, outTradeNo: 'RFD-NEXT' })
  })

  it('is made once when its answer is lost', async () => {
    const client = gateway().client()
    const { syssn, outTradeNo } = await paidOrder(gateway(), client)
    gateway().sandbox.scenarios.arm({ name: 'refund-answer-lost' })
    const asked = { syssn, amount: 500, outTradeNo: 'RFD-LOST' }
    await assert.rejects(refundOf(gateway(), client, asked), (error) => {
      assert.ok(error instanceof QfpayNetworkError)
      assert.equal(error.outcome, 'unknown')
      return true
    })
    const row = await enquired(client, 'RFD-LOST')
    assert.partialDeepStrictEqual(row, { orderType: 'refund', outcome: 'succeeded', amount: 500 })
    await assert.rejects(refundOf(gateway(), client, asked), (error) => {
      assert.ok(isQfpayError(error))
      assert.equal(error.code, 'pending')
      assert.equal(error.respcd, '1251')
      assert.equal(error.outcome, 'unknown')
      return true
    })
    assert.equal((await enquired(client, outTradeNo)).cancel, '5')
  })

  it('does not take the number of a payment', async () => {
    const client = gateway().client()
    const { syssn, outTradeNo } = await paidOrder(gateway(), client)
    const same = refundOf(gateway(), client, { syssn, amount: 500, outTradeNo })
    await assert.rejects(same, (error) => {
      assert.ok(isQfpayError(error))
      assert.equal(error.respcd, '1251')
      return true
    })
  })

  it('has to wait through the hour around midnight in Hong Kong', async () => {
    const client = gateway().client()
    gateway().sandbox.settings.change({ unsettledFloat: null })
    const { syssn } = await paidOrder(gateway(), client)
    const night = Date.UTC(2026, 2, 2, 15, 30)
    const hours: readonly (readonly [number, boolean])[] = [
      [night - 1000, true],
      [night, false],
      [night + HOUR_MS - 1000, false],
      [night + HOUR_MS + 1000, true],
    ]
    for (const [at, isOpen] of hours) {
      await gateway().sandbox.clock.advance(at - gateway().clock.now())
      const asked = refundOf(gateway(), client, { syssn, amount: 100 })
      if (isOpen) await asked
      else await assert.rejects(asked, isRefused('1265', 'retry'))
    }
  })

  it('is refused for good by day with the same code and the same sentence', async () => {
    const client = gateway().client()
    const { syssn } = await paidOrder(gateway(), client)
    gateway().sandbox.scenarios.arm({ name: 'refund-promotion' })
    const asked = refundOf(gateway(), client, { syssn, amount: 100 })
    await assert.rejects(asked, isRefused('1265', 'failed'))
  })

  it('is refused for good a year later', async () => {
    const client = gateway().client()
    const { syssn } = await paidOrder(gateway(), client)
    await gateway().sandbox.clock.advance(366 * 24 * HOUR_MS)
    const late = refundOf(gateway(), client, { syssn, amount: 100 })
    await assert.rejects(late, isRefused('1265', 'failed'))
  })

  it('has to wait while the day’s unsettled money does not cover it', async () => {
    const client = gateway().client()
    gateway().sandbox.settings.change({ unsettledFloat: 0 })
    const { syssn } = await paidOrder(gateway(), client)
    await gateway().sandbox.clock.advance(24 * HOUR_MS)
    const early = refundOf(gateway(), client, { syssn, amount: 1099 })
    await assert.rejects(early, isRefused('1269', 'retry'))
    await paidOrder(gateway(), client)
    await refundOf(gateway(), client, { syssn, amount: 1099 })
  })

  it('in part is refused if the currency does not allow it', async () => {
    const client = gateway().client()
    gateway().sandbox.settings.change({ noPartialRefundCurrencies: ['HKD'] })
    const { syssn } = await paidOrder(gateway(), client)
    const part = refundOf(gateway(), client, { syssn, amount: 100 })
    await assert.rejects(part, isRefused('1270', 'caller'))
    await refundOf(gateway(), client, { syssn, amount: 1099 })
  })
})
