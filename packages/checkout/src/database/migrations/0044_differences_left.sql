-- additive
-- What reconciliations have left to people, resolved or not: most differences are resolved automatically.
create index concurrently reconciliation_difference_left on reconciliation_difference (id)
  where outcome = 'reported' and repeats is null;
