create table webhook_endpoint (
  id text primary key,
  account_id text not null references account (id),
  url text not null,
  description text,
  event_types text[] not null check (cardinality(event_types) > 0),
  secrets_sealed text not null,
  -- Null while it is enabled.
  disabled_reason text,
  failing_since timestamptz,
  created_at timestamptz not null,
  -- The row stays, so that a payment that is being written cannot fail over an endpoint that goes.
  deleted_at timestamptz
);
create index webhook_endpoint_by_account on webhook_endpoint (account_id, id desc)
  where deleted_at is null;

create table webhook_delivery (
  id text primary key,
  endpoint_id text not null references webhook_endpoint (id),
  payment_id text not null references payment (id),
  event_id text not null references event (id),
  sequence integer not null,
  type text not null,
  payload text not null,
  status text not null check (status in ('pending', 'delivered', 'failed')),
  tries integer not null default 0,
  next_try_at timestamptz,
  leased_until timestamptz,
  tried_at timestamptz,
  duration_ms integer,
  response_status integer,
  response_body text,
  failure text,
  created_at timestamptz not null,
  unique (endpoint_id, event_id),
  check ((status = 'pending') = (next_try_at is not null)),
  check (leased_until is null or status = 'pending')
);
create index webhook_delivery_by_endpoint on webhook_delivery (endpoint_id, id desc);
create index webhook_delivery_by_endpoint_and_time on webhook_delivery (endpoint_id, created_at);
create index webhook_delivery_due on webhook_delivery (endpoint_id, next_try_at)
  where status = 'pending';
create index webhook_delivery_in_order on webhook_delivery (endpoint_id, payment_id, sequence)
  where status = 'pending';
create index webhook_delivery_by_age on webhook_delivery (created_at);
