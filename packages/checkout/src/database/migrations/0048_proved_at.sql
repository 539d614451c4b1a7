-- additive
-- When an enquiry proved a payment: its day in a statement. Null if it was proved before this column came.
alter table payment add column proved_at timestamptz;
