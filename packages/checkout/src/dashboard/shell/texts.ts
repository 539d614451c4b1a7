import type { Flow } from '../../accounts/account.ts'
import type { Language } from '../../language/language.ts'
import type { AttemptStatus } from '../../payments/attempt.ts'
import type { PaymentStatus } from '../../payments/payment.ts'
import type { Refund } from '../../refunds/refund.ts'

/** Who did or said what the timeline tells. */
export type EventActor = 'payer' | 'merchant' | 'operator' | 'gateway' | 'wechat' | 'tael'

type DashboardTexts = {
  readonly signOut: string
  readonly skip: string
  readonly firstAdministrator: string
  /** Who did something, if it was no operator. */
  readonly apiKey: (name: string) => string
  readonly command: string
  readonly list: {
    readonly search: string
    readonly placeholder: string
    readonly find: string
    readonly clear: string
    readonly status: string
    readonly any: string
    readonly time: string
    readonly payment: string
    readonly amount: string
    readonly needsReview: string
    readonly failedRefund: string
    readonly forged: string
    readonly none: string
    readonly noneFound: string
    readonly newer: string
    readonly newest: string
    readonly older: string
    readonly pages: string
  }
  readonly one: {
    readonly standing: string
    readonly facts: string
    readonly id: string
    readonly reference: string
    readonly account: string
    readonly description: string
    readonly created: string
    readonly expires: string
    readonly paid: string
    readonly refunded: string
    readonly payLink: string
    readonly attempts: string
    readonly noAttempts: string
    readonly timeline: string
    readonly noEvents: string
    readonly raw: string
    readonly problem: string
  }
  readonly refunded: (amount: string) => string
  readonly paymentStatus: Readonly<Record<PaymentStatus, string>>
  readonly attemptStatus: Readonly<Record<AttemptStatus, string>>
  readonly refundStatus: Readonly<Record<Refund['status'], string>>
  readonly method: Readonly<Record<Flow, string>>
  readonly actor: Readonly<Record<EventActor, string>>
}

/** What an operator reads on pages of several subjects. */
export const dashboardTexts: Readonly<Record<Language, DashboardTexts>> = {
  en: {
    signOut: 'Sign out',
    skip: 'Skip to content',
    firstAdministrator: 'First administrator',
    apiKey: (name) => `the API key “${name}”`,
    command: 'the command',
    list: {
      search: 'Search',
      placeholder: 'Reference, or any number',
      find: 'Find',
      clear: 'Clear',
      status: 'Status',
      any: 'All',
      time: 'Created',
      payment: 'Payment',
      amount: 'Amount',
      needsReview: 'Needs review',
      failedRefund: 'Refund failed',
      forged: 'Notifications refused in the last seven days, because QFPay had not signed them.',
      none: 'No payments yet. The first one appears here as soon as it is created.',
      noneFound:
        'No payment matches. Search for the beginning of a reference, or for a whole number: a payment, refund, out_trade_no, syssn, or a number on the payer’s bill in WeChat.',
      newer: 'Newer',
      newest: 'Newest',
      older: 'Older',
      pages: 'Pages',
    },
    one: {
      standing: 'Where it stands',
      facts: 'Facts',
      id: 'Payment id',
      reference: 'Reference',
      account: 'Account',
      description: 'Description',
      created: 'Created',
      expires: 'Expires',
      paid: 'Paid',
      refunded: 'Refunded',
      payLink: 'Pay link',
      attempts: 'Attempts',
      noAttempts: 'No payer has authorized yet.',
      timeline: 'Timeline',
      noEvents: 'Nothing has happened yet, or it is too old to be kept.',
      raw: 'As recorded',
      problem: 'Problem',
    },
    refunded: (amount) => `${amount} refunded`,
    paymentStatus: {
      created: 'Created',
      pending: 'Pending',
      succeeded: 'Succeeded',
      failed: 'Failed',
      expired: 'Expired',
      canceled: 'Canceled',
    },
    attemptStatus: {
      recorded: 'Recorded',
      launched: 'Launched',
      succeeded: 'Succeeded',
      failed: 'Failed',
      lapsed: 'Lapsed',
    },
    refundStatus: {
      awaiting_approval: 'Waits for a second person',
      requested: 'Waits to be sent',
      pending: 'At QFPay',
      succeeded: 'Refunded',
      failed: 'Failed',
    },
    method: {
      'own-account': 'Our page in WeChat (method 1)',
      'qfpay-account': 'QFPay page in WeChat (method 2)',
      canada: 'QFPay pay_url',
    },
    actor: {
      payer: 'Payer',
      merchant: 'Merchant',
      operator: 'Operator',
      gateway: 'QFPay',
      wechat: 'WeChat',
      tael: 'Tael',
    },
  },
  'zh-Hans': {
    signOut: '退出',
    skip: '跳到正文',
    firstAdministrator: '首位管理员',
    apiKey: (name) => `API 密钥“${name}”`,
    command: '命令行',
    list: {
      search: '搜索',
      placeholder: '商户单号开头，或任意编号',
      find: '查找',
      clear: '清除',
      status: '状态',
      any: '全部',
      time: '创建时间',
      payment: '付款',
      amount: '金额',
      needsReview: '待人工核对',
      failedRefund: '退款失败',
      forged: '最近七天因签名不符而拒收的通知。',
      none: '还没有付款。第一笔创建后会立即显示在这里。',
      noneFound:
        '没有符合条件的付款。可搜索商户单号的开头，或完整的编号：付款、退款、out_trade_no、syssn，或付款人微信账单上的交易单号、商户单号。',
      newer: '较新',
      newest: '最新',
      older: '较早',
      pages: '翻页',
    },
    one: {
      standing: '当前情况',
      facts: '基本信息',
      id: '付款编号',
      reference: '商户单号',
      account: '账户',
      description: '说明',
      created: '创建时间',
      expires: '到期时间',
      paid: '付款时间',
      refunded: '已退款',
      payLink: '付款链接',
      attempts: '付款尝试',
      noAttempts: '还没有付款人授权。',
      timeline: '时间线',
      noEvents: '还没有任何记录，或记录已超过保留期限。',
      raw: '原始记录',
      problem: '问题',
    },
    refunded: (amount) => `已退款 ${amount}`,
    paymentStatus: {
      created: '已创建',
      pending: '进行中',
      succeeded: '成功',
      failed: '失败',
      expired: '已过期',
      canceled: '已取消',
    },
    attemptStatus: {
      recorded: '已记录',
      launched: '已调起',
      succeeded: '成功',
      failed: '失败',
      lapsed: '已失效',
    },
    refundStatus: {
      awaiting_approval: '等待另一人审批',
      requested: '等待提交',
      pending: 'QFPay 处理中',
      succeeded: '已退款',
      failed: '失败',
    },
    method: {
      'own-account': '微信内本站页面（方式一）',
      'qfpay-account': '微信内 QFPay 页面（方式二）',
      canada: 'QFPay pay_url',
    },
    actor: {
      payer: '付款人',
      merchant: '商户',
      operator: '操作员',
      gateway: 'QFPay',
      wechat: '微信',
      tael: 'Tael',
    },
  },
  'zh-Hant': {
    signOut: '登出',
    skip: '跳到正文',
    firstAdministrator: '首位管理員',
    apiKey: (name) => `API 密鑰「${name}」`,
    command: '指令列',
    list: {
      search: '搜尋',
      placeholder: '商戶單號開頭，或任何編號',
      find: '尋找',
      clear: '清除',
      status: '狀態',
      any: '全部',
      time: '建立時間',
      payment: '付款',
      amount: '金額',
      needsReview: '待人工核對',
      failedRefund: '退款失敗',
      forged: '最近七天因簽名不符而拒收的通知。',
      none: '還沒有付款。第一筆建立後會立即顯示在這裏。',
      noneFound:
        '沒有符合條件的付款。可搜尋商戶單號的開頭，或完整的編號：付款、退款、out_trade_no、syssn，或付款人微信帳單上的交易單號、商戶單號。',
      newer: '較新',
      newest: '最新',
      older: '較早',
      pages: '翻頁',
    },
    one: {
      standing: '目前情況',
      facts: '基本資料',
      id: '付款編號',
      reference: '商戶單號',
      account: '帳戶',
      description: '說明',
      created: '建立時間',
      expires: '到期時間',
      paid: '付款時間',
      refunded: '已退款',
      payLink: '付款連結',
      attempts: '付款嘗試',
      noAttempts: '還沒有付款人授權。',
      timeline: '時間軸',
      noEvents: '還沒有任何紀錄，或紀錄已超過保留期限。',
      raw: '原始紀錄',
      problem: '問題',
    },
    refunded: (amount) => `已退款 ${amount}`,
    paymentStatus: {
      created: '已建立',
      pending: '進行中',
      succeeded: '成功',
      failed: '失敗',
      expired: '已過期',
      canceled: '已取消',
    },
    attemptStatus: {
      recorded: '已記錄',
      launched: '已調起',
      succeeded: '成功',
      failed: '失敗',
      lapsed: '已失效',
    },
    refundStatus: {
      awaiting_approval: '等待另一人審批',
      requested: '等待提交',
      pending: 'QFPay 處理中',
      succeeded: '已退款',
      failed: '失敗',
    },
    method: {
      'own-account': '微信內本站頁面（方式一）',
      'qfpay-account': '微信內 QFPay 頁面（方式二）',
      canada: 'QFPay pay_url',
    },
    actor: {
      payer: '付款人',
      merchant: '商戶',
      operator: '操作員',
      gateway: 'QFPay',
      wechat: '微信',
      tael: 'Tael',
    },
  },
}
