-- additive
-- From account to account, and for each what is due first: no merchant waits behind another's attempts.
create index concurrently attempt_to_enquire_by_account on attempt (account_id, enquire_at)
  where enquire_at is not null;
create index concurrently attempt_to_close_by_account on attempt (account_id, close_at)
  where close_at is not null;
