-- A run that had to stop continues later, so it is stalled: what has failed is final everywhere else.
alter table reconciliation
  drop constraint reconciliation_status_check,
  drop constraint reconciliation_check5;
update reconciliation set status = 'stalled' where status = 'failed';
alter table reconciliation
  add constraint reconciliation_status_check
    check (status in ('running', 'stalled', 'completed')),
  add constraint reconciliation_stalled_check
    check ((status = 'stalled') = (failure is not null));
