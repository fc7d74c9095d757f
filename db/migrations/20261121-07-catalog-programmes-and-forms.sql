create schema catalog;

create table catalog.programme (
  id integer generated always as identity primary key,
  code text not null unique,
  name jsonb not null,
  issuer text not null,
  approval_number text not null,
  valid_from text not null,
  valid_until text not null
);

create table catalog.form (
  id integer generated always as identity primary key,
  programme_id integer not null references catalog.programme,
  code text not null unique,
  title jsonb not null,
  subject text not null,
  frequency text not null check (frequency in ('A', 'S', 'Q', 'M', 'T', 'W', 'D'))
);

-- A version is written while it is a draft and never again once published.
create table catalog.form_version (
  id integer generated always as identity primary key,
  form_id integer not null references catalog.form,
  version_no integer not null check (version_no >= 1),
  status text not null check (status in ('draft', 'published', 'retired')),
  spec jsonb not null,
  -- The author's YAML, as imported.
  source text not null,
  sha256 bytea not null,
  created_by integer references identity.account,
  created_at timestamptz not null default now(),
  published_at timestamptz,
  unique (form_id, version_no)
);
create unique index form_version_one_draft on catalog.form_version (form_id) where status = 'draft';

create function catalog.refuse_published_change() returns trigger language plpgsql as $$
begin
  if old.status <> 'draft' and (new.spec, new.source, new.form_id, new.version_no) is distinct from
     (old.spec, old.source, old.form_id, old.version_no) then
    raise exception 'a published form version is frozen' using errcode = 'check_violation', constraint = 'form_version_frozen';
  end if;
  return new;
end $$;
create trigger form_version_frozen before update on catalog.form_version
  for each row execute function catalog.refuse_published_change();
