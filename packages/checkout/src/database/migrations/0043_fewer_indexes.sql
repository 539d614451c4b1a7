-- additive
-- An older version finds a list by the new index too, only more slowly.
drop index
  payment_by_account,
  payment_by_account_and_status,
  payment_by_status,
  payment_by_amount,
  payment_by_link,
  event_by_account,
  event_of_rare_type,
  webhook_delivery_by_endpoint,
  webhook_delivery_failed,
  webhook_delivery_of_rare_type,
  webhook_endpoint_by_account,
  reconciliation_by_account,
  payment_link_by_account,
  refund_by_account,
  refund_by_account_and_status,
  refund_by_status,
  audit_entry_by_action,
  payment_by_start_of_reference,
  webhook_delivery_in_order;
alter index payment_by_account_rising rename to payment_by_account;
alter index payment_by_account_and_status_rising rename to payment_by_account_and_status;
alter index payment_by_status_rising rename to payment_by_status;
alter index payment_by_amount_rising rename to payment_by_amount;
alter index payment_by_link_rising rename to payment_by_link;
alter index event_by_account_rising rename to event_by_account;
alter index event_of_rare_type_rising rename to event_of_rare_type;
alter index webhook_delivery_by_endpoint_rising rename to webhook_delivery_by_endpoint;
alter index webhook_delivery_failed_rising rename to webhook_delivery_failed;
alter index webhook_delivery_of_rare_type_rising rename to webhook_delivery_of_rare_type;
alter index webhook_endpoint_by_account_rising rename to webhook_endpoint_by_account;
alter index reconciliation_by_account_rising rename to reconciliation_by_account;
alter index payment_link_by_account_rising rename to payment_link_by_account;
alter index refund_by_account_rising rename to refund_by_account;
alter index refund_by_account_and_status_rising rename to refund_by_account_and_status;
alter index refund_by_status_rising rename to refund_by_status;
alter index audit_entry_by_action_rising rename to audit_entry_by_action;
alter index payment_by_reference_once rename to payment_by_reference;
-- Accounts are never deleted, and a payment names an attempt that the same statement writes: to look for them again
-- takes time, and locks the account's row.
alter table payment
  drop constraint payment_account_id_reference_key,
  drop constraint payment_account_id_fkey,
  drop constraint payment_succeeded_attempt_id_fkey;
alter table webhook_delivery drop constraint webhook_delivery_endpoint_id_event_id_key;
-- Nobody looks for an event without knowing whose it is.
alter table event
  drop constraint event_pkey,
  replica identity using index event_by_account;
-- Room for the next version of a row, on its own page.
alter table attempt
  drop constraint attempt_account_id_fkey,
  set (fillfactor = 70);
