-- additive
-- What people do about a difference: whom it is for, what they note, what became of it. A difference that a
-- later run finds again, the same on both sides, repeats the first one: people work on that.
alter table reconciliation_difference
  add column repeats text references reconciliation_difference (id),
  add column assigned_to text references operator (id),
  add column resolution text check (
    resolution in ('booked', 'corrected', 'refunded', 'other_system', 'no_difference')
  ),
  add column resolved_at timestamptz check ((resolved_at is null) = (resolution is null));
create index reconciliation_difference_by_number on reconciliation_difference (out_trade_no, id);
create index reconciliation_difference_to_resolve on reconciliation_difference (id)
  where outcome = 'reported' and repeats is null and resolved_at is null;

update reconciliation_difference as later set repeats = earliest.id
from (
  select difference.id, first_value(difference.id) over (
    partition by account_id, kind, out_trade_no, syssn, ours, theirs order by difference.id
  ) as first_id
  from reconciliation_difference as difference
  join reconciliation on reconciliation.id = difference.reconciliation_id
  where outcome = 'reported'
) as same
join reconciliation_difference as earliest on earliest.id = same.first_id
where later.id = same.id and same.id <> same.first_id;

create table difference_entry (
  id text primary key,
  difference_id text not null references reconciliation_difference (id),
  kind text not null check (kind in ('assigned', 'noted', 'resolved', 'reopened')),
  who jsonb not null,
  text text,
  -- To whom it was assigned; null to nobody.
  assigned_to text references operator (id),
  resolution text,
  created_at timestamptz not null
);
create index difference_entry_by_difference on difference_entry (difference_id, id);
