-- Plans that carry each other out

-- one cascade_plan(id int, account int)
--	-> id int, number text?, title text, issuer text, issuer_id int?, standing_id int?, issued date?, province text?, superseded_by int?
SELECT p.id, p.number, p.title, p.issuer, p.issuer_id, p.standing_id, p.issued, p.province, p.superseded_by
FROM plan_v p
WHERE p.id = :id AND (EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = p.id AND o.account_id = :account)
		OR EXISTS (SELECT 1 FROM plan_reach_v o WHERE o.plan_id = p.id AND o.account_id = :account));

-- one cascade_upper_of(plan int) -> upper_plan int, chosen bool, version int?
-- unscoped: whether the reader sees the plan above is asked by cascade_plan
SELECT v.upper_plan, v.chosen, p.version
FROM cascade_parent_v v LEFT JOIN cascade_parent p ON p.lower_plan = v.lower_plan
WHERE v.lower_plan = :plan;

-- Plans that may be chosen as the one above.
-- many cascade_uppers(plan int, account int, most int) -> id int, number text?, title text, issuer text, issued date?
SELECT u.id, u.number, u.title, u.issuer, u.issued
FROM plan_v u JOIN plan_v p ON p.id = :plan
WHERE u.id <> p.id AND u.superseded_by IS NULL AND (u.province IS NULL OR u.province = p.province)
	AND (EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = u.id AND o.account_id = :account)
		OR EXISTS (SELECT 1 FROM plan_reach_v o WHERE o.plan_id = u.id AND o.account_id = :account))
ORDER BY coalesce(u.issued, '') DESC, u.id DESC LIMIT :most;

-- many cascade_lowers(plan int, account int)
--	-> id int, number text?, title text, issuer text, issuer_id int?, issued date?, province text?, seen bool, waiting int
SELECT p.id, p.number, p.title, p.issuer, p.issuer_id, p.issued, c.code AS province,
	CASE WHEN EXISTS (SELECT 1 FROM plan_reach_own_v o WHERE o.plan_id = p.id AND o.account_id = :account)
		OR EXISTS (SELECT 1 FROM plan_reach_v o WHERE o.plan_id = p.id AND o.account_id = :account) THEN 1 ELSE 0 END AS seen,
	(SELECT count(*) FROM cascade_link_v x WHERE x.lower_plan = p.id AND x.upper_plan = :plan AND x.state = 'proposed') AS waiting
FROM cascade_parent_v v JOIN plan_v p ON p.id = v.lower_plan LEFT JOIN cascade_province_v c ON c.plan_id = p.id
WHERE v.upper_plan = :plan AND p.superseded_by IS NULL
ORDER BY coalesce(c.code, ''), p.id;

-- Tasks as they are compared

-- many cascade_tasks(plan int) -> id int, position int, heading int?, path text, words text
-- unscoped: compared within the program; links are shown after both plans were read with their scope
SELECT id, position, heading, path, words FROM plan_task_v WHERE plan_id = :plan ORDER BY position;

-- many cascade_headings(plan int) -> position int, parent int?, title text
-- unscoped: compared within the program; links are shown after both plans were read with their scope
SELECT position, parent, title FROM plan_heading_v WHERE plan_id = :plan ORDER BY position;

-- Those that lead or do it jointly.
-- many cascade_bodies(plan int) -> task_id int, name text
-- unscoped: compared within the program; links are shown after both plans were read with their scope
SELECT x.task_id, x.name FROM plan_party_v x JOIN plan_task_v t ON t.id = x.task_id
WHERE x.plan_id = :plan AND x.collective_id IS NULL AND x.role <> 'coordinating'
ORDER BY t.position, x.position;

-- Numbers that tasks cite; the bases of the plan itself tell nothing.
-- many cascade_documents(plan int) -> task int, number text
-- unscoped: compared within the program; links are shown after both plans were read with their scope
SELECT r.task, r.number FROM plan_cited_v r
WHERE r.plan_id = :plan AND r.task IS NOT NULL AND r.number IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM plan_cited_v b WHERE b.plan_id = r.plan_id AND b.task IS NULL AND b.number = r.number)
ORDER BY r.task, r.position;

-- Links

-- many cascade_links(lower int, upper int)
--	-> id int, upper_task int, upper_path text, upper_words text, lower_task int, lower_path text, lower_words text, state text, made_by text, score real?, sure text?, phrases text, cited text, upper_body text, lower_body text, heading bool, note text, account_name text?, decided time?, version int
-- unscoped: of two plans, which cascade_plan has read with its scope in the same snapshot
SELECT x.id, x.upper_task, u.path AS upper_path, u.words AS upper_words, x.lower_task, l.path AS lower_path,
	l.words AS lower_words, x.state, x.made_by, x.score, x.sure, x.phrases, x.cited, x.upper_body,
	x.lower_body, x.heading, x.note, x.account_name, x.decided, x.version
FROM task_v l JOIN cascade_link x ON x.lower_task = l.id JOIN task_v u ON u.id = x.upper_task
WHERE l.plan_id = :lower AND u.plan_id = :upper
ORDER BY l.position, u.position;

-- one cascade_link_by_id(id int)
--	-> id int, upper_task int, upper_plan int, lower_task int, lower_plan int, state text, account_name text?, decided time?, version int
-- unscoped: what is then shown or changed is checked at the two plans
SELECT v.id, v.upper_task, v.upper_plan, v.lower_task, v.lower_plan, v.state, x.account_name, x.decided, v.version
FROM cascade_link_v v JOIN cascade_link x ON x.id = v.id WHERE v.id = :id;

-- one cascade_link_between(upper int, lower int) -> id int, state text, version int
-- unscoped: what is then shown or changed is checked at the two plans
SELECT id, state, version FROM cascade_link WHERE upper_task = :upper AND lower_task = :lower;

-- one cascade_task_plan(task int) -> plan_id int, path text
-- unscoped: whether the reader sees its plan is asked by cascade_plan
SELECT plan_id, path FROM task_v WHERE id = :task;

-- changed cascade_link_propose(upper_task int, lower_task int, score real, sure text, phrases text, cited text, upper_body text, lower_body text, heading bool, made time)
-- unscoped: written by the proposal, which has checked the two plans
INSERT INTO cascade_link(upper_task, lower_task, state, made_by, score, sure, phrases, cited, upper_body, lower_body, heading, made)
VALUES (:upper_task, :lower_task, 'proposed', 'rule', :score, :sure, :phrases, :cited, :upper_body, :lower_body, :heading, :made)
ON CONFLICT (upper_task, lower_task) DO UPDATE SET score = excluded.score, sure = excluded.sure,
	phrases = excluded.phrases, cited = excluded.cited, upper_body = excluded.upper_body,
	lower_body = excluded.lower_body, heading = excluded.heading
WHERE cascade_link.made_by = 'rule';

-- Proposals nobody has looked at give way to new ones.
-- exec cascade_link_forget(lower int, before time)
-- unscoped: written by the proposal, which has checked the two plans
DELETE FROM cascade_link WHERE state = 'proposed' AND made < :before
	AND lower_task IN (SELECT t.id FROM task_v t WHERE t.plan_id = :lower);

-- changed cascade_link_decide(id int, version int, state text, note text, account_id int, account_name text, now time)
-- unscoped: a change of the link, whose plans its apply has checked
UPDATE cascade_link SET state = :state, note = :note, account_id = :account_id, account_name = :account_name,
	decided = :now, version = version + 1
WHERE id = :id AND version = :version;

-- id cascade_link_add(upper_task int, lower_task int, note text, account_id int, account_name text, now time)
-- unscoped: a change of the link, whose plans its apply has checked
INSERT INTO cascade_link(upper_task, lower_task, state, made_by, note, account_id, account_name, made, decided)
VALUES (:upper_task, :lower_task, 'confirmed', 'person', :note, :account_id, :account_name, :now, :now)
RETURNING id;

-- changed cascade_link_certain(lower int, upper int, account_id int, account_name text, now time)
-- unscoped: a change of the links, whose plans its apply has checked
UPDATE cascade_link SET state = 'confirmed', account_id = :account_id, account_name = :account_name,
	decided = :now, version = version + 1
WHERE state = 'proposed' AND sure = 'certain'
	AND lower_task IN (SELECT t.id FROM task_v t WHERE t.plan_id = :lower)
	AND upper_task IN (SELECT t.id FROM task_v t WHERE t.plan_id = :upper);

-- exec cascade_parent_put(lower_plan int, upper_plan int, account_id int, account_name text, now time)
INSERT INTO cascade_parent(lower_plan, upper_plan, account_id, account_name, at)
VALUES (:lower_plan, :upper_plan, :account_id, :account_name, :now)
ON CONFLICT (lower_plan) DO UPDATE SET upper_plan = excluded.upper_plan, account_id = excluded.account_id,
	account_name = excluded.account_name, at = excluded.at, version = cascade_parent.version + 1;

-- An amended text takes the place of the one it amends, above and below.
-- exec cascade_parent_follow_upper(was int, is int)
UPDATE cascade_parent SET upper_plan = :is, version = version + 1 WHERE upper_plan = :was;

-- exec cascade_parent_follow_lower(was int, is int)
INSERT INTO cascade_parent(lower_plan, upper_plan, account_id, account_name, at)
SELECT :is, upper_plan, account_id, account_name, at FROM cascade_parent WHERE lower_plan = :was
ON CONFLICT (lower_plan) DO NOTHING;

-- Pairs that are due to be compared

-- A plan that has another above it.
-- exec cascade_due_lower(plan int)
-- unscoped: the adoption of a plan, which may
INSERT INTO cascade_due(lower_plan)
SELECT v.lower_plan FROM cascade_parent_v v WHERE v.lower_plan = :plan
ON CONFLICT (lower_plan) DO NOTHING;

-- Those that were here before the plan they carry out; after an amendment all of them anew, a task
-- that a person adds concerns none.
-- exec cascade_due_upper(plan int, all bool)
-- unscoped: the adoption of a plan, which may
INSERT INTO cascade_due(lower_plan)
SELECT v.lower_plan FROM cascade_parent_v v
WHERE v.upper_plan = :plan AND v.lower_plan IN
		(SELECT c.lower_plan FROM cascade_cited c WHERE c.upper_plan = :plan
		UNION SELECT p.lower_plan FROM cascade_parent p WHERE p.upper_plan = :plan)
	AND EXISTS (SELECT 1 FROM plan_v l WHERE l.id = v.lower_plan AND l.superseded_by IS NULL)
	AND (:all = 1 OR NOT EXISTS (SELECT 1 FROM task_v t JOIN cascade_link x ON x.lower_task = t.id
		JOIN task_v u ON u.id = x.upper_task WHERE t.plan_id = v.lower_plan AND u.plan_id = :plan))
ON CONFLICT (lower_plan) DO NOTHING;

-- one cascade_due_next() -> lower_plan int, upper_plan int?
-- unscoped: compared within the program; links are shown after both plans were read with their scope
SELECT d.lower_plan, (SELECT v.upper_plan FROM cascade_parent_v v WHERE v.lower_plan = d.lower_plan) AS upper_plan
FROM (SELECT lower_plan FROM cascade_due ORDER BY lower_plan LIMIT 1) d;

-- exec cascade_due_done(plan int)
DELETE FROM cascade_due WHERE lower_plan = :plan;

-- one cascade_size(plan int) -> tasks int
-- unscoped: a count for the program itself
SELECT count(*) AS tasks FROM task_v WHERE plan_id = :plan;

-- many cascade_demo_plans() -> id int, certain int, decided int
-- unscoped: the command that loads the demo
SELECT p.id,
	(SELECT count(*) FROM cascade_link_v x WHERE x.lower_plan = p.id AND x.state = 'proposed' AND x.sure = 'certain') AS certain,
	(SELECT count(*) FROM cascade_link_v x WHERE x.lower_plan = p.id AND x.state <> 'proposed') AS decided
FROM plan_v p WHERE p.superseded_by IS NULL ORDER BY p.id;
