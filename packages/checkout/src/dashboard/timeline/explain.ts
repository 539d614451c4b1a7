import type { EventType } from '../../events/event.ts'
import { displayAmount } from '../../language/display-amount.ts'
import { displayTime } from '../../language/display-time.ts'
import type { Language } from '../../language/language.ts'
import type { Attempt } from '../../payments/attempt.ts'
import type { Payment } from '../../payments/payment.ts'
import { isInReview } from '../../payments/review.ts'
import type { Refund } from '../../refunds/refund.ts'

type Sentence = Readonly<Record<Language, string>>

/** What a payment's standing depends on. */
export type Explained = {
  readonly payment: Pick<Payment, 'status' | 'reviews' | 'expiresAt' | 'succeededAt'>
  readonly attempts: readonly Pick<
    Attempt,
    'id' | 'status' | 'enquireAt' | 'reason' | 'notifiedAt' | 'openedAt'
  >[]
  readonly refunds: readonly Pick<Refund, 'status' | 'amount' | 'currency' | 'workAt' | 'refusal'>[]
}

type Reader = { readonly language: Language; readonly timeZone: string }

/** Why a payment has its status, and what happens next, when: in sentences. */
export function explain(standing: Explained, { language, timeZone }: Reader): string {
  const said = situationsOf(standing).map(([sentence, values]) =>
    sentence[language].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name]
      return value instanceof Date
        ? displayTime(value.getTime(), timeZone, language)
        : (value ?? '')
    }),
  )
  return said.join(language === 'en' ? ' ' : '')
}

type Values = Readonly<Record<string, Date | string | undefined>>
type Said = readonly [sentence: Sentence, values: Values]

function situationsOf({ payment, attempts, refunds }: Explained): readonly Said[] {
  return [
    isInReview(payment) ? [IN_REVIEW, {}] : situation(payment, attempts),
    ...ofRefunds(refunds),
    ...ofApprovals(refunds),
  ]
}

function situation(payment: Explained['payment'], attempts: Explained['attempts']): Said {
  const until = payment.expiresAt
  const next = earliest(attempts.map(({ enquireAt }) => enquireAt))
  const last = attempts.at(-1)
  switch (payment.status) {
    case 'created':
      return [WAITING_FOR_PAYER, { until }]
    case 'pending':
      if (next === undefined) {
        return last?.reason === undefined
          ? [WAITING_FOR_ATTEMPT, { until }]
          : [ATTEMPT_FAILED, { until, reason: last.reason }]
      }
      if (attempts.some(({ notifiedAt }) => notifiedAt !== undefined)) return [NOTIFIED, { next }]
      return attempts.some(({ status }) => status === 'launched')
        ? [WAITING_FOR_MONEY, { next }]
        : [WAITING_FOR_ORDER, { next }]
    case 'succeeded':
      return [PROVED, { at: payment.succeededAt }]
    case 'failed':
      return [STOPPED, {}]
    case 'expired':
    case 'canceled':
      return next === undefined ? [OVER, {}] : [OVER_BUT_WATCHED, { next }]
  }
}

function ofRefunds(refunds: Explained['refunds']): readonly Said[] {
  const open = refunds.filter(({ status }) => status === 'requested' || status === 'pending')
  const [first] = open
  if (first !== undefined) {
    const total = open.reduce((sum, { amount }) => sum + amount, 0)
    const amount = displayAmount(total, first.currency)
    const next = earliest(open.map(({ workAt }) => workAt))
    return [next === undefined ? [REFUND_WAITS, { amount }] : [REFUND_OPEN, { amount, next }]]
  }
  const last = refunds.at(-1)
  if (last?.status !== 'failed') return []
  const amount = displayAmount(last.amount, last.currency)
  return [[REFUND_FAILED, { amount, reason: last.refusal?.message }]]
}

function ofApprovals(refunds: Explained['refunds']): readonly Said[] {
  const awaiting = refunds.filter(({ status }) => status === 'awaiting_approval')
  const [first] = awaiting
  if (first === undefined) return []
  const total = awaiting.reduce((sum, { amount }) => sum + amount, 0)
  return [[REFUND_AWAITING, { amount: displayAmount(total, first.currency) }]]
}

function earliest(times: readonly (Date | undefined)[]): Date | undefined {
  return times
    .filter((time) => time !== undefined)
    .toSorted((one, other) => one.getTime() - other.getTime())[0]
}

export function eventTitle(type: EventType, language: Language): string {
  return TITLES[type][language]
}

const IN_REVIEW: Sentence = {
  en: 'A person has to look at this payment. Until then only proof changes it.',
  'zh-Hans': '这笔付款需要人工核对。核对之前，只有查询确认已付款才会改变状态。',
  'zh-Hant': '這筆付款需要人工核對。核對之前，只有查詢確認已付款才會改變狀態。',
}
const WAITING_FOR_PAYER: Sentence = {
  en: 'No payer has authorized in WeChat yet, so QFPay has no order and no money can move. If nobody pays, it expires on {until}.',
  'zh-Hans':
    '还没有付款人在微信授权，QFPay 没有订单，不会有资金变动。若无人付款，将于 {until} 过期。',
  'zh-Hant':
    '還沒有付款人在微信授權，QFPay 沒有訂單，不會有資金變動。若無人付款，將於 {until} 過期。',
}
const WAITING_FOR_ORDER: Sentence = {
  en: 'A payer has authorized, but QFPay has not confirmed an order. Tael does not send it twice; it asks QFPay next on {next}.',
  'zh-Hans': '付款人已授权，但 QFPay 尚未确认订单。Tael 不会重复下单，下次查询：{next}。',
  'zh-Hant': '付款人已授權，但 QFPay 尚未確認訂單。Tael 不會重複下單，下次查詢：{next}。',
}
const WAITING_FOR_MONEY: Sentence = {
  en: 'A payer holds an order at QFPay, has not paid it, and still can. Tael asks QFPay next on {next}, and until it is paid or no longer payable.',
  'zh-Hans':
    '付款人在 QFPay 有一笔仍可支付但尚未支付的订单。Tael 下次查询：{next}，直到付款成功或订单失效。',
  'zh-Hant':
    '付款人在 QFPay 有一筆仍可支付但尚未支付的訂單。Tael 下次查詢：{next}，直到付款成功或訂單失效。',
}
const NOTIFIED: Sentence = {
  en: 'QFPay has notified that it is paid, but no enquiry has proved it yet. Tael asks next on {next}.',
  'zh-Hans': 'QFPay 通知已付款，但查询尚未确认。Tael 下次查询：{next}。',
  'zh-Hant': 'QFPay 通知已付款，但查詢尚未確認。Tael 下次查詢：{next}。',
}
const WAITING_FOR_ATTEMPT: Sentence = {
  en: 'Every attempt so far has ended unpaid. The payer can try again until it expires on {until}.',
  'zh-Hans': '目前的尝试都未付款。付款于 {until} 过期之前，付款人可以再试。',
  'zh-Hant': '目前的嘗試都未付款。付款於 {until} 過期之前，付款人可以再試。',
}
const ATTEMPT_FAILED: Sentence = {
  en: 'The last attempt was not paid ({reason}). The payer can try again until it expires on {until}.',
  'zh-Hans': '最近一次尝试未付款（{reason}）。付款于 {until} 过期之前，付款人可以再试。',
  'zh-Hant': '最近一次嘗試未付款（{reason}）。付款於 {until} 過期之前，付款人可以再試。',
}
const PROVED: Sentence = {
  en: 'Paid on {at}, and proved by an enquiry: account, number, amount and currency match.',
  'zh-Hans': '已于 {at} 付款，并已向 QFPay 查询确认：账户、单号、金额和币种一致。',
  'zh-Hant': '已於 {at} 付款，並已向 QFPay 查詢確認：帳戶、單號、金額和貨幣一致。',
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
  en: 'Over, but a payer can still pay an order at QFPay, because WeChat keeps it payable for two hours. Tael asks next on {next}; it accepts or refunds money that arrives, as the account says.',
  'zh-Hans':
    '已结束，但 QFPay 仍有一笔订单可支付（微信保留两小时）。Tael 下次查询：{next}；若收到款项，按账户设置接受或退回。',
  'zh-Hant':
    '已結束，但 QFPay 仍有一筆訂單可支付（微信保留兩小時）。Tael 下次查詢：{next}；若收到款項，按帳戶設定接受或退回。',
}
const REFUND_OPEN: Sentence = {
  en: '{amount} is on its way back; Tael works on that next on {next}.',
  'zh-Hans': '{amount} 正在退款，Tael 下次处理：{next}。',
  'zh-Hant': '{amount} 正在退款，Tael 下次處理：{next}。',
}
const REFUND_WAITS: Sentence = {
  en: '{amount} waits to be refunded, behind an earlier refund.',
  'zh-Hans': '{amount} 等待退款，排在前一笔之后。',
  'zh-Hant': '{amount} 等待退款，排在前一筆之後。',
}
const REFUND_AWAITING: Sentence = {
  en: 'A refund of {amount} waits until a second person approves it; nothing is sent to QFPay before.',
  'zh-Hans': '{amount} 的退款等待另一人审批，批准前不会提交给 QFPay。',
  'zh-Hant': '{amount} 的退款等待另一人審批，批准前不會提交給 QFPay。',
}
const REFUND_FAILED: Sentence = {
  en: 'The last refund, of {amount}, has failed: {reason}',
  'zh-Hans': '最近一笔退款 {amount} 失败：{reason}',
  'zh-Hant': '最近一筆退款 {amount} 失敗：{reason}',
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
  'refund.awaiting_approval': {
    en: 'It is above the threshold and waits for a second person',
    'zh-Hans': '超过审批金额，等待另一人审批',
    'zh-Hant': '超過審批金額，等待另一人審批',
  },
  'refund.approved': {
    en: 'A second person has approved the refund',
    'zh-Hans': '退款已由另一人批准',
    'zh-Hant': '退款已由另一人批准',
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
