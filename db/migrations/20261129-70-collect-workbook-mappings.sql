-- From which places of its own workbooks a unit fills in a form. By the form's code and not its version: the cells that
-- a later version keeps keep their sources.
create table collect.workbook_mapping (
  id integer generated always as identity primary key,
  unit_id integer not null references register.unit,
  form_code text not null,
  name text not null check (length(name) between 1 and 60 and name = btrim(name)),
  version integer not null default 1,
  -- Places and labels of a workbook by the form's cells; no figure.
  mapping jsonb not null,
  saved_by integer not null references identity.account,
  saved_at timestamptz not null,
  constraint workbook_mapping_name unique (unit_id, form_code, name)
);
