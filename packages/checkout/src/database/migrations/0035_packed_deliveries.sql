-- The body that is sent, as platform/pack.ts packs it; a version before this cannot read it, and sends nothing.
alter table webhook_delivery
  add column packed bytea,
  alter column payload drop not null,
  add check (num_nonnulls(payload, packed) = 1);
