-- Places: statements. "In force on a day" is first_day <= day <= last_day of place_v.

-- one place_loaded(digest text) -> places int, edges int, faults int
SELECT places, edges, faults FROM place_load WHERE digest = :digest;

-- many place_ids() -> id int, code text, valid_from date?
SELECT id, code, valid_from FROM place;

-- one place_highest() -> id int
SELECT coalesce(max(id), 0) AS id FROM place;

-- exec place_put(id int, kind text, code text, type text, name text, full_name text, name_en text?,
--	fold text, sort_key blob, province_code text, district_code text?, population int?, area real?,
--	lat real?, lon real?, valid_from date?, valid_to date?, citation text, verified bool)
INSERT INTO place(id, kind, code, type, name, full_name, name_en, fold, sort_key, province_code,
	district_code, population, area, lat, lon, valid_from, valid_to, citation, verified)
VALUES (:id, :kind, :code, :type, :name, :full_name, :name_en, :fold, :sort_key, :province_code,
	:district_code, :population, :area, :lat, :lon, :valid_from, :valid_to, :citation, :verified)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, type = excluded.type, name = excluded.name,
	full_name = excluded.full_name, name_en = excluded.name_en, fold = excluded.fold,
	sort_key = excluded.sort_key, province_code = excluded.province_code,
	district_code = excluded.district_code, population = excluded.population,
	area = excluded.area, lat = excluded.lat, lon = excluded.lon, valid_to = excluded.valid_to,
	citation = excluded.citation, verified = excluded.verified;

-- exec place_edge_clear()
DELETE FROM place_edge;

-- exec place_edge_put(id int, from_id int, to_id int, kind text, date date, share real?, citation text,
--	verified bool)
INSERT INTO place_edge(id, from_id, to_id, kind, date, share, citation, verified)
VALUES (:id, :from_id, :to_id, :kind, :date, :share, :citation, :verified);

-- exec place_fault_clear()
DELETE FROM place_fault;

-- exec place_fault_put(id int, rule text, code text, name text, found text, bridged bool)
INSERT INTO place_fault(id, rule, code, name, found, bridged)
VALUES (:id, :rule, :code, :name, :found, :bridged);

-- exec place_load_put(digest text, places int, edges int, faults int)
INSERT INTO place_load(digest, places, edges, faults) VALUES (:digest, :places, :edges, :faults)
ON CONFLICT (digest) DO NOTHING;

-- exec place_load_clear()
DELETE FROM place_load;

-- many place_faults() -> rule text, code text, name text, found text, bridged bool
SELECT rule, code, name, found, bridged FROM place_fault ORDER BY id;

-- many place_fault_counts() -> rule text, total int, bridged int
SELECT rule, count(*) AS total, sum(bridged) AS bridged FROM place_fault GROUP BY rule ORDER BY min(id);

-- one place_by_id(id int) -> id int, kind text, code text, type text, name text, full_name text,
--	name_en text?, province_code text, district_code text?, population int?, area real?, lat real?,
--	lon real?, valid_from date?, valid_to date?, citation text, verified bool
SELECT id, kind, code, type, name, full_name, name_en, province_code, district_code, population, area,
	lat, lon, valid_from, valid_to, citation, verified
FROM place WHERE id = :id;

-- one place_on(code text, day date) -> id int, kind text, code text, type text, name text,
--	full_name text, name_en text?, province_code text, district_code text?, population int?,
--	area real?, lat real?, lon real?, valid_from date?, valid_to date?, citation text, verified bool
SELECT id, kind, code, type, name, full_name, name_en, province_code, district_code, population, area,
	lat, lon, valid_from, valid_to, citation, verified
FROM place_v WHERE code = :code AND first_day <= :day AND last_day >= :day;

-- many place_versions(code text) -> id int, kind text, full_name text, valid_from date?, valid_to date?
SELECT id, kind, full_name, valid_from, valid_to FROM place_v WHERE code = :code ORDER BY first_day;

-- many place_provinces(day date) -> id int, code text, full_name text, name text, name_en text?,
--	population int?, area real?, districts int, communes int
SELECT p.id, p.code, p.full_name, p.name, p.name_en, p.population, p.area,
	(SELECT count(*) FROM place_v c WHERE c.province_code = p.code AND c.kind = 'district'
		AND c.first_day <= :day AND c.last_day >= :day) AS districts,
	(SELECT count(*) FROM place_v c WHERE c.province_code = p.code AND c.kind = 'commune'
		AND c.first_day <= :day AND c.last_day >= :day) AS communes
FROM place_v p
WHERE p.kind = 'province' AND p.first_day <= :day AND p.last_day >= :day
ORDER BY p.sort_key, p.code;

-- many place_communes(province text, day date) -> id int, code text, full_name text, type text,
--	district_code text?, population int?, area real?
SELECT id, code, full_name, type, district_code, population, area
FROM place_v
WHERE province_code = :province AND kind = 'commune' AND first_day <= :day AND last_day >= :day
ORDER BY sort_key, code;

-- many place_communes_of_district(district text, day date) -> id int, code text, full_name text,
--	type text, district_code text?, population int?, area real?
SELECT id, code, full_name, type, district_code, population, area
FROM place_v
WHERE district_code = :district AND kind = 'commune' AND first_day <= :day AND last_day >= :day
ORDER BY sort_key, code;

-- many place_districts(province text, day date) -> id int, code text, full_name text, type text,
--	communes int
SELECT d.id, d.code, d.full_name, d.type,
	(SELECT count(*) FROM place_v c WHERE c.district_code = d.code AND c.kind = 'commune'
		AND c.first_day <= :day AND c.last_day >= :day) AS communes
FROM place_v d
WHERE d.province_code = :province AND d.kind = 'district' AND d.first_day <= :day AND d.last_day >= :day
ORDER BY d.sort_key, d.code;

-- many place_find(pattern text, kind text?, day date?, most int) -> id int, kind text, code text,
--	full_name text, province text?, valid_from date?, valid_to date?
SELECT f.id, f.kind, f.code, f.full_name,
	(SELECT p.full_name FROM place_v p WHERE p.code = f.province_code AND p.kind = 'province'
		AND f.kind <> 'province' AND p.first_day <= f.last_day AND p.last_day >= f.first_day
		ORDER BY p.first_day DESC LIMIT 1) AS province,
	f.valid_from, f.valid_to
FROM place_v f
WHERE f.fold LIKE :pattern AND (:kind IS NULL OR f.kind = :kind)
	AND (:day IS NULL OR (f.first_day <= :day AND f.last_day >= :day))
ORDER BY f.kind DESC, f.sort_key, f.first_day
LIMIT :most;

-- one place_counts(day date) -> provinces int, districts int, communes int
SELECT (SELECT count(*) FROM place_v WHERE kind = 'province' AND first_day <= :day AND last_day >= :day)
		AS provinces,
	(SELECT count(*) FROM place_v WHERE kind = 'district' AND first_day <= :day AND last_day >= :day)
		AS districts,
	(SELECT count(*) FROM place_v WHERE kind = 'commune' AND first_day <= :day AND last_day >= :day)
		AS communes;

-- many place_before(id int) -> step int, id int, kind text, code text, full_name text, edge text,
--	date date, share real?, citation text, verified bool, valid_from date?, valid_to date?
WITH RECURSIVE back(step, id, edge) AS (
	SELECT 1, from_id, id FROM place_edge WHERE to_id = :id
	UNION ALL
	SELECT b.step + 1, e.from_id, e.id FROM back b JOIN place_edge e ON e.to_id = b.id
	WHERE b.step < 16
)
SELECT b.step, p.id, p.kind, p.code, p.full_name, e.kind AS edge, e.date, e.share, e.citation,
	e.verified, p.valid_from, p.valid_to
FROM back b JOIN place p ON p.id = b.id JOIN place_edge e ON e.id = b.edge
ORDER BY b.step, p.sort_key, p.code;

-- many place_after(id int) -> step int, id int, kind text, code text, full_name text, edge text,
--	date date, share real?, citation text, verified bool, valid_from date?, valid_to date?
WITH RECURSIVE onward(step, id, edge) AS (
	SELECT 1, to_id, id FROM place_edge WHERE from_id = :id
	UNION ALL
	SELECT o.step + 1, e.to_id, e.id FROM onward o JOIN place_edge e ON e.from_id = o.id
	WHERE o.step < 16
)
SELECT o.step, p.id, p.kind, p.code, p.full_name, e.kind AS edge, e.date, e.share, e.citation,
	e.verified, p.valid_from, p.valid_to
FROM onward o JOIN place p ON p.id = o.id JOIN place_edge e ON e.id = o.edge
ORDER BY o.step, p.sort_key, p.code;

-- Where the ground of a place lies on the map of a day. share NULL: a part of unknown size.
-- many place_mapped(id int, day date) -> id int, code text, full_name text, share real?
WITH RECURSIVE onward(id, share, step) AS (
	SELECT p.id, CAST(1 AS DOUBLE PRECISION), 0 FROM place p WHERE p.id = :id
	UNION ALL
	SELECT e.to_id, o.share * e.share, o.step + 1
	FROM onward o JOIN place_edge e ON e.from_id = o.id
	WHERE e.date <= :day AND o.step < 16
)
SELECT v.id, v.code, v.full_name, o.share
FROM onward o JOIN place_v v ON v.id = o.id
WHERE v.first_day <= :day AND v.last_day >= :day
ORDER BY v.sort_key, v.code;

-- What a place is made of in its own time: its communes, itself where it is one. Districts
-- come too, for those of the islands had no communes.
-- many place_parts(id int, day date) -> id int, kind text, population int?
SELECT c.id, c.kind, c.population
FROM place o JOIN place_v c ON c.province_code = o.province_code
WHERE o.id = :id AND c.kind <> 'province' AND c.first_day <= :day AND c.last_day >= :day
	AND (o.kind = 'province' OR c.district_code = o.code OR c.id = o.id);

-- All edges into the communes that these parts went into, also those from elsewhere.
-- many place_part_edges(id int, day date) -> from_id int, to_id int, population int?
SELECT e.from_id, e.to_id, n.population
FROM place_edge e JOIN place n ON n.id = e.to_id
WHERE n.kind = 'commune' AND e.to_id IN (
	SELECT t.to_id
	FROM place o JOIN place_v c ON c.province_code = o.province_code
		JOIN place_edge t ON t.from_id = c.id
	WHERE o.id = :id AND c.kind <> 'province' AND c.first_day <= :day AND c.last_day >= :day
		AND (o.kind = 'province' OR c.district_code = o.code OR c.id = o.id))
ORDER BY e.to_id, e.from_id;

-- The communes that lie on the ground of a place that was made of communes; outside: how
-- many of their predecessors were another's.
-- many place_heirs(id int, day date) -> id int, code text, full_name text, outside int
WITH own AS (
	SELECT c.id
	FROM place o JOIN place_v c ON c.district_code = o.code
	WHERE o.id = :id AND o.kind = 'district' AND c.first_day <= :day AND c.last_day >= :day
	UNION SELECT o.id FROM place o WHERE o.id = :id AND o.kind = 'district'
), heir AS (
	SELECT DISTINCT t.to_id AS id FROM own JOIN place_edge t ON t.from_id = own.id
)
SELECT n.id, n.code, n.full_name,
	(SELECT count(*) FROM place_edge e
		WHERE e.to_id = n.id AND e.from_id NOT IN (SELECT id FROM own)) AS outside
FROM heir JOIN place n ON n.id = heir.id
ORDER BY n.sort_key, n.code;
