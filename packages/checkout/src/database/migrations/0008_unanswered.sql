-- How often QFPay has given no answer about a difference; the least tried come first.
alter table reconciliation_difference add column tries integer not null default 0;
drop index reconciliation_difference_open;
create index reconciliation_difference_open
  on reconciliation_difference (reconciliation_id, tries, id) where outcome is null;
