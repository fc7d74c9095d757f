-- The reason that a respondent chose from the form's list; explanations from before, and of forms without a list, have none.
alter table collect.finding add column reason text,
  add constraint finding_reason_explained check (reason is null or explanation is not null);
