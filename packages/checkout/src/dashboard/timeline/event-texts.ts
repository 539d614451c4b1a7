import type { EVENT_DATA } from '../../events/event-data.ts'
import type { EventType } from '../../events/event.ts'
import type { Language } from '../../language/language.ts'
import type { RefundCause } from '../../refunds/refund.ts'

type Keys<Data> = Data extends { shape: infer Shape } ? keyof Shape : never
type FactName = Keys<(typeof EVENT_DATA)[EventType]>

type EventTexts = {
  /** Whatever is not here stands as it does in the API. */
  readonly fact: Readonly<Partial<Record<FactName, string>>>
  readonly cause: Readonly<Partial<Record<RefundCause, string>>>
}

/** What an operator reads about the facts of an event. */
export const eventTexts: Readonly<Record<Language, EventTexts>> = {
  en: { fact: {}, cause: {} },
  'zh-Hans': {
    fact: {
      amount: '金额',
      answer: 'QFPay 的答复',
      api_key: 'API 密钥',
      attempt: '付款尝试',
      by: '操作人',
      cash_fee: '实付金额',
      cash_fee_currency: '实付币种',
      cause: '起因',
      code: '代码',
      currency: '币种',
      exchange_rate: '汇率',
      expires_at: '到期时间',
      flow: '方式',
      message: '说明',
      note: '备注',
      notification: '通知',
      notify_type: '通知类型',
      paid_at: '付款时间',
      reason: '原因',
      reference: '商户单号',
      refund: '退款',
      resumed: '沿用的尝试',
      reviews: '核对事项',
      subject: '对象',
      until: '期限',
      was: '之前状态',
    },
    cause: { merchant: '商户申请', paid_twice: '重复付款', paid_late: '逾期付款' },
  },
  'zh-Hant': {
    fact: {
      amount: '金額',
      answer: 'QFPay 的回應',
      api_key: 'API 密鑰',
      attempt: '付款嘗試',
      by: '操作人',
      cash_fee: '實付金額',
      cash_fee_currency: '實付貨幣',
      cause: '起因',
      code: '代碼',
      currency: '貨幣',
      exchange_rate: '匯率',
      expires_at: '到期時間',
      flow: '方式',
      message: '說明',
      note: '備註',
      notification: '通知',
      notify_type: '通知類型',
      paid_at: '付款時間',
      reason: '原因',
      reference: '商戶單號',
      refund: '退款',
      resumed: '沿用的嘗試',
      reviews: '核對事項',
      subject: '對象',
      until: '期限',
      was: '之前狀態',
    },
    cause: { merchant: '商戶申請', paid_twice: '重複付款', paid_late: '逾期付款' },
  },
}
