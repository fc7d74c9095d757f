create schema org;

-- Regions (行政区划, 统计用区划代码) by dated edition; a code means something only together with its edition.
create table org.region_edition (
  edition text primary key check (edition ~ '^[0-9]{4}[a-z0-9-]*$'),
  name text not null,
  valid_from date not null,
  demonstration boolean not null default false
);

create table org.region (
  edition text not null references org.region_edition,
  code text collate "C" not null check (code ~ '^[0-9]{12}$'),
  name text not null,
  level text not null check (level in ('province', 'city', 'county', 'township', 'village')),
  parent_code text collate "C",
  urban_rural text check (urban_rural in ('111', '121', '122', '112', '123', '210', '220')),
  primary key (edition, code),
  foreign key (edition, parent_code) references org.region (edition, code) deferrable initially deferred
);
create index region_parent on org.region (edition, parent_code);

-- How codes of one edition become codes of the next.
create table org.region_link (
  edition_from text not null references org.region_edition,
  edition_to text not null references org.region_edition,
  from_code text collate "C" not null,
  to_code text collate "C" not null,
  kind text not null check (kind in ('merge', 'split', 'rename', 'recode')),
  primary key (edition_from, edition_to, from_code, to_code)
);

-- Offices: statistics bureaus, departments, governments. Their place in the tree is their reach.
create table org.organisation (
  id integer generated always as identity primary key,
  parent_id integer references org.organisation,
  name text not null check (name <> ''),
  kind text not null check (kind in ('bureau', 'department', 'government')),
  region_code text collate "C" not null check (region_code ~ '^[0-9]{12}$'),
  unique (parent_id, name)
);
