-- additive
-- The version of the API whose shapes an endpoint's webhooks have.
alter table webhook_endpoint
  add column api_version text not null default '2026-11-29';
