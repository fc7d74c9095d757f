-- The steps a report takes inside its unit before it is submitted: filled in, reviewed, signed (填表、复核、签发).
-- A unit without a row, or with neither step, reports as before: every account of it does everything.
create table collect.unit_steps (
  unit_id integer primary key references register.unit (unit_id),
  review boolean not null,
  sign boolean not null,
  version integer not null,
  changed_by integer not null references identity.account (id),
  changed_at timestamptz not null
);

create table collect.unit_person (
  unit_id integer not null references collect.unit_steps (unit_id),
  account_id integer not null references identity.account (id),
  -- As the form names its signers; accounts are often called after their unit.
  name text not null check (length(name) between 1 and 20),
  steps text[] not null check (steps <@ array['fill', 'review', 'sign'] and cardinality(steps) > 0),
  primary key (unit_id, account_id)
);

-- Whose turn a draft is, who has signed for the steps it has passed, and what they signed for.
alter table collect.draft
  add column turn text not null default 'fill' check (turn in ('fill', 'review', 'sign')),
  add column signatures jsonb not null default '[]',
  add column signed_sha256 bytea,
  add constraint draft_signed check ((turn = 'fill') = (signed_sha256 is null));

-- The people of the unit who answer for the revision, as they were then; empty where the unit has no steps.
alter table collect.revision add column signatures jsonb not null default '[]';

create index draft_turn on collect.draft (unit_id, turn) where turn <> 'fill';
