-- One line for each page someone has open, so that closing one of two takes nobody away.
truncate collect.presence;
alter table collect.presence drop constraint presence_pkey;
alter table collect.presence add column page uuid not null;
alter table collect.presence add primary key (unit_id, collection_id, account_id, page);
