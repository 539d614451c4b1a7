-- What reconciliations and refused refunds are called now.
alter table reconciliation_difference
  drop constraint reconciliation_difference_kind_check,
  drop constraint reconciliation_difference_outcome_check;
update reconciliation_difference set
  kind = case kind when 'paid_unsettled' then 'paid_unrecorded' else kind end,
  outcome = case outcome when 'settled' then 'recorded' when 'given_back' then 'refunded'
                         else outcome end
  where kind = 'paid_unsettled' or outcome in ('settled', 'given_back');
alter table reconciliation_difference
  add constraint reconciliation_difference_kind_check
    check (kind in ('paid_unrecorded', 'missing', 'amount', 'currency', 'unknown', 'duplicate',
                    'refund')),
  add constraint reconciliation_difference_outcome_check
    check (outcome in ('recorded', 'refunded', 'reported'));
update reconciliation set counts =
  replace(replace(counts::text, '"healed"', '"resolved"'), '"paid_unsettled"', '"paid_unrecorded"')::jsonb;
update refund set refusal =
  replace(refusal::text, '"exceeds_rest_at_gateway"', '"exceeds_remaining_at_gateway"')::jsonb
  where refusal::text like '%"exceeds_rest_at_gateway"%';
