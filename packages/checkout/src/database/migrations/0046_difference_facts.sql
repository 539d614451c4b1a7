-- additive
-- What the message says, for programs and for every language; older differences keep their message alone.
alter table reconciliation_difference add column facts jsonb;
