import type { Language } from '../../language/language.ts'
import type { AddPasskey } from '../../operators/change-passkeys.ts'

type PasskeyTexts = {
  readonly signIn: string
  readonly refused: string
  readonly title: string
  readonly text: string
  readonly added: string
  readonly used: string
  readonly unused: string
  readonly remove: string
  readonly add: string
  readonly name: string
  readonly nameHint: string
  readonly code: string
  readonly problems: Readonly<Record<Exclude<AddPasskey, 'added'>, string>>
}

export const passkeyTexts: Readonly<Record<Language, PasskeyTexts>> = {
  en: {
    signIn: 'Sign in with a passkey',
    refused: 'Your device gave no passkey. Try again, or use your password.',
    title: 'Passkeys',
    text: 'A passkey signs you in with the face, the finger or the PIN that your device knows, without a password or a code.',
    added: 'Added',
    used: 'Last used',
    unused: 'Not used yet',
    remove: 'Remove',
    add: 'Add a passkey',
    name: 'Name',
    nameHint: 'So that you recognize it, such as: my phone',
    code: 'Code of your authenticator app',
    problems: {
      unusable: 'Your device gave no passkey that Tael can use, or you have added it already.',
      incomplete: 'Give the passkey a name.',
      'wrong-code':
        'The code is wrong, too old or used already. Wait for the next one and try again.',
      'too-many': 'Too many tries. Wait a few minutes, then try again.',
    },
  },
  'zh-Hans': {
    signIn: '用通行密钥登录',
    refused: '您的设备没有提供通行密钥。请重试，或改用密码。',
    title: '通行密钥',
    text: '通行密钥让您用设备认得的面容、指纹或 PIN 码登录，无需密码和验证码。',
    added: '添加时间',
    used: '最近使用',
    unused: '尚未使用',
    remove: '移除',
    add: '添加通行密钥',
    name: '名称',
    nameHint: '方便您辨认，例如：我的手机',
    code: '验证器应用的验证码',
    problems: {
      unusable: '您的设备没有提供 Tael 可用的通行密钥，或您已添加过它。',
      incomplete: '请为通行密钥填写名称。',
      'wrong-code': '验证码错误、已过期或已用过。请等下一个再试。',
      'too-many': '尝试次数过多。请等几分钟再试。',
    },
  },
  'zh-Hant': {
    signIn: '用通行密鑰登入',
    refused: '您的裝置沒有提供通行密鑰。請重試，或改用密碼。',
    title: '通行密鑰',
    text: '通行密鑰讓您用裝置認得的面容、指紋或 PIN 碼登入，毋須密碼和驗證碼。',
    added: '新增時間',
    used: '最近使用',
    unused: '尚未使用',
    remove: '移除',
    add: '新增通行密鑰',
    name: '名稱',
    nameHint: '方便您辨認，例如：我的手機',
    code: '驗證器應用程式的驗證碼',
    problems: {
      unusable: '您的裝置沒有提供 Tael 可用的通行密鑰，或您已新增過它。',
      incomplete: '請為通行密鑰填寫名稱。',
      'wrong-code': '驗證碼錯誤、已過期或已用過。請等下一個再試。',
      'too-many': '嘗試次數過多。請等幾分鐘再試。',
    },
  },
}
