-- What people type to find a region (initials, then full pinyin), and where an edition comes from.
alter table org.region add column pinyin text not null default '';
alter table org.region_edition
  add column name_en text not null default '',
  add column source text not null default '',
  add column published date;
create index region_code on org.region (code text_pattern_ops);
