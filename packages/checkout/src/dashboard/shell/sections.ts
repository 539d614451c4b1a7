import type { Language } from '../../language/language.ts'

/** The parts of the dashboard, in the order of its navigation: the name, and the path below its home. */
export const SECTIONS = [
  { name: 'overview', path: '' },
  { name: 'payments', path: '/payments' },
  { name: 'refunds', path: '/refunds' },
  { name: 'links', path: '/links' },
  { name: 'statements', path: '/statements' },
  { name: 'reconciliations', path: '/reconciliations' },
  { name: 'accounts', path: '/accounts' },
  { name: 'webhooks', path: '/webhooks' },
  { name: 'operators', path: '/operators' },
  { name: 'audit', path: '/audit' },
  { name: 'settings', path: '/settings' },
] as const

export type Section = (typeof SECTIONS)[number]['name']

export type SectionTexts = Readonly<Record<Section, string>> & {
  /** Of the navigation. */
  readonly parts: string
  readonly menu: string
  readonly language: string
}

export const sectionTexts: Readonly<Record<Language, SectionTexts>> = {
  en: {
    overview: 'Overview',
    payments: 'Payments',
    refunds: 'Refunds',
    links: 'Links',
    statements: 'Statements',
    reconciliations: 'Reconciliations',
    accounts: 'Accounts',
    webhooks: 'Webhooks',
    operators: 'Operators',
    audit: 'Audit log',
    settings: 'Settings',
    parts: 'Dashboard',
    menu: 'Menu',
    language: 'Language',
  },
  'zh-Hans': {
    overview: '概览',
    payments: '付款',
    refunds: '退款',
    links: '付款链接',
    statements: '收支报表',
    reconciliations: '对账',
    accounts: '账户',
    webhooks: 'Webhook',
    operators: '操作员',
    audit: '操作日志',
    settings: '设置',
    parts: '管理页面',
    menu: '菜单',
    language: '语言',
  },
  'zh-Hant': {
    overview: '概覽',
    payments: '付款',
    refunds: '退款',
    links: '付款連結',
    statements: '結單',
    reconciliations: '對帳',
    accounts: '帳戶',
    webhooks: 'Webhook',
    operators: '操作員',
    audit: '操作日誌',
    settings: '設定',
    parts: '管理頁面',
    menu: '選單',
    language: '語言',
  },
}
