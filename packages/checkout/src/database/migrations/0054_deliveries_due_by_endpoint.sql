-- additive
-- What is due is found from endpoint to endpoint, by webhook_delivery_due. An older version finds it so too, only more
-- slowly.
drop index webhook_delivery_by_due;
