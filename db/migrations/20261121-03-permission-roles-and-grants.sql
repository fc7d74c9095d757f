create schema permission;

create table permission.role (
  code text primary key,
  name jsonb not null,
  permissions text[] not null,
  -- The three administrators exclude one another (三员分立).
  administrator text check (administrator in ('system', 'security', 'audit')),
  built_in boolean not null default false,
  unique (code, administrator)
);

-- A role held by an account at a node: a region's subtree (staff) or one unit (enterprise).
create table permission.grant (
  id integer generated always as identity primary key,
  account_id integer not null references identity.account,
  role_code text not null references permission.role,
  region_code text collate "C" check (region_code ~ '^[0-9]{12}$'),
  unit_id integer,
  -- 专业; null means all.
  subjects text[],
  granted_by integer references identity.account,
  granted_at timestamptz not null default now(),
  check (num_nonnulls(region_code, unit_id) = 1),
  unique nulls not distinct (account_id, role_code, region_code, unit_id)
);

-- One line per account that is an administrator: a second, different kind cannot be written.
create table permission.administrator (
  account_id integer primary key references identity.account,
  administrator text not null check (administrator in ('system', 'security', 'audit'))
);
