import type { Language } from '../../language/language.ts'

/** Why the page asks again. */
export type LoginProblem = 'wrong-key' | 'session-ended'

type LoginTexts = Readonly<Record<LoginProblem, string>> & {
  readonly title: string
  readonly key: string
  readonly hint: string
  readonly signIn: string
}

/** What somebody reads who signs in with the operator key. */
export const loginTexts: Readonly<Record<Language, LoginTexts>> = {
  en: {
    title: 'Sign in',
    key: 'Operator key',
    hint: 'The key that the person who runs this server gave you.',
    signIn: 'Sign in',
    'wrong-key': 'This key is not known here. Check that it is complete and try again.',
    'session-ended': 'Your session has ended. Sign in again to continue where you were.',
  },
  'zh-Hans': {
    title: '登录',
    key: '操作员密钥',
    hint: '由服务器管理员提供给您的密钥。',
    signIn: '登录',
    'wrong-key': '密钥无法识别，请检查是否完整后重试。',
    'session-ended': '登录已过期，请重新登录，回到刚才的页面。',
  },
  'zh-Hant': {
    title: '登入',
    key: '操作員密鑰',
    hint: '由伺服器管理員提供給您的密鑰。',
    signIn: '登入',
    'wrong-key': '密鑰無法識別，請檢查是否完整後重試。',
    'session-ended': '登入已過期，請重新登入，回到剛才的頁面。',
  },
}
