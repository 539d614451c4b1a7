-- additive
-- What people write down about payments: kept as it is.
create table note (
  id text primary key,
  payment_id text not null references payment (id),
  text text not null,
  who jsonb not null,
  created_at timestamptz not null
);
create index note_by_payment on note (payment_id, id);
