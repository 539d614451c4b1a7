-- additive
-- When a review was opened because QFPay did not answer about an attempt: it is opened once.
alter table attempt add column unanswered_at timestamptz;
update attempt set unanswered_at = event.created_at
from event
where attempt.status in ('recorded', 'launched') and attempt.enquire_at is not null
  and event.payment_id = attempt.payment_id and event.type = 'payment.review_opened'
  and event.data ->> 'code' = 'unanswered' and event.data ->> 'subject' = attempt.id;
