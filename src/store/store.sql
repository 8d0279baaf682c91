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

-- The tables of a database, for copies of it. What an index of words keeps for itself is among them.
-- many store_tables() -> name text
-- sqlite
SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name;
-- postgres
SELECT CAST(tablename AS TEXT) AS name FROM pg_catalog.pg_tables
WHERE schemaname = current_schema() ORDER BY tablename;

-- The snapshot's own name, by which pg_dump reads the same one.
-- one store_snapshot() -> name text
-- sqlite
SELECT '' AS name;
-- postgres
SELECT pg_catalog.pg_export_snapshot() AS name;

-- Whose account this is, and what stands here already.
-- one store_here() -> privileged bool, tables int
-- sqlite
SELECT 0 AS privileged, count(*) AS tables FROM sqlite_schema;
-- postgres
SELECT r.rolsuper AS privileged, (SELECT count(*) FROM pg_catalog.pg_class c
	JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema') AS tables
FROM pg_catalog.pg_roles r WHERE r.rolname = current_user;

-- What a database's own settings make unsafe. guards: triggers that keep the log append-only.
-- one store_health() -> clock time, privileged bool, encrypted bool, far bool, open bool, guards int, size int
-- sqlite
SELECT 0 AS clock, 0 AS privileged, 1 AS encrypted, 0 AS far, 0 AS open,
	(SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'
		AND name IN ('audit_entry_no_update', 'audit_entry_no_delete')) AS guards,
	(SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size) AS size;
-- postgres
SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT) AS clock, r.rolsuper AS privileged,
	coalesce((SELECT s.ssl FROM pg_catalog.pg_stat_ssl s WHERE s.pid = pg_backend_pid()), false) AS encrypted,
	inet_server_addr() IS NOT NULL AS far,
	has_schema_privilege('public', current_schema(), 'CREATE') AS open,
	(SELECT count(*) FROM pg_catalog.pg_trigger t WHERE t.tgenabled <> 'D'
		AND t.tgrelid = to_regclass('audit_entry')
		AND t.tgname IN ('audit_entry_no_update', 'audit_entry_no_truncate')) AS guards,
	pg_database_size(current_database()) AS size
FROM pg_catalog.pg_roles r WHERE r.rolname = current_user;
