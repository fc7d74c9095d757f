-- Units without a credit code (villages, households, records of a survey) are told apart by a code of the office.
alter table register.unit
  add column local_code text collate "C" constraint unit_local_code_key unique check (local_code <> ''),
  add column version integer not null default 1;

-- Orders of the unit list, each ending in the key so that pages never overlap.
create index unit_region_order on register.unit (region_code, unit_id);
create index unit_name_order on register.unit (pinyin, unit_id);

-- What happened to a unit, for people; its dated states stand in register.unit_attribute.
create table register.unit_event (
  id bigint generated always as identity,
  unit_id integer not null references register.unit,
  kind text not null check (kind in ('entered', 'changed', 'codes', 'exited', 'reinstated')),
  on_date date not null,
  exit_reason smallint check (exit_reason between 1 and 9),
  note text,
  account_id integer references identity.account,
  at timestamptz not null default now(),
  primary key (unit_id, id)
);

-- A file of units: what it would change, and whether it has. The file itself lies in the file store.
create table register.import (
  id integer generated always as identity primary key,
  file_sha256 bytea not null,
  file_name text not null,
  bytes integer not null check (bytes > 0),
  state text not null check (state in ('reading', 'previewed', 'applying', 'applied', 'failed')),
  settings jsonb not null,
  headings text[] not null default '{}',
  unused text[] not null default '{}',
  row_count integer not null default 0,
  new_count integer not null default 0,
  changed_count integer not null default 0,
  unchanged_count integer not null default 0,
  error_count integer not null default 0,
  progress integer not null default 0,
  -- SHA-256 over file, settings and the versions of the units it touches, as previewed.
  fingerprint bytea,
  failure jsonb,
  created_by integer not null references identity.account,
  created_at timestamptz not null default now(),
  applied_at timestamptz
);
create index import_created on register.import (created_by, created_at desc);

create table register.import_line (
  import_id integer not null references register.import on delete cascade,
  line integer not null,
  outcome text not null check (outcome in ('new', 'changed', 'unchanged', 'error')),
  unit_id integer references register.unit,
  code text not null,
  name text not null,
  changes jsonb not null,
  errors jsonb not null,
  primary key (import_id, line)
);
create index import_line_outcome on register.import_line (import_id, outcome, line);
