create schema identity;

create table identity.account (
  id integer generated always as identity primary key,
  sign_in_name text not null,
  display_name text not null check (display_name <> ''),
  kind text not null check (kind in ('staff', 'enterprise', 'system')),
  organisation_id integer references org.organisation,
  unit_id integer,
  phone text,
  password_hash text,
  password_changed_at timestamptz,
  must_change_password boolean not null default true,
  failed_attempts integer not null default 0,
  locked_until timestamptz,
  disabled_at timestamptz,
  -- 32-byte TOTP secret, sealed with the installation's key; confirmed once a code was shown to work.
  totp_secret bytea,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,
  locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
  created_at timestamptz not null default now(),
  check ((kind = 'enterprise') = (unit_id is not null))
);
create unique index account_sign_in_name on identity.account (lower(sign_in_name));
create index account_unit on identity.account (unit_id) where unit_id is not null;

create table identity.password_history (
  account_id integer not null references identity.account,
  password_hash text not null,
  set_at timestamptz not null default now(),
  primary key (account_id, set_at)
);

-- The cookie holds a random token; only its SHA-256 is kept.
create table identity.session (
  token_hash bytea primary key,
  id uuid not null unique default gen_random_uuid(),
  account_id integer not null references identity.account,
  csrf_token text not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  ended_at timestamptz,
  second_factor_at timestamptz,
  address inet,
  agent text
);
create index session_account on identity.session (account_id) where ended_at is null;
