-- Forms and people are found by pinyin too. What SQL cannot spell out is given at the next start (ensureSearchTexts).
alter table catalog.form add column pinyin text not null default '';
alter table identity.account add column pinyin text not null default '';

create index account_pinyin on identity.account using gin (pinyin gin_trgm_ops);
create index account_display_name on identity.account using gin (display_name gin_trgm_ops);
create index account_found_sign_in_name on identity.account using gin (sign_in_name gin_trgm_ops);
create index account_name_order on identity.account (pinyin, display_name, id);
create index account_organisation on identity.account (organisation_id) where organisation_id is not null;
