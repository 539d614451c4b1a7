-- additive
-- An older version finds the payments of a statement by their account, only more slowly.
drop index payment_paid;
