import type { Language } from '../language/language.ts'
import { payPageAssets, payPagePolicy } from '../pay-page/pay-page-assets.ts'
import { confirmingPage } from '../pay-page/pages/confirming-page.ts'
import { launchPage } from '../pay-page/pages/launch-page.ts'
import type { Html } from '../pay-page/pages/pay-document.ts'
import { problemPage } from '../pay-page/pages/problem-page.ts'
import { qrPage } from '../pay-page/pages/qr-page.ts'
import { resultPage } from '../pay-page/pages/result-page.ts'
import type { LiveView, PayView, ProblemView } from '../pay-page/pages/view.ts'

export { payPagePolicy }

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
  const view: LiveView = { ...still, statusPath: '/waits', status: 'pending' }
  const url = 'https://pay.example.com/pay/pay_01JD3X8Q5T7W9YB2C4E6G8HKMN'
  const payPath = '/pay/pay_01JD3X8Q5T7W9YB2C4E6G8HKMN'
  const continueUrl = 'https://shop.example.com/orders/417'
  const problem = (problem: ProblemView['problem'], retryPath?: string): Html =>
    problemPage({
      language,
      assets: view.assets,
      problem,
      supportId: 'req_7K2M9QXW',
      ...(problem === 'link-unknown' ? {} : { merchantName: view.merchantName }),
      ...(retryPath === undefined ? {} : { retryPath }),
    })
  return {
    qr: qrPage({ ...view, url, reason: 'not-wechat' }),
    'qr-desktop-wechat': qrPage({ ...view, url, reason: 'desktop-wechat' }),
    'qr-wecom': qrPage({ ...view, url, reason: 'wecom' }),
    launch: launchPage({
      ...view,
      payParams: SAMPLE_PAY_PARAMS,
      returnPath: `${payPath}/return`,
      afreshPath: `${payPath}?authorise=1`,
    }),
    confirming: confirmingPage({ ...view, afreshPath: `${payPath}?authorise=1` }),
    succeeded: resultPage({
      ...still,
      status: 'succeeded',
      paidAt: Date.UTC(2025, 10, 22, 10, 30, 5),
      timeZone: '+08:00',
      continueUrl,
    }),
    'succeeded-stays': resultPage({
      ...still,
      status: 'succeeded',
      paidAt: Date.UTC(2025, 10, 22, 10, 30, 5),
      timeZone: 'Asia/Hong_Kong',
    }),
    failed: resultPage({ ...still, status: 'failed', payPath, continueUrl, statusPath: '/waits' }),
    expired: resultPage({ ...still, status: 'expired' }),
    'expired-paid-late': resultPage({ ...still, status: 'expired', moneyBack: 'on-its-way' }),
    canceled: resultPage({ ...still, status: 'canceled', continueUrl }),
    'link-unknown': problem('link-unknown'),
    restart: problem('restart', payPath),
    'cookies-needed': problem('cookies-needed', payPath),
    busy: problem('busy', payPath),
    'worn-out': problem('worn-out', payPath),
    account: problem('account'),
    disabled: problem('disabled'),
  }
}
