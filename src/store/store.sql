-- Is there a store_migration at all? Asked before the first migration.
-- one store_migrated() -> there bool
-- sqlite
SELECT count(*) > 0 AS there FROM sqlite_schema WHERE name = 'store_migration';
-- postgres
SELECT count(*) > 0 AS there FROM pg_catalog.pg_tables
WHERE schemaname = current_schema() AND tablename = 'store_migration';

-- many store_migrations() -> number int, name text, digest text
SELECT number, name, digest FROM store_migration ORDER BY number;

-- exec store_migration_add(number int, name text, digest text, applied time)
INSERT INTO store_migration(number, name, digest, applied)
VALUES (:number, :name, :digest, :applied);
