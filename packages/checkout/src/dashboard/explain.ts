import type { EventType } from '../events/event.ts'
import type { Language } from '../language/language.ts'
import type { Attempt } from '../payments/attempt.ts'
import type { Payment } from '../payments/payment.ts'
import { isInReview } from '../payments/review.ts'

type Sentence = Readonly<Record<Language, string>>

/** Why a payment has its status, and what happens next. */
export function explain(
  payment: Payment,
  attempts: readonly Attempt[],
  language: Language,
): string {
  return (isInReview(payment) ? IN_REVIEW : situation(payment, attempts))[language]
}

export function eventTitle(type: EventType, language: Language): string {
  return TITLES[type][language]
}

function situation(payment: Payment, attempts: readonly Attempt[]): Sentence {
  const isWatched = attempts.some((attempt) => attempt.enquireAt !== undefined)
  switch (payment.status) {
    case 'created':
      return WAITING_FOR_PAYER
    case 'pending':
      return isWatched ? WAITING_FOR_MONEY : WAITING_FOR_ATTEMPT
    case 'succeeded':
      return PROVED
    case 'failed':
      return STOPPED
    case 'expired':
    case 'canceled':
      return isWatched ? OVER_BUT_WATCHED : OVER
  }
}

const IN_REVIEW: Sentence = {
  en: 'A person has to look at this payment. Until then only proof changes it.',
  'zh-Hans': '这笔付款需要人工核对。核对之前，只有查询确认已付款才会改变状态。',
  'zh-Hant': '這筆付款需要人工核對。核對之前，只有查詢確認已付款才會改變狀態。',
}
const WAITING_FOR_PAYER: Sentence = {
  en: 'No payer has authorized in WeChat yet. QFPay has no order yet; no money can move.',
  'zh-Hans': '还没有付款人在微信授权。QFPay 没有订单，不会有资金变动。',
  'zh-Hant': '還沒有付款人在微信授權。QFPay 沒有訂單，不會有資金變動。',
}
const WAITING_FOR_MONEY: Sentence = {
  en: 'A payer holds an order at QFPay and can still pay it. Tael asks QFPay until it is paid or no longer payable.',
  'zh-Hans': '付款人在 QFPay 有一笔仍可支付的订单。Tael 会持续查询，直到付款成功或订单失效。',
  'zh-Hant': '付款人在 QFPay 有一筆仍可支付的訂單。Tael 會持續查詢，直到付款成功或訂單失效。',
}
const WAITING_FOR_ATTEMPT: Sentence = {
  en: 'Every attempt so far has ended unpaid. The payer can try again until the payment expires.',
  'zh-Hans': '目前的尝试都未付款。付款过期之前，付款人可以再试。',
  'zh-Hant': '目前的嘗試都未付款。付款過期之前，付款人可以再試。',
}
const PROVED: Sentence = {
  en: 'Paid, and proved by an enquiry: account, number, amount and currency match.',
  'zh-Hans': '已付款，并已向 QFPay 查询确认：账户、单号、金额和币种一致。',
  'zh-Hant': '已付款，並已向 QFPay 查詢確認：帳戶、單號、金額和貨幣一致。',
}
const STOPPED: Sentence = {
  en: 'QFPay declined this payment for good; another attempt would not help. No money moved.',
  'zh-Hans': 'QFPay 拒绝了这笔付款，再试也无效。没有资金变动。',
  'zh-Hant': 'QFPay 拒絕了這筆付款，再試也無效。沒有資金變動。',
}
const OVER: Sentence = {
  en: 'Over, and nobody can pay an order at QFPay any more.',
  'zh-Hans': '已结束，QFPay 的订单都不能再支付。',
  'zh-Hant': '已結束，QFPay 的訂單都不能再支付。',
}
const OVER_BUT_WATCHED: Sentence = {
  en: 'Over, but a payer can still pay an order at QFPay, because WeChat keeps it payable for two hours. Tael continues to ask; it accepts or refunds money that arrives, as the account says.',
  'zh-Hans':
    '已结束，但 QFPay 仍有一笔订单可支付（微信保留两小时）。Tael 会继续查询；若收到款项，按账户设置接受或退回。',
  'zh-Hant':
    '已結束，但 QFPay 仍有一筆訂單可支付（微信保留兩小時）。Tael 會繼續查詢；若收到款項，按帳戶設定接受或退回。',
}

const TITLES: Readonly<Record<EventType, Sentence>> = {
  'payment.created': {
    en: 'The merchant created the payment',
    'zh-Hans': '商户创建了付款',
    'zh-Hant': '商戶建立了付款',
  },
  'payment.pending': {
    en: 'A payer has started to pay',
    'zh-Hans': '付款人开始付款',
    'zh-Hant': '付款人開始付款',
  },
  'payment.succeeded': {
    en: 'Payment confirmed',
    'zh-Hans': '付款已确认',
    'zh-Hant': '付款已確認',
  },
  'payment.failed': { en: 'The payment has failed', 'zh-Hans': '付款失败', 'zh-Hant': '付款失敗' },
  'payment.expired': {
    en: 'The deadline has passed',
    'zh-Hans': '付款已过期',
    'zh-Hant': '付款已過期',
  },
  'payment.canceled': {
    en: 'The payment was canceled',
    'zh-Hans': '付款已取消',
    'zh-Hant': '付款已取消',
  },
  'payment.review_opened': {
    en: 'A person has to look at the payment',
    'zh-Hans': '付款需要人工核对',
    'zh-Hant': '付款需要人工核對',
  },
  'payment.reviewed': {
    en: 'A person has looked at it; the payment continues',
    'zh-Hans': '已经人工核对，付款继续',
    'zh-Hant': '已經人工核對，付款繼續',
  },
  'payment.paid_twice': {
    en: 'A second attempt was paid too; Tael refunds it',
    'zh-Hans': '另一次尝试也已付款，将自动退款',
    'zh-Hant': '另一次嘗試也已付款，將自動退款',
  },
  'attempt.recorded': {
    en: 'The payer came back from authorizing; the attempt is recorded',
    'zh-Hans': '付款人授权返回，尝试已记录',
    'zh-Hant': '付款人授權返回，嘗試已記錄',
  },
  'attempt.launched': {
    en: "QFPay made an order; the payer can open WeChat's payment",
    'zh-Hans': 'QFPay 已下单，付款人可打开微信支付',
    'zh-Hant': 'QFPay 已下單，付款人可開啟微信支付',
  },
  'attempt.resumed': {
    en: 'The payer continued with an earlier order',
    'zh-Hans': '付款人继续使用已有订单',
    'zh-Hant': '付款人繼續使用已有訂單',
  },
  'attempt.succeeded': {
    en: 'An enquiry proved this attempt paid',
    'zh-Hans': '查询确认此尝试已付款',
    'zh-Hant': '查詢確認此嘗試已付款',
  },
  'attempt.failed': { en: 'The attempt has failed', 'zh-Hans': '尝试失败', 'zh-Hant': '嘗試失敗' },
  'attempt.lapsed': {
    en: 'The attempt was not paid in time',
    'zh-Hans': '尝试未付款，已失效',
    'zh-Hant': '嘗試未付款，已失效',
  },
  'payment.paid_late': {
    en: 'Money arrived after the payment was over; Tael refunds it',
    'zh-Hans': '付款结束后才到账，将自动退款',
    'zh-Hant': '付款結束後才到帳，將自動退款',
  },
  'refund.requested': {
    en: 'A refund was requested; its amount is reserved',
    'zh-Hans': '已申请退款，金额已预留',
    'zh-Hant': '已申請退款，金額已預留',
  },
  'refund.pending': {
    en: 'The refund goes to QFPay',
    'zh-Hans': '退款正提交给 QFPay',
    'zh-Hant': '退款正提交給 QFPay',
  },
  'refund.postponed': {
    en: 'Refund postponed; Tael retries it later',
    'zh-Hans': '暂时无法退款，Tael 稍后会再提交',
    'zh-Hant': '暫時無法退款，Tael 稍後會再提交',
  },
  'refund.succeeded': {
    en: 'The money is on its way back to the payer',
    'zh-Hans': '退款成功，款项正退回付款人',
    'zh-Hant': '退款成功，款項正退回付款人',
  },
  'refund.failed': { en: 'The refund has failed', 'zh-Hans': '退款失败', 'zh-Hant': '退款失敗' },
  'notification.received': {
    en: 'QFPay sent a notification; an enquiry checks it',
    'zh-Hans': '收到 QFPay 通知，正在查询核实',
    'zh-Hant': '收到 QFPay 通知，正在查詢核實',
  },
  'reconciliation.completed': {
    en: "An account's books were compared with QFPay's",
    'zh-Hans': '已与 QFPay 对账',
    'zh-Hant': '已與 QFPay 對帳',
  },
}
