-- Events are forgotten after a while, and a delivery has all that it sends; without an index this would
-- look through every delivery for each event that goes.
alter table webhook_delivery drop constraint webhook_delivery_event_id_fkey;
