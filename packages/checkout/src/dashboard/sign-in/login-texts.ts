import type { Language } from '../../language/language.ts'

/** Why the page asks again. */
export type LoginProblem = 'wrong-key' | 'session-ended'

type LoginTexts = Readonly<Record<LoginProblem, string>> & {
  readonly title: string
  readonly key: string
  readonly hint: string
  /** Instead of the question, where the server has none. */
  readonly noKey: string
  readonly signIn: string
}

/** What somebody reads who signs in with the operator key. */
export const loginTexts: Readonly<Record<Language, LoginTexts>> = {
  en: {
    title: 'Sign in',
    key: 'Operator key',
    noKey:
      'Nobody can sign in yet: this server has no operator key, and nobody is an operator. Set TAEL_OPERATOR_KEY and start the server again.',
    hint: 'The key that the person who runs this server gave you.',
    signIn: 'Sign in',
    'wrong-key': 'This key is not known here. Check that it is complete and try again.',
    'session-ended': 'Your session has ended. Sign in again to continue where you were.',
  },
  'zh-Hans': {
    title: '登录',
    key: '操作员密钥',
    noKey:
      '暂时无人可以登录：此服务器没有操作员密钥，也没有操作员。请设置 TAEL_OPERATOR_KEY，然后重新启动服务器。',
    hint: '由服务器管理员提供给您的密钥。',
    signIn: '登录',
    'wrong-key': '密钥无法识别，请检查是否完整后重试。',
    'session-ended': '登录已过期，请重新登录，回到刚才的页面。',
  },
  'zh-Hant': {
    title: '登入',
    key: '操作員密鑰',
    noKey:
      '暫時無人可以登入：此伺服器沒有操作員密鑰，也沒有操作員。請設定 TAEL_OPERATOR_KEY，然後重新啟動伺服器。',
    hint: '由伺服器管理員提供給您的密鑰。',
    signIn: '登入',
    'wrong-key': '密鑰無法識別，請檢查是否完整後重試。',
    'session-ended': '登入已過期，請重新登入，回到剛才的頁面。',
  },
}
