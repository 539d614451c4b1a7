import type { Language } from '../../language/language.ts'

type FirstStepsTexts = {
  readonly title: string
  readonly welcome: string
  readonly almost: string
  readonly account: string
  readonly accountText: string
  readonly needed: readonly string[]
  readonly add: string
  readonly askAdministrator: string
  readonly seeAccount: string
  readonly key: string
  readonly keyText: string
  readonly keyGiven: string
  readonly yourKey: string
  readonly seeKeys: string
  readonly payment: string
  readonly paymentText: string
  readonly payText: string
  readonly openText: string
  readonly refundText: string
  readonly seePayments: string
  readonly seeWebhooks: string
}

/** What leads from an empty server to the first payment. */
export const firstStepsTexts: Readonly<Record<Language, FirstStepsTexts>> = {
  en: {
    title: 'Welcome',
    welcome: 'Three steps, and your shop takes WeChat Pay.',
    almost: 'One step is left.',
    account: 'Connect QFPay',
    accountText:
      'Tell Tael about your agreement with QFPay. Tael checks it before it keeps it. Have these ready:',
    needed: [
      'the API host, the app_code and the client_key that QFPay gave you',
      'for payments in your own Official Account: its appid, its secret and the file that WeChat offers for download',
      'the address of your shop, to which payers return',
    ],
    add: 'Add the first account',
    askAdministrator: 'An administrator does this. You can look around meanwhile.',
    seeAccount: 'See the account',
    key: 'Give your shop a key',
    keyText: 'Your shop’s server calls Tael with it. You get it with the account.',
    keyGiven: 'Your shop’s server calls Tael with an API key. Tael has shown it once.',
    yourKey: 'Your API key',
    seeKeys: 'See the keys, or add another',
    payment: 'Take a first payment',
    paymentText: 'Create a payment, open it in WeChat and pay.',
    payText: 'Your shop’s server does this for each purchase. Try it in a terminal:',
    openText:
      'The answer has a url. Send it to yourself in WeChat, open it there and pay. A second later this page shows the payment as succeeded.',
    refundText: 'With real credentials this is real money: refund it on the page of the payment.',
    seePayments: 'See the payments',
    seeWebhooks: 'Tell your server by webhook',
  },
  'zh-Hans': {
    title: '欢迎',
    welcome: '只需三步，您的商店就能接受微信支付。',
    almost: '还差一步。',
    account: '连接 QFPay',
    accountText: '填写您与 QFPay 的签约资料，Tael 会先检查再保存。请准备好：',
    needed: [
      'QFPay 提供的接口地址、app_code 和 client_key',
      '若在您自己的公众号内付款：公众号的 appid、secret 和微信提供下载的校验文件',
      '付款后返回的商店网址',
    ],
    add: '添加第一个账户',
    askAdministrator: '此步骤由管理员完成。您可以先四处看看。',
    seeAccount: '查看账户',
    key: '给商店一个密钥',
    keyText: '商店的服务器用它调用 Tael。添加账户时会一并得到。',
    keyGiven: '商店的服务器用 API 密钥调用 Tael。Tael 已显示过一次。',
    yourKey: '您的 API 密钥',
    seeKeys: '查看密钥，或再添加一个',
    payment: '收取第一笔付款',
    paymentText: '创建付款，在微信中打开并支付。',
    payText: '每次购买时由商店的服务器完成。可在终端中试一次：',
    openText:
      '响应中有一个 url。在微信里发给自己，打开并支付。一秒后，这笔付款会在这里显示为成功。',
    refundText: '使用正式资料时付的是真钱：可在付款页面退款。',
    seePayments: '查看付款',
    seeWebhooks: '用 Webhook 通知您的服务器',
  },
  'zh-Hant': {
    title: '歡迎',
    welcome: '只需三步，您的商店就能接受微信支付。',
    almost: '還差一步。',
    account: '連接 QFPay',
    accountText: '填寫您與 QFPay 的簽約資料，Tael 會先檢查再儲存。請準備好：',
    needed: [
      'QFPay 提供的 API 網址、app_code 及 client_key',
      '若在您自己的公眾號內付款：公眾號的 appid、secret 及微信提供下載的驗證檔案',
      '付款後返回的商店網址',
    ],
    add: '新增第一個帳戶',
    askAdministrator: '此步驟由管理員完成。您可以先四處看看。',
    seeAccount: '查看帳戶',
    key: '給商店一個密鑰',
    keyText: '商店的伺服器用它呼叫 Tael。新增帳戶時會一併得到。',
    keyGiven: '商店的伺服器用 API 密鑰呼叫 Tael。Tael 已顯示過一次。',
    yourKey: '您的 API 密鑰',
    seeKeys: '查看密鑰，或再新增一個',
    payment: '收取第一筆付款',
    paymentText: '建立付款，在微信中開啟並付款。',
    payText: '每次購買時由商店的伺服器完成。可在終端機試一次：',
    openText: '回應中有一個 url。在微信傳給自己，開啟並付款。一秒後，這筆付款會在這裏顯示為成功。',
    refundText: '使用正式資料時付的是真錢：可在付款頁面退款。',
    seePayments: '查看付款',
    seeWebhooks: '用 Webhook 通知您的伺服器',
  },
}
