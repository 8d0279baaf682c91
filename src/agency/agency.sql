-- Agencies: statements that read, and the change of one row.

-- one agency_by_id(id int) -> id int, code text, kind text, level text, pattern text?, name text,
--	abbr text?, parent_id int?, parent text?, place_id int?, place_code text?, place text?,
--	province_code text?, valid_from date?, valid_to date?, citation text, verified bool, version int
SELECT a.id, a.code, a.kind, a.level, a.pattern, a.name, a.abbr, a.parent_id, u.name AS parent,
	a.place_id, p.code AS place_code, p.full_name AS place, a.province_code, a.valid_from,
	a.valid_to, a.citation, a.verified, a.version
FROM agency a LEFT JOIN agency u ON u.id = a.parent_id LEFT JOIN place_v p ON p.id = a.place_id
WHERE a.id = :id;

-- one agency_by_code(code text) -> id int
SELECT id FROM agency WHERE code = :code;

-- many agency_rows(pattern text?, level text?, kind text?, province text?, day date, skip int, most int)
--	-> id int, code text, name text, abbr text?, kind text, level text, place text?, valid_from date?,
--	valid_to date?, verified bool
SELECT a.id, a.code, a.name, a.abbr, a.kind, a.level, p.full_name AS place, a.valid_from, a.valid_to,
	a.verified
FROM agency_v a LEFT JOIN place_v p ON p.id = a.place_id
WHERE a.first_day <= :day AND a.last_day >= :day
	AND (:level IS NULL OR a.level = :level) AND (:kind IS NULL OR a.kind = :kind)
	AND (:province IS NULL OR a.province_code = :province)
	AND (:pattern IS NULL OR a.fold LIKE :pattern
		OR a.id IN (SELECT agency_id FROM agency_alias WHERE fold LIKE :pattern))
ORDER BY a.sort_key, a.code
LIMIT :most OFFSET :skip;

-- one agency_count(pattern text?, level text?, kind text?, province text?, day date) -> total int
SELECT count(*) AS total
FROM agency_v a
WHERE a.first_day <= :day AND a.last_day >= :day
	AND (:level IS NULL OR a.level = :level) AND (:kind IS NULL OR a.kind = :kind)
	AND (:province IS NULL OR a.province_code = :province)
	AND (:pattern IS NULL OR a.fold LIKE :pattern
		OR a.id IN (SELECT agency_id FROM agency_alias WHERE fold LIKE :pattern));

-- Everything in force under a province on a day, in one read: its bodies of every level.
-- many agency_in_province(province text, day date) -> id int, code text, name text, kind text, level text,
--	place_id int?
SELECT id, code, name, kind, level, place_id
FROM agency_v
WHERE province_code = :province AND first_day <= :day AND last_day >= :day
ORDER BY level DESC, sort_key, code;

-- many agency_of_place(code text, day date) -> id int, name text, kind text, abbr text?, verified bool
SELECT a.id, a.name, a.kind, a.abbr, a.verified
FROM agency_v a
WHERE a.place_code = :code AND a.first_day <= :day AND a.last_day >= :day
ORDER BY a.sort_key, a.code;

-- many agency_aliases(agency int) -> name text
SELECT name FROM agency_alias WHERE agency_id = :agency ORDER BY fold, name;

-- exec agency_alias_learn(agency int, name text, fold text)
INSERT INTO agency_alias(agency_id, name, fold, learned)
SELECT a.id, :name, :fold, 1 FROM agency a
WHERE a.id = :agency AND NOT EXISTS (
	SELECT 1 FROM agency_alias l WHERE l.agency_id = a.id AND l.fold = :fold);

-- many agency_words(pattern text) -> words text
SELECT words FROM agency_word WHERE pattern = :pattern ORDER BY fold, words;

-- many agency_before(id int) -> step int, id int, name text, edge text, date date, share real?,
--	matter text, citation text, verified bool
WITH RECURSIVE back(step, id, edge) AS (
	SELECT 1, from_id, id FROM agency_edge WHERE to_id = :id
	UNION ALL
	SELECT b.step + 1, e.from_id, e.id FROM back b JOIN agency_edge e ON e.to_id = b.id
	WHERE b.step < 8
)
SELECT b.step, a.id, a.name, e.kind AS edge, e.date, e.share, e.matter, e.citation, e.verified
FROM back b JOIN agency a ON a.id = b.id JOIN agency_edge e ON e.id = b.edge
ORDER BY b.step, e.date DESC, a.sort_key;

-- many agency_after(id int) -> step int, id int, name text, edge text, date date, share real?,
--	matter text, citation text, verified bool
WITH RECURSIVE onward(step, id, edge) AS (
	SELECT 1, to_id, id FROM agency_edge WHERE from_id = :id
	UNION ALL
	SELECT o.step + 1, e.to_id, e.id FROM onward o JOIN agency_edge e ON e.from_id = o.id
	WHERE o.step < 8
)
SELECT o.step, a.id, a.name, e.kind AS edge, e.date, e.share, e.matter, e.citation, e.verified
FROM onward o JOIN agency a ON a.id = o.id JOIN agency_edge e ON e.id = o.edge
ORDER BY o.step, e.date, a.sort_key;

-- many agency_competences(agency int) -> place_code text, place text, matter text, valid_from date?,
--	valid_to date?, citation text, verified bool
SELECT p.code AS place_code, p.full_name AS place, c.matter, c.valid_from, c.valid_to, c.citation,
	c.verified
FROM agency_competence c JOIN place_v p ON p.id = c.place_id
WHERE c.agency_id = :agency ORDER BY p.sort_key, c.matter;

-- Who is competent for a place on a day by a row of its own.
-- many agency_competent(place int, matter text, day date) -> id int, name text
SELECT a.id, a.name
FROM agency_competence_v c JOIN agency_v a ON a.id = c.agency_id
WHERE c.place_id = :place AND c.matter = :matter AND c.first_day <= :day AND c.last_day >= :day
	AND a.first_day <= :day AND a.last_day >= :day
ORDER BY a.sort_key;

-- exec agency_competence_put(agency int, place int, matter text, valid_from date?, valid_to date?,
--	citation text, verified bool)
INSERT INTO agency_competence(agency_id, place_id, matter, valid_from, valid_to, citation, verified)
VALUES (:agency, :place, :matter, :valid_from, :valid_to, :citation, :verified);

-- many agency_members(committee int, day date) -> id int, name text, role text, citation text,
--	verified bool
SELECT a.id, a.name, m.role, m.citation, m.verified
FROM agency_member m JOIN agency a ON a.id = m.member_id
WHERE m.committee_id = :committee AND coalesce(m.valid_from, '0001-01-01') <= :day
	AND coalesce(m.valid_to, '9999-12-31') >= :day
ORDER BY m.role DESC, a.sort_key;

-- many agency_children(id int, day date) -> id int, name text, level text
SELECT id, name, level FROM agency_v
WHERE parent_id = :id AND first_day <= :day AND last_day >= :day
	AND level IN ('nation', 'province')
ORDER BY level, sort_key;

-- By what the papers of one place call its own bodies. Two rows: the word is not clear.
-- many agency_find_word(place int, fold text, type text, day date) -> id int
SELECT DISTINCT a.id
FROM agency_word w JOIN agency_v a ON a.pattern = w.pattern
WHERE a.place_id = :place AND a.first_day <= :day AND a.last_day >= :day
	AND ((w.with_type = 0 AND w.fold = :fold) OR (w.with_type = 1 AND :fold = replace(w.fold, '@', :type)))
LIMIT 2;

-- many agency_find_local_alias(place int, fold text, day date) -> id int
SELECT DISTINCT a.id
FROM agency_alias l JOIN agency_v a ON a.id = l.agency_id
WHERE l.fold = :fold AND a.place_id = :place AND a.first_day <= :day AND a.last_day >= :day
LIMIT 2;

-- By a whole name, spelling or abbreviation that is nobody else's on that day.
-- many agency_find_name(fold text, province text?, day date) -> id int
SELECT id FROM agency_v
WHERE fold = :fold AND first_day <= :day AND last_day >= :day
	AND (:province IS NULL OR province_code = :province)
UNION
SELECT a.id FROM agency_alias l JOIN agency_v a ON a.id = l.agency_id
WHERE l.fold = :fold AND a.first_day <= :day AND a.last_day >= :day
	AND ((:province IS NULL AND a.level = 'nation') OR a.province_code = :province)
LIMIT 2;

-- many agency_find_places(code text, day date) -> id int, type text, kind text, province_code text
SELECT u.id, u.type, u.kind, u.province_code
FROM place_v p JOIN place_v u ON u.id = p.id OR (u.code = p.district_code AND u.kind = 'district')
	OR (u.code = p.province_code AND u.kind = 'province')
WHERE p.code = :code AND p.first_day <= :day AND p.last_day >= :day
	AND u.first_day <= :day AND u.last_day >= :day
ORDER BY u.kind;

-- one collective_find(fold text, level text) -> id int, words text, open bool, note text
SELECT id, words, open, note FROM collective WHERE fold = :fold AND level = :level;

-- many collectives() -> id int, words text, level text, open bool, note text
SELECT id, words, level, open, note FROM collective ORDER BY level, fold;

-- Whom the words mean on a day. province NULL: the nation.
-- many collective_agencies(collective int, province text?, day date) -> id int, name text, kind text,
--	level text
SELECT b.id, b.name, b.kind, b.level
FROM agency_v b
WHERE b.id IN (
	SELECT a.id
	FROM collective_rule r JOIN agency_v a ON a.kind = r.kind AND a.level = r.level
	WHERE r.collective_id = :collective AND coalesce(r.valid_from, '0001-01-01') <= :day
		AND a.first_day <= :day AND a.last_day >= :day AND :province IS NULL
	UNION
	SELECT a.id -- apart, so that a province's bodies are found by their index
	FROM collective_rule r JOIN agency_v a ON a.kind = r.kind AND a.level = r.level AND a.province_code = :province
	WHERE r.collective_id = :collective AND coalesce(r.valid_from, '0001-01-01') <= :day
		AND a.first_day <= :day AND a.last_day >= :day
	UNION
	SELECT a.id
	FROM collective_rule r JOIN agency_v c ON c.code = r.committee OR c.pattern = r.committee
		JOIN agency_member m ON m.committee_id = c.id JOIN agency_v a ON a.id = m.member_id
	WHERE r.collective_id = :collective AND (:province IS NULL OR c.province_code = :province)
		AND c.first_day <= :day AND c.last_day >= :day AND a.first_day <= :day
		AND a.last_day >= :day AND coalesce(m.valid_from, '0001-01-01') <= :day
		AND coalesce(m.valid_to, '9999-12-31') >= :day)
ORDER BY CASE b.level WHEN 'nation' THEN 0 WHEN 'province' THEN 1 WHEN 'district' THEN 2 ELSE 3 END,
	b.sort_key, b.code;

-- changed agency_update(id int, version int, name text, abbr text?, fold text, sort_key blob,
--	valid_from date?, valid_to date?, citation text, verified bool)
UPDATE agency SET name = :name, abbr = :abbr, fold = :fold, sort_key = :sort_key,
	valid_from = :valid_from, valid_to = :valid_to, citation = :citation, verified = :verified,
	version = version + 1
WHERE id = :id AND version = :version;

-- one agency_counts(day date) -> nation int, province int, district int, commune int
SELECT coalesce(sum(CASE level WHEN 'nation' THEN 1 ELSE 0 END), 0) AS nation,
	coalesce(sum(CASE level WHEN 'province' THEN 1 ELSE 0 END), 0) AS province,
	coalesce(sum(CASE level WHEN 'district' THEN 1 ELSE 0 END), 0) AS district,
	coalesce(sum(CASE level WHEN 'commune' THEN 1 ELSE 0 END), 0) AS commune
FROM agency_v WHERE first_day <= :day AND last_day >= :day;
