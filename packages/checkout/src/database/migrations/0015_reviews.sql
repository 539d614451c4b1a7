-- One review, read from a line of what `frozen_reason` said. What no beginning tells is a difference of
-- the books, as all those are that a reconciliation has found.
create function pg_temp.review(line text, payment_id text) returns jsonb language sql immutable as $$
  select jsonb_build_object(
    'code', code,
    'subject', coalesce(
      case when code in ('refunded_elsewhere', 'duplicate_charge') then substring(line from ' as (\S+)$') end,
      substring(line from '^((?:att|ref)_[0-9a-z]+)[: ]'),
      payment_id),
    'message', case when code = 'refunded_elsewhere' then line
      else regexp_replace(line, '^(att|ref)_[0-9a-z]+: ', '') end)
  from (select case
    when line ~ '^att_[0-9a-z]+: asked for ' then 'amount_mismatch'
    when line ~ '^att_[0-9a-z]+: paid, but refunded or cancell?ed at QFPay ' then 'refunded_at_gateway'
    when line ~ '^att_[0-9a-z]+: QFPay notified a payment that none ' then 'notified_not_found'
    when line ~ '^att_[0-9a-z]+: QFPay has a row of it that cannot be read' then 'unreadable_row'
    when line ~ '^att_[0-9a-z]+: QFPay has given no answer about it' then 'unanswered'
    when line ~ '^att_[0-9a-z]+: paid twice at QFPay: as .* as \S+$' then 'duplicate_charge'
    when line ~ ' were given back at QFPay, not by Tael, as \S+$' then 'refunded_elsewhere'
    when line ~ '^att_[0-9a-z]+ is to be given back and could not be' then 'automatic_refund_failed'
    when line ~ '^ref_[0-9a-z]+ has had no end at QFPay ' then 'refund_overdue'
    when line ~ '^ref_[0-9a-z]+: asked for .* the gateway''s row says ' then 'refund_amount_mismatch'
    when line ~ '^ref_[0-9a-z]+ had failed and was done ' then 'refund_done_after_failure'
    when line ~ '^ref_[0-9a-z]+( was done|: given back) twice at QFPay' then 'refund_done_twice'
    else 'books_differ' end as code) as known
$$;

-- Each code and subject once, in the order of the lines.
create function pg_temp.reviews(lines text, payment_id text) returns jsonb language sql immutable as $$
  select coalesce(jsonb_agg(review order by place), '[]')
  from (
    select distinct on (review ->> 'code', review ->> 'subject') review, place
    from string_to_table(lines, E'\n') with ordinality as said (line, place),
      pg_temp.review(line, payment_id) as review
    order by review ->> 'code', review ->> 'subject', place
  ) as first_of_each
$$;

-- The log before the payments, which are locked from then on.
update event set
  type = 'payment.review_opened',
  data = data - 'reason' || pg_temp.review(data ->> 'reason', payment_id)
where type = 'payment.frozen';
update event set
  type = 'payment.reviewed',
  data = data - 'reason'
    || jsonb_build_object('reviews', pg_temp.reviews(data ->> 'reason', payment_id))
where type = 'payment.released';
update event set
  data = data - 'needs_attention'
    || jsonb_build_object('needs_review', data -> 'needs_attention')
where type = 'reconciliation.completed';
update webhook_endpoint set event_types = array_replace(
  array_replace(event_types, 'payment.frozen', 'payment.review_opened'),
  'payment.released', 'payment.reviewed')
where event_types && array['payment.frozen', 'payment.released'];

-- What a person has to look at: `code`, `subject` and `message` of each.
alter table payment
  add column reviews jsonb not null default '[]' check (jsonb_typeof(reviews) = 'array');
update payment set reviews = pg_temp.reviews(frozen_reason, id) where frozen_reason is not null;
alter table payment drop column frozen_reason;
create index payment_by_deadline on payment (expires_at)
  where status in ('created', 'pending') and reviews = '[]';

drop function pg_temp.review(text, text), pg_temp.reviews(text, text);
