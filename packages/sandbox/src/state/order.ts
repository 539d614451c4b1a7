import type { Payer } from './parties.ts'
import type { Settings } from './settings.ts'

/** WeChat's half of a payment: what the payer's client needs to open the payment sheet. */
type Prepay = {
  readonly prepayId: string
  readonly appid: string
  /** Only this payer may pay with it. */
  readonly openid: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly payParams: PayParams
}

export type PayParams = {
  readonly package: string
  readonly timeStamp: string
  readonly signType: string
  readonly paySign: string
  readonly appId: string
  readonly nonceStr: string
}

/** Invented, like all data that is sent to a sandbox; never shown and never stored. */
export type RealName = { readonly name: string; readonly idNumber: string }

type Numbered = {
  readonly appCode: string
  /** Empty if the merchant has none. */
  readonly mchid: string
  readonly syssn: string
  readonly outTradeNo: string
  readonly payType: string
  /** Minor units. */
  readonly amount: number
  readonly currency: string
  /** As the merchant wrote it; never compared with a clock. */
  readonly txdtm: string
  readonly createdAt: number
  readonly udid: string
  /** How far the gateway's clock was off when it wrote the order. */
  readonly skewMs: number
  readonly notifyUrl?: string
}

export type Payment = Numbered & {
  readonly kind: 'payment'
  readonly goodsName: string
  readonly returnUrl?: string
  readonly isCreditBarred: boolean
  readonly realName?: RealName
  status: 'created' | 'processing' | 'paid' | 'failed' | 'closed'
  /** What an enquiry says while the payment is being processed, or after it failed. */
  respcd: string
  prepay?: Prepay
  /** The openid that paid, or should pay. */
  openid: string
  paidAt?: number
  /** Set when the payer's wallet has another currency. */
  paidIn?: Payer['paysIn']
  chnlsn: string
  /** Refunded minor units, in refunds that are done. */
  refunded: number
  /** QFPay is working on a refund of it; there is one at a time. */
  isRefunding: boolean
}

export type Refund = Numbered & {
  readonly kind: 'refund'
  readonly original: Payment
  status: 'processing' | 'done' | 'failed'
  respcd: string
  doneAt?: number
  chnlsn: string
}

export type Order = Payment | Refund

/** The code that an enquiry shows for an order now; its envelope says 0000 either way. */
export function shownRespcd(
  order: Order,
  now: number,
  settings: Pick<Settings, 'prepayLifeMs' | 'expiredOrderRespcd' | 'closedOrderRespcd'>,
): string {
  switch (order.status) {
    case 'paid':
    case 'done':
      return '0000'
    case 'closed':
      return settings.closedOrderRespcd
    case 'failed':
      return order.respcd
    case 'created':
    case 'processing':
      return order.respcd === '1143' && isExpired(order, now, settings)
        ? settings.expiredOrderRespcd
        : order.respcd
  }
}

/** QFPay's `cancel`: 0 nothing, 2 closed, 3 refunded, 5 partly refunded. */
export function cancelOf(order: Order): '0' | '2' | '3' | '5' {
  if (order.kind === 'refund') return '0'
  if (order.status === 'closed') return '2'
  if (order.refunded === 0) return '0'
  return order.refunded === order.amount ? '3' : '5'
}

export function isExpired(
  order: Order,
  now: number,
  { prepayLifeMs }: Pick<Settings, 'prepayLifeMs'>,
): boolean {
  return order.kind === 'payment' && now >= order.createdAt + prepayLifeMs
}
