create schema analytics;

-- What changed, for the columnar mirror. A reader remembers the xmin of its last snapshot and reads every visible
-- row whose xid is not older: nothing committed late is missed, and applying a row twice changes nothing.
create table analytics.change (
  xid xid8 not null default pg_current_xact_id(),
  source text not null,
  key jsonb not null
);
create index change_xid on analytics.change (xid);
