-- additive
-- Who did what. An entry is written in the transaction of its action, and gets its place in the chain
-- afterwards; from then on nothing may change it.
create table audit_entry (
  id text primary key,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('operator', 'api_key', 'command')),
  actor_id text,
  actor_name text,
  address text,
  action text not null,
  subject_type text not null,
  subject_id text,
  account_id text,
  before jsonb,
  after jsonb,
  sequence bigint unique check (sequence > 0),
  hash text,
  check ((sequence is null) = (hash is null)),
  check ((actor_kind = 'command') = (actor_id is null)),
  check ((actor_kind = 'command') = (actor_name is null))
);
create index audit_entry_unchained on audit_entry (at, id) where sequence is null;
create index audit_entry_by_actor on audit_entry (actor_id, id);
create index audit_entry_by_subject on audit_entry (subject_id, id);
create index audit_entry_by_account on audit_entry (account_id, id);

-- Where the chain ends.
create table audit_chain (
  only_row boolean primary key default true check (only_row),
  sequence bigint not null,
  hash text not null
);
insert into audit_chain (sequence, hash) values (0, '');

create function audit_entry_only_grows() returns trigger language plpgsql as $$
begin
  -- An entry gets its place once, and changes in nothing else.
  if tg_op = 'UPDATE' then
    if old.sequence is null and new.sequence is not null
      and to_jsonb(new) - '{sequence,hash}'::text[] = to_jsonb(old) - '{sequence,hash}'::text[]
    then
      return new;
    end if;
  end if;
  raise exception 'The audit log only grows: % of an entry is refused', lower(tg_op);
end $$;
create trigger audit_entry_only_grows before update or delete on audit_entry
  for each row execute function audit_entry_only_grows();
