-- A file of returns: what it would do, and whether it has. The file itself lies in the file store.
create table collect.import (
  id integer generated always as identity primary key,
  collection_id integer not null references collect.collection,
  file_sha256 bytea not null,
  file_name text not null,
  bytes integer not null check (bytes > 0),
  state text not null check (state in ('reading', 'previewed', 'applying', 'applied', 'failed', 'cancelled')),
  mapping jsonb not null,
  headings text[] not null,
  -- The first record, so that a mapping can be changed without the file at hand.
  sample text[] not null,
  row_count integer not null default 0,
  progress integer not null default 0,
  outcome jsonb,
  error_count integer not null default 0,
  -- SHA-256 over the file, the mapping and the reports it touches, as previewed.
  fingerprint bytea,
  failure jsonb,
  created_by integer not null references identity.account,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index import_collection on collect.import (collection_id, created_by, id desc);

create table collect.import_error (
  import_id integer not null references collect.import on delete cascade,
  no integer not null,
  line integer not null,
  column_name text,
  cell text,
  value text,
  message jsonb not null,
  primary key (import_id, no)
);
