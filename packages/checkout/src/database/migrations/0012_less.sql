-- additive
-- No query reads these two.
drop index event_by_account;
drop index notification_by_order;
-- Room on the page for the next state of a row: half of all updates change no indexed column.
alter table payment set (fillfactor = 85);
alter table attempt set (fillfactor = 85);
