-- additive
-- What an endpoint's gateway asks for beside the signature; null where it asks for nothing.
alter table webhook_endpoint add column headers_sealed text;
