-- Kind of the unit in the frozen frame. Staff of a place fill in for its villages and households and for the township
-- itself; a unit that reports for itself is filled in by itself only.
alter table collect.report add column unit_kind text;
update collect.report r set unit_kind = u.kind from register.unit u where u.unit_id = r.unit_id;
