-- additive
-- What waits for a person, and what a reference begins with.
create index payment_in_review on payment (id desc) where reviews <> '[]';
create index payment_by_start_of_reference on payment (reference text_pattern_ops);
drop index payment_by_reference;
