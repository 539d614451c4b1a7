-- Our books held against QFPay's: one run over a range of QFPay's own time.
create table reconciliation (
  id text primary key,
  account_id text not null references account (id),
  cause text not null check (cause in ('daily', 'merchant')),
  range_from timestamptz not null,
  range_to timestamptz not null,
  status text not null check (status in ('running', 'failed', 'completed')),
  -- Everything before it is compared, and what was found is in the table below.
  read_until timestamptz not null,
  -- How much time the next enquiry covers, so that its rows fit on one page.
  window_ms bigint not null check (window_ms >= 1000),
  transactions bigint not null default 0,
  unreadable bigint not null default 0,
  counts jsonb not null,
  failure text,
  failures integer not null default 0,
  created_at timestamptz not null,
  completed_at timestamptz,
  -- When it goes on; while a process works on it, when another may take it over.
  work_at timestamptz,
  check (range_from < range_to),
  check (read_until between range_from and range_to),
  check (status <> 'completed' or read_until = range_to),
  check ((status = 'completed') = (completed_at is not null)),
  check ((status = 'completed') = (work_at is null)),
  check ((status = 'failed') = (failure is not null))
);
create index reconciliation_by_account on reconciliation (account_id, id desc);
create index reconciliation_to_work on reconciliation (work_at) where work_at is not null;
create index reconciliation_open on reconciliation (account_id) where work_at is not null;
create index reconciliation_of_days on reconciliation (account_id, range_to desc)
  where cause = 'daily';
-- The next day's run goes on from where this one ends.
create unique index reconciliation_of_today on reconciliation (account_id)
  where cause = 'daily' and work_at is not null;

create table reconciliation_difference (
  id text primary key,
  reconciliation_id text not null references reconciliation (id),
  kind text not null
    check (kind in ('paid_unsettled', 'missing', 'amount', 'currency', 'unknown', 'duplicate',
                    'refund')),
  out_trade_no text not null,
  syssn text,
  recorded_at timestamptz,
  payment_id text references payment (id),
  attempt_id text references attempt (id),
  refund_id text references refund (id),
  -- Status, amount and currency on either side.
  ours jsonb,
  theirs jsonb,
  message text not null,
  -- Not said before an enquiry about this number alone has said the same.
  is_doubtful boolean not null,
  -- Null until it is known what came of it.
  outcome text check (outcome in ('settled', 'given_back', 'reported')),
  created_at timestamptz not null
);
-- A row that is read twice is one difference.
create unique index reconciliation_difference_once
  on reconciliation_difference (reconciliation_id, out_trade_no, coalesce(syssn, ''));
create index reconciliation_difference_by_run on reconciliation_difference (reconciliation_id, id);
create index reconciliation_difference_open on reconciliation_difference (reconciliation_id, id)
  where outcome is null;

-- When the next daily run starts; null until that is planned.
alter table account add column reconcile_at timestamptz;
create index account_to_reconcile on account (reconcile_at);

-- What is paid here, and given back here, in a range of time.
create index attempt_charged on attempt (account_id, opened_at) where status = 'succeeded';
create index refund_given_back on refund (account_id, sent_at) where status = 'succeeded';

-- An event tells of a payment or of a reconciliation.
alter table event
  alter column payment_id drop not null,
  add column reconciliation_id text references reconciliation (id),
  add check (num_nonnulls(payment_id, reconciliation_id) = 1),
  add unique (reconciliation_id, sequence);

alter table webhook_delivery
  alter column payment_id drop not null,
  add column reconciliation_id text references reconciliation (id),
  add check (num_nonnulls(payment_id, reconciliation_id) = 1),
  -- What its events come in order of.
  add column subject_id text not null
    generated always as (coalesce(payment_id, reconciliation_id)) stored;
drop index webhook_delivery_in_order;
create index webhook_delivery_in_order on webhook_delivery (endpoint_id, subject_id, sequence)
  where status = 'pending';
