-- Whether a unit was above the threshold, in the frozen frame: of each collection already issued as the register has it
-- for the day its frame was drawn for, the last of its period or, where it was issued while the period lasted, the day
-- of issue. Null where the register knows no state of the unit on that day.
alter table collect.report add column above_threshold boolean;

update collect.report r set above_threshold = found.above_threshold
from (
  select owed.unit_id, owed.collection_id, stood.above_threshold
  from (
    select id,
      least(
        case
          when period ~ '^[0-9]{4}$' then make_date(period::integer, 12, 31)
          when period ~ '-S[12]$' then
            (make_date(left(period, 4)::integer, right(period, 1)::integer * 6, 1) + interval '1 month - 1 day')::date
          when period ~ '-Q[1-4]$' then
            (make_date(left(period, 4)::integer, right(period, 1)::integer * 3, 1) + interval '1 month - 1 day')::date
          when period ~ '-T[12]$' then
            make_date(left(period, 4)::integer, substr(period, 7, 2)::integer, right(period, 1)::integer * 10)
          when period ~ '-M' then
            (make_date(left(period, 4)::integer, substr(period, 7, 2)::integer, 1) + interval '1 month - 1 day')::date
          when period ~ '-W' then to_date(period, 'IYYY-"W"IW') + 6
          else period::date
        end,
        (issued_at at time zone 'Asia/Shanghai')::date
      ) as day
    from collect.collection
  ) as frame
  join collect.report owed on owed.collection_id = frame.id
  cross join lateral (
    select s.above_threshold from register.unit_attribute s
    where s.unit_id = owed.unit_id and s.valid_from <= frame.day
    order by s.valid_from desc, s.changed_at desc
    limit 1
  ) as stood
) as found
where found.unit_id = r.unit_id and found.collection_id = r.collection_id;

-- The demonstration city froze its frames without the kind of the unit, which never changes.
update collect.report r set unit_kind = u.kind
from register.unit u
where u.unit_id = r.unit_id and r.unit_kind is null;
