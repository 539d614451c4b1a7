/** The variables of the command that are Tael's own. A name that is not among them is a typo. */
export const VARIABLES: readonly string[] = [
  'TAEL_ALLOW_PRIVATE_WEBHOOKS',
  'TAEL_PUBLIC_URL',
  'TAEL_SECRET',
  'TAEL_OPERATOR_KEY',
  'TAEL_DATA',
  'TAEL_DATABASE_CONNECTIONS',
  'TAEL_DRAIN_SECONDS',
  'TAEL_HOST',
  'TAEL_LOG',
  'TAEL_METRICS_PORT',
  'TAEL_DELIVERY_DAYS',
  'TAEL_EVENT_DAYS',
  'TAEL_NOTIFICATION_DAYS',
  'TAEL_PORT',
  'TAEL_SESSION',
  'TAEL_WECHAT_FILES',
]
