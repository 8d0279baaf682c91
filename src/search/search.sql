-- Search: what is kept, and the one question.

-- exec search_doc_put(kind text, object int, agency int?, group int?, code text?, title text, note text, sort blob)
-- unscoped: written by the subject that owns the thing
INSERT INTO search_doc(kind, object_id, agency_id, group_id, code, title, note, sort)
VALUES (:kind, :object, :agency, :group, :code, :title, :note, :sort)
ON CONFLICT (kind, object_id) DO UPDATE SET agency_id = excluded.agency_id,
	group_id = excluded.group_id, title = excluded.title, note = excluded.note, sort = excluded.sort;

-- id search_group_add(made time)
INSERT INTO search_group(made) VALUES (:made) RETURNING id;

-- one search_group_by_doc(kind text, object int) -> group_id int?
-- unscoped: whoever changes the thing
SELECT group_id FROM search_doc WHERE kind = :kind AND object_id = :object;

-- exec search_group_more(kind text, object int, agency int)
-- unscoped: whoever changes the thing
INSERT INTO search_group_agency(group_id, agency_id)
SELECT group_id, :agency FROM search_doc WHERE kind = :kind AND object_id = :object AND group_id IS NOT NULL
ON CONFLICT DO NOTHING;

-- exec search_group_clear(group int)
DELETE FROM search_group_agency WHERE group_id = :group;

-- exec search_group_let(group int, agency int)
INSERT INTO search_group_agency(group_id, agency_id) VALUES (:group, :agency);

-- A thing's words of one weight, a list in JSON.
-- exec search_tokens_put(kind text, object int, weight int, tokens text)
-- unscoped: written by the subject that owns the thing
-- sqlite
INSERT INTO search_token(token, doc_id, weight)
SELECT q.value, d.id, :weight FROM search_doc d JOIN json_each(:tokens) AS q
WHERE d.kind = :kind AND d.object_id = :object;
-- postgres
INSERT INTO search_token(token, doc_id, weight)
SELECT q.value, d.id, :weight FROM search_doc d, jsonb_array_elements_text(CAST(:tokens AS jsonb)) AS q(value)
WHERE d.kind = :kind AND d.object_id = :object;

-- exec search_drop_tokens(kind text, object int)
-- unscoped: written by the subject that owns the thing
DELETE FROM search_token WHERE doc_id IN
	(SELECT id FROM search_doc WHERE kind = :kind AND object_id = :object);

-- exec search_drop_waiting(kind text, object int)
-- unscoped: written by the subject that owns the thing
DELETE FROM search_waiting WHERE kind = :kind AND object_id = :object;

-- exec search_waiting_put(kind text, object int, titles text, notes text, texts text)
INSERT INTO search_waiting(kind, object_id, titles, notes, texts) VALUES (:kind, :object, :titles, :notes, :texts)
ON CONFLICT (kind, object_id) DO UPDATE SET titles = excluded.titles, notes = excluded.notes, texts = excluded.texts;

-- The next things of one kind whose words wait.
-- one search_waiting_piece(most int) -> kind text, first int, last int
SELECT w.kind, min(w.object_id) AS first, max(w.object_id) AS last
FROM (SELECT kind, object_id FROM search_waiting ORDER BY kind, object_id LIMIT :most) w
GROUP BY w.kind ORDER BY w.kind LIMIT 1;

-- exec search_waiting_clear(kind text, first int, last int)
-- unscoped: the index itself
DELETE FROM search_token WHERE doc_id IN (SELECT d.id FROM search_waiting w
	JOIN search_doc d ON d.kind = w.kind AND d.object_id = w.object_id
	WHERE w.kind = :kind AND w.object_id >= :first AND w.object_id <= :last);

-- exec search_waiting_spread(kind text, first int, last int, titles int, notes int, texts int)
-- unscoped: the index itself
-- sqlite
INSERT INTO search_token(token, doc_id, weight)
SELECT q.value, w.id, w.weight FROM (
	SELECT d.id, x.titles AS words, :titles AS weight FROM search_waiting x
		JOIN search_doc d ON d.kind = x.kind AND d.object_id = x.object_id
		WHERE x.kind = :kind AND x.object_id >= :first AND x.object_id <= :last
	UNION ALL SELECT d.id, x.notes, :notes FROM search_waiting x
		JOIN search_doc d ON d.kind = x.kind AND d.object_id = x.object_id
		WHERE x.kind = :kind AND x.object_id >= :first AND x.object_id <= :last
	UNION ALL SELECT d.id, x.texts, :texts FROM search_waiting x
		JOIN search_doc d ON d.kind = x.kind AND d.object_id = x.object_id
		WHERE x.kind = :kind AND x.object_id >= :first AND x.object_id <= :last
) w JOIN json_each(w.words) AS q;
-- postgres
INSERT INTO search_token(token, doc_id, weight)
SELECT q.value, w.id, w.weight FROM (
	SELECT d.id, v.words, v.weight FROM search_waiting x
	JOIN search_doc d ON d.kind = x.kind AND d.object_id = x.object_id,
	LATERAL (VALUES (x.titles, :titles), (x.notes, :notes), (x.texts, :texts)) AS v(words, weight)
	WHERE x.kind = :kind AND x.object_id >= :first AND x.object_id <= :last
) w, jsonb_array_elements_text(CAST(w.words AS jsonb)) AS q(value);

-- exec search_waiting_done(kind text, first int, last int)
DELETE FROM search_waiting WHERE kind = :kind AND object_id >= :first AND object_id <= :last;

-- exec search_drop_doc(kind text, object int)
-- unscoped: written by the subject that owns the thing
DELETE FROM search_doc WHERE kind = :kind AND object_id = :object;

-- What is asked comes as JSON, one list a token: lowest, below, and 1 under what it counts
-- for: a word, a pair, a word as written.
-- `kinds` are the ones to find, a space on both sides of each.
-- many search_hits(asked text, least int, kinds text, account int, most int) -> kind text, object int,
--	code text?, title text, note text, agency_name text?, words int, total int
-- sqlite
WITH ask AS (
	SELECT key AS n, json_extract(value, '$[0]') AS low, json_extract(value, '$[1]') AS high,
		json_extract(value, '$[2]') AS word, json_extract(value, '$[3]') AS pair,
		json_extract(value, '$[4]') AS mark
	FROM json_each(:asked)
), found AS MATERIALIZED (
	SELECT t.doc_id, count(DISTINCT CASE WHEN a.word = 1 THEN a.n END) AS words,
		count(DISTINCT CASE WHEN a.pair = 1 THEN a.n END) AS pairs,
		count(DISTINCT CASE WHEN a.mark = 1 THEN a.n END) AS marks, sum(t.weight) AS weight
	FROM ask a CROSS JOIN search_token t WHERE t.token >= a.low AND t.token < a.high
	GROUP BY t.doc_id HAVING count(DISTINCT CASE WHEN a.word = 1 THEN a.n END) >= :least
), open_group AS (
	SELECT x.group_id FROM (SELECT DISTINCT d.group_id FROM found f
		JOIN search_doc d ON d.id = f.doc_id WHERE d.group_id IS NOT NULL) AS x
	WHERE EXISTS (SELECT 1 FROM search_group_agency s WHERE s.group_id = x.group_id
		AND EXISTS (SELECT 1 FROM access_reach_v r
			WHERE r.account_id = :account AND r.agency_id = s.agency_id))
)
SELECT d.kind, d.object_id AS object, d.code, d.title, d.note, g.name AS agency_name, f.words,
	count(*) OVER () AS total
FROM found f JOIN search_doc d ON d.id = f.doc_id LEFT JOIN agency_v g ON g.id = d.agency_id
WHERE instr(:kinds, ' ' || d.kind || ' ') > 0
  AND ((d.agency_id IS NULL AND d.group_id IS NULL)
	OR d.group_id IN (SELECT group_id FROM open_group)
	OR EXISTS (SELECT 1 FROM access_reach_v r
		WHERE r.account_id = :account AND r.agency_id = d.agency_id))
ORDER BY f.words DESC, f.pairs DESC, f.marks DESC, f.weight DESC, d.sort, d.id
LIMIT :most;
-- postgres
WITH ask AS MATERIALIZED (
	SELECT n, value->>0 AS low, value->>1 AS high, CAST(value->>2 AS BIGINT) AS word,
		CAST(value->>3 AS BIGINT) AS pair, CAST(value->>4 AS BIGINT) AS mark
	FROM jsonb_array_elements(CAST(:asked AS jsonb)) WITH ORDINALITY AS q(value, n)
), found AS MATERIALIZED (
	SELECT t.doc_id, count(DISTINCT CASE WHEN a.word = 1 THEN a.n END) AS words,
		count(DISTINCT CASE WHEN a.pair = 1 THEN a.n END) AS pairs,
		count(DISTINCT CASE WHEN a.mark = 1 THEN a.n END) AS marks, sum(t.weight) AS weight
	FROM ask a CROSS JOIN search_token t WHERE t.token >= a.low AND t.token < a.high
	GROUP BY t.doc_id HAVING count(DISTINCT CASE WHEN a.word = 1 THEN a.n END) >= :least
), open_group AS (
	SELECT x.group_id FROM (SELECT DISTINCT d.group_id FROM found f
		JOIN search_doc d ON d.id = f.doc_id WHERE d.group_id IS NOT NULL) AS x
	WHERE EXISTS (SELECT 1 FROM search_group_agency s WHERE s.group_id = x.group_id
		AND EXISTS (SELECT 1 FROM access_reach_v r
			WHERE r.account_id = :account AND r.agency_id = s.agency_id))
)
SELECT d.kind, d.object_id AS object, d.code, d.title, d.note, g.name AS agency_name,
	f.words, count(*) OVER () AS total
FROM found f JOIN search_doc d ON d.id = f.doc_id LEFT JOIN agency_v g ON g.id = d.agency_id
WHERE strpos(:kinds, ' ' || d.kind || ' ') > 0
  AND ((d.agency_id IS NULL AND d.group_id IS NULL)
	OR d.group_id IN (SELECT group_id FROM open_group)
	OR EXISTS (SELECT 1 FROM access_reach_v r
		WHERE r.account_id = :account AND r.agency_id = d.agency_id))
ORDER BY f.words DESC, f.pairs DESC, f.marks DESC, f.weight DESC, d.sort, d.id
LIMIT :most;

-- What the rebuild takes from the published lists, in pieces: the highest id of the last
-- piece goes into the next.

-- many search_agencies(after int, day date, most int) -> id int, name text, abbr text?, aliases text?
-- sqlite
SELECT a.id, a.name, a.abbr,
	(SELECT group_concat(l.name, ' | ') FROM agency_alias_v l WHERE l.agency_id = a.id) AS aliases
FROM agency_v a WHERE a.id > :after AND a.last_day >= :day ORDER BY a.id LIMIT :most;
-- postgres
SELECT a.id, a.name, a.abbr,
	(SELECT string_agg(l.name, ' | ') FROM agency_alias_v l WHERE l.agency_id = a.id) AS aliases
FROM agency_v a WHERE a.id > :after AND a.last_day >= :day ORDER BY a.id LIMIT :most;

-- many search_places(after int, day date, most int) -> id int,
--	code text, full_name text, name_en text?, province text?, valid_to date?
SELECT p.id, p.code, p.full_name, p.name_en,
	(SELECT u.full_name FROM place_v u WHERE u.code = p.province_code AND u.kind = 'province'
		AND p.kind <> 'province' AND u.first_day <= p.last_day AND u.last_day >= p.first_day
		ORDER BY u.first_day DESC LIMIT 1) AS province,
	p.valid_to
FROM place_v p
WHERE p.id > :after AND (p.kind <> 'commune' OR p.last_day >= :day) ORDER BY p.id LIMIT :most;
