import { PREPAY_LIFE_MS } from '../payments/attempt.ts'
import { HOUR_MS, MINUTE_MS } from '../platform/durations.ts'
import { sealContext } from '../platform/seal-context.ts'

export type SealedKind =
  | 'account_secrets'
  | 'endpoint_secrets'
  | 'endpoint_headers'
  | 'notifications'
  | 'launches'
  | 'payer_identities'
  | 'second_factors'

/** A column of sealed values, and the owner of each value. */
export type SealedColumn = {
  readonly kind: SealedKind
  readonly table:
    | 'account'
    | 'webhook_endpoint'
    | 'notification'
    | 'attempt'
    | 'payment'
    | 'operator'
  readonly column: string
  /** The column with the id that the value is bound to. */
  readonly owner: 'id' | 'account_id'
  readonly contextOf: (owner: string) => string
  /** The rows whose value somebody may still open; where it says nothing, all of them. */
  readonly part?: Part
}

/** A small part of a table that grows. */
type Part =
  | { readonly prefix: 'att' | 'ntf'; readonly youngerThanMs: number }
  | { readonly statuses: readonly string[] }

/** Their ids are made before the payer authorizes; afterwards nobody opens the order again. */
const LAUNCH_MS = PREPAY_LIFE_MS + HOUR_MS
/** For so long a notification may become visible behind newer ones. */
const APPEARS_WITHIN_MS = 5 * MINUTE_MS

/** Resealed at once are only the newest; `resealNotifications` walks through the others. */
export const NOTIFICATIONS: SealedColumn = {
  kind: 'notifications',
  table: 'notification',
  column: 'body_sealed',
  owner: 'account_id',
  contextOf: sealContext.notification,
  part: { prefix: 'ntf', youngerThanMs: APPEARS_WITHIN_MS },
}

/** Every column that ends in `_sealed`. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    kind: 'account_secrets',
    table: 'account',
    column: 'secrets_sealed',
    owner: 'id',
    contextOf: sealContext.accountSecrets,
  },
  {
    kind: 'endpoint_secrets',
    table: 'webhook_endpoint',
    column: 'secrets_sealed',
    owner: 'id',
    contextOf: sealContext.endpointSecrets,
  },
  {
    kind: 'endpoint_headers',
    table: 'webhook_endpoint',
    column: 'headers_sealed',
    owner: 'id',
    contextOf: sealContext.endpointHeaders,
  },
  NOTIFICATIONS,
  {
    kind: 'launches',
    table: 'attempt',
    column: 'launch_sealed',
    owner: 'id',
    contextOf: sealContext.launch,
    part: { prefix: 'att', youngerThanMs: LAUNCH_MS },
  },
  {
    kind: 'payer_identities',
    table: 'payment',
    column: 'payer_identity_sealed',
    owner: 'id',
    contextOf: sealContext.payerIdentity,
    // No other payment has one: a constraint says so.
    part: { statuses: ['created', 'pending'] },
  },
  {
    kind: 'second_factors',
    table: 'operator',
    column: 'totp_sealed',
    owner: 'id',
    contextOf: sealContext.operatorSecondFactor,
  },
]
