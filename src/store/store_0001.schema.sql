-- Which migrations this database has.
CREATE TABLE store_migration (
	number INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	digest TEXT NOT NULL, -- SHA-256 of the schema file, hexadecimal
	applied INTEGER NOT NULL
) STRICT;
