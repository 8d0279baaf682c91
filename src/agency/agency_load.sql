-- Agencies: the statements of the load.

-- one agency_loaded(digest text) -> agencies int
SELECT agencies FROM agency_load WHERE digest = :digest;

-- exec agency_load_clear()
DELETE FROM agency_load;

-- exec agency_load_put(digest text, agencies int)
INSERT INTO agency_load(digest, agencies) VALUES (:digest, :agencies);

-- one agency_places_loaded() -> places int, newest int
SELECT count(*) AS places, coalesce(max(id), 0) AS newest FROM place_v;

-- many agency_places() -> id int, kind text, code text, type text, name text, full_name text,
--	province_code text, district_code text?, valid_from date?, valid_to date?
SELECT id, kind, code, type, name, full_name, province_code, district_code, valid_from, valid_to
FROM place_v ORDER BY code, first_day;

-- many agency_ids() -> id int, code text
SELECT id, code FROM agency;

-- A row somebody has changed (version > 1) stays as it is.
-- exec agency_put(id int, code text, kind text, level text, pattern text?, name text, abbr text?,
--	fold text, sort_key blob, parent int?, place int?, place_code text?, province text?, district text?, valid_from date?,
--	valid_to date?, citation text, verified bool)
INSERT INTO agency(id, code, kind, level, pattern, name, abbr, fold, sort_key, parent_id, place_id, place_code,
	province_code,
	district_code, valid_from, valid_to, citation, verified, version)
VALUES (:id, :code, :kind, :level, :pattern, :name, :abbr, :fold, :sort_key, :parent, :place, :place_code, :province,
	:district, :valid_from, :valid_to, :citation, :verified, 1)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, level = excluded.level, pattern = excluded.pattern,
	name = excluded.name, abbr = excluded.abbr, fold = excluded.fold, sort_key = excluded.sort_key,
	parent_id = excluded.parent_id, place_id = excluded.place_id, place_code = excluded.place_code,
	province_code = excluded.province_code,
	district_code = excluded.district_code, valid_from = excluded.valid_from,
	valid_to = excluded.valid_to, citation = excluded.citation, verified = excluded.verified
WHERE agency.version = 1;

-- exec agency_alias_clear()
DELETE FROM agency_alias WHERE learned = 0;

-- exec agency_alias_put(agency int, name text, fold text)
INSERT INTO agency_alias(agency_id, name, fold) VALUES (:agency, :name, :fold);

-- exec agency_word_clear()
DELETE FROM agency_word;

-- exec agency_word_put(pattern text, words text, fold text, with_type bool)
INSERT INTO agency_word(pattern, words, fold, with_type) VALUES (:pattern, :words, :fold, :with_type);

-- exec agency_edge_clear()
DELETE FROM agency_edge;

-- The bodies of a place follow the place.
-- exec agency_edge_of_places()
INSERT INTO agency_edge(from_id, to_id, kind, date, share, matter, citation, verified)
SELECT a.id, b.id, e.kind, e.date, e.share, '', e.citation, 0
FROM place_edge_v e JOIN agency a ON a.place_id = e.from_id
	JOIN agency b ON b.place_id = e.to_id AND b.pattern = a.pattern
WHERE coalesce(a.valid_to, '9999-12-31') < e.date AND coalesce(b.valid_from, '0001-01-01') <= e.date;

-- exec agency_edge_named(from_code text, to_code text, kind text, day date, share real?, matter text,
--	citation text, verified bool)
INSERT INTO agency_edge(from_id, to_id, kind, date, share, matter, citation, verified)
SELECT a.id, b.id, :kind, :day, :share, :matter, :citation, :verified
FROM agency a, agency b WHERE a.code = :from_code AND b.code = :to_code;

-- The same change in every place: to the body of the place itself, or of its province.
-- exec agency_edge_pattern(from_pattern text, to_pattern text, kind text, day date, before date,
--	share real?, matter text, citation text, verified bool)
INSERT INTO agency_edge(from_id, to_id, kind, date, share, matter, citation, verified)
SELECT a.id, b.id, :kind, :day, :share, :matter, :citation, :verified
FROM agency a JOIN agency b ON b.province_code = a.province_code AND b.pattern = :to_pattern
WHERE a.pattern = :from_pattern AND a.valid_to = :before
	AND (b.level = a.level OR b.level = 'province')
	AND coalesce(b.valid_from, '0001-01-01') <= :day AND coalesce(b.valid_to, '9999-12-31') >= :day;

-- exec agency_member_clear()
DELETE FROM agency_member;

-- exec agency_member_put(committee text, member text, role text, valid_from date?, valid_to date?,
--	citation text, verified bool)
INSERT INTO agency_member(committee_id, member_id, role, valid_from, valid_to, citation, verified)
SELECT c.id, m.id, :role, :valid_from, :valid_to, :citation, :verified
FROM agency c, agency m WHERE c.code = :committee AND m.code = :member;

-- exec agency_tree_clear()
DELETE FROM agency_tree;

-- exec agency_tree_make()
INSERT INTO agency_tree(ancestor_id, agency_id, depth)
WITH RECURSIVE up(ancestor, agency, depth) AS (
	SELECT id, id, 0 FROM agency
	UNION ALL
	SELECT a.parent_id, u.agency, u.depth + 1 FROM up u JOIN agency a ON a.id = u.ancestor
	WHERE a.parent_id IS NOT NULL AND u.depth < 16
)
SELECT ancestor, agency, depth FROM up;

-- exec collective_rule_clear()
DELETE FROM collective_rule;

-- exec collective_clear()
DELETE FROM collective;

-- exec collective_put(id int, words text, fold text, level text, open bool, note text)
INSERT INTO collective(id, words, fold, level, open, note)
VALUES (:id, :words, :fold, :level, :open, :note);

-- exec collective_rule_put(collective int, kind text?, level text?, committee text?, valid_from date?)
INSERT INTO collective_rule(collective_id, kind, level, committee, valid_from)
VALUES (:collective, :kind, :level, :committee, :valid_from);
