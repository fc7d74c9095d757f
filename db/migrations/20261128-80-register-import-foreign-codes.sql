-- The texts of a file that a field's list of codes does not know, as its last preview found them.
alter table register.import add column foreign_codes jsonb not null default '[]';
