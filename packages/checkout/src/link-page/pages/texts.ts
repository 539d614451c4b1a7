import type { Language } from '../../language/language.ts'
import type { LinkState } from '../../links/payment-link.ts'

type Words = { readonly title: string; readonly text: string }

/** What the pages of a payment link say, in one language. */
export type LinkTexts = {
  readonly amount: string
  readonly between: (least: string, most: string) => string
  readonly atLeast: (least: string) => string
  readonly optional: string
  readonly pay: (amount: string) => string
  readonly continue: string
  readonly confirm: string
  readonly wrong: { readonly amount: (such: string) => string; readonly answer: string }
  /** Others hold all that is left. */
  readonly taken: string
  readonly waiting: Words & {
    readonly about: (minutes: number) => string
    readonly soon: string
    readonly keep: string
  }
  readonly ended: Readonly<Record<Exclude<LinkState, 'open' | 'taken'>, Words>>
  /** Of a link that has not begun: when it does. */
  readonly begins: (time: string) => string
}

const english: LinkTexts = {
  amount: 'Amount',
  between: (least, most) => `From ${least} to ${most}`,
  atLeast: (least) => `${least} or more`,
  optional: 'optional',
  pay: (amount) => `Pay ${amount}`,
  continue: 'Continue',
  confirm: 'You confirm in WeChat before anything is charged.',
  wrong: {
    amount: (such) => `Please enter an amount within these limits, in digits such as ${such}.`,
    answer: 'Please fill this in.',
  },
  taken:
    'Others hold all that is left. If one of them does not pay, you can have theirs: continue, and wait in line.',
  waiting: {
    title: 'You are in line',
    text: 'Many people are paying at this moment. This page continues when it is your turn.',
    about: (minutes) => `About ${minutes} minutes`,
    soon: 'Less than a minute',
    keep: 'You keep your place when you lock your phone. Nothing has been charged.',
  },
  ended: {
    not_started: { title: 'Not yet', text: 'This has not begun yet, so nobody can pay now.' },
    sold_out: { title: 'Sold out', text: 'All are paid for, and nothing was charged to you.' },
    over: { title: 'This is over', text: 'It has ended, and nothing was charged to you.' },
    disabled: {
      title: 'Not available',
      text: 'The shop has closed this page, and nothing was charged to you.',
    },
  },
  begins: (time) => `It begins at ${time}.`,
}

const simplified: LinkTexts = {
  amount: '金额',
  between: (least, most) => `${least} 至 ${most}`,
  atLeast: (least) => `${least} 起`,
  optional: '选填',
  pay: (amount) => `支付 ${amount}`,
  continue: '继续',
  confirm: '您在微信中确认后才会扣款。',
  wrong: {
    amount: (such) => `请用数字输入此范围内的金额，例如 ${such}。`,
    answer: '请填写此项。',
  },
  taken: '名额目前已被他人全部占用。若有人未支付，名额会退回：点“继续”即可排队等候。',
  waiting: {
    title: '您正在排队',
    text: '此刻支付的人较多。轮到您时，本页会自动继续。',
    about: (minutes) => `约 ${minutes} 分钟`,
    soon: '不到一分钟',
    keep: '锁屏后仍会保留您的位置，尚未扣款。',
  },
  ended: {
    not_started: { title: '尚未开始', text: '活动还没有开始，现在无法支付。' },
    sold_out: { title: '已售罄', text: '已全部售出，没有向您扣款。' },
    over: { title: '已结束', text: '活动已经结束，没有向您扣款。' },
    disabled: { title: '无法使用', text: '商户已关闭本页，没有向您扣款。' },
  },
  begins: (time) => `${time} 开始。`,
}

const traditional: LinkTexts = {
  amount: '金額',
  between: (least, most) => `${least} 至 ${most}`,
  atLeast: (least) => `${least} 起`,
  optional: '選填',
  pay: (amount) => `支付 ${amount}`,
  continue: '繼續',
  confirm: '您在微信確認後才會扣款。',
  wrong: {
    amount: (such) => `請以數字輸入此範圍內的金額，例如 ${such}。`,
    answer: '請填寫此項。',
  },
  taken: '名額目前已被其他人全部佔用。若有人未付款，名額會退回：按「繼續」即可排隊等候。',
  waiting: {
    title: '您正在排隊',
    text: '此刻付款的人較多。輪到您時，此頁會自動繼續。',
    about: (minutes) => `約 ${minutes} 分鐘`,
    soon: '不到一分鐘',
    keep: '鎖上手機後仍會保留您的位置，尚未扣款。',
  },
  ended: {
    not_started: { title: '尚未開始', text: '活動仍未開始，現在無法付款。' },
    sold_out: { title: '已售罄', text: '已全部售出，沒有向您扣款。' },
    over: { title: '已結束', text: '活動已經結束，沒有向您扣款。' },
    disabled: { title: '未能使用', text: '商戶已關閉此頁，沒有向您扣款。' },
  },
  begins: (time) => `${time} 開始。`,
}

export const linkTexts: Readonly<Record<Language, LinkTexts>> = {
  en: english,
  'zh-Hans': simplified,
  'zh-Hant': traditional,
}

/** How long a payer still waits, to the minute. */
export function sayWait(waitMs: number, language: Language): string {
  const { about, soon } = linkTexts[language].waiting
  const minutes = Math.ceil(waitMs / 60_000)
  return minutes <= 1 ? soon : about(minutes)
}
