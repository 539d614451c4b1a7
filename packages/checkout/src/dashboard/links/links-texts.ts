import type { Language } from '../../language/language.ts'
import type { LinkState } from '../../links/payment-link.ts'

/** What the operators' pages about payment links say, in one language. */
export type LinksTexts = {
  readonly none: string
  readonly add: string
  readonly create: string
  readonly disable: string
  readonly enable: string
  readonly state: Readonly<Record<LinkState, string>>
  readonly title: string
  readonly currency: string
  readonly amount: string
  readonly amountNote: string
  readonly least: string
  readonly most: string
  readonly chosen: string
  readonly stock: string
  readonly unlimited: string
  readonly starts: (zone: string) => string
  readonly ends: (zone: string) => string
  readonly once: string
  readonly questions: string
  readonly questionsNote: string
  readonly message: string
  readonly url: string
  readonly opens: string
  readonly payments: string
  readonly held: string
  readonly paid: string
  readonly paidAmount: string
  readonly remaining: string
  readonly code: string
  readonly poster: (paper: string) => string
  readonly posters: string
  readonly payWithin: string
  readonly minutes: (count: number) => string
  readonly created: string
  readonly id: string
  readonly yes: string
  readonly itsPayments: string
}

const english: LinksTexts = {
  none: 'No payment links yet. A link is for a poster, a menu or a message: many payers open it.',
  add: 'New link',
  create: 'Create link',
  disable: 'Disable',
  enable: 'Enable',
  state: {
    open: 'Open',
    not_started: 'Not yet begun',
    taken: 'All held',
    sold_out: 'Sold out',
    over: 'Over',
    disabled: 'Disabled',
  },
  title: 'What it is for',
  currency: 'Currency',
  amount: 'Amount',
  amountNote: 'Empty: the payer chooses, within these limits',
  least: 'At least',
  most: 'At most',
  chosen: 'Payer chooses',
  stock: 'Stock',
  unlimited: 'Empty: unlimited',
  starts: (zone) => `Begins (${zone})`,
  ends: (zone) => `Ends (${zone})`,
  once: 'Each payer pays once',
  questions: 'What the payer is asked for',
  questionsNote: 'One line for each, five at most, such as “Table number”',
  message: 'What the receipt says',
  url: 'Where the payer goes afterwards',
  opens: 'Opens',
  payments: 'Payments made',
  held: 'Held',
  paid: 'Paid',
  paidAmount: 'Total paid',
  remaining: 'Left',
  code: 'QR code of this payment link',
  poster: (paper) => `Poster ${paper}`,
  posters: 'Code and poster',
  payWithin: 'Time to pay',
  minutes: (count) => `${count} min`,
  created: 'Created',
  id: 'Id',
  yes: 'Yes',
  itsPayments: 'Newest payments',
}

const simplified: LinksTexts = {
  none: '还没有付款链接。付款链接可用于海报、菜单或消息，供许多付款人打开。',
  add: '新建链接',
  create: '创建链接',
  disable: '停用',
  enable: '启用',
  state: {
    open: '开放',
    not_started: '未开始',
    taken: '已全部占用',
    sold_out: '已售罄',
    over: '已结束',
    disabled: '已停用',
  },
  title: '用途',
  currency: '币种',
  amount: '金额',
  amountNote: '留空：由付款人在以下范围内填写',
  least: '最低',
  most: '最高',
  chosen: '付款人填写',
  stock: '名额',
  unlimited: '留空：不限',
  starts: (zone) => `开始（${zone}）`,
  ends: (zone) => `结束（${zone}）`,
  once: '每位付款人限付一次',
  questions: '请付款人填写',
  questionsNote: '每行一项，最多五项，例如“桌号”',
  message: '收据上的文字',
  url: '付款后前往的网址',
  opens: '打开次数',
  payments: '生成的付款',
  held: '占用中',
  paid: '已付',
  paidAmount: '已付总额',
  remaining: '剩余',
  code: '此付款链接的二维码',
  poster: (paper) => `海报 ${paper}`,
  posters: '二维码与海报',
  payWithin: '付款时限',
  minutes: (count) => `${count} 分钟`,
  created: '创建时间',
  id: '编号',
  yes: '是',
  itsPayments: '最新付款',
}

const traditional: LinksTexts = {
  none: '尚未有付款連結。付款連結可用於海報、選單或訊息，供許多付款人開啟。',
  add: '新增連結',
  create: '建立連結',
  disable: '停用',
  enable: '啟用',
  state: {
    open: '開放',
    not_started: '未開始',
    taken: '已全部佔用',
    sold_out: '已售罄',
    over: '已結束',
    disabled: '已停用',
  },
  title: '用途',
  currency: '貨幣',
  amount: '金額',
  amountNote: '留空：由付款人在以下範圍內填寫',
  least: '最低',
  most: '最高',
  chosen: '付款人填寫',
  stock: '名額',
  unlimited: '留空：不限',
  starts: (zone) => `開始（${zone}）`,
  ends: (zone) => `結束（${zone}）`,
  once: '每位付款人限付一次',
  questions: '請付款人填寫',
  questionsNote: '每行一項，最多五項，例如「桌號」',
  message: '收據上的文字',
  url: '付款後前往的網址',
  opens: '開啟次數',
  payments: '已建立的付款',
  held: '佔用中',
  paid: '已付',
  paidAmount: '已付總額',
  remaining: '剩餘',
  code: '此付款連結的二維碼',
  poster: (paper) => `海報 ${paper}`,
  posters: '二維碼與海報',
  payWithin: '付款時限',
  minutes: (count) => `${count} 分鐘`,
  created: '建立時間',
  id: '編號',
  yes: '是',
  itsPayments: '最新付款',
}

export const linksTexts: Readonly<Record<Language, LinksTexts>> = {
  en: english,
  'zh-Hans': simplified,
  'zh-Hant': traditional,
}
