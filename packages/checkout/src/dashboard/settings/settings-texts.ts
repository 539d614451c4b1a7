import type { DatabaseFacts } from '../../database/read-database-facts.ts'
import type { Language } from '../../language/language.ts'

type SettingsTexts = {
  readonly text: string
  readonly canGo: string
  readonly cannotGo: string
  readonly sealed: string
  readonly resealedUntil: string
  readonly keys: string
  readonly payers: string
  readonly requests: string
  readonly reseal: string
  readonly server: string
  readonly url: string
  readonly environment: string
  readonly notifications: string
  readonly deliveries: string
  readonly events: string
  readonly days: (count: number) => string
  readonly version: string
  readonly database: string
  readonly engine: string
  readonly engines: Readonly<Record<DatabaseFacts['engine'], (version: string) => string>>
  readonly size: string
  readonly connections: string
  readonly allConnections: string
  readonly ofAtMost: (used: number, most: number) => string
  readonly lastBackup: string
  readonly noBackup: string
}

/** What the page of the server's settings says. */
export const settingsTexts: Readonly<Record<Language, SettingsTexts>> = {
  en: {
    text: 'The person who runs this server sets this in its environment. A change takes effect at the next start.',
    canGo: 'Nothing needs an older secret.',
    cannotGo: 'Something still needs an older secret: do not remove it yet.',
    sealed: 'Values that only an older secret opens',
    resealedUntil: 'Notifications are being resealed, so far up to',
    keys: 'API keys that only an older secret finds',
    payers: 'Open orders whose payers only an older secret knows',
    requests: 'Requests whose repeat only an older secret recognizes',
    reseal: 'Reseal under the newest secret',
    server: 'Server',
    url: 'Public address',
    environment: 'Environment',
    notifications: 'Notifications are kept',
    deliveries: 'Deliveries are kept',
    events: 'Events are kept',
    days: (count) => `${count} days`,
    version: 'Version of Tael',
    database: 'Database',
    engine: 'Engine',
    engines: {
      pglite: (version) => `Embedded PostgreSQL ${version}`,
      postgres: (version) => `PostgreSQL ${version}, a server`,
    },
    size: 'Size',
    connections: 'Connections of this process',
    allConnections: 'Connections to the server',
    ofAtMost: (used, most) => `${used} of at most ${most}`,
    lastBackup: 'Last backup by Tael',
    noBackup: 'None so far',
  },
  'zh-Hans': {
    text: '由服务器管理者在环境变量中设置，下次启动时生效。',
    canGo: '不再需要旧密钥。',
    cannotGo: '仍有内容需要旧密钥：请勿移除。',
    sealed: '仅旧密钥可打开的内容',
    resealedUntil: '通知正在重新加密，已完成至',
    keys: '仅旧密钥可识别的 API 密钥',
    payers: '仅旧密钥可识别付款人的订单',
    requests: '仅旧密钥可识别的重复请求',
    reseal: '用最新密钥重新加密',
    server: '服务器',
    url: '公开地址',
    environment: '环境',
    notifications: '通知保留',
    deliveries: 'Webhook 记录保留',
    events: '事件保留',
    days: (count) => `${count} 天`,
    version: 'Tael 版本',
    database: '数据库',
    engine: '引擎',
    engines: {
      pglite: (version) => `内嵌 PostgreSQL ${version}`,
      postgres: (version) => `PostgreSQL ${version} 服务器`,
    },
    size: '大小',
    connections: '本进程的连接',
    allConnections: '服务器的全部连接',
    ofAtMost: (used, most) => `${used}，上限 ${most}`,
    lastBackup: '最近一次通过 Tael 的备份',
    noBackup: '尚无',
  },
  'zh-Hant': {
    text: '由伺服器管理者在環境變數中設定，下次啟動時生效。',
    canGo: '不再需要舊密鑰。',
    cannotGo: '仍有內容需要舊密鑰：請勿移除。',
    sealed: '只有舊密鑰可解開的內容',
    resealedUntil: '通知正在重新加密，已完成至',
    keys: '只有舊密鑰可識別的 API 密鑰',
    payers: '只有舊密鑰可識別付款人的訂單',
    requests: '只有舊密鑰可識別的重複請求',
    reseal: '用最新密鑰重新加密',
    server: '伺服器',
    url: '公開網址',
    environment: '環境',
    notifications: '通知保留',
    deliveries: 'Webhook 紀錄保留',
    events: '事件保留',
    days: (count) => `${count} 日`,
    version: 'Tael 版本',
    database: '資料庫',
    engine: '引擎',
    engines: {
      pglite: (version) => `內嵌 PostgreSQL ${version}`,
      postgres: (version) => `PostgreSQL ${version} 伺服器`,
    },
    size: '大小',
    connections: '本程序的連線',
    allConnections: '伺服器的全部連線',
    ofAtMost: (used, most) => `${used}，上限 ${most}`,
    lastBackup: '最近一次經 Tael 的備份',
    noBackup: '尚未有',
  },
}
