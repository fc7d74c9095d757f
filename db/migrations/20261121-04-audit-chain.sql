create schema audit;

-- Append-only and hash-chained: hash = SM3(previous hash || canonical JSON of the row).
create table audit.event (
  seq bigint primary key,
  at timestamptz not null,
  account_id integer,
  account_name text not null,
  session_id uuid,
  request_id text,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  region_code text collate "C",
  detail jsonb not null,
  previous_hash bytea not null,
  hash bytea not null
);
create index event_at on audit.event (at);
create index event_subject on audit.event (subject_kind, subject_id);
create index event_account on audit.event (account_id, at);

create table audit.head (
  single boolean primary key default true check (single),
  seq bigint not null,
  hash bytea not null
);
insert into audit.head (seq, hash) values (0, decode(repeat('00', 32), 'hex'));

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit.event is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger event_append_only before update or delete on audit.event
  for each row execute function audit.refuse_change();
create trigger event_no_truncate before truncate on audit.event
  for each statement execute function audit.refuse_change();
