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
  /** Money that came when the bill was paid already. */
  readonly paidTwice: Readonly<Record<'onItsWay' | 'isBack', (price: string) => string>>
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
      unpaid: { title: 'To be paid', text: 'Pay here, and leave when you like.' },
      confirming: {
        title: 'Waiting for WeChat',
        text: 'If you have paid, this page shows it in a moment. Please do not pay twice.',
      },
      paid: { title: 'Paid, thank you', text: 'Your waiter knows. Have a good evening.' },
      refunded: {
        title: 'Refunded',
        text: 'WeChat shows the refund; a bank card may take a few days.',
      },
      refunding: {
        title: 'Your money is on its way back',
        text: 'WeChat shows the refund when it arrives; a bank card may take a few days.',
      },
      partlyRefunded: {
        title: 'Paid, and refunded in part',
        text: 'WeChat shows the refund; a bank card may take a few days.',
      },
      partlyRefunding: {
        title: 'Paid, and a part is on its way back',
        text: 'WeChat shows the refund when it arrives; a bank card may take a few days.',
      },
      lateRefunding: {
        title: 'Your payment came too late',
        text: 'All of it is on its way back to you. Please pay the bill here.',
      },
      lateRefunded: {
        title: 'Your payment came too late',
        text: 'All of it was refunded. Please pay the bill here.',
      },
    },
    paidTwice: {
      onItsWay: (price) =>
        `A second payment of ${price} came for this bill. It is on its way back to the WeChat that paid it.`,
      isBack: (price) =>
        `A second payment of ${price} came for this bill. It was refunded to the WeChat that paid it.`,
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
      unpaid: { title: '待支付', text: '在这里支付，随时离席。' },
      confirming: { title: '等待微信确认', text: '如果您已支付，本页稍后会显示。请勿重复支付。' },
      paid: { title: '已支付，谢谢', text: '服务员已收到通知。祝您今晚愉快。' },
      refunded: { title: '已退款', text: '微信会显示退款；退回银行卡可能需要几天。' },
      refunding: { title: '正在退款', text: '退款到账后微信会显示；退回银行卡可能需要几天。' },
      partlyRefunded: {
        title: '已支付，部分已退款',
        text: '微信会显示退款；退回银行卡可能需要几天。',
      },
      partlyRefunding: {
        title: '已支付，部分正在退款',
        text: '退款到账后微信会显示；退回银行卡可能需要几天。',
      },
      lateRefunding: { title: '支付已超时', text: '款项正在全额退回。请在这里重新支付账单。' },
      lateRefunded: { title: '支付已超时', text: '款项已全额退回。请在这里重新支付账单。' },
    },
    paidTwice: {
      onItsWay: (price) => `这张账单收到了第二笔支付 ${price}，正在退回付款的微信。`,
      isBack: (price) => `这张账单收到了第二笔支付 ${price}，已退回付款的微信。`,
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
      unpaid: { title: '待付款', text: '在此付款，隨時離席。' },
      confirming: { title: '等待微信確認', text: '如您已付款，本頁稍後會顯示。請勿重複付款。' },
      paid: { title: '已付款，多謝', text: '侍應已收到通知。祝您今晚愉快。' },
      refunded: { title: '已退款', text: '微信會顯示退款；退回銀行卡可能需要幾天。' },
      refunding: { title: '正在退款', text: '退款到帳後微信會顯示；退回銀行卡可能需要幾天。' },
      partlyRefunded: {
        title: '已付款，部分已退款',
        text: '微信會顯示退款；退回銀行卡可能需要幾天。',
      },
      partlyRefunding: {
        title: '已付款，部分正在退款',
        text: '退款到帳後微信會顯示；退回銀行卡可能需要幾天。',
      },
      lateRefunding: { title: '付款已逾時', text: '款項正在全數退回。請在此重新支付帳單。' },
      lateRefunded: { title: '付款已逾時', text: '款項已全數退回。請在此重新支付帳單。' },
    },
    paidTwice: {
      onItsWay: (price) => `這張帳單收到了第二筆付款 ${price}，正在退回付款的微信。`,
      isBack: (price) => `這張帳單收到了第二筆付款 ${price}，已退回付款的微信。`,
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
