-- Accepting many: what was asked for is written down, and a job works through it by unit number; it can be stopped.
create table collect.acceptance (
  id integer generated always as identity primary key,
  collection_id integer not null references collect.collection,
  state text not null default 'waiting'
    check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  total integer not null default 0,
  accepted integer not null default 0,
  skipped integer not null default 0,
  last_unit_id integer not null default 0,
  created_by integer not null references identity.account,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  check (accepted + skipped <= total)
);
create index acceptance_collection on collect.acceptance (collection_id, created_at desc);

-- The revision that was asked for, and why it was not accepted. Without a foreign key to the report: checking it would
-- keep reporters of the whole selection from submitting until the last row is in; reports are never deleted.
create table collect.acceptance_report (
  acceptance_id integer not null references collect.acceptance,
  unit_id integer not null,
  revision_no integer not null,
  code text,
  message jsonb,
  primary key (acceptance_id, unit_id),
  check ((code is null) = (message is null))
);
create index acceptance_skipped on collect.acceptance_report (acceptance_id, unit_id) where code is not null;
