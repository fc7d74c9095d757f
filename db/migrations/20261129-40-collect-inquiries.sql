-- What the office asks about cells of a report and what is answered (问询). Kept with the report; nothing is taken away.
create table collect.inquiry (
  id integer generated always as identity primary key,
  unit_id integer not null,
  collection_id integer not null,
  -- Keys of cells: `M13`, in a row of a table `P1@row`.
  cells text[] not null check (cardinality(cells) between 1 and 50),
  -- The revision that was asked about.
  revision_no integer not null,
  state text not null default 'open' check (state in ('open', 'answered', 'closed')),
  asked_at timestamptz not null,
  foreign key (unit_id, collection_id) references collect.report
);
create index inquiry_report on collect.inquiry (unit_id, collection_id);
create index inquiry_standing on collect.inquiry (collection_id, unit_id) where state <> 'closed';

create table collect.inquiry_message (
  inquiry_id integer not null references collect.inquiry,
  no integer not null check (no >= 1),
  side text not null check (side in ('office', 'unit')),
  account_id integer not null references identity.account,
  at timestamptz not null,
  text text not null check (length(text) between 1 and 1000),
  primary key (inquiry_id, no)
);
