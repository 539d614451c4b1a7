import type { BrokenChain } from '../../audit/chain.ts'
import type { Permission } from '../../audit/permission.ts'
import type { Language } from '../../language/language.ts'
import type { Operator, Role } from '../../operators/operator.ts'
import type { DoorProblem } from './operator-view.ts'

type OperatorTexts = {
  readonly login: string
  readonly name: string
  readonly password: string
  readonly passwordHint: string
  readonly code: string
  readonly proceed: string
  readonly problems: Readonly<Record<DoorProblem, string>>
  readonly secondFactor: { readonly title: string; readonly text: string }
  readonly welcome: { readonly title: (name: string) => string; readonly text: string }
  readonly first: { readonly text: string; readonly later: string }
  readonly app: {
    readonly title: string
    readonly text: string
    readonly code: string
    readonly byHand: string
  }
  readonly recovery: { readonly title: string; readonly text: string; readonly done: string }
  readonly over: { readonly title: string; readonly text: string }
  readonly roles: Readonly<Record<Role, string>>
  readonly roleHints: Readonly<Record<Role, string>>
  readonly status: Readonly<Record<Operator['status'], string>>
  readonly role: string
  readonly invite: string
  readonly invited: (name: string) => string
  readonly invitedText: string
  readonly save: string
  readonly disable: string
  readonly enable: string
  readonly reset: string
  readonly resetHint: string
  readonly you: string
  readonly lastAdministrator: string
  readonly invalid: string
  readonly loginTaken: string
  readonly none: string
  readonly sessions: {
    readonly title: string
    readonly text: string
    readonly here: string
    readonly since: string
    readonly seen: string
    readonly unknown: string
    readonly end: string
    readonly endAll: string
  }
  readonly audit: {
    readonly find: string
    readonly about: string
    readonly action: string
    readonly any: string
    readonly from: string
    readonly to: string
    readonly none: string
    readonly command: string
    readonly apiKey: string
    /** Before the network address that somebody came from. */
    readonly address: string
    readonly waiting: string
    readonly whole: (entries: number) => string
    readonly broken: (problem: BrokenChain) => string
    readonly check: string
  }
  readonly forbidden: (permission: Permission) => { readonly title: string; readonly text: string }
}

export const operatorTexts: Readonly<Record<Language, OperatorTexts>> = {
  en: {
    login: 'E-mail or login',
    name: 'Name',
    password: 'Password',
    passwordHint: 'At least 12 characters, without your login. A few unrelated words work well.',
    code: 'Code',
    proceed: 'Continue',
    problems: {
      wrong: 'Login or password is wrong. Check both and try again.',
      'wrong-code':
        'This code is wrong, too old or used already. Wait for the next one and try again.',
      'wrong-passkey':
        'Tael did not accept this passkey. Try again, or sign in with your password and add it again.',
      'too-many': 'Too many tries. Wait a few minutes, then try again.',
      incomplete: 'Fill in every field.',
      'weak-password': 'Choose a longer password, without your login in it.',
      'login-taken': 'Another operator has this login.',
    },
    secondFactor: {
      title: 'Second step',
      text: 'Enter the six digits that your authenticator app shows, or one of your recovery codes.',
    },
    welcome: {
      title: (name) => `Welcome, ${name}`,
      text: 'Choose a password. In the next step you connect an authenticator app.',
    },
    first: {
      text: 'You signed in with the operator key, which stands for nobody. Make yourself the first administrator: you then sign in with a password and a second step, and invite the others. From then on the key no longer opens the dashboard.',
      later: 'Later',
    },
    app: {
      title: 'Connect your app',
      text: 'Scan this code with an authenticator app on your phone. Then enter the six digits that it shows.',
      code: 'QR code for your authenticator app',
      byHand: 'Or type this into the app:',
    },
    recovery: {
      title: 'Recovery codes',
      text: 'If you lose your phone, each of these codes signs you in once. They are shown only here: print them, or keep them where your phone is not.',
      done: 'I have kept them',
    },
    over: {
      title: 'This invitation is over',
      text: 'It was used already, or is older than three days. Ask an administrator for a new one.',
    },
    roles: { read: 'Read', refund: 'Refund', administer: 'Administer' },
    roleHints: {
      read: 'sees everything, changes nothing',
      refund: 'also cancels, refunds and closes reviews',
      administer: 'also changes accounts, keys and operators',
    },
    status: { invited: 'Invited', active: 'Active', disabled: 'Disabled' },
    role: 'Role',
    invite: 'Invite',
    invited: (name) => `An invitation for ${name}`,
    invitedText: 'Send them this link. It is shown only here and works once, within three days.',
    save: 'Save',
    disable: 'Disable',
    enable: 'Enable',
    reset: 'Invite again',
    resetHint: 'Ends their sessions; they choose a new password and connect their app again.',
    you: 'you',
    lastAdministrator: 'Nobody else administers Tael. Give another operator that role first.',
    invalid: 'A name and a login are needed; a login has no spaces.',
    loginTaken: 'Another operator has this login.',
    none: 'Nobody is invited yet.',
    sessions: {
      title: 'Your sessions',
      text: 'Where you are signed in. A session ends after twelve hours.',
      here: 'this browser',
      since: 'Since',
      seen: 'Last seen',
      unknown: 'Unknown address',
      end: 'End',
      endAll: 'End all sessions',
    },
    audit: {
      find: 'Find',
      about: 'Operator, key or id',
      action: 'Action',
      any: 'All',
      from: 'From',
      to: 'To',
      none: 'No entry matches.',
      command: 'Command or operator key',
      apiKey: 'API key',
      address: 'from',
      waiting: 'being chained',
      whole: (entries) => `The log is whole: ${entries} entries, none changed.`,
      broken: ({ kind, sequence }) =>
        `The log is not as it was written: ${kind}, at entry ${sequence}. See docs/audit.md.`,
      check: 'Check the chain',
    },
    forbidden: (permission) => ({
      title: 'You may not do this',
      text: `It needs the permission “${permission}”. Nothing was changed. Ask an administrator to give you another role.`,
    }),
  },
  'zh-Hans': {
    login: '邮箱或登录名',
    name: '姓名',
    password: '密码',
    passwordHint: '至少 12 个字符，不含登录名。几个不相关的词就很好。',
    code: '验证码',
    proceed: '继续',
    problems: {
      wrong: '登录名或密码错误，请检查后重试。',
      'wrong-code': '验证码错误、过期或已用过，请等下一个再试。',
      'wrong-passkey':
        '此通行密钥无法在这里登录。请重试；如仍不行，请用密码登录后重新添加通行密钥。',
      'too-many': '尝试次数过多，请过几分钟再试。',
      incomplete: '请填写所有栏目。',
      'weak-password': '请选择更长、且不含登录名的密码。',
      'login-taken': '已有操作员使用此登录名。',
    },
    secondFactor: {
      title: '第二步验证',
      text: '请输入验证器应用显示的六位数字，或一个恢复码。',
    },
    welcome: {
      title: (name) => `${name}，欢迎`,
      text: '请设置密码，下一步将连接验证器应用。',
    },
    first: {
      text: '您使用操作员密钥登录，它不代表任何人。请将自己设为首位管理员：今后用密码和第二步验证登录，并邀请其他人。此后密钥不再能打开管理页面。',
      later: '以后再说',
    },
    app: {
      title: '连接验证器应用',
      text: '请用手机上的验证器应用扫描此码，再输入它显示的六位数字。',
      code: '验证器应用的二维码',
      byHand: '或在应用中手动输入：',
    },
    recovery: {
      title: '恢复码',
      text: '如果丢失手机，每个恢复码可登录一次。它们只在此处显示：请打印，或存放在手机以外的地方。',
      done: '我已保存',
    },
    over: {
      title: '邀请已失效',
      text: '它已使用过，或已超过三天。请向管理员索取新的邀请。',
    },
    roles: { read: '查看', refund: '退款', administer: '管理' },
    roleHints: {
      read: '可查看一切，不能改动',
      refund: '还可取消、退款和完成人工核对',
      administer: '还可更改账户、密钥和操作员',
    },
    status: { invited: '已邀请', active: '有效', disabled: '已停用' },
    role: '角色',
    invite: '邀请',
    invited: (name) => `给 ${name} 的邀请`,
    invitedText: '请把此链接发给对方。它只在此处显示，三天内可使用一次。',
    save: '保存',
    disable: '停用',
    enable: '启用',
    reset: '重新邀请',
    resetHint: '结束对方的所有登录；对方需重设密码并重新连接应用。',
    you: '您',
    lastAdministrator: '没有其他管理员。请先给另一位操作员此角色。',
    invalid: '需要姓名和登录名；登录名不含空格。',
    loginTaken: '已有操作员使用此登录名。',
    none: '尚未邀请任何人。',
    sessions: {
      title: '您的登录',
      text: '您在以下地方登录。每次登录十二小时后结束。',
      here: '此浏览器',
      since: '登录时间',
      seen: '最近使用',
      unknown: '未知地址',
      end: '结束',
      endAll: '结束所有登录',
    },
    audit: {
      find: '查找',
      about: '操作员、密钥或编号',
      action: '操作',
      any: '全部',
      from: '从',
      to: '到',
      none: '没有符合的记录。',
      command: '命令行或操作员密钥',
      apiKey: 'API 密钥',
      address: '来自',
      waiting: '待加入哈希链',
      whole: (entries) => `日志完整：${entries} 条记录，均未改动。`,
      broken: ({ kind, sequence }) =>
        `日志与写入时不符：第 ${sequence} 条${{ missing: '缺失', changed: '被改动', cut: '之后被截断', added: '是添加的', rewritten: '被重写' }[kind]}。请参阅 docs/audit.md。`,
      check: '校验哈希链',
    },
    forbidden: (permission) => ({
      title: '您无权执行此操作',
      text: `需要“${permission}”权限，没有任何改动。请联系管理员更改您的角色。`,
    }),
  },
  'zh-Hant': {
    login: '電郵或登入名稱',
    name: '姓名',
    password: '密碼',
    passwordHint: '至少 12 個字元，不含登入名稱。幾個不相關的詞就很好。',
    code: '驗證碼',
    proceed: '繼續',
    problems: {
      wrong: '登入名稱或密碼錯誤，請檢查後重試。',
      'wrong-code': '驗證碼錯誤、過期或已用過，請等下一個再試。',
      'wrong-passkey':
        '此通行密鑰無法在這裏登入。請重試；如仍不行，請用密碼登入後重新新增通行密鑰。',
      'too-many': '嘗試次數過多，請過幾分鐘再試。',
      incomplete: '請填寫所有欄位。',
      'weak-password': '請選擇更長、且不含登入名稱的密碼。',
      'login-taken': '已有操作員使用此登入名稱。',
    },
    secondFactor: {
      title: '第二步驗證',
      text: '請輸入驗證器應用程式顯示的六位數字，或一個復原碼。',
    },
    welcome: {
      title: (name) => `${name}，歡迎`,
      text: '請設定密碼，下一步將連接驗證器應用程式。',
    },
    first: {
      text: '您使用操作員密鑰登入，它不代表任何人。請將自己設為首位管理員：今後以密碼和第二步驗證登入，並邀請其他人。此後密鑰不再能開啟管理頁面。',
      later: '稍後再說',
    },
    app: {
      title: '連接驗證器',
      text: '請用手機上的驗證器應用程式掃描此碼，再輸入它顯示的六位數字。',
      code: '驗證器應用程式的二維碼',
      byHand: '或在應用程式中手動輸入：',
    },
    recovery: {
      title: '復原碼',
      text: '如果遺失手機，每個復原碼可登入一次。它們只在此處顯示：請列印，或存放在手機以外的地方。',
      done: '我已保存',
    },
    over: {
      title: '邀請已失效',
      text: '它已使用過，或已超過三天。請向管理員索取新的邀請。',
    },
    roles: { read: '查看', refund: '退款', administer: '管理' },
    roleHints: {
      read: '可查看一切，不能改動',
      refund: '還可取消、退款和完成人工核對',
      administer: '還可更改帳戶、密鑰和操作員',
    },
    status: { invited: '已邀請', active: '有效', disabled: '已停用' },
    role: '角色',
    invite: '邀請',
    invited: (name) => `給 ${name} 的邀請`,
    invitedText: '請把此連結傳給對方。它只在此處顯示，三天內可使用一次。',
    save: '儲存',
    disable: '停用',
    enable: '啟用',
    reset: '重新邀請',
    resetHint: '結束對方的所有登入；對方需重設密碼並重新連接應用程式。',
    you: '您',
    lastAdministrator: '沒有其他管理員。請先給另一位操作員此角色。',
    invalid: '需要姓名和登入名稱；登入名稱不含空格。',
    loginTaken: '已有操作員使用此登入名稱。',
    none: '尚未邀請任何人。',
    sessions: {
      title: '您的登入',
      text: '您在以下地方登入。每次登入十二小時後結束。',
      here: '此瀏覽器',
      since: '登入時間',
      seen: '最近使用',
      unknown: '未知地址',
      end: '結束',
      endAll: '結束所有登入',
    },
    audit: {
      find: '尋找',
      about: '操作員、密鑰或編號',
      action: '操作',
      any: '全部',
      from: '由',
      to: '至',
      none: '沒有符合的紀錄。',
      command: '指令列或操作員密鑰',
      apiKey: 'API 密鑰',
      address: '來自',
      waiting: '待加入雜湊鏈',
      whole: (entries) => `日誌完整：${entries} 條紀錄，均未改動。`,
      broken: ({ kind, sequence }) =>
        `日誌與寫入時不符：第 ${sequence} 條${{ missing: '缺失', changed: '被改動', cut: '之後被截斷', added: '是添加的', rewritten: '被重寫' }[kind]}。請參閱 docs/audit.md。`,
      check: '驗證雜湊鏈',
    },
    forbidden: (permission) => ({
      title: '您無權執行此操作',
      text: `需要「${permission}」權限，沒有任何改動。請聯絡管理員更改您的角色。`,
    }),
  },
}
