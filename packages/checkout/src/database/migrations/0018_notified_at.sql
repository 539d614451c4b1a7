-- When QFPay last notified us that an attempt is paid: what it has reported is asked about for longer.
alter table attempt add column notified_at timestamptz;
update attempt set notified_at = told.at
from (
  select data ->> 'attempt' as id, max(created_at) as at from event
  where type = 'notification.received' and data ->> 'notify_type' is distinct from 'unknown'
  group by data ->> 'attempt'
) as told
where attempt.id = told.id and attempt.status <> 'succeeded';
