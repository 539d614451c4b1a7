import type { Language } from '../../language/language.ts'

export type ActionTexts = {
  readonly title: string
  readonly refund: string
  readonly cancel: string
  readonly cancelText: string
  readonly cancelSure: string
  readonly enquire: string
  readonly enquired: Readonly<
    Record<
      'no-order' | 'unanswered' | 'paid' | 'unpaid' | 'missing' | 'unreadable' | 'rejected',
      string
    >
  >
  readonly canceled: string
  readonly notCanceled: string
  readonly refunded: string
  readonly noted: string
  readonly forbidden: string
}

export const actionTexts: Readonly<Record<Language, ActionTexts>> = {
  en: {
    title: 'Actions',
    refund: 'Refund…',
    cancel: 'Cancel payment…',
    cancelText:
      'Nobody can start to pay it then. A payer who already holds an order can still pay for two hours; Tael sees that, and accepts or refunds the money as the account says.',
    cancelSure: 'Cancel this payment',
    enquire: 'Ask QFPay now',
    enquired: {
      'no-order': 'No payer has authorized yet, so QFPay has no order to ask about.',
      unanswered: 'QFPay has not answered in time. Tael continues to ask on schedule.',
      paid: 'QFPay says: it is paid.',
      unpaid: 'QFPay says: not paid yet.',
      missing: 'QFPay does not know the order.',
      unreadable: 'QFPay has an answer that Tael cannot read. Tael asks again.',
      rejected: 'QFPay says: the attempt has failed.',
    },
    canceled: 'The payment is canceled.',
    notCanceled: 'The payment could not be canceled any more.',
    refunded: 'The refund is recorded. Tael sends it and follows it until it ends.',
    noted: 'The note is kept.',
    forbidden: 'You may not do this. Ask a person who administers Tael.',
  },
  'zh-Hans': {
    title: '操作',
    refund: '退款…',
    cancel: '取消付款…',
    cancelText:
      '取消后不能再开始付款。已持有订单的付款人两小时内仍可支付；Tael 会查到，并按账户设置接受或退回。',
    cancelSure: '取消这笔付款',
    enquire: '立即向 QFPay 查询',
    enquired: {
      'no-order': '还没有付款人授权，QFPay 没有可查询的订单。',
      unanswered: 'QFPay 未及时答复。Tael 会继续按计划查询。',
      paid: 'QFPay 答复：已付款。',
      unpaid: 'QFPay 答复：尚未付款。',
      missing: 'QFPay 没有这笔订单。',
      unreadable: 'QFPay 的答复无法读取，Tael 会再次查询。',
      rejected: 'QFPay 答复：这次尝试已失败。',
    },
    canceled: '付款已取消。',
    notCanceled: '付款已不能取消。',
    refunded: '退款已记录。Tael 会提交，并跟进到有结果为止。',
    noted: '备注已保存。',
    forbidden: '您没有此项权限，请联系 Tael 管理员。',
  },
  'zh-Hant': {
    title: '操作',
    refund: '退款…',
    cancel: '取消付款…',
    cancelText:
      '取消後不能再開始付款。已持有訂單的付款人兩小時內仍可支付；Tael 會查到，並按帳戶設定接受或退回。',
    cancelSure: '取消這筆付款',
    enquire: '立即向 QFPay 查詢',
    enquired: {
      'no-order': '還沒有付款人授權，QFPay 沒有可查詢的訂單。',
      unanswered: 'QFPay 未及時回應。Tael 會繼續按計劃查詢。',
      paid: 'QFPay 回應：已付款。',
      unpaid: 'QFPay 回應：尚未付款。',
      missing: 'QFPay 沒有這筆訂單。',
      unreadable: 'QFPay 的回應無法讀取，Tael 會再次查詢。',
      rejected: 'QFPay 回應：這次嘗試已失敗。',
    },
    canceled: '付款已取消。',
    notCanceled: '付款已不能取消。',
    refunded: '退款已記錄。Tael 會提交，並跟進到有結果為止。',
    noted: '備註已儲存。',
    forbidden: '您沒有此項權限，請聯絡 Tael 管理員。',
  },
}
