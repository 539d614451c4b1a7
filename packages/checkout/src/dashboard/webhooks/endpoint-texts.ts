import type { Language } from '../../language/language.ts'

/** What the operators' pages about webhook endpoints say, in one language. */
type EndpointTexts = {
  readonly none: string
  readonly add: string
  readonly create: string
  readonly account: string
  readonly url: string
  readonly urlNote: string
  readonly description: string
  readonly events: string
  readonly all: string
  readonly some: string
  readonly headers: string
  readonly apiVersion: string
  readonly headersNote: string
  readonly keptHeaders: (names: string) => string
  readonly noHeaders: string
  readonly enabled: string
  readonly failing: string
  readonly disabled: string
  readonly failingText: (since: string) => string
  readonly disabledText: string
  readonly secret: string
  readonly newSecretText: string
  readonly rolledText: string
  readonly actions: string
  readonly test: string
  readonly tested: string
  readonly roll: string
  readonly rollText: string
  readonly rollSure: string
  readonly disable: string
  readonly disableText: string
  readonly disableSure: string
  readonly enable: string
  readonly remove: string
  readonly removeText: string
  readonly removeSure: string
  readonly resend: string
  readonly resendText: string
  readonly since: (zone: string) => string
  readonly resendSure: string
  readonly resent: (count: number) => string
  readonly deliveries: string
  readonly noDeliveries: string
  readonly noneFound: string
  readonly type: string
  readonly anyType: string
  readonly tries: string
  readonly request: string
  readonly answer: string
  readonly noAnswer: string
  readonly emptyAnswer: string
  readonly duration: string
  readonly tried: string
  readonly next: string
  readonly created: string
  readonly subject: string
  readonly again: string
  readonly againDone: string
  readonly id: string
}

const english: EndpointTexts = {
  none: 'No webhook endpoints yet. An endpoint is an address of your server; Tael tells it what happens to your payments.',
  add: 'New endpoint',
  create: 'Create endpoint',
  account: 'Account',
  url: 'Address',
  urlNote: 'Begins with https:// and is on the public internet',
  description: 'Description',
  events: 'Events',
  all: 'All events',
  some: 'Only some events',
  headers: 'Own headers',
  apiVersion: 'API version',
  headersNote:
    'One a line, for a gateway in front of your server. Tael sends them with every delivery and shows only their names.',
  keptHeaders: (names) =>
    `It has ${names}. Leave this empty to keep them; what you type here replaces them all. If the address leads to another server, type them again or send none.`,
  noHeaders: 'Send no headers of your own from now on',
  enabled: 'Enabled',
  failing: 'Failing',
  disabled: 'Disabled',
  failingText: (since) =>
    `No delivery has succeeded since ${since}. After five days without a success, Tael disables the endpoint.`,
  disabledText: 'Tael sends nothing here. Events stay in the list below and can be sent again.',
  secret: 'The secret of this endpoint',
  newSecretText:
    'Your server verifies each delivery with it. It is shown only now: keep it where your server reads it.',
  rolledText:
    'Give it to your server within 24 hours: until then, each delivery carries the signatures of both. It is shown only now.',
  actions: 'What you can do',
  test: 'Send test event',
  tested: 'Test event',
  roll: 'Roll the secret…',
  rollText:
    'The endpoint gets a new secret, which is shown once. For 24 hours Tael signs with the old one too, so nothing is lost while you change it on your server.',
  rollSure: 'Roll the secret',
  disable: 'Disable…',
  disableText:
    'Tael gives up the deliveries that wait. Later events stay in the list, and can be sent again after you enable the endpoint.',
  disableSure: 'Disable this endpoint',
  enable: 'Enable',
  remove: 'Delete…',
  removeText: 'Tael sends nothing more here and erases the secret. Nobody can undo this.',
  removeSure: 'Delete this endpoint',
  resend: 'Send again since…',
  resendText: 'Every event since that day that this endpoint has not received goes out again.',
  since: (zone) => `Since, ${zone}`,
  resendSure: 'Send them again',
  resent: (count) =>
    count === 1 ? '1 delivery goes out again.' : `${count} deliveries go out again.`,
  deliveries: 'Deliveries',
  noDeliveries: 'Nothing has been sent yet.',
  noneFound: 'No delivery matches.',
  type: 'Event',
  anyType: 'Every event',
  tries: 'Tries',
  request: 'What Tael sends',
  answer: 'What your server answered',
  noAnswer: 'No answer',
  emptyAnswer: 'An empty answer',
  duration: 'Took',
  tried: 'Last try',
  next: 'Next try',
  created: 'Created',
  subject: 'About',
  again: 'Send again',
  againDone: 'It goes out again in a moment. Reload this page to see the answer.',
  id: 'Id',
}

const simplified: EndpointTexts = {
  none: '还没有 Webhook 端点。端点是您服务器的一个地址，Tael 会把付款的变化通知到那里。',
  add: '新建端点',
  create: '创建端点',
  account: '账户',
  url: '地址',
  urlNote: '以 https:// 开头，位于公共互联网',
  description: '说明',
  events: '事件',
  all: '全部事件',
  some: '仅部分事件',
  headers: '自定义请求头',
  apiVersion: 'API 版本',
  headersNote: '每行一个，供服务器前的网关使用。Tael 每次发送都会附上，页面只显示名称。',
  keptHeaders: (names) =>
    `现有 ${names}。留空则保留；填写则全部替换。地址改为另一台服务器时，请重新填写，或不再附上。`,
  noHeaders: '今后不再附上自定义请求头',
  enabled: '启用中',
  failing: '送达失败',
  disabled: '已停用',
  failingText: (since) => `自 ${since} 起没有一次成功送达。连续五天无一成功，Tael 会停用此端点。`,
  disabledText: 'Tael 不再向此处发送。事件会保留在下方列表中，可以重新发送。',
  secret: '此端点的密钥',
  newSecretText: '您的服务器用它验证每次通知。只显示这一次，请保存到服务器读取的位置。',
  rolledText:
    '请在 24 小时内更新到您的服务器；在此之前，每次通知同时带有新旧两个签名。只显示这一次。',
  actions: '可执行的操作',
  test: '发送测试事件',
  tested: '测试事件',
  roll: '更换密钥…',
  rollText: '端点会得到新密钥，只显示一次。24 小时内 Tael 同时用旧密钥签名，更换期间不会丢失通知。',
  rollSure: '更换密钥',
  disable: '停用…',
  disableText: 'Tael 放弃等待中的通知。之后的事件会保留在列表中，重新启用后可再次发送。',
  disableSure: '停用此端点',
  enable: '启用',
  remove: '删除…',
  removeText: 'Tael 不再向此处发送，并清除密钥。此操作无法撤销。',
  removeSure: '删除此端点',
  resend: '补发…',
  resendText: '自该日起此端点未收到的事件会全部重新发送。',
  since: (zone) => `从（${zone}）`,
  resendSure: '重新发送',
  resent: (count) => `将重新发送 ${count} 条通知。`,
  deliveries: '通知记录',
  noDeliveries: '还没有发送任何通知。',
  noneFound: '没有符合条件的通知。',
  type: '事件',
  anyType: '全部事件',
  tries: '次数',
  request: 'Tael 发送的内容',
  answer: '您的服务器的响应',
  noAnswer: '没有响应',
  emptyAnswer: '空响应',
  duration: '耗时',
  tried: '最近一次',
  next: '下一次',
  created: '创建时间',
  subject: '相关',
  again: '重新发送',
  againDone: '即将重新发送。刷新本页可查看响应。',
  id: '编号',
}

const traditional: EndpointTexts = {
  none: '尚未有 Webhook 端點。端點是您伺服器的一個網址，Tael 會把付款的變化通知到該處。',
  add: '新增端點',
  create: '建立端點',
  account: '帳戶',
  url: '網址',
  urlNote: '以 https:// 開頭，位於公共互聯網',
  description: '說明',
  events: '事件',
  all: '全部事件',
  some: '只選部分事件',
  headers: '自訂標頭',
  apiVersion: 'API 版本',
  headersNote: '每行一個，供伺服器前的閘道使用。Tael 每次傳送都會附上，頁面只顯示名稱。',
  keptHeaders: (names) =>
    `現有 ${names}。留空則保留；填寫則全部取代。地址改為另一部伺服器時，請重新填寫，或不再附上。`,
  noHeaders: '今後不再附上自訂標頭',
  enabled: '啟用中',
  failing: '傳送失敗',
  disabled: '已停用',
  failingText: (since) => `自 ${since} 起沒有一次成功送達。連續五天無一成功，Tael 會停用此端點。`,
  disabledText: 'Tael 不再向此處傳送。事件會保留在下方列表，可以重新傳送。',
  secret: '此端點的密鑰',
  newSecretText: '您的伺服器用它驗證每次通知。只顯示這一次，請儲存到伺服器讀取的位置。',
  rolledText:
    '請在 24 小時內更新到您的伺服器；在此之前，每次通知同時帶有新舊兩個簽名。只顯示這一次。',
  actions: '可執行的操作',
  test: '傳送測試事件',
  tested: '測試事件',
  roll: '更換密鑰…',
  rollText: '端點會得到新密鑰，只顯示一次。24 小時內 Tael 同時用舊密鑰簽名，更換期間不會遺失通知。',
  rollSure: '更換密鑰',
  disable: '停用…',
  disableText: 'Tael 放棄等候中的通知。之後的事件會保留在列表，重新啟用後可再次傳送。',
  disableSure: '停用此端點',
  enable: '啟用',
  remove: '刪除…',
  removeText: 'Tael 不再向此處傳送，並清除密鑰。此操作無法撤銷。',
  removeSure: '刪除此端點',
  resend: '補發…',
  resendText: '自該日起此端點未收到的事件會全部重新傳送。',
  since: (zone) => `由（${zone}）`,
  resendSure: '重新傳送',
  resent: (count) => `將重新傳送 ${count} 條通知。`,
  deliveries: '通知紀錄',
  noDeliveries: '尚未傳送任何通知。',
  noneFound: '沒有符合條件的通知。',
  type: '事件',
  anyType: '全部事件',
  tries: '次數',
  request: 'Tael 傳送的內容',
  answer: '您的伺服器的回應',
  noAnswer: '沒有回應',
  emptyAnswer: '空白回應',
  duration: '需時',
  tried: '最近一次',
  next: '下一次',
  created: '建立時間',
  subject: '相關',
  again: '重新傳送',
  againDone: '即將重新傳送。重新整理本頁可查看回應。',
  id: '編號',
}

export const endpointTexts: Readonly<Record<Language, EndpointTexts>> = {
  en: english,
  'zh-Hans': simplified,
  'zh-Hant': traditional,
}
