create table account (
  id text primary key,
  name text not null,
  settings jsonb not null,
  secrets_sealed text not null,
  created_at timestamptz not null
);

create table api_key (
  id text primary key,
  account_id text not null references account (id),
  key_hash text not null unique,
  created_at timestamptz not null,
  revoked_at timestamptz
);

create table payment (
  id text primary key,
  account_id text not null references account (id),
  reference text not null,
  amount bigint not null check (amount > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  status text not null
    check (status in ('created', 'pending', 'succeeded', 'failed', 'expired', 'canceled')),
  description text,
  return_url text,
  limit_pay text check (limit_pay in ('no_credit')),
  payer_identity_sealed text,
  metadata jsonb not null,
  fingerprint text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  succeeded_at timestamptz,
  succeeded_attempt_id text,
  frozen_reason text,
  sequence integer not null default 0,
  unique (account_id, reference),
  -- What the states mean, said once more where no code can forget it.
  check ((status = 'succeeded') = (succeeded_attempt_id is not null)),
  check ((status = 'succeeded') = (succeeded_at is not null)),
  check (status in ('created', 'pending') or payer_identity_sealed is null)
);
create index payment_by_account on payment (account_id, id desc);
create index payment_by_account_and_status on payment (account_id, status, id desc);
-- Operators look across accounts.
create index payment_by_status on payment (status, id desc);
create index payment_by_reference on payment (reference);
create index payment_by_deadline on payment (expires_at)
  where status in ('created', 'pending') and frozen_reason is null;

create table attempt (
  id text primary key,
  account_id text not null references account (id),
  payment_id text not null references payment (id),
  status text not null check (status in ('recorded', 'launched', 'succeeded', 'failed', 'lapsed')),
  flow text not null check (flow in ('own-account', 'qfpay-account', 'canada')),
  code_hash text unique,
  browser_hash text not null,
  openid_hash text,
  launch_sealed text,
  syssn text,
  reason text,
  opened_at timestamptz not null,
  enquire_at timestamptz,
  check (launch_sealed is null or status = 'launched'),
  check (enquire_at is null or status <> 'succeeded')
);
create index attempt_by_payment on attempt (payment_id, id);
create index attempt_to_enquire on attempt (enquire_at) where enquire_at is not null;
create index attempt_by_syssn on attempt (syssn);

alter table payment
  add foreign key (succeeded_attempt_id) references attempt (id);

create table event (
  id text primary key,
  account_id text not null references account (id),
  payment_id text not null references payment (id),
  sequence integer not null,
  type text not null,
  data jsonb not null,
  created_at timestamptz not null,
  unique (payment_id, sequence)
);
create index event_by_account on event (account_id, id desc);

create table notification (
  id text primary key,
  account_id text not null references account (id),
  digest text not null,
  out_trade_no text,
  notify_type text,
  body_sealed text not null,
  deliveries integer not null default 1,
  received_at timestamptz not null,
  unique (account_id, digest)
);
create index notification_by_order on notification (account_id, out_trade_no);

create table idempotency_key (
  account_id text not null references account (id),
  key text not null,
  fingerprint text not null,
  response_status integer not null,
  response_body jsonb not null,
  created_at timestamptz not null,
  primary key (account_id, key)
);
create index idempotency_key_by_age on idempotency_key (created_at);
