-- additive
-- What the filters of lists look for. A payment that goes well is not in it.
create index concurrently event_of_rare_type on event (account_id, type, id desc)
  where type not in (
    'payment.created', 'attempt.recorded', 'attempt.launched', 'payment.pending',
    'notification.received', 'attempt.succeeded', 'payment.succeeded'
  );
