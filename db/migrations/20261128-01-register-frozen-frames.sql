-- Frames that were in use before frozen ones were kept: of each collection, the last day of its period or, where it
-- was issued while the period lasted, the day of issue.
insert into register.frozen_frame (day, frozen_at)
select least(
    case
      when period ~ '^[0-9]{4}$' then make_date(period::integer, 12, 31)
      when period ~ '-S[12]$' then
        (make_date(left(period, 4)::integer, right(period, 1)::integer * 6, 1) + interval '1 month - 1 day')::date
      when period ~ '-Q[1-4]$' then
        (make_date(left(period, 4)::integer, right(period, 1)::integer * 3, 1) + interval '1 month - 1 day')::date
      when period ~ '-T[12]$' then
        make_date(left(period, 4)::integer, substr(period, 7, 2)::integer, right(period, 1)::integer * 10)
      -- A month, or its last ten-day period.
      when period ~ '-M' then
        (make_date(left(period, 4)::integer, substr(period, 7, 2)::integer, 1) + interval '1 month - 1 day')::date
      when period ~ '-W' then to_date(period, 'IYYY-"W"IW') + 6
      else period::date
    end,
    (issued_at at time zone 'Asia/Shanghai')::date
  ) as day,
  min(issued_at)
from collect.collection
group by day
on conflict do nothing;
