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
  {
    kind: 'notifications',
    table: 'notification',
    column: 'body_sealed',
    owner: 'account_id',
    contextOf: sealContext.notification,
  },
  {
    kind: 'launches',
    table: 'attempt',
    column: 'launch_sealed',
    owner: 'id',
    contextOf: sealContext.launch,
  },
  {
    kind: 'payer_identities',
    table: 'payment',
    column: 'payer_identity_sealed',
    owner: 'id',
    contextOf: sealContext.payerIdentity,
  },
  {
    kind: 'second_factors',
    table: 'operator',
    column: 'totp_sealed',
    owner: 'id',
    contextOf: sealContext.operatorSecondFactor,
  },
]
