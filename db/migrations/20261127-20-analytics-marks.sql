-- How a mirror knows that this database holds everything it has read: it writes a fresh mark here before it applies
-- what it read, and carries the same mark in its own file. A restored backup lacks the mark, or has an older one.
-- Two marks, because a mirror killed between the two writes still carries the earlier.
alter table analytics.consumer
  add column mark uuid not null default gen_random_uuid(),
  add column earlier_mark uuid;
