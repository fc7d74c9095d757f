-- Who reads analytics.change, and how far: rows older than every living reader's watermark may go.
-- A mirror whose line is gone (restored database, long absence) starts again from nothing.
create table analytics.consumer (
  id uuid primary key,
  watermark xid8 not null,
  seen_at timestamptz not null default now()
);
