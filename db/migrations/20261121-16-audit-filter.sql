-- Filtering the log by what was done, and listing what was done at all.
create index event_action on audit.event (action text_pattern_ops, seq);
create index event_action_order on audit.event (action);
create index event_region on audit.event (region_code text_pattern_ops) where region_code is not null;
