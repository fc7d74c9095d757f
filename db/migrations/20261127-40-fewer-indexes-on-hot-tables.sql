-- What every submission writes, with no more indexes than are read.

-- The receipt's number follows from the key (collection, unit, revision): its uniqueness needs no index. Without one,
-- no column that a submission changes is indexed, and PostgreSQL updates a report in place (HOT), in the room left.
alter table collect.report drop constraint report_receipt_no_key;
alter table collect.report set (fillfactor = 70);

-- The same columns as the primary key, in another order; nothing asks for them in this one.
drop index collect.event_report;

-- The log grows in the order of time, so the time of a block of rows tells enough.
drop index audit.event_at;
create index event_at on audit.event using brin (at);

-- The distinct actions are found along event_action.
drop index audit.event_action_order;
