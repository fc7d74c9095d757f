-- 单位进退库申报: units enter, change and leave by monthly application. Decided ones are kept as they were proposed.
create table register.application (
  id integer generated always as identity primary key,
  kind text not null check (kind in ('entry', 'change', 'exit')),
  -- SDMX month; what is approved holds from its effective day.
  month text not null check (month ~ '^[0-9]{4}-M(0[1-9]|1[0-2])$'),
  -- Of an entry, known once it is approved.
  unit_id integer references register.unit,
  -- Where the unit stands when proposed: who may see the application, and what lists show without a join.
  region_code text collate "C" not null check (region_code ~ '^[0-9]{12}$'),
  name text not null check (name <> ''),
  pinyin text not null,
  credit_code text collate "C",
  local_code text collate "C",
  -- The whole unit of an entry, the changed fields of a change; by field name.
  content jsonb not null,
  -- What the register said of the unit on the effective day when it was proposed.
  before jsonb not null default '{}',
  exit_reason smallint check (exit_reason between 1 and 9),
  note text not null,
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'refused', 'withdrawn')),
  proposed_by integer not null references identity.account,
  proposed_at timestamptz not null,
  decided_by integer references identity.account,
  decided_at timestamptz,
  decision_note text,
  effective_on date,
  check ((state = 'proposed') = (decided_by is null) and (state = 'proposed') = (decided_at is null)),
  check (kind = 'entry' or unit_id is not null),
  check ((kind = 'exit') = (exit_reason is not null)),
  check ((state = 'approved') = (effective_on is not null))
);
create unique index application_open_unit on register.application (unit_id) where state = 'proposed';
create unique index application_open_credit_code on register.application (credit_code)
  where state = 'proposed' and kind = 'entry';
create unique index application_open_local_code on register.application (local_code)
  where state = 'proposed' and kind = 'entry';
create index application_region on register.application (region_code text_pattern_ops, month);
create index application_unit on register.application (unit_id);

create table register.application_paper (
  application_id integer not null references register.application,
  position smallint not null,
  file_id integer not null references files.file,
  primary key (application_id, position)
);
create index application_paper_file on register.application_paper (file_id);

-- Days whose frame a collection was drawn from: states up to the last of them are not proposed any more.
create table register.frozen_frame (
  day date primary key,
  frozen_at timestamptz not null
);
