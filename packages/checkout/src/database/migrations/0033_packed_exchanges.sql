-- additive
-- The facts, as platform/pack.ts packs them; where they are, `facts` is empty.
alter table exchange add column packed bytea;
