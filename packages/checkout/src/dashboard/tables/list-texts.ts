import type { Language } from '../../language/language.ts'

/** What narrows the list of payments, and what comes of it. */
export type ListTexts = {
  readonly filter: string
  readonly account: string
  readonly anyAccount: string
  readonly method: string
  readonly anyMethod: string
  readonly currency: string
  readonly least: string
  readonly most: string
  readonly from: (zone: string) => string
  readonly to: (zone: string) => string
  readonly apply: string
  readonly narrowed: string
  readonly remove: string
  readonly all: string
  readonly csv: string
  readonly saved: string
  readonly save: string
  readonly name: string
  readonly deleteSearch: (name: string) => string
  readonly lookedUntil: (time: string) => string
}

export const listTexts: Readonly<Record<Language, ListTexts>> = {
  en: {
    filter: 'Filter',
    account: 'Account',
    anyAccount: 'Every account',
    method: 'Method',
    anyMethod: 'Every method',
    currency: 'Currency',
    least: 'Amount from',
    most: 'Amount to',
    from: (zone) => `Created from, ${zone}`,
    to: (zone) => `Created until, ${zone}`,
    apply: 'Apply',
    narrowed: 'The list shows only',
    remove: 'Remove',
    all: 'Show all payments',
    csv: 'Download CSV',
    saved: 'Saved searches',
    save: 'Save this search',
    name: 'Name',
    deleteSearch: (name) => `Delete the saved search ${name}`,
    lookedUntil: (time) =>
      `Few payments match, so Tael has looked back to ${time}. “Older” continues from there.`,
  },
  'zh-Hans': {
    filter: '筛选',
    account: '账户',
    anyAccount: '全部账户',
    method: '付款方式',
    anyMethod: '全部方式',
    currency: '币种',
    least: '金额从',
    most: '金额到',
    from: (zone) => `创建日期从（${zone}）`,
    to: (zone) => `创建日期到（${zone}）`,
    apply: '应用',
    narrowed: '当前只显示',
    remove: '移除',
    all: '显示全部付款',
    csv: '下载 CSV',
    saved: '已保存的搜索',
    save: '保存此搜索',
    name: '名称',
    deleteSearch: (name) => `删除已保存的搜索：${name}`,
    lookedUntil: (time) => `符合条件的付款很少，Tael 已查找到 ${time}。点“较早”从那里继续。`,
  },
  'zh-Hant': {
    filter: '篩選',
    account: '帳戶',
    anyAccount: '全部帳戶',
    method: '付款方式',
    anyMethod: '全部方式',
    currency: '貨幣',
    least: '金額由',
    most: '金額至',
    from: (zone) => `建立日期由（${zone}）`,
    to: (zone) => `建立日期至（${zone}）`,
    apply: '套用',
    narrowed: '目前只顯示',
    remove: '移除',
    all: '顯示全部付款',
    csv: '下載 CSV',
    saved: '已儲存的搜尋',
    save: '儲存此搜尋',
    name: '名稱',
    deleteSearch: (name) => `刪除已儲存的搜尋：${name}`,
    lookedUntil: (time) => `符合條件的付款很少，Tael 已查找至 ${time}。按「較早」由該處繼續。`,
  },
}
