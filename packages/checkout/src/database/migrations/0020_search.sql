-- additive
-- What operators look for: an amount, a refund that has failed, a number on a payer's bill.
create index payment_by_amount on payment (amount, id desc);
create index refund_failed on refund (payment_id) where status = 'failed';
create index refund_by_syssn on refund (syssn) where syssn is not null;
create index refund_by_reference on refund (reference) where reference is not null;
alter table attempt add column wechat_transaction text;
update attempt set wechat_transaction = paid.number
from (
  select data ->> 'attempt' as id, max(data ->> 'chnlsn') as number from event
  where type = 'attempt.succeeded' and data ->> 'chnlsn' <> ''
  group by data ->> 'attempt'
) as paid
where attempt.id = paid.id;
create index attempt_by_wechat_transaction on attempt (wechat_transaction)
  where wechat_transaction is not null;

-- Searches of the payments' list that operators keep under a name.
create table saved_search (
  id text primary key,
  name text not null,
  query text not null,
  created_by text not null,
  created_at timestamptz not null
);
