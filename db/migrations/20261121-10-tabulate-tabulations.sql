create schema tabulate;

create table tabulate.tabulation (
  id integer generated always as identity primary key,
  name jsonb not null,
  form_version_id integer not null references catalog.form_version,
  spec jsonb not null,
  owner_id integer references identity.account,
  shared boolean not null default false,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
