import type { Notifier } from '../notifications/notifier.ts'
import { type Payment, type Refund, isExpired } from '../state/order.ts'
import type { State } from '../state/state.ts'
import { openidOf } from '../wechat/openid.ts'

/** Moves the money, now or when a fault says so, and notifies the merchant. */
export interface Finisher {
  /** The payer has confirmed. */
  pay(payment: Payment, payer: string, options?: { readonly isAtOnce?: boolean }): Promise<void>
  /** The channel refuses the payment for good. */
  fail(payment: Payment): void
  /** The gateway has accepted a refund. */
  refund(refund: Refund): Promise<void>
}

export function createFinisher(state: State, notifier: Notifier): Finisher {
  const { clock, faults, ledger, orders, payers } = state

  async function finishPayment(payment: Payment, payer: string, isAtOnce: boolean): Promise<void> {
    if (payment.status === 'paid') return
    payment.status = 'paid'
    payment.paidAt = clock.now()
    payment.chnlsn = state.mint.chnlsn()
    const paysIn = payers.get(payer)?.paysIn
    if (paysIn !== undefined && paysIn.currency !== payment.currency) payment.paidIn = paysIn
    movePayerMoney(payer, -payment.amount)
    ledger.record({
      at: clock.now(),
      kind: 'payment',
      paymentOutTradeNo: payment.outTradeNo,
      payer,
      ...moneyOf(payment),
    })
    await notifier.announce(payment, { isAtOnce })
  }

  function fail(payment: Payment): void {
    if (payment.status === 'paid') return
    payment.status = 'failed'
    payment.respcd = '1204'
  }

  function movePayerMoney(id: string, amount: number): void {
    const payer = payers.get(id)
    if (payer !== undefined) payer.balance += amount
  }

  async function finishRefund(refund: Refund): Promise<void> {
    refund.status = 'done'
    refund.original.isRefunding = false
    refund.doneAt = clock.now()
    refund.original.refunded += refund.amount
    const payer = state.grants.openids.get(refund.original.openid)?.payer ?? ''
    movePayerMoney(payer, refund.amount)
    ledger.record({
      at: clock.now(),
      kind: 'refund',
      paymentOutTradeNo: refund.original.outTradeNo,
      payer,
      ...moneyOf(refund),
    })
    await notifier.announce(refund)
  }

  /** The newest other open order of the merchant with the same amount. */
  function twinOf(payment: Payment): Payment | undefined {
    return orders
      .list(payment.appCode)
      .filter((order) => order.kind === 'payment')
      .findLast(
        (order) =>
          order !== payment &&
          order.status === 'created' &&
          order.amount === payment.amount &&
          !isExpired(order, clock.now(), state.settings),
      )
  }

  return {
    fail,
    async pay(payment, payer, { isAtOnce = false } = {}) {
      const appid = payment.prepay?.appid ?? state.grants.openids.get(payment.openid)?.appid
      if (appid !== undefined) payment.openid = openidOf(state, payer, appid)
      const occasion = { orders: [payment.outTradeNo], appCode: payment.appCode, payer }
      const twin =
        faults.take('pay-another-too', occasion) === undefined ? undefined : twinOf(payment)
      if (twin !== undefined) await finishPayment(twin, payer, false)

      const delay = faults.take('finish', occasion)
      if (delay === undefined) {
        await finishPayment(payment, payer, isAtOnce)
        return
      }
      payment.status = 'processing'
      payment.respcd = delay.shown
      if (delay.afterMs === null) return
      state.later(delay.afterMs, () =>
        delay.outcome === 'done' ? finishPayment(payment, payer, false) : fail(payment),
      )
    },
    async refund(refund) {
      const occasion = { orders: [refund.outTradeNo], appCode: refund.appCode }
      const delay = faults.take('finish', occasion)
      if (delay === undefined) {
        await finishRefund(refund)
        return
      }
      refund.respcd = delay.shown
      if (delay.afterMs === null) return
      state.later(delay.afterMs, () => {
        if (delay.outcome === 'done') return finishRefund(refund)
        refund.status = 'failed'
        refund.respcd = delay.failsAs
        refund.original.isRefunding = false
        return undefined
      })
    },
  }
}

function moneyOf({ appCode, outTradeNo, syssn, amount, currency }: Payment | Refund): {
  readonly appCode: string
  readonly outTradeNo: string
  readonly syssn: string
  readonly amount: number
  readonly currency: string
} {
  return { appCode, outTradeNo, syssn, amount, currency }
}
