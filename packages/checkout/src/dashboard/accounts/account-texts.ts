import type { Flow } from '../../accounts/account.ts'
import type { ApiKey } from '../../accounts/api-key.ts'
import type { Permission } from '../../audit/permission.ts'
import type { CheckedPart } from '../../gateways/check-account.ts'
import type { Language } from '../../language/language.ts'

/** What the operators' pages about accounts and their keys say, in one language. */
type AccountTexts = {
  readonly none: string
  readonly add: string
  readonly addText: string
  readonly name: string
  readonly nameNote: string
  readonly flow: string
  readonly flows: Readonly<Record<Flow, string>>
  readonly host: string
  readonly hostNote: string
  readonly notified: string
  readonly credentials: string
  readonly appCode: string
  readonly clientKey: string
  readonly notificationKey: string
  readonly optional: string
  readonly kept: string
  readonly mchid: string
  readonly signType: string
  readonly official: string
  readonly officialText: string
  readonly appid: string
  readonly wechatSecret: string
  readonly file: string
  readonly fileNote: string
  readonly origins: string
  readonly originsNote: string
  readonly more: string
  readonly cashier: string
  readonly payType: string
  readonly late: string
  readonly lates: Readonly<Record<'accept' | 'refund', string>>
  readonly closes: string
  readonly perSecond: string
  readonly perMinute: string
  readonly approval: string
  readonly approvalNote: string
  readonly checkAndAdd: string
  readonly anyway: string
  readonly wrongText: string
  readonly twin: string
  readonly check: string
  readonly checks: string
  readonly parts: Readonly<Record<CheckedPart['what'], string>>
  readonly actions: string
  readonly active: string
  readonly disabled: string
  readonly disable: string
  readonly disableText: string
  readonly disableSure: string
  readonly enable: string
  readonly replace: string
  readonly replaceText: string
  readonly remove: string
  readonly facts: string
  readonly keys: string
  readonly keysText: string
  readonly allKeysText: string
  readonly noKeys: string
  readonly addKey: string
  readonly keyName: string
  readonly keyNote: string
  readonly full: string
  readonly restricted: string
  readonly permissions: Readonly<Record<Permission, string>>
  readonly keyStatus: Readonly<Record<'usable' | 'expired' | 'revoked', string>>
  readonly used: string
  readonly unused: string
  readonly ends: string
  readonly newKey: (name: ApiKey['name']) => string
  readonly newKeyText: string
  readonly roll: string
  readonly rollText: string
  readonly revoke: string
  readonly revokeText: string
  readonly revokeSure: string
  readonly id: string
  readonly created: string
  readonly yes: string
}

const english: AccountTexts = {
  none: 'No account yet. An account is a merchant’s agreement with QFPay.',
  add: 'Add account',
  addText:
    'Tael asks QFPay, WeChat and its own address whether all of this is right before it adds the account. No money moves.',
  name: 'Name',
  nameNote: 'Payers see it',
  flow: 'How payers reach WeChat Pay',
  flows: {
    'own-account': 'Your own Official Account (method 1)',
    'qfpay-account': 'QFPay’s Official Account (method 2)',
    canada: 'Canada',
  },
  host: 'QFPay’s API host',
  hostNote: 'As QFPay gave it to you, with https://',
  notified: 'QFPay notifies',
  credentials: 'What QFPay gave you',
  appCode: 'app_code',
  clientKey: 'client_key',
  notificationKey: 'Key for notifications',
  optional: 'Only if QFPay gave you one',
  kept: 'Kept as you typed it. Type it again to change it.',
  mchid: 'mchid',
  signType: 'Signature',
  official: 'Your Official Account',
  officialText: 'For method 1 only. WeChat’s console shows all three.',
  appid: 'appid',
  wechatSecret: 'Secret',
  file: 'Name of WeChat’s file',
  fileNote: 'MP_verify_….txt; Tael serves it',
  origins: 'Where payers may be sent back to',
  originsNote: 'One address a line, such as https://shop.example.com',
  more: 'More settings',
  cashier: 'QFPay’s cashier page (method 2)',
  payType: 'Pay type',
  late: 'Money that comes after a payment is over',
  lates: { accept: 'Accept it', refund: 'Refund it' },
  closes: 'Close orders at QFPay when a payment is over',
  perSecond: 'Requests a second, at most',
  perMinute: 'Requests a minute, at most',
  approval: 'Refunds above this need a second person',
  approvalNote: 'In the payment’s own currency, such as 500.00; empty: no refund does',
  checkAndAdd: 'Check and add',
  anyway: 'Add it anyway',
  wrongText: 'The account is not added yet. This is what Tael found:',
  twin: 'Another account has this host, app_code and mchid already.',
  check: 'Check now',
  checks: 'What Tael found just now',
  parts: {
    host: 'Host',
    credentials: 'Credentials',
    official_account: 'Official Account',
    verification_file: 'WeChat’s file',
    public_url: 'Address of this server',
  },
  actions: 'What you can do',
  active: 'Active',
  disabled: 'Disabled',
  disable: 'Disable…',
  disableText:
    'The account accepts no new payments. Payers who hold an order can still pay it; refunds and everything else continue.',
  disableSure: 'Disable this account',
  enable: 'Enable',
  replace: 'Replace credentials…',
  replaceText:
    'What you leave empty stays. Tael signs with a new client_key immediately, and for a day still accepts notifications that QFPay has signed with the old one.',
  remove: 'Remove the key for notifications',
  facts: 'Settings',
  keys: 'API keys',
  keysText: 'Your servers call Tael’s API with them. Give each server its own.',
  allKeysText:
    'Of all accounts, newest first. The page of an account adds, rolls and revokes its keys.',
  noKeys: 'No key yet.',
  addKey: 'Add key',
  keyName: 'Name',
  keyNote: 'Where it is used, such as “till” or “shop server”',
  full: 'May do everything for this account',
  restricted: 'May do only this',
  permissions: {
    read: 'See payments, refunds and webhooks',
    create_payments: 'Create and cancel payments, resend webhooks',
    refund: 'Refund, and close reviews',
    administer: 'Change webhook endpoints',
  },
  keyStatus: { usable: 'Usable', expired: 'Expired', revoked: 'Revoked' },
  used: 'Last used',
  unused: 'Never used',
  ends: 'Ends',
  newKey: (name) => `The new key “${name}”`,
  newKeyText: 'It is shown only now: keep it where your server reads it, and nowhere else.',
  roll: 'Roll…',
  rollText:
    'You get a new key with the same name and permissions. This one works for one more day. Revoke a key that has leaked instead.',
  revoke: 'Revoke…',
  revokeText: 'From that moment on, Tael accepts no request with this key.',
  revokeSure: 'Revoke this key',
  id: 'Id',
  created: 'Created',
  yes: 'Yes',
}

const simplified: AccountTexts = {
  none: '还没有账户。账户是商户与 QFPay 的一份签约。',
  add: '添加账户',
  addText: '添加之前，Tael 会向 QFPay、微信和本服务器的地址检查这些资料。不会有资金变动。',
  name: '名称',
  nameNote: '付款人会看到',
  flow: '付款人如何进入微信支付',
  flows: {
    'own-account': '您自己的公众号（方式一）',
    'qfpay-account': 'QFPay 的公众号（方式二）',
    canada: '加拿大',
  },
  host: 'QFPay 接口地址',
  hostNote: '由 QFPay 提供，以 https:// 开头',
  notified: 'QFPay 通知地址',
  credentials: 'QFPay 提供的资料',
  appCode: 'app_code',
  clientKey: 'client_key',
  notificationKey: '通知密钥',
  optional: '仅在 QFPay 提供时填写',
  kept: '已保留您填写的内容。如需更改，请重新填写。',
  mchid: 'mchid',
  signType: '签名方式',
  official: '您的公众号',
  officialText: '仅方式一需要。三项均可在微信后台找到。',
  appid: 'appid',
  wechatSecret: '密钥（secret）',
  file: '微信校验文件名',
  fileNote: 'MP_verify_….txt，由 Tael 提供访问',
  origins: '付款后可返回的网站',
  originsNote: '每行一个地址，例如 https://shop.example.com',
  more: '更多设置',
  cashier: 'QFPay 收银页面（方式二）',
  payType: '支付类型',
  late: '付款结束后才到账的款项',
  lates: { accept: '接受', refund: '退还' },
  closes: '付款结束时在 QFPay 关闭订单',
  perSecond: '每秒请求上限',
  perMinute: '每分钟请求上限',
  approval: '超过此金额的退款须由另一人批准',
  approvalNote: '按付款的币种填写，如 500.00；留空：无需批准',
  checkAndAdd: '检查并添加',
  anyway: '仍然添加',
  wrongText: '账户尚未添加。Tael 的检查结果：',
  twin: '已有账户使用相同的接口地址、app_code 和 mchid。',
  check: '立即检查',
  checks: '刚才的检查结果',
  parts: {
    host: '接口地址',
    credentials: '密钥',
    official_account: '公众号',
    verification_file: '微信校验文件',
    public_url: '本服务器的地址',
  },
  actions: '可执行的操作',
  active: '使用中',
  disabled: '已停用',
  disable: '停用…',
  disableText: '账户不再接受新付款。已有订单的付款人仍可付款；退款及其他功能照常。',
  disableSure: '停用此账户',
  enable: '启用',
  replace: '更换凭证…',
  replaceText:
    '留空的项目保持不变。Tael 立即用新的 client_key 签名，并在一天内仍接受 QFPay 用旧密钥签名的通知。',
  remove: '移除通知密钥',
  facts: '设置',
  keys: 'API 密钥',
  allKeysText: '所有账户的密钥，最新的在前。在账户页面添加、更换和撤销。',
  noKeys: '还没有密钥。',
  keysText: '您的服务器用它调用 Tael 的接口。请为每台服务器使用单独的密钥。',
  addKey: '添加密钥',
  keyName: '名称',
  keyNote: '用在何处，例如“收银台”或“商店服务器”',
  full: '可执行此账户的全部操作',
  restricted: '只允许以下操作',
  permissions: {
    read: '查看付款、退款和 Webhook',
    create_payments: '创建和取消付款，重新发送 Webhook',
    refund: '退款，完成人工核对',
    administer: '修改 Webhook 端点',
  },
  keyStatus: { usable: '可用', expired: '已过期', revoked: '已撤销' },
  used: '最近使用',
  unused: '从未使用',
  ends: '结束于',
  newKey: (name) => `新密钥“${name}”`,
  newKeyText: '只显示这一次：请保存到服务器读取的位置，不要放在别处。',
  roll: '更换…',
  rollText: '您会得到名称和权限相同的新密钥，此密钥还可使用一天。若密钥已泄露，请改为撤销。',
  revoke: '撤销…',
  revokeText: '从那一刻起，Tael 不再接受使用此密钥的请求。',
  revokeSure: '撤销此密钥',
  id: '编号',
  created: '创建时间',
  yes: '是',
}

const traditional: AccountTexts = {
  none: '尚未有帳戶。帳戶是商戶與 QFPay 的一份簽約。',
  add: '新增帳戶',
  addText: '新增之前，Tael 會向 QFPay、微信及本伺服器的網址檢查這些資料。不會有資金變動。',
  name: '名稱',
  nameNote: '付款人會看到',
  flow: '付款人如何進入微信支付',
  flows: {
    'own-account': '您自己的公眾號（方式一）',
    'qfpay-account': 'QFPay 的公眾號（方式二）',
    canada: '加拿大',
  },
  host: 'QFPay 的 API 網址',
  hostNote: '由 QFPay 提供，以 https:// 開頭',
  notified: 'QFPay 通知網址',
  credentials: 'QFPay 提供的資料',
  appCode: 'app_code',
  clientKey: 'client_key',
  notificationKey: '通知密鑰',
  optional: '只在 QFPay 提供時填寫',
  kept: '已保留您填寫的內容。如需更改，請重新填寫。',
  mchid: 'mchid',
  signType: '簽名方式',
  official: '您的公眾號',
  officialText: '只有方式一需要。三項均可在微信後台找到。',
  appid: 'appid',
  wechatSecret: '密鑰（secret）',
  file: '微信驗證檔案名稱',
  fileNote: 'MP_verify_….txt，由 Tael 提供',
  origins: '付款後可返回的網站',
  originsNote: '每行一個網址，例如 https://shop.example.com',
  more: '更多設定',
  cashier: 'QFPay 收銀頁面（方式二）',
  payType: '付款類型',
  late: '付款結束後才到帳的款項',
  lates: { accept: '接受', refund: '退還' },
  closes: '付款結束時在 QFPay 關閉訂單',
  perSecond: '每秒請求上限',
  perMinute: '每分鐘請求上限',
  approval: '超過此金額的退款須由另一人批准',
  approvalNote: '按付款的貨幣填寫，如 500.00；留空：毋須批准',
  checkAndAdd: '檢查並新增',
  anyway: '仍然新增',
  wrongText: '帳戶尚未新增。Tael 的檢查結果：',
  twin: '已有帳戶使用相同的 API 網址、app_code 及 mchid。',
  check: '立即檢查',
  checks: '剛才的檢查結果',
  parts: {
    host: 'API 網址',
    credentials: '密鑰',
    official_account: '公眾號',
    verification_file: '微信驗證檔案',
    public_url: '本伺服器的網址',
  },
  actions: '可執行的操作',
  active: '使用中',
  disabled: '已停用',
  disable: '停用…',
  disableText: '帳戶不再接受新付款。已有訂單的付款人仍可付款；退款及其他功能照常。',
  disableSure: '停用此帳戶',
  enable: '啟用',
  replace: '更換憑證…',
  replaceText:
    '留空的項目保持不變。Tael 立即用新的 client_key 簽名，並在一天內仍接受 QFPay 用舊密鑰簽名的通知。',
  remove: '移除通知密鑰',
  facts: '設定',
  keys: 'API 密鑰',
  allKeysText: '所有帳戶的密鑰，最新的在前。在帳戶頁面新增、更換和撤銷。',
  noKeys: '尚未有密鑰。',
  keysText: '您的伺服器用它呼叫 Tael 的 API。請為每台伺服器使用獨立的密鑰。',
  addKey: '新增密鑰',
  keyName: '名稱',
  keyNote: '用在何處，例如「收銀台」或「商店伺服器」',
  full: '可執行此帳戶的全部操作',
  restricted: '只允許以下操作',
  permissions: {
    read: '查看付款、退款及 Webhook',
    create_payments: '建立和取消付款，重新傳送 Webhook',
    refund: '退款，完成人工核對',
    administer: '修改 Webhook 端點',
  },
  keyStatus: { usable: '可用', expired: '已過期', revoked: '已撤銷' },
  used: '最近使用',
  unused: '從未使用',
  ends: '結束於',
  newKey: (name) => `新密鑰「${name}」`,
  newKeyText: '只顯示這一次：請儲存到伺服器讀取的位置，不要放在別處。',
  roll: '更換…',
  rollText: '您會得到名稱和權限相同的新密鑰，此密鑰還可使用一天。若密鑰已外洩，請改為撤銷。',
  revoke: '撤銷…',
  revokeText: '由那一刻起，Tael 不再接受使用此密鑰的請求。',
  revokeSure: '撤銷此密鑰',
  id: '編號',
  created: '建立時間',
  yes: '是',
}

export const accountTexts: Readonly<Record<Language, AccountTexts>> = {
  en: english,
  'zh-Hans': simplified,
  'zh-Hant': traditional,
}
