-- Whose a programme is: designers there, and above, change it and its forms; everyone else reads them. Programmes made
-- before belong to the office at the head of this installation.
alter table catalog.programme add column owner_region text collate "C" check (owner_region ~ '^[0-9]{12}$');

update catalog.programme set owner_region = coalesce(
  (select region_code from org.organisation where parent_id is null order by region_code, id limit 1),
  '000000000000');

alter table catalog.programme alter column owner_region set not null;
