-- Who of the office has which report open. Unlogged: it costs no flush, and after a crash of the database everyone who is
-- still there is back within seconds. A line that is not renewed counts no more after a while.
create unlogged table collect.presence (
  unit_id integer not null,
  collection_id integer not null,
  account_id integer not null,
  activity text not null check (activity in ('reading', 'reviewing', 'correcting')),
  -- The place whose staff they are: who sees them is decided by it.
  place text collate "C" not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (unit_id, collection_id, account_id)
);
create index presence_account on collect.presence (account_id);
