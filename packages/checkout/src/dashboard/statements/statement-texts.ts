import type { Language } from '../../language/language.ts'
import type { EntryKind } from '../../statements/statement.ts'

type StatementTexts = {
  readonly account: string
  readonly period: string
  readonly periodHint: string
  readonly show: string
  readonly previous: string
  readonly next: string
  readonly month: string
  readonly csv: string
  readonly print: string
  readonly paid: string
  readonly unkept: string
  readonly refunded: string
  readonly net: string
  readonly payments: (count: number) => string
  readonly charges: (count: number) => string
  readonly refunds: (count: number) => string
  readonly day: string
  readonly currency: string
  readonly time: string
  readonly what: string
  readonly amount: string
  readonly kind: Readonly<Record<EntryKind, string>>
  readonly none: string
  readonly more: (count: number) => string
  readonly how: string
  readonly unknown: string
}

/** What an operator reads on a statement. */
export const statementTexts: Readonly<Record<Language, StatementTexts>> = {
  en: {
    account: 'Account',
    period: 'Month or day',
    periodHint: '2026-03 or 2026-03-02',
    show: 'Show',
    previous: 'Previous',
    next: 'Next',
    month: 'The whole month',
    csv: 'Download CSV',
    print: 'To print it, use your browser’s print command.',
    paid: 'Paid',
    unkept: 'Paid twice or too late',
    refunded: 'Refunded',
    net: 'Net',
    payments: (count) => (count === 1 ? '1 payment' : `${count} payments`),
    charges: (count) => (count === 1 ? '1 charge' : `${count} charges`),
    refunds: (count) => (count === 1 ? '1 refund' : `${count} refunds`),
    day: 'Day',
    currency: 'Currency',
    time: 'Time',
    what: 'What',
    amount: 'Amount',
    kind: {
      paid: 'Paid',
      paid_twice: 'Paid twice',
      paid_late: 'Paid too late',
      refunded: 'Refunded',
    },
    none: 'Nothing was paid or refunded in this time.',
    more: (count) => `These are the first ${count}. The CSV file has all.`,
    how: 'A payment counts when an enquiry has proved it, a refund when QFPay has done it. QFPay reports no fees, so none are subtracted: its own settlement statement has them.',
    unknown: 'This is neither a month nor a day. Write 2026-03 or 2026-03-02.',
  },
  'zh-Hans': {
    account: '账户',
    period: '月份或日期',
    periodHint: '2026-03 或 2026-03-02',
    show: '查看',
    previous: '前一期',
    next: '后一期',
    month: '整月',
    csv: '下载 CSV',
    print: '需要打印时，请使用浏览器的打印功能。',
    paid: '收款',
    unkept: '重复或逾期付款',
    refunded: '退款',
    net: '净额',
    payments: (count) => `${count} 笔付款`,
    charges: (count) => `${count} 笔扣款`,
    refunds: (count) => `${count} 笔退款`,
    day: '日期',
    currency: '币种',
    time: '时间',
    what: '项目',
    amount: '金额',
    kind: { paid: '收款', paid_twice: '重复付款', paid_late: '逾期付款', refunded: '退款' },
    none: '此期间没有收款或退款。',
    more: (count) => `以上是前 ${count} 项，CSV 文件包含全部。`,
    how: '付款以查询确认的时间为准，退款以 QFPay 办妥的时间为准。QFPay 不报告手续费，因此未扣除；请以其结算单为准。',
    unknown: '这不是月份或日期，请填写 2026-03 或 2026-03-02。',
  },
  'zh-Hant': {
    account: '帳戶',
    period: '月份或日期',
    periodHint: '2026-03 或 2026-03-02',
    show: '查看',
    previous: '前一期',
    next: '後一期',
    month: '整月',
    csv: '下載 CSV',
    print: '需要列印時，請使用瀏覽器的列印功能。',
    paid: '收款',
    unkept: '重複或逾期付款',
    refunded: '退款',
    net: '淨額',
    payments: (count) => `${count} 筆付款`,
    charges: (count) => `${count} 筆扣款`,
    refunds: (count) => `${count} 筆退款`,
    day: '日期',
    currency: '貨幣',
    time: '時間',
    what: '項目',
    amount: '金額',
    kind: { paid: '收款', paid_twice: '重複付款', paid_late: '逾期付款', refunded: '退款' },
    none: '此期間沒有收款或退款。',
    more: (count) => `以上是前 ${count} 項，CSV 檔案包含全部。`,
    how: '付款以查詢確認的時間為準，退款以 QFPay 辦妥的時間為準。QFPay 不報告手續費，因此未扣除；請以其結算單為準。',
    unknown: '這不是月份或日期，請填寫 2026-03 或 2026-03-02。',
  },
}
