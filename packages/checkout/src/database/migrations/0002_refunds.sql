-- What an attempt took from its payer, and how much of that is asked back or given back.
alter table attempt
  add column charged bigint not null default 0,
  add column refund_reserved bigint not null default 0;
update attempt set charged = payment.amount
  from payment where payment.id = attempt.payment_id and attempt.status = 'succeeded';
alter table attempt
  add check ((status = 'succeeded') = (charged > 0)),
  -- The promise itself: refunds never add up to more than was paid.
  add check (refund_reserved between 0 and charged);

alter table payment
  add column refunded bigint not null default 0,
  add check (refunded between 0 and amount),
  add check (refunded = 0 or status = 'succeeded');

create table refund (
  id text primary key,
  account_id text not null references account (id),
  payment_id text not null references payment (id),
  attempt_id text not null references attempt (id),
  reference text,
  fingerprint text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  cause text not null check (cause in ('merchant', 'paid_twice', 'paid_late')),
  reason text,
  status text not null check (status in ('requested', 'pending', 'succeeded', 'failed')),
  syssn text,
  -- What QFPay has refused it with; while it is pending, an enquiry checks that first.
  refusal jsonb,
  postponements integer not null default 0,
  created_at timestamptz not null,
  sent_at timestamptz,
  ended_at timestamptz,
  work_at timestamptz,
  unique (account_id, reference),
  check ((status in ('succeeded', 'failed')) = (ended_at is not null)),
  check (status <> 'failed' or refusal is not null),
  check (status not in ('pending', 'succeeded') or sent_at is not null),
  -- What is with the gateway is always followed.
  check (status <> 'pending' or work_at is not null),
  check (status <> 'succeeded' or work_at is null)
);
create index refund_by_payment on refund (payment_id, id);
create index refund_to_work on refund (work_at) where work_at is not null;
-- The gateway takes one refund of an order at a time, and they come in order.
create unique index refund_under_way on refund (attempt_id) where status = 'pending';
create index refund_open on refund (attempt_id, id) where status in ('requested', 'pending');
