-- additive
-- The browsers that hold an order beside the newest one, newest first: a payer's two phones may open it at once.
alter table attempt add column earlier_browser_hashes text[];
