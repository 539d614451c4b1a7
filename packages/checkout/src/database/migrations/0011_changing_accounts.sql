-- Grows with each change, so that every process sees that what it has connected is of yesterday.
alter table account
  add column version integer not null default 1,
  -- Null while it takes payments.
  add column disabled_at timestamptz;

alter table api_key
  add column name text not null default 'first',
  add column last_used_at timestamptz,
  -- Of a key that was rolled: the end of the overlap.
  add column expires_at timestamptz;
alter table api_key alter column name drop default;
create index api_key_by_account on api_key (account_id, id);
