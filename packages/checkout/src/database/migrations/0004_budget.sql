-- What QFPay lets a merchant send. One row for each, written in place by every process.
create table budget (
  host text not null,
  app_code text not null,
  -- When the account would be idle again; what was taken lies between now and this instant.
  free_at_ms bigint not null,
  -- How many requests the last lease was given: its answer, read back by the statement that wrote it.
  granted integer not null,
  primary key (host, app_code)
) with (fillfactor = 50);
