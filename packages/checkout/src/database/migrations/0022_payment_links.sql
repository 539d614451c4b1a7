-- additive
-- A link that many payers open: each makes a payment of their own.
create table payment_link (
  id text primary key,
  account_id text not null references account (id),
  slug text not null unique,
  title text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  min_amount bigint not null check (min_amount > 0),
  max_amount bigint not null,
  stock bigint check (stock > 0),
  starts_at timestamptz,
  ends_at timestamptz,
  once_per_payer boolean not null,
  fields jsonb not null,
  success_url text,
  success_message text,
  pay_within_s integer not null check (pay_within_s > 0),
  metadata jsonb not null,
  disabled_at timestamptz,
  created_at timestamptz not null,
  opens bigint not null default 0,
  payments bigint not null default 0,
  held bigint not null default 0 check (held >= 0),
  paid bigint not null default 0,
  paid_amount bigint not null default 0,
  check (min_amount <= max_amount),
  check (starts_at < ends_at),
  -- Nobody oversells, whatever the code does.
  constraint payment_link_stock check (held + paid <= stock)
) with (fillfactor = 70);
create index payment_link_by_account on payment_link (account_id, id desc);

alter table payment
  add column link_id text references payment_link (id),
  add column link_browser text,
  add column link_payer text;
create index payment_by_link_and_browser on payment (link_id, link_browser)
  where link_id is not null;
create index payment_by_link on payment (link_id, id desc) where link_id is not null;
-- A payer who opens a link twice has one payment that they can pay.
create unique index payment_open_in_browser on payment (link_id, link_browser)
  where link_id is not null and status in ('created', 'pending');
-- Set only where a link serves each payer once.
create unique index payment_of_payer on payment (link_id, link_payer)
  where link_payer is not null and status in ('created', 'pending', 'succeeded');

-- Payers of a link take turns, so that all links of an account stay within what QFPay lets it ask.
create table link_queue (
  account_id text primary key references account (id),
  called_at timestamptz not null
);
create table link_turn (
  id bigint generated always as identity primary key,
  account_id text not null references account (id),
  link_id text not null references payment_link (id),
  browser_hash text not null,
  request jsonb not null,
  asked_at timestamptz not null,
  seen_at timestamptz not null,
  called_at timestamptz,
  ended_at timestamptz
) with (fillfactor = 70);
create unique index link_turn_of_browser on link_turn (link_id, browser_hash) where ended_at is null;
create index link_turn_waiting on link_turn (account_id, link_id, id)
  where called_at is null and ended_at is null;
create index link_turn_called on link_turn (account_id, called_at) where called_at is not null;
create index link_turn_by_age on link_turn (asked_at);
