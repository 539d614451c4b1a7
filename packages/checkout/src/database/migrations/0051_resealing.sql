-- additive
-- How far notifications are resealed under a secret, which its mark names: up to this id.
create table resealing (
  mark text primary key,
  notification_until text not null
);
