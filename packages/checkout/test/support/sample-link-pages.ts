import type { Language } from '../../src/language/language.ts'
import {
  linkEndedPage,
  linkFormPage,
  linkScanPage,
  linkWaitPage,
} from '../../src/link-page/pages/link-pages.ts'
import type { LinkView } from '../../src/link-page/pages/view.ts'
import type { Html } from '../../src/pay-page/pages/pay-document.ts'
import { payPageAssets } from '../../src/pay-page/pay-page-assets.ts'

const MOON_FESTIVAL = Date.UTC(2026, 8, 25, 4)

/** Each page of a payment link, by a name for its picture. */
export function sampleLinkPages(language: Language): Readonly<Record<string, Html>> {
  const isEnglish = language === 'en'
  const view: LinkView = {
    language,
    assets: { scriptPath: payPageAssets().path },
    languagePath: '',
    merchantName: isEnglish ? 'Harbour Tea House' : '海港茶舍',
    title: isEnglish ? 'Charity tea for the old harbour' : '中秋慈善茶會',
    currency: 'HKD',
    minAmount: 5800,
    maxAmount: 5800,
  }
  const form = { actionPath: '/l/7kq2m9x4t1', typed: {}, problems: [], isTaken: false, fields: [] }
  const url = 'https://pay.example.com/l/7kq2m9x4t1'
  const ended = { ...view, timeZone: '+08:00' }
  return {
    fixed: linkFormPage({ ...view, ...form }),
    taken: linkFormPage({ ...view, ...form, isTaken: true }),
    asked: linkFormPage({
      ...view,
      ...form,
      minAmount: 1000,
      maxAmount: 5_000_000,
      fields: [
        { key: 'table', label: isEnglish ? 'Table number' : '桌號', isRequired: true },
        { key: 'name', label: isEnglish ? 'Your name' : '您的姓名', isRequired: false },
      ],
      typed: { amount: '9.99' },
      problems: ['amount', 'table'],
    }),
    scan: linkScanPage({ ...view, reason: 'not-wechat', url }),
    'scan-mini-program': linkScanPage({ ...view, reason: 'mini-program', url }),
    wait: linkWaitPage({ ...view, statusPath: '/waits', waitMs: 12 * 60_000 }),
    'not-started': linkEndedPage({ ...ended, state: 'not_started', startsAt: MOON_FESTIVAL }),
    'sold-out': linkEndedPage({ ...ended, state: 'sold_out' }),
    over: linkEndedPage({ ...ended, state: 'over' }),
    disabled: linkEndedPage({ ...ended, state: 'disabled' }),
  }
}
