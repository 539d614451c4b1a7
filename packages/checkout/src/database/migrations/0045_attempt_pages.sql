-- additive
-- A page of 85 % has room enough for the next version of its rows, as it turned out.
alter table attempt set (fillfactor = 85);
