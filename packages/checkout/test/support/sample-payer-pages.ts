import type { Language } from '../../src/language/language.ts'
import { confirmingPage } from '../../src/pay-page/pages/confirming-page.ts'
import { heldPage } from '../../src/pay-page/pages/held-page.ts'
import { launchPage } from '../../src/pay-page/pages/launch-page.ts'
import { passingPage } from '../../src/pay-page/pages/passing-page.ts'
import type { Html } from '../../src/pay-page/pages/pay-document.ts'
import { problemPage } from '../../src/pay-page/pages/problem-page.ts'
import { qrPage } from '../../src/pay-page/pages/qr-page.ts'
import { paidTwicePage, resultPage } from '../../src/pay-page/pages/result-page.ts'
import { payPageTexts } from '../../src/pay-page/pages/texts.ts'
import { unpaidPage } from '../../src/pay-page/pages/unpaid-page.ts'
import type { LiveView, PayView, ProblemView, UnpaidView } from '../../src/pay-page/pages/view.ts'
import { payPageAssets, payPagePolicy } from '../../src/pay-page/pay-page-assets.ts'

export { payPagePolicy, payPageTexts, type Language }

const MERCHANT = { en: 'Harbour Tea House', 'zh-Hans': '海港茶室', 'zh-Hant': '海港茶室' }
const GOODS = {
  en: 'Two tins of Iron Goddess, 150 g',
  'zh-Hans': '铁观音 150 克 两罐',
  'zh-Hant': '鐵觀音 150 克 兩罐',
}

/** One view with everything a page can show. */
export function samplePayment(language: Language): PayView {
  return {
    language,
    merchantName: MERCHANT[language],
    amount: 128_800,
    currency: 'HKD',
    description: GOODS[language],
    reference: 'HTH-20251122-0417',
    assets: { scriptPath: payPageAssets().path },
    languagePath: '/pay/pay_01JD3X8Q5T7W9YB2C4E6G8HKMN',
    expiresAt: Date.UTC(2025, 10, 23, 10, 30, 0),
    timeZone: '+08:00',
  }
}

export const SAMPLE_PAY_PARAMS = {
  appId: 'wx0123456789abcdef',
  timeStamp: '1763807401',
  nonceStr: '5bx0f1e2d3c4b5a697887766554433aa',
  package: 'prepay_id=wx22183001123456789abcdef01234560000',
  signType: 'MD5',
  paySign: '5796229646D0D804396A46D9C9093422',
}

/** Every page a payer can meet, by name. */
export function samplePayerPages(language: Language): Readonly<Record<string, Html>> {
  const still = samplePayment(language)
  const { assets, merchantName, languagePath } = still
  const view: LiveView = { ...still, statusPath: '/waits', status: 'pending' }
  const url = 'https://pay.example.com/pay/pay_01JD3X8Q5T7W9YB2C4E6G8HKMN'
  const payPath = '/pay/pay_01JD3X8Q5T7W9YB2C4E6G8HKMN'
  const authorizePath = `${payPath}?authorize=1`
  const continueUrl = 'https://shop.example.com/orders/417'
  const toShop = { ...view, continueUrl }
  const { amount } = still
  const paid = {
    ...still,
    status: 'succeeded',
    paidAt: Date.UTC(2025, 10, 22, 10, 30, 5),
    moneyBack: { onItsWay: 0, refunded: 0 },
  } as const
  const problem = (problem: ProblemView['problem'], retryPath?: string): Html =>
    problemPage({
      language,
      languagePath,
      assets,
      problem,
      supportId: 'req_7Hq2mZ',
      ...(problem === 'link-unknown' ? {} : { merchantName, continueUrl }),
      ...(retryPath === undefined ? {} : { retryPath }),
    })
  const unpaid = (kind: UnpaidView['kind']): Html =>
    unpaidPage({ ...toShop, kind, authorizePath, checkPath: `${payPath}/return` })
  return {
    qr: qrPage({ ...view, url, reason: 'not-wechat' }),
    'qr-desktop-wechat': qrPage({ ...view, url, reason: 'desktop-wechat' }),
    'qr-wecom': qrPage({ ...view, url, reason: 'wecom' }),
    'qr-mini-program': qrPage({ ...toShop, url, reason: 'mini-program' }),
    passing: passingPage({
      language,
      languagePath,
      assets,
      merchantName,
      onwardPath: '#onward',
    }),
    launch: launchPage({
      ...view,
      payParams: SAMPLE_PAY_PARAMS,
      returnPath: `${payPath}/return`,
      authorizePath,
      saidPath: '/said',
    }),
    confirming: confirmingPage({
      ...toShop,
      authorizePath,
      checkedPath: `${payPath}/return?checked=1`,
    }),
    unpaid: unpaid('unpaid'),
    declined: unpaid('declined'),
    held: heldPage(toShop),
    succeeded: resultPage({ ...paid, continueUrl }),
    'succeeded-stays': resultPage({ ...paid, timeZone: 'Asia/Hong_Kong' }),
    'refunded-in-part': resultPage({
      ...paid,
      continueUrl,
      moneyBack: { onItsWay: 2_000, refunded: 500 },
    }),
    refunding: resultPage({ ...paid, moneyBack: { onItsWay: amount, refunded: 0 } }),
    refunded: resultPage({ ...paid, continueUrl, moneyBack: { onItsWay: 0, refunded: amount } }),
    'paid-twice': paidTwicePage({ ...still, continueUrl, moneyBack: 'on-its-way' }),
    'paid-twice-refunded': paidTwicePage({ ...still, moneyBack: 'refunded' }),
    failed: resultPage({ ...still, status: 'failed', continueUrl, statusPath: '/waits' }),
    expired: resultPage({ ...still, status: 'expired' }),
    'expired-paid-late': resultPage({ ...still, status: 'expired', moneyBack: 'on-its-way' }),
    canceled: resultPage({ ...still, status: 'canceled', continueUrl }),
    'link-unknown': problem('link-unknown'),
    restart: problem('restart', payPath),
    snapshot: problem('snapshot', payPath),
    'cookies-needed': problem('cookies-needed', payPath),
    busy: problem('busy', payPath),
    'too-many-attempts': problem('too-many-attempts', payPath),
    amount: problem('amount', payPath),
    account: problem('account'),
    disabled: problem('disabled'),
  }
}
