-- The form of a collection's version: earlier periods are found by form, whatever the version was then.
alter table collect.collection add column form_code text not null default '';
update collect.collection c set form_code = f.code
  from catalog.form_version v join catalog.form f on f.id = v.form_id where v.id = c.form_version_id;
create function collect.fill_form_code() returns trigger language plpgsql as $$
begin
  select f.code into new.form_code
    from catalog.form_version v join catalog.form f on f.id = v.form_id where v.id = new.form_version_id;
  return new;
end $$;
create trigger collection_form_code before insert or update of form_version_id on collect.collection
  for each row execute function collect.fill_form_code();
-- One form is issued once for a period, even where two versions of it are in force.
create unique index collection_form_period on collect.collection (form_code, period);

-- Name and codes of the unit as the frame froze them: lists and searches of a collection need no join.
alter table collect.report
  add column unit_name text not null default '',
  add column credit_code text collate "C",
  add column pinyin text not null default '';
update collect.report r set unit_name = u.name, credit_code = u.credit_code, pinyin = u.pinyin
  from register.unit u where u.unit_id = r.unit_id;

-- The revision a draft was made from: a later submission or correction is noticed when it is saved again.
alter table collect.draft add column base_revision integer not null default 0;

-- Rules (`rule` or `rule@row`) that could not be decided on this content.
alter table collect.revision add column undecided text[] not null default '{}';

create index finding_rule on collect.finding (collection_id, rule);
create index event_report on collect.event (collection_id, unit_id, id);

-- Reminding many: a job works through the filter by unit number and can be stopped.
create table collect.reminder (
  id integer generated always as identity primary key,
  collection_id integer not null references collect.collection,
  filter jsonb not null,
  -- Where the sender may remind, frozen when it was asked for.
  reach jsonb not null,
  message text,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'cancelled')),
  total integer not null,
  done integer not null default 0,
  last_unit_id integer not null default 0,
  created_by integer not null references identity.account,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index reminder_collection on collect.reminder (collection_id, created_at desc);
