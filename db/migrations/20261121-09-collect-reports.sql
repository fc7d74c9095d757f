create schema collect;

-- One form, one period (调查任务). The frame is frozen when it is issued.
create table collect.collection (
  id integer generated always as identity primary key,
  form_version_id integer not null references catalog.form_version,
  period text not null,
  region_edition text not null references org.region_edition,
  -- Who owes it, over the register at issue.
  criterion jsonb not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  county_accepts_by timestamptz,
  city_accepts_by timestamptz,
  issued_by integer references identity.account,
  issued_at timestamptz not null default now(),
  closed_at timestamptz,
  unique (form_version_id, period),
  check (opens_at < closes_at)
);

-- An obligation (应报) and what became of it: one row per unit and collection from the day of issue.
create table collect.report (
  unit_id integer not null references register.unit,
  collection_id integer not null references collect.collection,
  state text not null default 'owed'
    check (state in ('owed', 'draft', 'submitted', 'returned', 'accepted:county', 'accepted:city')),
  subject text not null,
  -- The unit as it stood in the frozen frame.
  region_code text collate "C" not null,
  industry_code text collate "C",
  register_type text,
  size_class text,
  -- Number of the current revision; 0 before the first submission.
  revision_no integer not null default 0,
  extended_until timestamptz,
  first_submitted_at timestamptz,
  submitted_at timestamptz,
  on_time boolean,
  fatal_count integer not null default 0,
  query_count integer not null default 0,
  notice_count integer not null default 0,
  receipt_no text unique,
  primary key (unit_id, collection_id)
);
create index report_collection on collect.report (collection_id, region_code text_pattern_ops);
create index report_region on collect.report (region_code text_pattern_ops, collection_id);

-- The working copy; `version` lets two editors of one unit notice each other.
create table collect.draft (
  unit_id integer not null,
  collection_id integer not null,
  version integer not null default 1,
  values jsonb not null,
  explanations jsonb not null default '{}',
  saved_by integer not null references identity.account,
  saved_at timestamptz not null default now(),
  primary key (unit_id, collection_id),
  foreign key (unit_id, collection_id) references collect.report
);

-- Everything ever submitted or corrected. `values` are whole; lineage compares neighbours.
create table collect.revision (
  unit_id integer not null,
  collection_id integer not null,
  revision_no integer not null check (revision_no >= 1),
  client_id uuid not null,
  content_sha256 bytea not null,
  kind text not null check (kind in ('report', 'correction', 'import')),
  values jsonb not null,
  note text,
  made_by integer not null references identity.account,
  made_at timestamptz not null default now(),
  primary key (unit_id, collection_id, revision_no),
  unique (unit_id, collection_id, client_id),
  foreign key (unit_id, collection_id) references collect.report,
  check (kind <> 'correction' or length(note) >= 5)
);

create table collect.finding (
  unit_id integer not null,
  collection_id integer not null,
  revision_no integer not null,
  rule text not null,
  -- Key of the row in a variable-row section, '' elsewhere.
  row_key text not null default '',
  severity text not null check (severity in ('fatal', 'query', 'notice')),
  cells text[] not null,
  message jsonb not null,
  operands jsonb not null default '{}',
  explanation text,
  explained_by integer references identity.account,
  explained_at timestamptz,
  review text check (review in ('agreed', 'doubted')),
  reviewed_by integer references identity.account,
  reviewed_at timestamptz,
  primary key (unit_id, collection_id, revision_no, rule, row_key),
  foreign key (unit_id, collection_id, revision_no) references collect.revision
);

-- The life of a report, for people: submitted, returned, accepted, corrected, extended, reminded.
create table collect.event (
  id bigint generated always as identity,
  unit_id integer not null,
  collection_id integer not null,
  kind text not null,
  at timestamptz not null default now(),
  account_id integer references identity.account,
  revision_no integer,
  note text,
  cells text[] not null default '{}',
  primary key (unit_id, collection_id, id),
  foreign key (unit_id, collection_id) references collect.report
);
create index event_collection on collect.event (collection_id, at);
