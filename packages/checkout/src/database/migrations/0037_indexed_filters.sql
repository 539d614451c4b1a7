-- additive
-- What the filters of lists look for. A payment that goes well is in none of them.
create index concurrently audit_entry_by_actor_name on audit_entry (actor_name, id)
  where actor_name is not null;
create index concurrently webhook_delivery_failed on webhook_delivery (endpoint_id, id desc)
  where status = 'failed';
create index concurrently webhook_delivery_of_rare_type on webhook_delivery (endpoint_id, type, id desc)
  where type not in (
    'payment.created', 'attempt.recorded', 'attempt.launched', 'payment.pending',
    'notification.received', 'attempt.succeeded', 'payment.succeeded'
  );
create index concurrently reconciliation_difference_by_kind on reconciliation_difference (
  reconciliation_id, kind, id);
create index concurrently reconciliation_difference_reported on reconciliation_difference (
  reconciliation_id, id) where outcome = 'reported';
create index concurrently reconciliation_difference_resolved on reconciliation_difference (
  reconciliation_id, id) where outcome <> 'reported';
