import type { Generated, GeneratedAlways, JSONColumnType, Kysely, Transaction } from 'kysely'

/** The database, or a transaction in it. */
export type Db = Kysely<Tables>

/** A transaction in it; Transaction alone is a row of QFPay's list. */
export type Trx = Transaction<Tables>

/**
 * The tables, as migrations/*.sql create them. The words of a column stand here as they do there: if a
 * store reads or writes a row, the compiler compares them with its model's.
 */
export interface Tables {
  account: {
    id: string
    name: string
    settings: Json
    secrets_sealed: string
    created_at: Date
    reconcile_at: Date | null
    version: Generated<number>
    disabled_at: Date | null
  }
  api_key: {
    id: string
    account_id: string
    name: string
    key_hash: string
    permissions: readonly string[] | null
    api_version: Generated<string>
    created_at: Date
    last_used_at: Date | null
    expires_at: Date | null
    revoked_at: Date | null
  }
  payment: {
    id: string
    account_id: string
    reference: string
    amount: number
    currency: string
    status: 'created' | 'pending' | 'succeeded' | 'failed' | 'expired' | 'canceled'
    description: string | null
    return_url: string | null
    limit_pay: 'no_credit' | null
    payer_identity_sealed: string | null
    metadata: JSONColumnType<Record<string, string>>
    fingerprint: string
    created_at: Date
    opened_at: Date | null
    expires_at: Date
    succeeded_at: Date | null
    proved_at: Date | null
    succeeded_attempt_id: string | null
    reviews: JSONColumnType<readonly object[]>
    sequence: number
    refunded: Generated<number>
    link_id: string | null
    link_browser: string | null
    link_payer: string | null
  }
  payment_link: {
    id: string
    account_id: string
    slug: string
    title: string
    currency: string
    min_amount: number
    max_amount: number
    stock: number | null
    starts_at: Date | null
    ends_at: Date | null
    once_per_payer: boolean
    fields: JSONColumnType<readonly object[]>
    success_url: string | null
    success_message: string | null
    pay_within_s: number
    metadata: JSONColumnType<Record<string, string>>
    disabled_at: Date | null
    created_at: Date
    opens: Generated<number>
    payments: Generated<number>
    held: Generated<number>
    paid: Generated<number>
    paid_amount: Generated<number>
  }
  link_queue: {
    account_id: string
    called_at: Date
  }
  link_turn: {
    id: GeneratedAlways<number>
    account_id: string
    link_id: string
    browser_hash: string
    request: Json
    asked_at: Date
    seen_at: Date
    called_at: Date | null
    ended_at: Date | null
  }
  attempt: {
    id: string
    account_id: string
    payment_id: string
    status: 'recorded' | 'launched' | 'succeeded' | 'failed' | 'lapsed'
    flow: 'own-account' | 'qfpay-account' | 'canada'
    code_hash: string | null
    browser_hash: string
    earlier_browser_hashes: Generated<readonly string[] | null>
    openid_hash: string | null
    launch_sealed: string | null
    syssn: string | null
    wechat_transaction: Generated<string | null>
    reason: string | null
    opened_at: Date
    enquire_at: Date | null
    close_at: Date | null
    notified_at: Generated<Date | null>
    unanswered_at: Generated<Date | null>
    charged: Generated<number>
    refund_reserved: Generated<number>
  }
  refund: {
    id: string
    account_id: string
    payment_id: string
    attempt_id: string
    reference: string | null
    fingerprint: string
    amount: number
    currency: string
    cause: 'merchant' | 'paid_twice' | 'paid_late'
    reason: string | null
    status: 'awaiting_approval' | 'requested' | 'pending' | 'succeeded' | 'failed'
    syssn: string | null
    refusal: JSONColumnType<object> | null
    postponements: Generated<number>
    numbers: Generated<number>
    created_at: Date
    sent_at: Date | null
    ended_at: Date | null
    work_at: Date | null
    needs_approval: Generated<boolean>
    requested_by: JSONColumnType<object> | null
    approved_by: string | null
    approved_at: Date | null
  }
  event: {
    id: string
    account_id: string
    payment_id: string | null
    reconciliation_id: string | null
    sequence: number
    type: string
    data: Json
    created_at: Date
  }
  notification: {
    id: string
    account_id: string
    digest: string
    out_trade_no: string | null
    notify_type: string | null
    body_sealed: string
    deliveries: number
    received_at: Date
  }
  resealing: {
    mark: string
    notification_until: string
  }
  idempotency_key: {
    account_id: string
    key: string
    fingerprint: string
    response_status: number
    response_body: Json
    created_at: Date
  }
  budget: {
    host: string
    app_code: string
    free_at_ms: number
    granted: number
  }
  webhook_endpoint: {
    id: string
    account_id: string
    url: string
    description: string | null
    event_types: string[]
    api_version: Generated<string>
    secrets_sealed: string
    headers_sealed: string | null
    disabled_reason: string | null
    failing_since: Date | null
    created_at: Date
    deleted_at: Date | null
  }
  webhook_delivery: {
    id: string
    endpoint_id: string
    payment_id: string | null
    reconciliation_id: string | null
    subject_id: GeneratedAlways<string>
    event_id: string
    sequence: number
    type: string
    /** Of those that an earlier version wrote. */
    payload: string | null
    packed: Buffer | null
    status: 'pending' | 'delivered' | 'failed'
    tries: number
    next_try_at: Date | null
    leased_until: Date | null
    tried_at: Date | null
    duration_ms: number | null
    response_status: number | null
    response_body: string | null
    failure: string | null
    created_at: Date
  }
  exchange: {
    about: string
    id: string
    kind: 'request' | 'notification' | 'return'
    sent_at: Date
    last_at: Date
    times: number
    /** Empty where they are packed. */
    facts: Json
    packed: Buffer | null
  }
  forged_notification: {
    account_id: string
    day: string
    times: number
  }
  reconciliation: {
    id: string
    account_id: string
    cause: 'daily' | 'merchant'
    range_from: Date
    range_to: Date
    status: 'running' | 'stalled' | 'completed'
    read_until: Date
    window_ms: number
    transactions: Generated<number>
    unreadable: Generated<number>
    counts: Json
    failure: string | null
    failures: Generated<number>
    created_at: Date
    completed_at: Date | null
    work_at: Date | null
  }
  reconciliation_difference: {
    id: string
    reconciliation_id: string
    kind: 'paid_unrecorded' | 'missing' | 'amount' | 'currency' | 'unknown' | 'duplicate' | 'refund'
    out_trade_no: string
    syssn: string | null
    recorded_at: Date | null
    payment_id: string | null
    attempt_id: string | null
    refund_id: string | null
    ours: JSONColumnType<object> | null
    theirs: JSONColumnType<object> | null
    facts: JSONColumnType<object> | null
    message: string
    is_doubtful: boolean
    outcome: 'recorded' | 'refunded' | 'reported' | null
    created_at: Date
    tries: Generated<number>
    repeats: string | null
    assigned_to: string | null
    resolution: Resolution | null
    resolved_at: Date | null
  }
  difference_entry: {
    id: string
    difference_id: string
    kind: 'assigned' | 'noted' | 'resolved' | 'reopened'
    who: Json
    text: string | null
    assigned_to: string | null
    resolution: string | null
    created_at: Date
  }
  saved_search: {
    id: string
    name: string
    query: string
    created_by: string
    created_at: Date
  }
  audit_entry: {
    id: string
    at: Date
    actor_kind: 'operator' | 'api_key' | 'command'
    actor_id: string | null
    actor_name: string | null
    address: string | null
    action: string
    subject_type: string
    subject_id: string | null
    account_id: string | null
    before: JSONColumnType<object> | null
    after: JSONColumnType<object> | null
    sequence: number | null
    hash: string | null
  }
  audit_chain: {
    only_row: Generated<boolean>
    sequence: number
    hash: string
  }
  note: {
    id: string
    payment_id: string
    text: string
    who: Json
    created_at: Date
  }
  operator: {
    id: string
    name: string
    login: string
    role: 'read' | 'refund' | 'administer'
    password_hash: string | null
    totp_sealed: string | null
    totp_step: number | null
    recovery_hashes: JSONColumnType<readonly string[]>
    invitation_hash: string | null
    invited_until: Date | null
    disabled_at: Date | null
    created_at: Date
  }
  operator_session: {
    id: string
    operator_id: string
    token_hash: string
    address: string | null
    created_at: Date
    seen_at: Date
    ends_at: Date
  }
  operator_passkey: {
    id: string
    operator_id: string
    credential_id: string
    public_key: string
    algorithm: 'ES256' | 'RS256'
    name: string
    created_at: Date
    last_used_at: Date | null
  }
  operator_try: {
    key: string
    count: number
    last_at: Date
    blocked_until: Date | null
  }
}

type Json = JSONColumnType<object>

type Resolution = 'booked' | 'corrected' | 'refunded' | 'other_system' | 'no_difference'
