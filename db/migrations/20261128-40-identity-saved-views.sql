-- Ways to look at a list that a person gave a name: filters, order and page size, as they stand in the page's address.
create table identity.saved_view (
  id integer generated always as identity primary key,
  account_id integer not null references identity.account,
  list text not null,
  name text not null check (char_length(name) between 1 and 40),
  address text not null check (char_length(address) <= 2000),
  -- The list opens with it where an address says nothing else.
  is_default boolean not null default false,
  constraint saved_view_name unique (account_id, list, name)
);
create unique index saved_view_default on identity.saved_view (account_id, list) where is_default;
