-- additive
-- What a restricted key may do. Null: everything, also what a later version adds.
alter table api_key
  add column permissions text[] check (cardinality(permissions) > 0);
