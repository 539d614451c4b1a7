-- additive
-- What operators sign in with instead of a password and a code. The public key proves; nothing here is secret.
create table operator_passkey (
  id text primary key,
  operator_id text not null references operator,
  credential_id text not null unique,
  public_key text not null,
  algorithm text not null,
  name text not null,
  created_at timestamptz not null,
  -- A proof whose question is older was used already.
  last_used_at timestamptz
);
create index operator_passkey_by_operator on operator_passkey (operator_id);
