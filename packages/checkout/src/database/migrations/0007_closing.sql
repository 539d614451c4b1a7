-- When the gateway is asked to close an order of a payment that is over; null when nothing is to be closed.
alter table attempt add column close_at timestamptz;
create index attempt_to_close on attempt (close_at) where close_at is not null;
