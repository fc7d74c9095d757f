-- Which reading or applying of the file it is; a job that belongs to an earlier one has been cancelled and does nothing.
alter table collect.import add column run integer not null default 1;
