-- The nation for ten years, on top of `haidang demo load`: for every year of 2017 … 2026 a plan of
-- the nation, of each of the 34 provinces and of each of the 3,321 communes; half a million tasks,
-- each with a lead and partners. Everything is made by arithmetic: the same every time. SQLite.
-- What is done about the tasks stands in nation_done.sql, once the program has opened them.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -400000;
BEGIN;

CREATE TEMP TABLE body AS
SELECT id, code, kind, level, pattern, province_code, place_code, parent_id FROM agency
WHERE coalesce(valid_from, '') <= '2026-01-01' AND coalesce(valid_to, '9999') >= '2026-12-31';
CREATE TEMP TABLE n(n INTEGER PRIMARY KEY);
INSERT INTO n WITH RECURSIVE k(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM k WHERE n < 99) SELECT n FROM k;

-- Whom a plan gives work to, counted from 0: central bodies; a province's; a commune's.
CREATE TEMP TABLE doer AS
SELECT 0 AS issuer, id AS agency_id, row_number() OVER (ORDER BY id) - 1 AS k FROM body
WHERE level = 'nation' AND kind IN ('ministry', 'ministerial', 'gov_agency', 'union', 'media', 'procuracy', 'court');
INSERT INTO doer SELECT p.id, b.id, row_number() OVER (PARTITION BY p.id ORDER BY b.id) - 1
FROM body p JOIN body b ON b.province_code = p.province_code AND b.level = 'province' AND b.kind <> 'committee'
WHERE p.pattern = 'ubnd-tinh';
INSERT INTO doer SELECT p.id, b.id, row_number() OVER (PARTITION BY p.id ORDER BY b.id DESC) - 1
FROM body p JOIN body b ON b.place_code = p.place_code AND b.level = 'commune'
WHERE p.level = 'commune' AND p.kind = 'people_committee';
CREATE TEMP TABLE doers AS SELECT issuer, count(*) AS n FROM doer GROUP BY issuer;
CREATE UNIQUE INDEX temp.doer_k ON doer(issuer, k);

CREATE TEMP TABLE issue AS
SELECT row_number() OVER (ORDER BY y.n, b.level DESC, b.id) + (SELECT coalesce(max(id), 0) FROM document) AS document_id,
	row_number() OVER (ORDER BY y.n, b.level DESC, b.id) + (SELECT coalesce(max(id), 0) FROM plan) AS plan_id,
	2017 + y.n AS year, b.id AS issuer_id, b.level, b.province_code, b.place_code,
	CASE b.level WHEN 'nation' THEN 0 ELSE b.id END AS doers,
	CASE b.level WHEN 'nation' THEN (SELECT id FROM agency WHERE code = 'bca')
		WHEN 'province' THEN (SELECT s.id FROM body s WHERE s.pattern = 'ca-tinh' AND s.province_code = b.province_code)
		ELSE (SELECT s.id FROM body s WHERE s.level = 'commune' AND s.kind = 'police' AND s.place_code = b.place_code) END AS standing_id,
	CASE WHEN b.level = 'commune' THEN 15 ELSE 45 END AS tasks
FROM n y JOIN body b ON b.code = 'bcd138' OR b.pattern = 'ubnd-tinh' OR (b.level = 'commune' AND b.kind = 'people_committee')
WHERE y.n < 10;

INSERT INTO document(id, number, number_by_hand, kind, issuer, issuer_id, issued, place, title, identity, words, added)
SELECT document_id, printf('%d/KH-%d', plan_id, year), 0, 'Kế hoạch', a.name, issuer_id, printf('%d-01-%02d', year, 10 + plan_id % 18),
	'', printf('KẾ HOẠCH Phòng, chống mua bán người năm %d', year), printf('bench %d', plan_id), printf('bench %d', plan_id), 0
FROM issue JOIN agency a ON a.id = issuer_id;
INSERT INTO document_text(document_id, file_name, received, body) SELECT document_id, 'bench.txt', x'', '' FROM issue;
INSERT INTO plan(id, document_id, year, province, standing_id, fold, imported, imported_by, day)
SELECT plan_id, document_id, year, province_code, standing_id, printf('%d kh %d', plan_id, year), 0, 'bench',
	printf('%d-01-%02d', year, 10 + plan_id % 18) FROM issue;
INSERT INTO plan_heading(plan_id, position, parent, path, title, line, byte_from, byte_to)
SELECT plan_id, n.n * 100, NULL, substr('I  II III', n.n * 3 + 1, 3), 'Nhiệm vụ và giải pháp', 1, 0, 0 FROM issue JOIN n ON n.n < 3;

INSERT INTO task(plan_id, position, heading, parent, path, part, words, assigned_by, starts, due, due_before, due_suspect, due_words,
	recurrence, trigger_words, line, line_to, byte_from, byte_to, sure, rule)
SELECT plan_id, n.n * 6 + 1, CASE WHEN n.n < 16 THEN 0 WHEN n.n < 33 THEN 100 ELSE 200 END, NULL,
	printf('II.%d.%d', n.n / 9 + 1, n.n % 9 + 1), 'tasks',
	printf('Nội dung thứ %d: tuyên truyền, phòng ngừa, phát hiện, tiếp nhận và hỗ trợ nạn nhân theo kế hoạch năm %d', n.n + 1, year), '',
	NULL, CASE WHEN (n.n + plan_id) % 5 < 3 THEN printf('%d-%02d-%02d', year, (n.n * 7 + plan_id) % 12 + 1, (n.n * 11 + plan_id) % 28 + 1) END,
	0, 0, '', NULL, NULL, n.n + 1, n.n + 1, 0, 0, 'certain', 'bench'
FROM issue JOIN n ON n.n < tasks;

-- Every third task of the nation's plan falls to all provinces, every tenth of a province's to
-- all its communes.
INSERT INTO plan_collective(plan_id, name, fold, open, members)
SELECT plan_id, 'các địa phương', 'cac dia phuong', 0,
	(SELECT count(*) FROM body b WHERE (i.level = 'nation' AND b.pattern = 'ubnd-tinh')
		OR (i.level = 'province' AND b.level = 'commune' AND b.kind = 'people_committee' AND b.province_code = i.province_code))
FROM issue i WHERE i.level IN ('nation', 'province');
INSERT INTO plan_member(collective_id, agency_id)
SELECT c.id, b.id FROM issue i JOIN plan_collective c ON c.plan_id = i.plan_id JOIN body b ON b.pattern = 'ubnd-tinh'
WHERE i.level = 'nation'
UNION ALL
SELECT c.id, b.id FROM issue i JOIN plan_collective c ON c.plan_id = i.plan_id
JOIN body b ON b.province_code = i.province_code AND b.level = 'commune' AND b.kind = 'people_committee'
WHERE i.level = 'province';

INSERT INTO task_party(task_id, position, role, name, written, agency_id, collective_id, explicit_role, byte_from, byte_to, sure, rule)
SELECT t.id, k.n, CASE k.n WHEN 0 THEN 'lead' ELSE 'coordinating' END, a.name, a.name, a.id, NULL, 1, 0, 0, 'certain', 'bench'
FROM issue i JOIN doers ds ON ds.issuer = i.doers JOIN task t ON t.plan_id = i.plan_id
JOIN n k ON k.n < min(4, ds.n)
JOIN doer d ON d.issuer = i.doers AND d.k = (t.position / 6 + k.n) % ds.n JOIN agency a ON a.id = d.agency_id;
INSERT INTO task_party(task_id, position, role, name, written, agency_id, collective_id, explicit_role, byte_from, byte_to, sure, rule)
SELECT t.id, 4, 'joint', c.name, c.name, NULL, c.id, 1, 0, 0, 'certain', 'bench'
FROM issue i JOIN plan_collective c ON c.plan_id = i.plan_id JOIN task t ON t.plan_id = i.plan_id
WHERE t.position / 6 % CASE i.level WHEN 'nation' THEN 3 ELSE 10 END = 0;

INSERT INTO plan_audience(plan_id, agency_id, reason)
SELECT plan_id, issuer_id, 'issuer' FROM issue
UNION SELECT plan_id, standing_id, 'standing' FROM issue WHERE standing_id IS NOT NULL
UNION SELECT t.plan_id, x.agency_id, 'party' FROM issue i JOIN task t ON t.plan_id = i.plan_id
	JOIN task_party x ON x.task_id = t.id WHERE x.agency_id IS NOT NULL
UNION SELECT i.plan_id, m.agency_id, 'collective' FROM issue i JOIN plan_collective c ON c.plan_id = i.plan_id
	JOIN plan_member m ON m.collective_id = c.id;
COMMIT;
PRAGMA synchronous = NORMAL;
