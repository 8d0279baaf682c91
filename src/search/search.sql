-- Search: what is kept, and the one question.

-- id search_doc_put(kind text, object int, agency int?, group int?, title text, note text, sort blob)
-- unscoped: written by the subject that owns the thing
INSERT INTO search_doc(kind, object_id, agency_id, group_id, title, note, sort)
VALUES (:kind, :object, :agency, :group, :title, :note, :sort)
ON CONFLICT (kind, object_id) DO UPDATE SET agency_id = excluded.agency_id,
	group_id = excluded.group_id, title = excluded.title, note = excluded.note, sort = excluded.sort
RETURNING id;

-- id search_group_add(made time)
INSERT INTO search_group(made) VALUES (:made) RETURNING id;

-- exec search_group_let(group int, agency int)
INSERT INTO search_group_agency(group_id, agency_id) VALUES (:group, :agency);

-- exec search_token_clear(doc int)
DELETE FROM search_token WHERE doc_id = :doc;

-- exec search_token_put(token text, doc int, weight int)
INSERT INTO search_token(token, doc_id, weight) VALUES (:token, :doc, :weight);

-- exec search_drop_tokens(kind text, object int)
-- unscoped: written by the subject that owns the thing
DELETE FROM search_token WHERE doc_id IN
	(SELECT id FROM search_doc WHERE kind = :kind AND object_id = :object);

-- exec search_drop_doc(kind text, object int)
-- unscoped: written by the subject that owns the thing
DELETE FROM search_doc WHERE kind = :kind AND object_id = :object;

-- What is asked comes as JSON, one list a token: lowest, below, and 1 under what it counts
-- for: a word, a pair, a word as written.
-- many search_hits(asked text, least int, account int, most int) -> kind text, object int,
--	title text, note text, agency_name text?, words int, total int
-- sqlite
WITH ask AS (
	SELECT key AS n, json_extract(value, '$[0]') AS low, json_extract(value, '$[1]') AS high,
		json_extract(value, '$[2]') AS word, json_extract(value, '$[3]') AS pair,
		json_extract(value, '$[4]') AS mark
	FROM json_each(:asked)
), hit AS (
	SELECT t.doc_id, a.n, max(a.word) AS word, max(a.pair) AS pair, max(a.mark) AS mark,
		max(t.weight) AS weight
	FROM ask a CROSS JOIN search_token t ON t.token >= a.low AND t.token < a.high
	GROUP BY t.doc_id, a.n
), found AS (
	SELECT doc_id, sum(word) AS words, sum(pair) AS pairs, sum(mark) AS marks,
		sum(weight) AS weight
	FROM hit GROUP BY doc_id HAVING sum(word) >= :least
)
SELECT d.kind, d.object_id AS object, d.title, d.note, g.name AS agency_name, f.words,
	count(*) OVER () AS total
FROM found f JOIN search_doc d ON d.id = f.doc_id LEFT JOIN agency_v g ON g.id = d.agency_id
WHERE (d.agency_id IS NULL AND d.group_id IS NULL)
	OR EXISTS (SELECT 1 FROM access_reach_v r
		WHERE r.account_id = :account AND r.agency_id = d.agency_id)
	OR EXISTS (SELECT 1 FROM search_group_agency s JOIN access_reach_v r ON r.agency_id = s.agency_id
		WHERE s.group_id = d.group_id AND r.account_id = :account)
ORDER BY f.words DESC, f.pairs DESC, f.marks DESC, f.weight DESC, d.sort, d.id
LIMIT :most;
-- postgres
WITH ask AS MATERIALIZED (
	SELECT n, value->>0 AS low, value->>1 AS high, CAST(value->>2 AS BIGINT) AS word,
		CAST(value->>3 AS BIGINT) AS pair, CAST(value->>4 AS BIGINT) AS mark
	FROM jsonb_array_elements(CAST(:asked AS jsonb)) WITH ORDINALITY AS q(value, n)
), hit AS (
	SELECT t.doc_id, a.n, max(a.word) AS word, max(a.pair) AS pair, max(a.mark) AS mark,
		max(t.weight) AS weight
	FROM ask a JOIN search_token t ON t.token >= a.low AND t.token < a.high
	GROUP BY t.doc_id, a.n
), found AS (
	SELECT doc_id, sum(word) AS words, sum(pair) AS pairs, sum(mark) AS marks,
		sum(weight) AS weight
	FROM hit GROUP BY doc_id HAVING sum(word) >= :least
)
SELECT d.kind, d.object_id AS object, d.title, d.note, g.name AS agency_name,
	CAST(f.words AS BIGINT) AS words, count(*) OVER () AS total
FROM found f JOIN search_doc d ON d.id = f.doc_id LEFT JOIN agency_v g ON g.id = d.agency_id
WHERE (d.agency_id IS NULL AND d.group_id IS NULL)
	OR EXISTS (SELECT 1 FROM access_reach_v r
		WHERE r.account_id = :account AND r.agency_id = d.agency_id)
	OR EXISTS (SELECT 1 FROM search_group_agency s JOIN access_reach_v r ON r.agency_id = s.agency_id
		WHERE s.group_id = d.group_id AND r.account_id = :account)
ORDER BY f.words DESC, f.pairs DESC, f.marks DESC, f.weight DESC, d.sort, d.id
LIMIT :most;

-- many search_counts() -> kind text, things int
-- unscoped: numbers only
SELECT kind, count(*) AS things FROM search_doc GROUP BY kind ORDER BY kind;
