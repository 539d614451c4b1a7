-- additive
-- When a payer first opened the page; null while nobody has, and where an attempt says it anyway.
alter table payment add column opened_at timestamptz;
