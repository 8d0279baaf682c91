-- Drafts: files being looked through, and what persons changed in them.

-- many review_open(account int, most int)
--	-> id int, file_name text, title text, tasks int, account_name text, agency_name text?, made time, changed time, fixes int, asked bool
SELECT d.id, d.file_name, coalesce(d.name, d.title) AS title, d.tasks, d.account_name, a.name AS agency_name,
	d.made, d.changed,
	(SELECT count(*) FROM review_fix f WHERE f.draft_id = d.id) AS fixes,
	CASE WHEN d.asked_version = d.version THEN 1 ELSE 0 END AS asked
FROM review_draft d LEFT JOIN agency_v a ON a.id = d.agency_id
WHERE d.state = 'open' AND (d.account_id = :account OR EXISTS (SELECT 1 FROM access_reach_v r
	WHERE r.account_id = :account AND r.agency_id = d.agency_id))
ORDER BY d.changed DESC, d.id DESC LIMIT :most;

-- one review_draft_by_id(id int, account int)
--	-> id int, account_name text, file_name text, received blob, body text?, number text?, issuer text?, issued date?, name text?, province text?, state text, plan_id int?, made time, changed time, version int, agency_id int?, asked_by int?, asked_name text?, asked_at time?
SELECT d.id, d.account_name, d.file_name, d.received, d.body, d.number, d.issuer, d.issued, d.name, d.province, d.state,
	d.plan_id, d.made, d.changed, d.version, d.agency_id,
	CASE WHEN d.asked_version = d.version THEN d.asked_by END AS asked_by, d.asked_name, d.asked_at
FROM review_draft d
WHERE d.id = :id AND (d.account_id = :account OR EXISTS (SELECT 1 FROM access_reach_v r
	WHERE r.account_id = :account AND r.agency_id = d.agency_id));

-- one review_same_file(digest text, account int) -> id int
SELECT d.id FROM review_draft d
WHERE d.digest = :digest AND d.state = 'open' AND (d.account_id = :account OR EXISTS (SELECT 1 FROM access_reach_v r
	WHERE r.account_id = :account AND r.agency_id = d.agency_id))
ORDER BY d.id DESC LIMIT 1;

-- many review_fixes(draft int)
--	-> kind text, nth int, part int, state text, path text?, words text?, parties text?, days bool, starts date?, due date?, due_before bool, reason text, read_words text, facts text?, merged_into text?, brought text?, account_name text, at time, version int
-- unscoped: of one draft, which review_draft_by_id has read with its scope in the same snapshot
SELECT kind, nth, part, state, path, words, parties, days, starts, due, due_before, reason, read_words,
	facts, merged_into, brought, account_name, at, version
FROM review_fix WHERE draft_id = :draft ORDER BY kind, nth, part;

-- many review_names(draft int) -> name text, means text, agency_id int, kept bool, account_name text, at time
-- unscoped: of one draft, which review_draft_by_id has read with its scope in the same snapshot
SELECT name, means, agency_id, kept, account_name, at FROM review_name
WHERE draft_id = :draft ORDER BY name;

-- Plans the account may see that bear the number, newest first.
-- many review_numbered(number text, account int) -> plan_id int
SELECT p.id AS plan_id FROM plan_v p
WHERE p.number = :number AND p.superseded_by IS NULL AND EXISTS (SELECT 1 FROM plan_audience_v u JOIN access_reach_v r ON r.agency_id = u.agency_id
	WHERE u.plan_id = p.id AND r.account_id = :account)
ORDER BY p.id DESC LIMIT 3;

-- Plans the account may see that have a task of just these words. Their beginning has an index,
-- which SQLite would not see through an equality of the words themselves: hence the "|| ''".
-- many review_worded(words text, account int) -> plan_id int
SELECT DISTINCT t.plan_id FROM task_v t JOIN plan_v p ON p.id = t.plan_id
WHERE substr(t.words, 1, 60) = substr(:words, 1, 60) AND t.words || '' = :words AND p.superseded_by IS NULL AND EXISTS (SELECT 1 FROM plan_audience_v u JOIN access_reach_v r ON r.agency_id = u.agency_id
	WHERE u.plan_id = t.plan_id AND r.account_id = :account)
ORDER BY t.plan_id DESC LIMIT 3;

-- Who reaches its issuer or its standing agency may put an amended text in a plan's place.
-- one review_may_replace(plan int, account int) -> id int
SELECT p.id FROM plan_v p
WHERE p.id = :plan AND EXISTS (SELECT 1 FROM access_reach_v r
	WHERE r.account_id = :account AND (r.agency_id = p.issuer_id OR r.agency_id = p.standing_id));

-- id review_draft_add(account_id int, account_name text, agency_id int?, file_name text, received blob, body text?, digest text, title text, tasks int, number text?, issuer text?, issued date?, province text?, now time)
-- unscoped: makes the row
INSERT INTO review_draft(account_id, account_name, agency_id, file_name, received, body, digest, title, tasks, number, issuer, issued, province, state, made, changed)
VALUES (:account_id, :account_name, :agency_id, :file_name, :received, :body, :digest, :title, :tasks, :number, :issuer, :issued, :province, 'open', :now, :now)
RETURNING id;

-- changed review_draft_touch(id int, now time)
-- unscoped: a change of the draft, which its prepare has read with its scope
UPDATE review_draft SET version = version + 1, changed = :now WHERE id = :id AND state = 'open';

-- changed review_draft_head(id int, version int, number text?, issuer text?, issued date?, name text?, province text?, now time)
-- unscoped: a change of the draft, which its prepare has read with its scope
UPDATE review_draft SET number = :number, issuer = :issuer, issued = :issued, name = :name, province = :province,
	version = version + 1, changed = :now
WHERE id = :id AND version = :version AND state = 'open';

-- changed review_draft_ask(id int, version int, account int, name text, now time)
-- unscoped: a change of the draft, which its prepare has read with its scope
UPDATE review_draft SET asked_by = :account, asked_name = :name, asked_at = :now, asked_version = :version + 1,
	version = version + 1, changed = :now
WHERE id = :id AND version = :version AND state = 'open';

-- changed review_draft_end(id int, version int, state text, plan_id int?, now time)
-- unscoped: a change of the draft, which its prepare has read with its scope
UPDATE review_draft SET state = :state, plan_id = :plan_id, version = version + 1, changed = :now
WHERE id = :id AND version = :version AND state = 'open';

-- changed review_fix_add(draft_id int, kind text, nth int, part int, state text, path text?, words text?, parties text?, days bool, starts date?, due date?, due_before bool, reason text, read_words text, read_parties text, read_due text, facts text?, read_facts text, merged_into text?, brought text?, account_id int, account_name text, at time)
INSERT INTO review_fix(draft_id, kind, nth, part, state, path, words, parties, days, starts, due, due_before, reason, read_words, read_parties, read_due, facts, read_facts, merged_into, brought, account_id, account_name, at)
VALUES (:draft_id, :kind, :nth, :part, :state, :path, :words, :parties, :days, :starts, :due, :due_before, :reason, :read_words, :read_parties, :read_due, :facts, :read_facts, :merged_into, :brought, :account_id, :account_name, :at)
ON CONFLICT DO NOTHING;

-- changed review_fix_change(draft_id int, kind text, nth int, part int, state text, path text?, words text?, parties text?, days bool, starts date?, due date?, due_before bool, reason text, facts text?, merged_into text?, brought text?, account_id int, account_name text, at time, version int)
-- unscoped: a change of the draft, which its prepare has read with its scope
UPDATE review_fix SET state = :state, path = :path, words = :words, parties = :parties, days = :days,
	starts = :starts, due = :due, due_before = :due_before, reason = :reason,
	facts = :facts, merged_into = :merged_into, brought = :brought,
	account_id = :account_id, account_name = :account_name, at = :at, version = version + 1
WHERE draft_id = :draft_id AND kind = :kind AND nth = :nth AND part = :part AND version = :version;

-- changed review_fix_drop(draft_id int, kind text, nth int, part int, version int)
-- unscoped: a change of the draft, which its prepare has read with its scope
DELETE FROM review_fix
WHERE draft_id = :draft_id AND kind = :kind AND nth = :nth AND part = :part AND version = :version;

-- exec review_name_put(draft_id int, name text, means text, agency_id int, kept bool, account_id int, account_name text, at time)
-- unscoped: a change of the draft, which its prepare has read with its scope
INSERT INTO review_name(draft_id, name, means, agency_id, kept, account_id, account_name, at)
VALUES (:draft_id, :name, :means, :agency_id, :kept, :account_id, :account_name, :at)
ON CONFLICT (draft_id, name) DO UPDATE SET means = excluded.means, agency_id = excluded.agency_id,
	kept = excluded.kept, account_id = excluded.account_id, account_name = excluded.account_name,
	at = excluded.at;
