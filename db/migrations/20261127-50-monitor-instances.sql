create schema monitor;

-- One line for each server process that runs, written anew every few seconds by itself. Unlogged: it costs no flush,
-- and after a crash of the database every process that still runs is back within seconds.
create unlogged table monitor.instance (
  id uuid primary key,
  host text not null,
  process integer not null,
  role text not null check (role in ('all', 'web', 'worker')),
  version text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null default now(),
  -- The few figures that tell how it does; the curves stay in its memory.
  figures jsonb not null
);
