-- additive
-- What an account was paid and refunded in a range of time.
create index concurrently payment_paid on payment (account_id, succeeded_at) where status = 'succeeded';
create index concurrently refund_done on refund (account_id, ended_at) where status = 'succeeded';
create index concurrently refund_of_unkept on refund (account_id, created_at) where cause <> 'merchant';
