-- additive
create index concurrently event_by_account on event (account_id, id desc);
create index concurrently refund_by_account on refund (account_id, id desc);
create index concurrently refund_by_account_and_status on refund (account_id, status, id desc);
