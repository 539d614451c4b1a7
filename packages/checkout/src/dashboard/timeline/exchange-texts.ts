import type { EnquiryReason } from '../../enquiries/question.ts'
import type { ExchangeFacts } from '../../exchanges/exchange.ts'
import type { Language } from '../../language/language.ts'

export type Asked = 'code' | 'order' | 'enquiry' | 'refund' | 'close' | 'other'

export type Result =
  | 'done'
  | NonNullable<ExchangeFacts['verdict']>
  | 'refused'
  | 'pending'
  | 'unanswered'
  | 'too-many'
  | 'forged'

type ExchangeTexts = {
  readonly asked: Readonly<Record<Asked, string>>
  readonly result: Readonly<Record<Result, string>>
  readonly notified: string
  readonly forged: string
  readonly returned: Readonly<Record<NonNullable<ExchangeFacts['returned']>, string>>
  readonly why: Readonly<Record<EnquiryReason, string>>
  readonly repeat: (attempt: number) => string
  readonly times: (times: number, until: string) => string
  readonly together: (others: number) => string
  readonly again: (at: string) => string
  readonly took: (durationMs: number) => string
}

/** What an operator reads about what went over the wire. */
export const exchangeTexts: Readonly<Record<Language, ExchangeTexts>> = {
  en: {
    asked: {
      code: "The payer's code for an openid",
      order: 'An order at QFPay',
      enquiry: 'QFPay was asked',
      refund: 'A refund at QFPay',
      close: 'Closing the order at QFPay',
      other: 'A request to QFPay',
    },
    result: {
      done: 'accepted',
      paid: 'it is paid',
      unpaid: 'not paid yet',
      missing: 'nothing under this number',
      unreadable: 'its row cannot be read',
      rejected: 'it was refused',
      refused: 'refused',
      pending: 'not finished',
      unanswered: 'no usable answer',
      'too-many': 'too many requests',
      forged: 'the answer is not signed by QFPay',
    },
    notified: 'A notification arrived; its signature is valid',
    forged: 'A forged notification named this number; nothing of it was believed',
    returned: {
      refused: 'The payer came back without authorizing',
      repeated: 'The return from authorizing was repeated; the first one counts',
      'not-opened': 'WeChat did not open the payment on the payer’s phone',
    },
    why: {
      waiting: 'a payer waits',
      notified: 'after a notification',
      ordering: 'before another order',
      scheduled: 'on schedule',
      refunding: 'to follow a refund',
      closing: 'before and after closing',
      reconciling: 'to reconcile',
      asked: 'an operator asked',
    },
    repeat: (attempt) => `try ${attempt}`,
    times: (times, until) => `${times} times, the last at ${until}`,
    together: (others) => (others === 1 ? 'with 1 other' : `with ${others} others`),
    again: (at) => `next at ${at}`,
    took: (ms) => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`),
  },
  'zh-Hans': {
    asked: {
      code: '用付款人的 code 换取 openid',
      order: '向 QFPay 下单',
      enquiry: '向 QFPay 查询',
      refund: '向 QFPay 申请退款',
      close: '向 QFPay 关闭订单',
      other: '请求 QFPay',
    },
    result: {
      done: '已接受',
      paid: '已付款',
      unpaid: '尚未付款',
      missing: '没有此单号',
      unreadable: '其记录无法读取',
      rejected: '已被拒绝',
      refused: '被拒绝',
      pending: '处理中',
      unanswered: '没有可用的答复',
      'too-many': '请求过多',
      forged: '答复不是 QFPay 签名的',
    },
    notified: '收到通知，签名有效',
    forged: '有伪造的通知提到此单号，未予采信',
    returned: {
      refused: '付款人未授权就返回',
      repeated: '授权返回重复，以第一次为准',
      'not-opened': '付款人手机上的微信未能调起支付',
    },
    why: {
      waiting: '付款人在等待',
      notified: '收到通知后',
      ordering: '再次下单之前',
      scheduled: '定时',
      refunding: '跟进退款',
      closing: '关闭订单前后',
      reconciling: '对账',
      asked: '操作员查询',
    },
    repeat: (attempt) => `第 ${attempt} 次`,
    times: (times, until) => `共 ${times} 次，最后一次 ${until}`,
    together: (others) => `与另外 ${others} 笔一起`,
    again: (at) => `下次 ${at}`,
    took: (ms) => (ms < 1000 ? `${ms} 毫秒` : `${(ms / 1000).toFixed(1)} 秒`),
  },
  'zh-Hant': {
    asked: {
      code: '以付款人的 code 換取 openid',
      order: '向 QFPay 下單',
      enquiry: '向 QFPay 查詢',
      refund: '向 QFPay 申請退款',
      close: '向 QFPay 關閉訂單',
      other: '請求 QFPay',
    },
    result: {
      done: '已接受',
      paid: '已付款',
      unpaid: '尚未付款',
      missing: '沒有此單號',
      unreadable: '其紀錄無法讀取',
      rejected: '已被拒絕',
      refused: '被拒絕',
      pending: '處理中',
      unanswered: '沒有可用的回應',
      'too-many': '請求過多',
      forged: '回應並非由 QFPay 簽名',
    },
    notified: '收到通知，簽名有效',
    forged: '有偽造的通知提到此單號，不予採信',
    returned: {
      refused: '付款人未授權便返回',
      repeated: '授權返回重複，以第一次為準',
      'not-opened': '付款人手機上的微信未能開啟付款',
    },
    why: {
      waiting: '付款人在等待',
      notified: '收到通知後',
      ordering: '再次下單之前',
      scheduled: '定時',
      refunding: '跟進退款',
      closing: '關閉訂單前後',
      reconciling: '對帳',
      asked: '操作員查詢',
    },
    repeat: (attempt) => `第 ${attempt} 次`,
    times: (times, until) => `共 ${times} 次，最後一次 ${until}`,
    together: (others) => `與另外 ${others} 筆一起`,
    again: (at) => `下次 ${at}`,
    took: (ms) => (ms < 1000 ? `${ms} 毫秒` : `${(ms / 1000).toFixed(1)} 秒`),
  },
}
