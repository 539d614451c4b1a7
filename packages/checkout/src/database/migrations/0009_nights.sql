-- Each night has a run of its own, whatever has become of the one before.
drop index reconciliation_of_today;
drop index reconciliation_of_days;
create unique index reconciliation_of_night on reconciliation (account_id, range_to desc)
  where cause = 'daily';
-- Which run has been under way for longest.
create index reconciliation_unfinished on reconciliation (created_at) where work_at is not null;
