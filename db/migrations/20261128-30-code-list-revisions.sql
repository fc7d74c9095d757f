-- Counts the replacements of what code lists are made from, so that a process knows when the lists it holds are old.
alter table org.region_edition add column revision integer not null default 1;

create table register.industry_revision (
  only_row boolean primary key default true check (only_row),
  revision integer not null
);

insert into register.industry_revision (revision) values (1);
