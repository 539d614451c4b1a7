import type { Language } from '../../language/language.ts'
import type { DeliveryStatus } from '../../webhooks/webhook-delivery.ts'

type WebhookTexts = Readonly<Record<DeliveryStatus, string>> & {
  readonly title: string
  readonly none: string
  readonly tries: (count: number) => string
  readonly replay: string
}

/** What an operator reads about the payment's webhooks. */
export const webhookTexts: Readonly<Record<Language, WebhookTexts>> = {
  en: {
    title: 'Webhooks',
    pending: 'On its way',
    delivered: 'Delivered',
    failed: 'Failed',
    none: 'No endpoint listens to these events, or they are too old to be kept.',
    tries: (count) => (count === 1 ? '1 try' : `${count} tries`),
    replay: 'Send again',
  },
  'zh-Hans': {
    title: 'Webhook',
    pending: '发送中',
    delivered: '已送达',
    failed: '失败',
    none: '没有端点订阅这些事件，或已超过保留期限。',
    tries: (count) => `已发送 ${count} 次`,
    replay: '重新发送',
  },
  'zh-Hant': {
    title: 'Webhook',
    pending: '傳送中',
    delivered: '已送達',
    failed: '失敗',
    none: '沒有端點訂閱這些事件，或已超過保留期限。',
    tries: (count) => `已傳送 ${count} 次`,
    replay: '重新傳送',
  },
}
