-- Editions.

-- many form_editions()
--	-> id int, form_id int, code text, number int, name_vi text, name_en text, valid_from date?, valid_to date?,
--	citation text, verified bool, own bool, slots int
SELECT e.id, e.form_id, f.code, e.number, f.name_vi, f.name_en, e.valid_from, e.valid_to, e.citation, e.verified,
	e.own, e.slots
FROM form_edition e JOIN form f ON f.id = e.form_id
ORDER BY f.code, e.number DESC;

-- one form_edition_by_id(id int) -> id int, form_id int, code text, number int, source text, digest text
SELECT e.id, e.form_id, f.code, e.number, e.source, e.digest
FROM form_edition e JOIN form f ON f.id = e.form_id WHERE e.id = :id;

-- one form_edition_numbered(code text, number int) -> id int, digest text
SELECT e.id, e.digest FROM form_edition e JOIN form f ON f.id = e.form_id
WHERE f.code = :code AND e.number = :number;

-- exec form_name_put(code text, name_vi text, name_en text)
INSERT INTO form(code, name_vi, name_en) VALUES (:code, :name_vi, :name_en)
ON CONFLICT (code) DO UPDATE SET name_vi = excluded.name_vi, name_en = excluded.name_en;

-- id form_edition_add(code text, number int, valid_from date?, valid_to date?, citation text, verified bool,
--	own bool, slots int, source text, digest text, now time)
INSERT INTO form_edition(form_id, number, valid_from, valid_to, citation, verified, own, slots, source, digest, loaded)
SELECT id, :number, :valid_from, :valid_to, :citation, :verified, :own, :slots, :source, :digest, :now
FROM form WHERE code = :code
RETURNING id;

-- exec form_cell_add(edition int, slot int, code text, name_vi text, name_en text, kind text, digits int,
--	cumulative bool, additive bool, dims text)
INSERT INTO form_cell(edition_id, slot, code, name_vi, name_en, kind, digits, cumulative, additive, dims)
VALUES (:edition, :slot, :code, :name_vi, :name_en, :kind, :digits, :cumulative, :additive, :dims);

-- exec form_reporter_add(edition int, kind text, level text)
INSERT INTO form_reporter(edition_id, kind, level) VALUES (:edition, :kind, :level)
ON CONFLICT (edition_id, kind, level) DO NOTHING;

-- Who reports, and where it lies.

-- one form_agency(id int) -> id int, code text, name text, kind text, level text, place_code text?,
--	province_code text?, valid_from date?, valid_to date?
SELECT id, code, name, kind, level, place_code, province_code, valid_from, valid_to FROM agency_v WHERE id = :id;

-- one form_place_on(code text, day date) -> id int, province_id int?
SELECT p.id, (SELECT u.id FROM place_v u WHERE u.code = p.province_code AND u.kind = 'province'
	AND u.first_day <= :day AND u.last_day >= :day) AS province_id
FROM place_v p WHERE p.code = :code AND p.first_day <= :day AND p.last_day >= :day;

-- Whom somebody may fill in for: the own agency, and those that became part of it.
-- many form_agencies(account int, own int) -> id int, name text, valid_to date?
-- unscoped: of the account itself, by what it may
SELECT a.id, a.name, a.valid_to FROM agency_v a
WHERE (a.id = :own OR a.id IN (SELECT x.from_id FROM agency_edge_v x WHERE x.to_id = :own AND x.kind IN ('keep', 'rename', 'merge')))
	AND EXISTS (SELECT 1 FROM access_may_v m WHERE m.account_id = :account AND m.agency_id = a.id
		AND m.permission = 'form.write')
ORDER BY CASE WHEN a.id = :own THEN 0 ELSE 1 END, a.sort_key
LIMIT 50;

-- one form_whole(account int) -> whole bool
-- unscoped: of the account itself
SELECT CASE WHEN EXISTS (SELECT 1 FROM access_whole_v w WHERE w.account_id = :account AND w.permission = 'form.read')
	OR EXISTS (SELECT 1 FROM account_v c WHERE c.id = :account AND c.state = 'system')
	THEN 1 ELSE 0 END AS whole;

-- Sheets.

-- many form_sheet_page(account int, edition int?, system text?, upto date?, state text?, before int, most int)
--	-> id int, edition_id int, code text, number int, name_vi text, name_en text, agency_id int, agency_name text,
--	place text?, period_system text, period_from date, period_to date, version int, current int, changed time,
--	changed_name text, sent time?, nil int?
SELECT s.id, s.edition_id, f.code, e.number, f.name_vi, f.name_en, s.agency_id, a.name AS agency_name,
	p.full_name AS place, s.period_system, s.period_from, s.period_to, s.version, s.current, s.changed,
	s.changed_name, b.at AS sent, b.nil
FROM form_sheet s JOIN form_edition e ON e.id = s.edition_id JOIN form f ON f.id = e.form_id
	JOIN agency_v a ON a.id = s.agency_id LEFT JOIN place_v p ON p.id = s.place_id
	LEFT JOIN form_submission b ON b.sheet_id = s.id AND b.number = s.current
WHERE s.id < :before AND (:edition IS NULL OR s.edition_id = :edition)
	AND (:system IS NULL OR s.period_system = :system) AND (:upto IS NULL OR s.period_to = :upto)
	AND (:state IS NULL OR (:state = 'draft' AND s.current = 0) OR (:state = 'sent' AND s.current > 0))
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = s.agency_id)
ORDER BY s.id DESC LIMIT :most;

-- one form_sheet_by_id(id int, account int)
--	-> id int, edition_id int, agency_id int, agency_code text, agency_name text, line text, place_id int?,
--	province_id int?, place text?, place_code text?, period_system text, period_from date, period_to date, map_date date,
--	draft text, version int, changed time, changed_name text, current int, vector blob?
SELECT s.id, s.edition_id, s.agency_id, a.code AS agency_code, a.name AS agency_name, s.line, s.place_id,
	s.province_id, p.full_name AS place, p.code AS place_code, s.period_system, s.period_from, s.period_to,
	s.map_date, s.draft, s.version, s.changed, s.changed_name, s.current, s.vector
FROM form_sheet s JOIN agency_v a ON a.id = s.agency_id LEFT JOIN place_v p ON p.id = s.place_id
WHERE s.id = :id AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = s.agency_id);

-- one form_sheet_now(id int) -> agency_id int, version int, current int, vector blob?, changed time, changed_name text
-- unscoped: re-checked inside a change, which asks access_may
SELECT agency_id, version, current, vector, changed, changed_name FROM form_sheet WHERE id = :id;

-- one form_sheet_of(edition int, agency int, system text, upto date) -> id int, current int
-- unscoped: asked before a sheet is opened, by who may write at the agency
SELECT id, current FROM form_sheet
WHERE edition_id = :edition AND agency_id = :agency AND period_system = :system AND period_to = :upto;

-- The figures that count of the same agency for the period that ended on a day.
-- one form_sheet_last(edition int, agency int, system text, upto date) -> id int, vector blob?
-- unscoped: of the agency of a sheet that was read with its scope
SELECT id, vector FROM form_sheet
WHERE edition_id = :edition AND agency_id = :agency AND period_system = :system AND period_to = :upto AND current > 0;

-- id form_sheet_add(edition int, agency int, line text, place int?, province int?, system text, period_from date,
--	period_to date, map_date date, draft text, now time, name text)
-- unscoped: its change has asked access_may
INSERT INTO form_sheet(edition_id, agency_id, line, place_id, province_id, period_system, period_from, period_to,
	map_date, draft, changed, changed_name)
VALUES (:edition, :agency, :line, :place, :province, :system, :period_from, :period_to, :map_date, :draft, :now, :name)
ON CONFLICT (edition_id, agency_id, period_system, period_to) DO NOTHING
RETURNING id;

-- changed form_sheet_save(id int, version int, draft text, now time, name text)
-- unscoped: its change has asked access_may
UPDATE form_sheet SET draft = :draft, version = version + 1, changed = :now, changed_name = :name
WHERE id = :id AND version = :version;

-- changed form_sheet_sent(id int, version int, current int, vector blob, now time, name text)
-- unscoped: its change has asked access_may
UPDATE form_sheet SET current = :current, vector = :vector, version = version + 1, changed = :now, changed_name = :name
WHERE id = :id AND version = :version;

-- Submissions.

-- id form_submission_add(sheet int, agency int, number int, body text, digest text, reason text, nil bool,
--	account int, name text, now time, request text)
-- unscoped: its change has asked access_may
INSERT INTO form_submission(sheet_id, agency_id, number, body, digest, reason, nil, account_id, account_name, at, request)
VALUES (:sheet, :agency, :number, :body, :digest, :reason, :nil, :account, :name, :now, :request)
RETURNING id;

-- one form_submission_requested(request text, account int) -> sheet_id int, number int
-- unscoped: of the account itself
SELECT sheet_id, number FROM form_submission WHERE request = :request AND account_id = :account;

-- many form_submissions(sheet int) -> number int, digest text, reason text, nil bool, account_name text, at time
-- unscoped: of a sheet that was read with its scope in the same snapshot
SELECT number, digest, reason, nil, account_name, at FROM form_submission WHERE sheet_id = :sheet ORDER BY number DESC;

-- one form_submission_numbered(sheet int, number int) -> id int, number int, body text, digest text, reason text,
--	nil bool, account_name text, at time
-- unscoped: of a sheet that was read with its scope in the same snapshot
SELECT id, number, body, digest, reason, nil, account_name, at FROM form_submission
WHERE sheet_id = :sheet AND number = :number;

-- exec form_attachment_add(submission int, agency int, file int, name text, kind text, size int, digest text)
-- unscoped: its change has asked access_may
INSERT INTO form_attachment(submission_id, agency_id, file_id, name, kind, size, digest)
VALUES (:submission, :agency, :file, :name, :kind, :size, :digest);

-- one form_attachment_of(submission int) -> file_id int, name text, kind text, size int, digest text
-- unscoped: of a submission whose sheet was read with its scope in the same snapshot
SELECT file_id, name, kind, size, digest FROM form_attachment WHERE submission_id = :submission;

-- Totals.

-- one form_total_now(edition int, level text, system text, upto date, place int, line text) -> vector blob
SELECT vector FROM form_total WHERE edition_id = :edition AND level = :level AND period_system = :system
	AND period_to = :upto AND place_id = :place AND line = :line;

-- exec form_total_put(edition int, level text, system text, period_from date, period_to date, place int, line text,
--	vector blob)
INSERT INTO form_total(edition_id, level, period_system, period_from, period_to, place_id, line, vector)
VALUES (:edition, :level, :system, :period_from, :period_to, :place, :line, :vector)
ON CONFLICT (edition_id, level, period_system, period_to, place_id, line) DO UPDATE SET vector = excluded.vector;

-- exec form_total_clear(edition int, system text, upto date)
DELETE FROM form_total WHERE edition_id = :edition AND period_system = :system AND period_to = :upto;

-- many form_totals(edition int, system text, upto date) -> level text, place_id int, line text, vector blob
SELECT level, place_id, line, vector FROM form_total
WHERE edition_id = :edition AND period_system = :system AND period_to = :upto
ORDER BY level, place_id, line;

-- What was sent for an edition, period by period.
-- many form_periods_sent(edition int) -> period_system text, period_from date, period_to date, sheets int
-- unscoped: counted over the whole country for the command
SELECT period_system, period_from, period_to, count(*) AS sheets FROM form_sheet
WHERE edition_id = :edition AND current > 0
GROUP BY period_system, period_from, period_to ORDER BY period_to DESC, period_system;

-- The same of what somebody reaches, or of everything.
-- many form_periods_reached(account int, whole bool, edition int)
--	-> period_system text, period_from date, period_to date, sheets int
SELECT s.period_system, s.period_from, s.period_to, count(*) AS sheets FROM form_sheet s
WHERE s.edition_id = :edition AND s.current > 0
	AND (:whole = 1 OR EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = s.agency_id))
GROUP BY s.period_system, s.period_from, s.period_to ORDER BY s.period_to DESC, s.period_system;

-- many form_bodies(edition int, system text, upto date)
--	-> id int, line text, place_id int?, province_id int?, vector blob?, body text, digest text
-- unscoped: for making the totals anew
SELECT s.id, s.line, s.place_id, s.province_id, s.vector, b.body, b.digest
FROM form_sheet s JOIN form_submission b ON b.sheet_id = s.id AND b.number = s.current
WHERE s.edition_id = :edition AND s.period_system = :system AND s.period_to = :upto AND s.current > 0;

-- exec form_vector_mend(id int, vector blob)
-- unscoped: made anew from the submission itself
UPDATE form_sheet SET vector = :vector WHERE id = :id;

-- Consolidation.

-- many form_level_totals(edition int, level text, system text, upto date, line text?, province text?)
--	-> place_id int, line text, vector blob, code text?, name text?, kind text?, province_code text?
SELECT t.place_id, t.line, t.vector, p.code, p.full_name AS name, p.kind, p.province_code
FROM form_total t LEFT JOIN place_v p ON p.id = t.place_id
WHERE t.edition_id = :edition AND t.level = :level AND t.period_system = :system AND t.period_to = :upto
	AND (:line IS NULL OR t.line = :line) AND (:province IS NULL OR p.province_code = :province)
ORDER BY p.sort_key, t.place_id, t.line;

-- What bodies of the nation reported.
-- many form_central(edition int, system text, upto date, line text?) -> line text, vector blob
SELECT line, vector FROM form_total
WHERE edition_id = :edition AND level = 'unit' AND period_system = :system AND period_to = :upto AND place_id = 0
	AND (:line IS NULL OR line = :line)
ORDER BY line;

-- The same of the sheets that somebody reaches.
-- many form_reached(account int, edition int, system text, upto date, line text?)
--	-> place_id int?, line text, vector blob?, code text?, name text?, kind text?, province_id int?,
--	province_code text?, province_name text?
SELECT s.place_id, s.line, s.vector, p.code, p.full_name AS name, p.kind, s.province_id,
	u.code AS province_code, u.full_name AS province_name
FROM form_sheet s LEFT JOIN place_v p ON p.id = s.place_id LEFT JOIN place_v u ON u.id = s.province_id
WHERE s.edition_id = :edition AND s.period_system = :system AND s.period_to = :upto AND s.current > 0
	AND (:line IS NULL OR s.line = :line)
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = s.agency_id)
ORDER BY u.sort_key, p.sort_key, s.place_id, s.line;

-- Strands (form/strand.h).

-- What is sent while a period is loose already writes nothing here.
-- exec form_period_loosen(edition int, system text, period_from date, period_to date, now time)
INSERT INTO form_period(edition_id, period_system, period_to, period_from, wound, since, places)
VALUES (:edition, :system, :period_to, :period_from, 0, :now, '')
ON CONFLICT (edition_id, period_system, period_to) DO UPDATE SET wound = 0, since = excluded.since
WHERE form_period.wound = 1;

-- exec form_period_wound(edition int, system text, upto date, places text)
UPDATE form_period SET wound = 1, places = :places
WHERE edition_id = :edition AND period_system = :system AND period_to = :upto;

-- one form_period_loose(before time) -> edition_id int, period_system text, period_to date
SELECT edition_id, period_system, period_to FROM form_period WHERE wound = 0 AND since <= :before
ORDER BY since, edition_id, period_system, period_to LIMIT 1;

-- one form_period_now(edition int, system text, upto date) -> wound bool, places text
SELECT wound, places FROM form_period WHERE edition_id = :edition AND period_system = :system AND period_to = :upto;

-- exec form_strand_put(edition int, system text, slot int, upto date, vector blob)
INSERT INTO form_strand(edition_id, period_system, slot, period_to, vector)
VALUES (:edition, :system, :slot, :upto, :vector)
ON CONFLICT (edition_id, period_system, slot, period_to) DO UPDATE SET vector = excluded.vector;

-- many form_strands_of(edition int, system text, upto date) -> slot int, vector blob
SELECT slot, vector FROM form_strand
WHERE edition_id = :edition AND period_system = :system AND period_to = :upto ORDER BY slot;

-- Every period that anything was sent for.
-- many form_strands(edition int, system text, slot int) -> period_to date, wound bool, places text, vector blob?
SELECT p.period_to, p.wound, p.places, s.vector
FROM form_period p LEFT JOIN form_strand s ON s.edition_id = p.edition_id AND s.period_system = p.period_system
	AND s.slot = :slot AND s.period_to = p.period_to
WHERE p.edition_id = :edition AND p.period_system = :system
ORDER BY p.period_to;

-- many form_loose_totals(edition int, system text) -> place_id int, period_to date, vector blob
SELECT t.place_id, t.period_to, t.vector
FROM form_period p JOIN form_total t ON t.edition_id = p.edition_id AND t.level = 'province'
	AND t.period_system = p.period_system AND t.period_to = p.period_to
WHERE p.edition_id = :edition AND p.period_system = :system AND p.wound = 0
ORDER BY t.period_to, t.place_id;

-- many form_province_totals(edition int, system text, upto date) -> place_id int, vector blob
SELECT place_id, vector FROM form_total
WHERE edition_id = :edition AND level = 'province' AND period_system = :system AND period_to = :upto
ORDER BY place_id;

-- many form_series_reached(account int, edition int, system text) -> province_id int, period_to date, vector blob
SELECT s.province_id, s.period_to, s.vector FROM form_sheet s
WHERE s.edition_id = :edition AND s.period_system = :system AND s.current > 0 AND s.province_id IS NOT NULL
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = s.agency_id)
ORDER BY s.period_to, s.province_id;

-- many form_province_names() -> id int, code text, name text
SELECT id, code, full_name AS name FROM place_v WHERE kind = 'province';

-- Where the ground of every province lies on the map of a day, before or after its own; or, with a province,
-- that of all units under it on the map of `upto`.
-- many form_flows(province text?, upto date?, day date)
--	-> origin int, id int, code text, name text, kind text, province_code text, share real?
WITH RECURSIVE f(origin, id, share, step) AS (
	SELECT p.id, p.id, CAST(1 AS DOUBLE PRECISION), 0 FROM place_v p WHERE :province IS NULL AND p.kind = 'province'
	UNION ALL
	SELECT p.id, p.id, CAST(1 AS DOUBLE PRECISION), 0 FROM place_v p
	WHERE p.province_code = :province AND p.first_day <= :upto AND p.last_day >= :upto
	UNION ALL
	SELECT f.origin, CASE WHEN v.last_day < :day THEN x.to_id ELSE x.from_id END,
		CASE WHEN v.last_day < :day THEN f.share * x.share ELSE f.share END, f.step + 1
	FROM f JOIN place_v v ON v.id = f.id
		JOIN place_edge_v x ON (v.last_day < :day AND x.from_id = f.id) OR (v.first_day > :day AND x.to_id = f.id)
	WHERE f.step < 16
)
SELECT f.origin, v.id, v.code, v.full_name AS name, v.kind, v.province_code, f.share
FROM f JOIN place_v v ON v.id = f.id
WHERE v.first_day <= :day AND v.last_day >= :day
ORDER BY f.origin, v.sort_key, v.code;

-- The sheets behind a figure, as far as the reader sees them.
-- many form_behind(account int, edition int, system text, upto date, place int, line text?)
--	-> id int, agency_name text, place text?, current int, vector blob?, map_date date
SELECT s.id, a.name AS agency_name, p.full_name AS place, s.current, s.vector, s.map_date
FROM form_sheet s JOIN agency_v a ON a.id = s.agency_id LEFT JOIN place_v p ON p.id = s.place_id
WHERE s.edition_id = :edition AND s.period_system = :system AND s.period_to = :upto AND s.current > 0
	AND coalesce(s.place_id, 0) = :place AND (:line IS NULL OR s.line = :line)
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = s.agency_id)
ORDER BY a.sort_key, s.id;

-- Who is asked on a day and has sent nothing.
-- many form_silent(account int, edition int, system text, upto date, line text?, province text?, most int)
--	-> id int, name text, place text?
SELECT a.id, a.name, p.full_name AS place
FROM form_reporter q JOIN agency_v a ON a.kind = q.kind AND a.level = q.level
	LEFT JOIN place_v p ON p.id = a.place_id
WHERE q.edition_id = :edition AND a.first_day <= :upto AND a.last_day >= :upto
	AND (:line IS NULL OR a.kind = :line) AND (:province IS NULL OR a.province_code = :province)
	AND NOT EXISTS (SELECT 1 FROM form_sheet s WHERE s.edition_id = :edition AND s.agency_id = a.id
		AND s.period_system = :system AND s.period_to = :upto AND s.current > 0)
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = a.id)
ORDER BY CASE a.level WHEN 'nation' THEN 0 WHEN 'province' THEN 1 ELSE 2 END, a.sort_key, a.id LIMIT :most;

-- one form_silent_count(account int, edition int, system text, upto date, line text?, province text?)
--	-> asked int, silent int
SELECT count(*) AS asked, coalesce(sum(CASE WHEN NOT EXISTS (SELECT 1 FROM form_sheet s
		WHERE s.edition_id = :edition AND s.agency_id = a.id AND s.period_system = :system
		AND s.period_to = :upto AND s.current > 0) THEN 1 ELSE 0 END), 0) AS silent
FROM form_reporter q JOIN agency_v a ON a.kind = q.kind AND a.level = q.level
WHERE q.edition_id = :edition AND a.first_day <= :upto AND a.last_day >= :upto
	AND (:line IS NULL OR a.kind = :line) AND (:province IS NULL OR a.province_code = :province)
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = a.id);

-- Releases.

-- What counts for a table, sheet by sheet; for who sees the whole country, all of it.
-- many form_counted(account int, whole bool, edition int, system text, upto date, line text?)
--	-> id int, current int, place_id int?, province_id int?
SELECT s.id, s.current, s.place_id, s.province_id FROM form_sheet s
WHERE s.edition_id = :edition AND s.period_system = :system AND s.period_to = :upto AND s.current > 0
	AND (:line IS NULL OR s.line = :line)
	AND (:whole = 1 OR EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = s.agency_id))
ORDER BY s.id;

-- id form_release_add(agency int, edition int, system text, period_from date, period_to date, line text,
--	province text, map text, number int, body text, digest text, submissions int, account int, name text, now time)
-- unscoped: its change has asked access_may
INSERT INTO form_release(agency_id, edition_id, period_system, period_from, period_to, line, province, map, number,
	body, digest, submissions, account_id, account_name, at)
VALUES (:agency, :edition, :system, :period_from, :period_to, :line, :province, :map, :number, :body, :digest,
	:submissions, :account, :name, :now)
RETURNING id;

-- exec form_release_sheet_add(release int, sheet int, number int, part int)
-- unscoped: its change has asked access_may
INSERT INTO form_release_sheet(release_id, sheet_id, number, part) VALUES (:release, :sheet, :number, :part);

-- one form_release_latest(edition int, system text, upto date, line text, province text, map text, agency int)
--	-> id int, number int, account_name text
-- unscoped: who makes a table public asks for what it made public before
SELECT id, number, account_name FROM form_release
WHERE edition_id = :edition AND period_system = :system AND period_to = :upto AND line = :line
	AND province = :province AND map = :map AND agency_id = :agency
ORDER BY number DESC LIMIT 1;

-- many form_release_sheets(release int) -> sheet_id int, number int
-- unscoped: compared with what is about to be made public
SELECT sheet_id, number FROM form_release_sheet WHERE release_id = :release ORDER BY sheet_id;

-- one form_release_by_id(id int) -> id int, agency_id int, agency_name text, edition_id int, period_system text,
--	period_from date, period_to date, line text, province text, map date?, number int, body text, digest text,
--	submissions int, account_id int, account_name text, at time
-- unscoped: what was made public is for whoever may read forms
SELECT x.id, x.agency_id, a.name AS agency_name, x.edition_id, x.period_system, x.period_from, x.period_to, x.line,
	x.province, nullif(x.map, '') AS map, x.number, x.body, x.digest, x.submissions, x.account_id, x.account_name, x.at
FROM form_release x JOIN agency_v a ON a.id = x.agency_id WHERE x.id = :id;

-- many form_releases(edition int, system text?, upto date?, most int)
--	-> id int, agency_name text, period_system text, period_from date, period_to date, line text, province text,
--	map date?, number int, submissions int, at time
-- unscoped: what was made public is for whoever may read forms
SELECT x.id, a.name AS agency_name, x.period_system, x.period_from, x.period_to, x.line, x.province,
	nullif(x.map, '') AS map, x.number,
	x.submissions, x.at
FROM form_release x JOIN agency_v a ON a.id = x.agency_id
WHERE x.edition_id = :edition AND (:system IS NULL OR x.period_system = :system) AND (:upto IS NULL OR x.period_to = :upto)
ORDER BY x.id DESC LIMIT :most;

-- The submissions behind a part, as far as the reader sees them.
-- many form_release_behind(account int, release int, part int, most int)
--	-> id int, agency_name text, number int, current int, body text, digest text
SELECT s.id, a.name AS agency_name, x.number, s.current, b.body, b.digest
FROM form_release_sheet x JOIN form_sheet s ON s.id = x.sheet_id JOIN agency_v a ON a.id = s.agency_id
	JOIN form_submission b ON b.sheet_id = s.id AND b.number = x.number
WHERE x.release_id = :release AND x.part = :part
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = s.agency_id)
ORDER BY a.sort_key, s.id LIMIT :most;

-- What came after a release, of what its publisher reaches: corrected since, or sent for the first time.
-- many form_release_since(account int, publisher int, release int, edition int, system text, upto date, line text?,
--	province text?, most int) -> id int, agency_name text, counted int?, current int, at time
SELECT s.id, a.name AS agency_name, x.number AS counted, s.current, b.at
FROM form_sheet s JOIN agency_v a ON a.id = s.agency_id
	JOIN form_submission b ON b.sheet_id = s.id AND b.number = s.current
	LEFT JOIN place_v u ON u.id = s.province_id
	LEFT JOIN form_release_sheet x ON x.release_id = :release AND x.sheet_id = s.id
WHERE s.edition_id = :edition AND s.period_system = :system AND s.period_to = :upto AND s.current > 0
	AND (:line IS NULL OR s.line = :line) AND (x.sheet_id IS NOT NULL OR :province IS NULL OR u.code = :province)
	AND (x.number IS NULL OR s.current > x.number)
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :publisher AND r.agency_id = s.agency_id)
	AND EXISTS (SELECT 1 FROM access_reach_v r WHERE r.account_id = :account AND r.agency_id = s.agency_id)
ORDER BY b.at DESC, s.id LIMIT :most;
