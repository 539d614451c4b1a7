-- additive
-- Operators list the refunds of all accounts by their status.
create index concurrently refund_by_status on refund (status, id desc);
