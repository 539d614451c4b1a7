import type { AuditFactName, AuditSubject } from '../../audit/audit-entry.ts'
import type { Language } from '../../language/language.ts'

/** What something is called in each language. */
export type Named = Readonly<Record<Language, string>>

/** Each fact that an entry of the audit log can have. */
export const auditFactNames: Readonly<Record<AuditFactName, Named>> = {
  // An account, in the words of its form.
  name: named('Name', '名称', '名稱'),
  flow: named('How payers reach WeChat Pay', '付款人如何进入微信支付', '付款人如何進入微信支付'),
  host: named('QFPay’s API host', 'QFPay 接口地址', 'QFPay 的 API 網址'),
  cashierUrl: named('QFPay’s cashier page', 'QFPay 收银页面', 'QFPay 收銀頁面'),
  appCode: named('app_code', 'app_code', 'app_code'),
  mchid: named('mchid', 'mchid', 'mchid'),
  signType: named('Signature', '签名方式', '簽名方式'),
  payType: named('Pay type', '支付类型', '付款類型'),
  utcOffset: named('Time zone of QFPay’s times', 'QFPay 时间的时区', 'QFPay 時間的時區'),
  timeZone: named('Time zone of the shop', '商户的时区', '商戶的時區'),
  currencyScales: named('Decimals of currencies', '币种的小数位', '貨幣的小數位'),
  requestLimit: named('Requests, at most', '请求上限', '請求上限'),
  latePayments: named(
    'Money that comes after a payment is over',
    '付款结束后才到账的款项',
    '付款結束後才到帳的款項',
  ),
  closesOrders: named(
    'Close orders at QFPay when a payment is over',
    '付款结束时在 QFPay 关闭订单',
    '付款結束時在 QFPay 關閉訂單',
  ),
  refundApprovalAbove: named(
    'Refunds above this need a second person',
    '超过此金额的退款须由另一人批准',
    '超過此金額的退款須由另一人批准',
  ),
  returnOrigins: named(
    'Where payers may be sent back to',
    '付款后可返回的网站',
    '付款後可返回的網站',
  ),
  wechat: named('Official Account', '公众号', '公眾號'),
  isDisabled: named('Disabled', '已停用', '已停用'),
  clientKey: named('client_key', 'client_key', 'client_key'),
  notificationKey: named('Key for notifications', '通知密钥', '通知密鑰'),
  wechatSecret: named('Official Account’s secret', '公众号密钥', '公眾號密鑰'),
  // An API key.
  permissions: named('Permissions', '权限', '權限'),
  expiresAt: named('Ends', '结束于', '結束於'),
  // Secrets that were sealed again.
  account_secrets: named('Accounts’ credentials', '账户密钥', '帳戶密鑰'),
  endpoint_secrets: named('Endpoints’ secrets', '端点密钥', '端點密鑰'),
  endpoint_headers: named('Endpoints’ headers', '端点请求头', '端點請求標頭'),
  notifications: named('QFPay’s notifications', 'QFPay 的通知', 'QFPay 的通知'),
  launches: named('Orders’ pay_params', '订单的 pay_params', '訂單的 pay_params'),
  payer_identities: named('Payers’ identities', '付款人标识', '付款人識別'),
  second_factors: named('Operators’ second factors', '操作员的第二步验证', '操作員的第二步驗證'),
  // A backup.
  takenAt: named('As of', '备份时间', '備份時間'),
  rows: named('Rows', '行数', '行數'),
  // A payment link.
  title: named('What it is for', '用途', '用途'),
  currency: named('Currency', '币种', '貨幣'),
  minAmount: named('At least', '最低', '最低'),
  maxAmount: named('At most', '最高', '最高'),
  stock: named('Stock', '名额', '名額'),
  startsAt: named('Begins', '开始', '開始'),
  endsAt: named('Ends', '结束', '結束'),
  isOncePerPayer: named('Each payer pays once', '每位付款人限付一次', '每位付款人限付一次'),
  fields: named('What the payer is asked for', '请付款人填写', '請付款人填寫'),
  successUrl: named('Where the payer goes afterwards', '付款后前往的网址', '付款後前往的網址'),
  successMessage: named('What the receipt says', '收据上的文字', '收據上的文字'),
  payWithin: named('Time to pay', '付款时限', '付款時限'),
  metadata: named('Metadata', '附加资料', '附加資料'),
  disabledAt: named('Disabled since', '停用时间', '停用時間'),
  // A payment, and a refund.
  amount: named('Amount', '金额', '金額'),
  status: named('Status', '状态', '狀態'),
  note: named('Note', '备注', '備註'),
  reviews: named('To look at', '核对事项', '核對事項'),
  payment: named('Payment', '付款', '付款'),
  happened: named('The money moved', '退款已发生', '退款已發生'),
  // A reconciliation, and a difference.
  from: named('From', '从', '由'),
  to: named('To', '到', '至'),
  assignedTo: named('Who works on it', '处理人', '處理人'),
  entry: named('Note', '备注', '備註'),
  resolution: named('What became of it', '处理结果', '處理結果'),
  // A webhook endpoint.
  origin: named('Address', '地址', '地址'),
  eventTypes: named('Events', '事件', '事件'),
  apiVersion: named('API version', 'API 版本', 'API 版本'),
  isEnabled: named('Enabled', '启用中', '啟用中'),
  headers: named('Headers of your own', '自定义请求头', '自訂請求標頭'),
  delivery: named('Delivery', '通知记录', '通知紀錄'),
  since: named('From', '从', '由'),
  until: named('To', '到', '至'),
  includeDelivered: named('Delivered ones too', '包括已送达的', '包括已送達的'),
  count: named('Webhooks', '通知数量', '通知數量'),
  event: named('Event', '事件', '事件'),
  // An operator.
  role: named('Role', '角色', '角色'),
  endedSessions: named('Sessions that ended', '结束的登录', '結束的登入'),
  sessions: named('Sessions that ended', '结束的登录', '結束的登入'),
  session: named('Session', '登录', '登入'),
  by: named('By', '方式', '方式'),
  passkey: named('Passkey', '通行密钥', '通行密鑰'),
  secondFactor: named('Second step', '第二步验证', '第二步驗證'),
}

/** The parts of facts that have parts. */
export const auditPartNames: Readonly<Record<string, Named>> = {
  perSecond: named('Requests a second, at most', '每秒请求上限', '每秒請求上限'),
  perMinute: named('Requests a minute, at most', '每分钟请求上限', '每分鐘請求上限'),
  appid: named('appid', 'appid', 'appid'),
  authorizeHost: named('WeChat’s authorization host', '微信授权地址', '微信授權網址'),
  apiHost: named('WeChat’s API host', '微信接口地址', '微信 API 網址'),
  verificationFile: named('Name of WeChat’s file', '微信校验文件名', '微信驗證檔案名稱'),
}

export const auditSubjectNames: Readonly<Record<AuditSubject['type'], Named>> = {
  account: named('Account', '账户', '帳戶'),
  api_key: named('API key', 'API 密钥', 'API 密鑰'),
  difference: named('Difference', '差异', '差異'),
  operator: named('Operator', '操作员', '操作員'),
  payment: named('Payment', '付款', '付款'),
  payment_link: named('Payment link', '付款链接', '付款連結'),
  reconciliation: named('Reconciliation', '对账', '對帳'),
  refund: named('Refund', '退款', '退款'),
  saved_search: named('Saved search', '已保存的搜索', '已儲存的搜尋'),
  server: named('Tael itself', 'Tael 本身', 'Tael 本身'),
  webhook_endpoint: named('Webhook endpoint', 'Webhook 端点', 'Webhook 端點'),
}

type Words = Readonly<Record<string, string>>

/** What the log writes in place of a credential. */
export const replacedWords: Readonly<Record<Language, Words>> = {
  en: { replaced: 'replaced', removed: 'removed' },
  'zh-Hans': { replaced: '已更换', removed: '已移除' },
  'zh-Hant': { replaced: '已更換', removed: '已移除' },
}

/** By what an operator has shown who they are. */
export const proofWords: Readonly<Record<Language, Words>> = {
  en: { code: 'code of the app', 'recovery code': 'recovery code', passkey: 'passkey' },
  'zh-Hans': { code: '应用验证码', 'recovery code': '恢复码', passkey: '通行密钥' },
  'zh-Hant': { code: '應用程式驗證碼', 'recovery code': '復原碼', passkey: '通行密鑰' },
}

type AuditFactTexts = {
  readonly yes: string
  readonly no: string
  /** Where a fact has no value. */
  readonly none: string
  readonly all: string
  readonly was: (name: string) => string
  readonly became: string
  readonly unchanged: string
  readonly seconds: (count: number) => string
  readonly minutes: (count: number) => string
  readonly between: string
}

export const auditFactTexts: Readonly<Record<Language, AuditFactTexts>> = {
  en: {
    yes: 'yes',
    no: 'no',
    none: 'none',
    all: 'all',
    was: (name) => `${name}, before`,
    became: 'became',
    unchanged: 'Everything was so already.',
    seconds: (count) => `${count} s`,
    minutes: (count) => `${count} min`,
    between: '; ',
  },
  'zh-Hans': {
    yes: '是',
    no: '否',
    none: '无',
    all: '全部',
    was: (name) => `之前的${name}`,
    became: '改为',
    unchanged: '内容与之前相同。',
    seconds: (count) => `${count} 秒`,
    minutes: (count) => `${count} 分钟`,
    between: '；',
  },
  'zh-Hant': {
    yes: '是',
    no: '否',
    none: '無',
    all: '全部',
    was: (name) => `之前的${name}`,
    became: '改為',
    unchanged: '內容與之前相同。',
    seconds: (count) => `${count} 秒`,
    minutes: (count) => `${count} 分鐘`,
    between: '；',
  },
}

function named(english: string, simplified: string, traditional: string): Named {
  return { en: english, 'zh-Hans': simplified, 'zh-Hant': traditional }
}
