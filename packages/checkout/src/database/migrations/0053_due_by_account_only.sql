-- additive
-- An older version finds what is due by the new indexes too, only more slowly.
drop index attempt_to_enquire, attempt_to_close;
