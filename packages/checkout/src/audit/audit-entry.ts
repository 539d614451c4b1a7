import type { Who } from './actor.ts'

export const AUDIT_ACTIONS = [
  'account.added',
  'account.changed',
  'account.checked',
  'api_key.added',
  'api_key.rolled',
  'api_key.revoked',
  'secrets.resealed',
  'backup.taken',
  'backup.restored',
  'payment_link.created',
  'payment_link.changed',
  'payment.created',
  'payment.canceled',
  'payment.enquired',
  'payment.noted',
  'payment.reviewed',
  'payments.downloaded',
  'refund.requested',
  'refund.approved',
  'refund.declined',
  'refund.ended',
  'refunds.downloaded',
  'statement.downloaded',
  'reconciliation.started',
  'difference.assigned',
  'difference.noted',
  'difference.resolved',
  'difference.reopened',
  'differences.downloaded',
  'search.saved',
  'search.deleted',
  'webhook_endpoint.added',
  'webhook_endpoint.changed',
  'webhook_endpoint.deleted',
  'webhook_endpoint.secret_rolled',
  'webhook.replayed',
  'webhook.tested',
  'operator.invited',
  'operator.joined',
  'operator.changed',
  'operator.reset',
  'operator.signed_in',
  'operator.sessions_ended',
  'operator.passkey_added',
  'operator.passkey_removed',
] as const

export type AuditAction = (typeof AUDIT_ACTIONS)[number]

/** What an action was done to. */
export type AuditSubject = {
  readonly type:
    | 'account'
    | 'api_key'
    | 'difference'
    | 'operator'
    | 'payment'
    | 'payment_link'
    | 'reconciliation'
    | 'refund'
    | 'saved_search'
    | 'server'
    | 'webhook_endpoint'
  /** Undefined for the server itself. */
  readonly id?: string | undefined
  /** The account that it belongs to, if it belongs to one. */
  readonly accountId?: string | undefined
}

/** What an entry can say of its subject. Each has a name in every language (dashboard/audit/audit-fact-texts.ts). */
export type AuditFactName =
  | 'name'
  | 'flow'
  | 'host'
  | 'cashierUrl'
  | 'appCode'
  | 'mchid'
  | 'signType'
  | 'payType'
  | 'utcOffset'
  | 'timeZone'
  | 'currencyScales'
  | 'requestLimit'
  | 'latePayments'
  | 'closesOrders'
  | 'refundApprovalAbove'
  | 'returnOrigins'
  | 'wechat'
  | 'isDisabled'
  | 'clientKey'
  | 'notificationKey'
  | 'wechatSecret'
  | 'permissions'
  | 'expiresAt'
  | 'account_secrets'
  | 'endpoint_secrets'
  | 'endpoint_headers'
  | 'notifications'
  | 'launches'
  | 'payer_identities'
  | 'second_factors'
  | 'takenAt'
  | 'rows'
  | 'title'
  | 'currency'
  | 'minAmount'
  | 'maxAmount'
  | 'stock'
  | 'startsAt'
  | 'endsAt'
  | 'isOncePerPayer'
  | 'fields'
  | 'successUrl'
  | 'successMessage'
  | 'payWithin'
  | 'metadata'
  | 'disabledAt'
  | 'status'
  | 'note'
  | 'reviews'
  | 'payment'
  | 'amount'
  | 'happened'
  | 'from'
  | 'to'
  | 'assignedTo'
  | 'entry'
  | 'resolution'
  | 'origin'
  | 'eventTypes'
  | 'apiVersion'
  | 'isEnabled'
  | 'headers'
  | 'delivery'
  | 'since'
  | 'until'
  | 'includeDelivered'
  | 'count'
  | 'event'
  | 'role'
  | 'endedSessions'
  | 'sessions'
  | 'session'
  | 'by'
  | 'passkey'
  | 'secondFactor'

/** What of a subject changed, without secrets and personal data. */
export type AuditFacts = Readonly<Partial<Record<AuditFactName, unknown>>>

/** Who did what. Once it has its place in the chain, nothing changes it. */
export type AuditEntry = {
  readonly id: string
  readonly at: Date
  readonly who: Who
  readonly address: string | undefined
  readonly action: AuditAction
  readonly subject: AuditSubject
  readonly before: AuditFacts | undefined
  readonly after: AuditFacts | undefined
}

/** What an entry says of a range of time. */
export function rangeFacts(
  range: {
    readonly from?: Date | undefined
    readonly to?: Date | undefined
  } = {},
): AuditFacts {
  const { from, to } = range
  return { ...(from && { from: from.toISOString() }), ...(to && { to: to.toISOString() }) }
}

/** An entry in its place: its hash covers the entry and the hash before it. */
export type ChainedEntry = AuditEntry & { readonly sequence: number; readonly hash: string }

/** The fields in which two versions of something differ, before and after. */
export function changedFacts(
  before: AuditFacts,
  after: AuditFacts,
): { readonly before: AuditFacts; readonly after: AuditFacts } {
  const names = (Object.keys({ ...before, ...after }) as AuditFactName[]).filter(
    (name) => canonical(before[name]) !== canonical(after[name]),
  )
  const pick = (facts: AuditFacts): AuditFacts =>
    Object.fromEntries(names.flatMap((name) => (name in facts ? [[name, facts[name]]] : [])))
  return { before: pick(before), after: pick(after) }
}

/** One text for one value, whatever the order of its members: the database keeps none. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}
