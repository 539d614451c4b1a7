-- What went over the wire, to explain payments by. Written apart from them, and forgotten: nothing
-- may depend on a row, so none refers to one.
create table exchange (
  -- The attempt, refund or payment that it tells of.
  about text not null,
  id text not null,
  kind text not null check (kind in ('request', 'notification', 'return')),
  sent_at timestamptz not null,
  -- Of how many alike, one after another, and when the last of them was.
  last_at timestamptz not null,
  times integer not null check (times > 0),
  facts jsonb not null,
  primary key (about, id)
) with (fillfactor = 80);
create index exchange_by_age on exchange (sent_at);

create table forged_notification (
  account_id text not null references account (id),
  day date not null,
  times bigint not null,
  primary key (account_id, day)
);
create index forged_notification_by_day on forged_notification (day);

-- How late the sending runs: one look at its end.
create index webhook_delivery_by_due on webhook_delivery (next_try_at) where status = 'pending';
