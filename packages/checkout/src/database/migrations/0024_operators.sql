-- additive
-- The people who run Tael. Until they have accepted their invitation they have no password and no second factor.
create table operator (
  id text primary key,
  name text not null,
  login text not null unique,
  role text not null check (role in ('read', 'refund', 'administer')),
  password_hash text,
  totp_sealed text,
  -- Of the last code that was used: a code works once.
  totp_step bigint,
  recovery_hashes jsonb not null default '[]' check (jsonb_typeof(recovery_hashes) = 'array'),
  invitation_hash text unique,
  invited_until timestamptz,
  disabled_at timestamptz,
  created_at timestamptz not null,
  check ((password_hash is null) = (totp_sealed is null)),
  check ((invitation_hash is null) = (invited_until is null))
);

create table operator_session (
  id text primary key,
  operator_id text not null references operator,
  token_hash text not null unique,
  address text,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null
);
create index operator_session_by_operator on operator_session (operator_id);

-- Wrong tries to sign in, by a keyed hash of whom and from where.
create table operator_try (
  key text primary key,
  count integer not null,
  last_at timestamptz not null,
  blocked_until timestamptz
);
