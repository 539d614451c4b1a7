-- How many numbers a refund has had at QFPay; it is sent under the last. The first is its id.
alter table refund add column numbers integer not null default 1 check (numbers >= 1);
-- Whose refunds are due: no merchant waits for another's.
create index refund_to_work_by_account on refund (account_id, work_at) where work_at is not null;
