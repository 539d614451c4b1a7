-- additive
-- The statement that writes these rows has also written or read what they name, and nothing of that is ever
-- deleted: to look for it again for each row takes time, and locks the account's row.
alter table event
  drop constraint event_account_id_fkey,
  drop constraint event_payment_id_fkey,
  drop constraint event_reconciliation_id_sequence_key;
create unique index event_of_reconciliation on event (reconciliation_id, sequence)
  where reconciliation_id is not null;
alter table webhook_delivery
  drop constraint webhook_delivery_endpoint_id_fkey,
  drop constraint webhook_delivery_payment_id_fkey;
alter table notification drop constraint notification_account_id_fkey;
alter table idempotency_key drop constraint idempotency_key_account_id_fkey;
-- Ids are ordered by time.
drop index webhook_delivery_by_age;
drop index webhook_delivery_by_endpoint_and_time;
