-- additive
create index concurrently payment_proved on payment (account_id, coalesce(proved_at, succeeded_at))
  where status = 'succeeded';
