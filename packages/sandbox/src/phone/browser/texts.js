// Everything the phone says, in the languages of the people who will use it.

const en = {
  appTitle: 'WeChat, simulated',
  stage: 'Phone',
  panel: 'Inspector',
  inspector: 'Inspector',
  hideInspector: 'Back to the phone',
  close: 'Close this page',
  more: 'More',
  back: 'Back',
  forward: 'Forward',
  recent: 'Opened before',
  homeTitle: 'WeChat, on your desk',
  homeText:
    'Open any site that runs on this machine, as a payer would see it in WeChat. No account, no phone, no money.',
  address: 'Link, or what a QR code says',
  open: 'Open',
  payer: 'Payer',
  browser: 'WeChat',
  language: 'Language',
  cannotPay: 'No payment can be completed here: {reason}.',
  oldBrowser:
    'This browser cannot keep every redirect by script inside the phone; a current Chrome, Edge, Safari or Firefox can.',
  clock: 'Clock of the sandbox',
  minutes: '+{n} min',
  hours: '+{n} h',
  views: 'Views of the inspector',
  wire: 'Wire',
  scenarios: 'Scenarios',
  notifications: 'Notifications',
  order: 'Order',
  allOrders: 'All orders',
  problemsOnly: 'Only problems',
  clear: 'Clear',
  wireEmpty: 'Nothing has been said yet. Every step of a payment will appear here.',
  tryAgain: 'Try again',
  cannotOpen: 'This page cannot be opened',
  leavesMachine: 'This leads away from this machine',
  leavesMachineText: 'The phone shows local sites only. Open {url} in a tab of its own?',
  openInTab: 'Open in a tab',
  reload: 'Reload',
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  cancel: 'Cancel',
  ok: 'OK',
  payTo: 'Pay {name}',
  payMethod: 'Payment method',
  balance: 'Balance',
  item: 'Item',
  confirmPay: 'Confirm payment',
  usePassword: 'Use payment password',
  enterPassword: 'Enter payment password',
  anyDigits: 'Any six digits will do: no money moves.',
  digits: '{n} of 6 digits entered',
  deleteDigit: 'Delete',
  cancelPayment: 'Cancel payment',
  failPayment: 'Let it fail',
  simulation: 'Simulation',
  paying: 'Paying…',
  paid: 'Payment successful',
  notPaid: 'Payment failed',
  done: 'Done',
  payerSays: '{payer} pays',
  request: 'Request',
  answer: 'Answer',
  signedText: 'Text that was signed',
  signatureOk: 'Signature matches',
  signatureBad: 'Signature does not match',
  expected: 'expected',
  received: 'received',
  rule: 'Rule',
  armed: 'Waiting for its occasion',
  arm: 'Let it happen',
  disarm: 'Take back',
  searchScenarios: 'Find a scenario',
  amountTrigger: 'or pay an amount of {amount} (minor units)',
  noScenarios: 'No scenario matches.',
  noNotifications: 'No notification has been sent yet.',
  deliverAgain: 'Deliver again',
  attempts: '{n} attempts',
  due: 'next at {time}',
  delivered: 'acknowledged',
  waiting: 'waiting',
  givenUp: 'given up',
  connectionLost: 'The sandbox does not answer. It may have been stopped.',
}

/** @type {typeof en} */
const zhHans = {
  appTitle: '模拟微信',
  stage: '手机',
  panel: '检查器',
  inspector: '检查器',
  hideInspector: '返回手机',
  close: '关闭页面',
  more: '更多',
  back: '后退',
  forward: '前进',
  recent: '最近打开',
  homeTitle: '桌面上的微信',
  homeText:
    '打开本机上运行的任何网站，所见与付款人在微信里所见相同。无需账号，无需手机，不动真钱。',
  address: '链接，或二维码的内容',
  open: '打开',
  payer: '付款人',
  browser: '微信环境',
  language: '语言',
  cannotPay: '此环境无法完成支付：{reason}。',
  oldBrowser: '此浏览器无法让脚本跳转都留在手机内，请用新版 Chrome、Edge、Safari 或 Firefox。',
  clock: '沙盒时钟',
  minutes: '+{n} 分钟',
  hours: '+{n} 小时',
  views: '检查器视图',
  wire: '报文',
  scenarios: '场景',
  notifications: '通知',
  order: '订单',
  allOrders: '全部订单',
  problemsOnly: '只看问题',
  clear: '清空',
  wireEmpty: '暂无报文。支付的每一步都会显示在这里。',
  tryAgain: '重试',
  cannotOpen: '无法打开此页面',
  leavesMachine: '此链接指向本机之外',
  leavesMachineText: '手机只显示本机网站。要在新标签页打开 {url} 吗？',
  openInTab: '在标签页打开',
  reload: '刷新',
  copyLink: '复制链接',
  linkCopied: '链接已复制',
  cancel: '取消',
  ok: '确定',
  payTo: '付款给{name}',
  payMethod: '付款方式',
  balance: '零钱',
  item: '商品',
  confirmPay: '确认付款',
  usePassword: '使用支付密码',
  enterPassword: '请输入支付密码',
  anyDigits: '任意六位数字即可，不会动用真钱。',
  digits: '已输入 {n} 位，共 6 位',
  deleteDigit: '删除',
  cancelPayment: '取消支付',
  failPayment: '让支付失败',
  simulation: '模拟',
  paying: '正在支付…',
  paid: '支付成功',
  notPaid: '支付失败',
  done: '完成',
  payerSays: '{payer} 付款',
  request: '请求',
  answer: '应答',
  signedText: '被签名的文本',
  signatureOk: '签名一致',
  signatureBad: '签名不一致',
  expected: '应为',
  received: '收到',
  rule: '规则',
  armed: '等待触发',
  arm: '使其发生',
  disarm: '撤回',
  searchScenarios: '查找场景',
  amountTrigger: '或支付金额 {amount}（最小货币单位）',
  noScenarios: '没有符合的场景。',
  noNotifications: '尚未发送通知。',
  deliverAgain: '重新发送',
  attempts: '已尝试 {n} 次',
  due: '下次 {time}',
  delivered: '已确认',
  waiting: '等待中',
  givenUp: '已放弃',
  connectionLost: '沙盒没有应答，可能已停止。',
}

/** @type {typeof en} */
const zhHant = {
  appTitle: '模擬微信',
  stage: '手機',
  panel: '檢查器',
  inspector: '檢查器',
  hideInspector: '返回手機',
  close: '關閉頁面',
  more: '更多',
  back: '返回',
  forward: '前進',
  recent: '最近開啟',
  homeTitle: '桌面上的微信',
  homeText:
    '開啟本機上運行的任何網站，所見與付款人在微信中所見相同。毋須帳戶，毋須手機，不動真錢。',
  address: '連結，或二維碼的內容',
  open: '開啟',
  payer: '付款人',
  browser: '微信環境',
  language: '語言',
  cannotPay: '此環境無法完成支付：{reason}。',
  oldBrowser: '此瀏覽器無法讓腳本跳轉都留在手機內，請用新版 Chrome、Edge、Safari 或 Firefox。',
  clock: '沙盒時鐘',
  minutes: '+{n} 分鐘',
  hours: '+{n} 小時',
  views: '檢查器檢視',
  wire: '報文',
  scenarios: '情景',
  notifications: '通知',
  order: '訂單',
  allOrders: '全部訂單',
  problemsOnly: '只看問題',
  clear: '清除',
  wireEmpty: '暫無報文。支付的每一步都會在此顯示。',
  tryAgain: '重試',
  cannotOpen: '無法開啟此頁面',
  leavesMachine: '此連結指向本機之外',
  leavesMachineText: '手機只顯示本機網站。要在新分頁開啟 {url} 嗎？',
  openInTab: '在分頁開啟',
  reload: '重新整理',
  copyLink: '複製連結',
  linkCopied: '已複製連結',
  cancel: '取消',
  ok: '確定',
  payTo: '付款給{name}',
  payMethod: '付款方式',
  balance: '零錢',
  item: '商品',
  confirmPay: '確認付款',
  usePassword: '使用支付密碼',
  enterPassword: '請輸入支付密碼',
  anyDigits: '任意六位數字即可，不會動用真錢。',
  digits: '已輸入 {n} 位，共 6 位',
  deleteDigit: '刪除',
  cancelPayment: '取消支付',
  failPayment: '讓支付失敗',
  simulation: '模擬',
  paying: '正在支付…',
  paid: '支付成功',
  notPaid: '支付失敗',
  done: '完成',
  payerSays: '{payer} 付款',
  request: '請求',
  answer: '回應',
  signedText: '被簽署的文字',
  signatureOk: '簽名一致',
  signatureBad: '簽名不一致',
  expected: '應為',
  received: '收到',
  rule: '規則',
  armed: '等待觸發',
  arm: '使其發生',
  disarm: '撤回',
  searchScenarios: '尋找情景',
  amountTrigger: '或支付金額 {amount}（最小貨幣單位）',
  noScenarios: '沒有符合的情景。',
  noNotifications: '尚未發送通知。',
  deliverAgain: '重新發送',
  attempts: '已嘗試 {n} 次',
  due: '下次 {time}',
  delivered: '已確認',
  waiting: '等待中',
  givenUp: '已放棄',
  connectionLost: '沙盒沒有回應，可能已停止。',
}

/** @typedef {keyof typeof en} TextName */
/** @typedef {'en' | 'zh-Hans' | 'zh-Hant'} Language */

const texts = { en, 'zh-Hans': zhHans, 'zh-Hant': zhHant }
/** @type {Language} */
let language = 'en'

/**
 * The best language for what a browser prefers, such as `zh-HK` or `en-GB`.
 * @param {readonly string[]} preferred
 * @returns {Language}
 */
export function bestLanguage(preferred) {
  for (const tag of preferred) {
    if (/^en\b/i.test(tag)) return 'en'
    if (/^zh\b.*\b(hant|hk|tw|mo)\b/i.test(tag)) return 'zh-Hant'
    if (/^zh\b/i.test(tag)) return 'zh-Hans'
  }
  return 'en'
}

/** @param {Language} chosen */
export function speak(chosen) {
  language = chosen
  document.documentElement.lang = chosen
  for (const element of document.querySelectorAll('[data-text]')) {
    const name = /** @type {TextName} */ (element.getAttribute('data-text'))
    element.textContent = say(name)
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    const name = /** @type {TextName} */ (element.getAttribute('data-label'))
    element.setAttribute('aria-label', say(name))
  }
  document.title = say('appTitle')
}

/**
 * @param {TextName} name
 * @param {Record<string, string | number>} [values]
 */
export function say(name, values = {}) {
  return texts[language][name].replace(/\{(\w+)\}/g, (_whole, key) => String(values[key]))
}

export function spoken() {
  return language
}
