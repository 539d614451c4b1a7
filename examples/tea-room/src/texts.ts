import type { Language } from '@tael-examples/common'
import type { BillState } from './take-payment.ts'

/** Why a guest sees no bill. */
export type Notice = 'not-in-wechat' | 'unknown' | 'not-found' | 'unreachable' | 'refused'

type Said = { readonly title: string; readonly text: string }

type RoomTexts = {
  readonly room: string
  readonly bills: string
  readonly bill: string
  readonly table: (table: number) => string
  readonly service: string
  readonly total: string
  readonly number: string
  readonly pay: (price: string) => string
  readonly goOn: string
  readonly all: string
  readonly demo: string
  readonly states: Readonly<Record<BillState, Said>>
  readonly notices: Readonly<Record<Notice, Said>>
}

export const TEXTS: Readonly<Record<Language, RoomTexts>> = {
  en: {
    room: 'Harbour Tea Room',
    bills: 'Your bills',
    bill: 'Your bill',
    table: (table) => `Table ${table}`,
    service: 'Service, 10%',
    total: 'Total',
    number: 'Bill',
    pay: (price) => `Pay ${price} with WeChat`,
    goOn: 'Not paid? Pay now',
    all: 'All your bills',
    demo: 'An example. No tea, no money.',
    states: {
      open: { title: 'To be paid', text: 'Pay here, and leave when you like.' },
      confirming: {
        title: 'Waiting for WeChat',
        text: 'If you have paid, this page shows it in a moment. Please do not pay twice.',
      },
      paid: { title: 'Paid, thank you', text: 'Your waiter knows. Have a good evening.' },
      refunded: { title: 'Refunded', text: 'WeChat returns the money to where it came from.' },
    },
    notices: {
      'not-in-wechat': {
        title: 'Please open this in WeChat',
        text: 'Your bill is in our Official Account, under the menu “My bills”.',
      },
      unknown: {
        title: 'WeChat did not tell us who you are',
        text: 'Please open the bill again from our Official Account.',
      },
      'not-found': {
        title: 'There is no such bill for you',
        text: 'The guest whom it was written for can open it.',
      },
      unreachable: {
        title: 'The till does not answer',
        text: 'If you have paid, nothing is lost. Please try again in a moment.',
      },
      refused: {
        title: 'We cannot take payments just now',
        text: 'Please pay your waiter.',
      },
    },
  },
  'zh-Hans': {
    room: '海港茶室',
    bills: '我的账单',
    bill: '您的账单',
    table: (table) => `${table} 号桌`,
    service: '服务费 10%',
    total: '合计',
    number: '账单',
    pay: (price) => `微信支付 ${price}`,
    goOn: '还没支付？立即支付',
    all: '全部账单',
    demo: '这是示例，没有茶，也不收钱。',
    states: {
      open: { title: '待支付', text: '在这里支付，随时离席。' },
      confirming: { title: '等待微信确认', text: '如果您已支付，本页稍后会显示。请勿重复支付。' },
      paid: { title: '已支付，谢谢', text: '服务员已收到通知。祝您今晚愉快。' },
      refunded: { title: '已退款', text: '微信会将款项退回原支付方式。' },
    },
    notices: {
      'not-in-wechat': { title: '请在微信中打开', text: '账单在我们的公众号菜单“我的账单”里。' },
      unknown: { title: '微信没有告诉我们您是谁', text: '请从我们的公众号重新打开账单。' },
      'not-found': { title: '没有您的这张账单', text: '只有账单的客人可以打开它。' },
      unreachable: { title: '收银台没有回应', text: '如果您已支付，款项不会丢失。请稍后再试。' },
      refused: { title: '暂时无法收款', text: '请向服务员付款。' },
    },
  },
  'zh-Hant': {
    room: '海港茶室',
    bills: '我的帳單',
    bill: '您的帳單',
    table: (table) => `${table} 號枱`,
    service: '服務費 10%',
    total: '合計',
    number: '帳單',
    pay: (price) => `微信支付 ${price}`,
    goOn: '還未付款？立即付款',
    all: '全部帳單',
    demo: '這是示範，沒有茶，也不收錢。',
    states: {
      open: { title: '待付款', text: '在此付款，隨時離席。' },
      confirming: { title: '等待微信確認', text: '如您已付款，本頁稍後會顯示。請勿重複付款。' },
      paid: { title: '已付款，多謝', text: '侍應已收到通知。祝您今晚愉快。' },
      refunded: { title: '已退款', text: '微信會將款項退回原付款方式。' },
    },
    notices: {
      'not-in-wechat': { title: '請在微信中開啟', text: '帳單在我們的公眾號選單「我的帳單」內。' },
      unknown: { title: '微信沒有告訴我們您是誰', text: '請從我們的公眾號重新開啟帳單。' },
      'not-found': { title: '沒有您的這張帳單', text: '只有帳單的客人可以開啟它。' },
      unreachable: { title: '收銀台沒有回應', text: '如您已付款，款項不會遺失。請稍後再試。' },
      refused: { title: '暫時無法收款', text: '請向侍應付款。' },
    },
  },
}
