-- additive
-- Every list's index again, with its ids rising, as they are made: PostgreSQL fills one page after the other. With
-- falling ids it halves a page for every fifty rows, and logs that half.
create index concurrently payment_by_account_rising on payment (account_id, id);
create index concurrently payment_by_account_and_status_rising on payment (account_id, status, id);
create index concurrently payment_by_status_rising on payment (status, id);
create index concurrently payment_by_amount_rising on payment (amount, id);
create index concurrently payment_by_link_rising on payment (link_id, id) where link_id is not null;
create unique index concurrently event_by_account_rising on event (account_id, id);
create index concurrently event_of_rare_type_rising on event (account_id, type, id)
  where type not in (
    'payment.created', 'attempt.recorded', 'attempt.launched', 'payment.pending',
    'notification.received', 'attempt.succeeded', 'payment.succeeded'
  );
create index concurrently webhook_delivery_by_endpoint_rising on webhook_delivery (endpoint_id, id);
create index concurrently webhook_delivery_failed_rising on webhook_delivery (endpoint_id, id)
  where status = 'failed';
create index concurrently webhook_delivery_of_rare_type_rising on webhook_delivery (endpoint_id, type, id)
  where type not in (
    'payment.created', 'attempt.recorded', 'attempt.launched', 'payment.pending',
    'notification.received', 'attempt.succeeded', 'payment.succeeded'
  );
create index concurrently webhook_endpoint_by_account_rising on webhook_endpoint (account_id, id)
  where deleted_at is null;
create index concurrently reconciliation_by_account_rising on reconciliation (account_id, id);
create index concurrently payment_link_by_account_rising on payment_link (account_id, id);
create index concurrently refund_by_account_rising on refund (account_id, id);
create index concurrently refund_by_account_and_status_rising on refund (account_id, status, id);
create index concurrently refund_by_status_rising on refund (status, id);
create index concurrently audit_entry_by_action_rising on audit_entry (action, id);
-- A reference, its beginning, and the one of an account.
create unique index concurrently payment_by_reference_once on payment (reference text_pattern_ops, account_id);
-- One delivery of an event, and those of a subject in their order.
create unique index concurrently webhook_delivery_by_subject on webhook_delivery (endpoint_id, subject_id, sequence);
