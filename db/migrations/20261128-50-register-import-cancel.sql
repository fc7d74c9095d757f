-- An import of units can be cancelled. `run` says which reading or applying of the file it is; a job that belongs to an
-- earlier one has been cancelled and does nothing.
alter table register.import
  add column run integer not null default 1,
  drop constraint import_state_check,
  add constraint import_state_check
    check (state in ('reading', 'previewed', 'applying', 'applied', 'failed', 'cancelled'));
