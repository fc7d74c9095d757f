-- Why a bulk acceptance ended before its time, and the state each report was in when it was asked for: what its county
-- has accepted meanwhile is not taken by the city.
alter table collect.acceptance
  add column code text,
  add column message jsonb,
  add check ((code is null) = (message is null));

alter table collect.acceptance_report add column state text;
-- Of a task that has ended only what was left aside is still asked for.
delete from collect.acceptance_report p using collect.acceptance b
  where b.id = p.acceptance_id and b.state in ('done', 'cancelled', 'failed') and p.code is null;
-- What is under way goes on with the reports as they stand.
update collect.acceptance_report p set state = r.state
  from collect.acceptance b join collect.report r on r.collection_id = b.collection_id
  where b.id = p.acceptance_id and r.unit_id = p.unit_id;
alter table collect.acceptance_report alter column state set not null;
