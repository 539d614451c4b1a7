import type { Language } from '../../language/language.ts'

/** What an operator reads of the two time zones of an account: the shop's, and that of QFPay's times. */
export const zoneTexts: Readonly<
  Record<Language, Readonly<Record<'shop' | 'shopNote' | 'gateway' | 'gatewayNote', string>>>
> = {
  en: {
    shop: 'Time zone of the shop',
    shopNote:
      'Such as America/Toronto; empty: that of QFPay’s times. Payers’ pages, statements and this dashboard use it. A change also moves the days of past statements.',
    gateway: 'Time zone of QFPay’s times',
    gatewayNote: 'Such as +08:00; empty: the zone of the host',
  },
  'zh-Hans': {
    shop: '商户的时区',
    shopNote:
      '例如 America/Toronto；留空：与 QFPay 时间的时区相同。付款页、收支报表和此处均按此显示时间。更改后，以往报表的日期也随之变动。',
    gateway: 'QFPay 时间的时区',
    gatewayNote: '例如 +08:00；留空：按接口地址决定',
  },
  'zh-Hant': {
    shop: '商戶的時區',
    shopNote:
      '例如 America/Toronto；留空：與 QFPay 時間的時區相同。付款頁、結單和此處均按此顯示時間。更改後，以往結單的日期也隨之變動。',
    gateway: 'QFPay 時間的時區',
    gatewayNote: '例如 +08:00；留空：按 API 網址決定',
  },
}
