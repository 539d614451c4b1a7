-- A refund above the account's threshold waits for a second person, and then is requested like any other.
alter table refund
  drop constraint refund_status_check,
  add constraint refund_status_check
    check (status in ('awaiting_approval', 'requested', 'pending', 'succeeded', 'failed')),
  add column needs_approval boolean not null default false,
  -- Whoever asked for it: never the one who approves it.
  add column requested_by jsonb,
  add column approved_by text,
  add column approved_at timestamptz,
  add constraint refund_approval_check check (status <> 'awaiting_approval' or needs_approval),
  -- Nothing goes to the gateway before. What has moved all the same is proved, and counts.
  add constraint refund_approved_check
    check (not needs_approval or approved_at is not null or status not in ('requested', 'pending')),
  add constraint refund_approver_check check (
    (approved_by is null) = (approved_at is null)
    and (approved_by is null or approved_by is distinct from requested_by ->> 'id')
  );
create index refund_awaiting_approval on refund (id) where status = 'awaiting_approval';
