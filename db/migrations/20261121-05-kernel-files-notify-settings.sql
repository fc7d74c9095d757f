create schema files;
create table files.file (
  id integer generated always as identity primary key,
  sha256 bytea not null,
  name text not null,
  media_type text not null,
  bytes bigint not null check (bytes >= 0),
  created_by integer references identity.account,
  created_at timestamptz not null default now()
);

create schema notify;
create table notify.message (
  id bigint generated always as identity primary key,
  account_id integer not null references identity.account,
  kind text not null,
  -- Text in both languages, and where in the product it leads.
  title jsonb not null,
  body jsonb not null,
  link text,
  created_at timestamptz not null default now(),
  read_at timestamptz
);
create index message_inbox on notify.message (account_id, created_at desc);
create index message_unread on notify.message (account_id) where read_at is null;

create schema settings;
create table settings.setting (
  key text primary key,
  value jsonb not null,
  changed_by integer references identity.account,
  changed_at timestamptz not null default now()
);

create schema http;
create table http.idempotency (
  account_id integer not null references identity.account,
  key text not null check (length(key) between 8 and 100),
  route text not null,
  request_sha256 bytea not null,
  reply jsonb,
  at timestamptz not null default now(),
  primary key (account_id, key)
);
create index idempotency_at on http.idempotency (at);
