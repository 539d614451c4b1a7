-- additive
-- The version of the API that a key's requests get unless they name another.
alter table api_key
  add column api_version text not null default '2026-11-29';
