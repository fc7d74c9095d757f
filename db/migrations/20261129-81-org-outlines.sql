-- Outlines of an edition's regions as an office loaded them: none come with the product, because a map may be shown only
-- under the approval number it was given (地图管理条例).
create table org.outline_set (
  edition text primary key references org.region_edition,
  -- 审图号
  approval_number text not null check (length(approval_number) between 1 and 60 and approval_number = btrim(approval_number)),
  source text not null check (length(source) between 1 and 200 and source = btrim(source)),
  file_name text not null,
  regions integer not null check (regions > 0),
  -- Over all that is shown: the same stamp, the same maps under the same number.
  stamp text not null check (stamp ~ '^[0-9a-f]{16}$'),
  loaded_by integer not null references identity.account,
  loaded_at timestamptz not null
);

-- The regions directly below one, simplified and drawn together (TopoJSON); the topmost ones below 000000000000.
create table org.outline (
  edition text not null references org.outline_set on delete cascade,
  parent_code text not null check (parent_code ~ '^[0-9]{12}$'),
  drawing json not null,
  primary key (edition, parent_code)
);
