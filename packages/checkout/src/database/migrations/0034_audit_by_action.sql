-- additive
-- The entries of one kind, such as the last backup, of a log that only grows.
create index concurrently audit_entry_by_action on audit_entry (action, id desc);
