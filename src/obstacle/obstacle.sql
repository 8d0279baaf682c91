-- Difficulties and proposals.

-- `state` "open": any not answered; "mine": of them those that `self` is to answer.
-- many obstacle_page(account int, self int, state text, q text, law text, article text, before int, most int)
--	-> id int, agency_id int, agency_name text, holder_id int, holder_name text, task_id int?, path text?, kind text, title text, law text, article text, state text, raised date, answered date?, decision text, answer text, proposal text, words text
SELECT o.id, o.agency_id, a.name AS agency_name, o.holder_id, h.name AS holder_name, o.task_id, t.path,
	o.kind, o.title, o.law, o.article, o.state, o.raised, o.answered, o.decision, o.answer, o.proposal, o.words
FROM obstacle o JOIN agency_v a ON a.id = o.agency_id JOIN agency_v h ON h.id = o.holder_id
LEFT JOIN task_v t ON t.id = o.task_id
WHERE o.id < :before AND EXISTS (SELECT 1 FROM obstacle_agency u JOIN access_reach_v r ON r.agency_id = u.agency_id
		WHERE u.obstacle_id = o.id AND r.account_id = :account)
	AND (:state = '' OR o.state = :state OR (:state IN ('open', 'mine') AND o.state IN ('raised', 'forwarded')
		AND (:state = 'open' OR o.holder_id = :self)))
	AND (:law = '' OR o.law_fold = :law) AND (:article = '' OR o.article_fold = :article)
	AND (:q = '' OR a.fold LIKE :q OR o.law_fold LIKE :q OR lower(o.title) LIKE lower(:q))
ORDER BY o.id DESC LIMIT :most;

-- one obstacle_by_id(id int, account int)
--	-> id int, agency_id int, agency_name text, holder_id int, holder_name text, holder_parent text?, task_id int?, plan_id int?, path text?, task_words text?, kind text, title text, words text, proposal text, law text, article text, state text, raised date, answer text, decision text, answered date?, account_name text, changed time, version int
SELECT o.id, o.agency_id, a.name AS agency_name, o.holder_id, h.name AS holder_name, u.name AS holder_parent,
	o.task_id, t.plan_id, t.path, t.words AS task_words, o.kind, o.title, o.words, o.proposal, o.law, o.article,
	o.state, o.raised, o.answer, o.decision, o.answered, o.account_name, o.changed, o.version
FROM obstacle o JOIN agency_v a ON a.id = o.agency_id JOIN agency_v h ON h.id = o.holder_id
LEFT JOIN agency_v u ON u.id = h.parent_id LEFT JOIN task_v t ON t.id = o.task_id
WHERE o.id = :id AND EXISTS (SELECT 1 FROM obstacle_agency x JOIN access_reach_v r ON r.agency_id = x.agency_id
	WHERE x.obstacle_id = o.id AND r.account_id = :account);

-- one obstacle_now(id int) -> agency_id int, holder_id int, state text, title text, account_id int, version int
-- unscoped: re-checked inside a change, which asks access_may
SELECT agency_id, holder_id, state, title, account_id, version FROM obstacle WHERE id = :id;

-- Those who may do something at their own agency: told of what comes to it.
-- many obstacle_people(agency int, permission text, author int) -> id int, lang text
-- unscoped: inside a change, of the agency it concerns
SELECT a.id, a.lang FROM account_notify_v a
WHERE a.agency_id = :agency AND a.id <> :author
	AND EXISTS (SELECT 1 FROM access_may_v m WHERE m.account_id = a.id AND m.agency_id = a.agency_id AND m.permission = :permission)
ORDER BY a.id;

-- Who raised it, while the account is still of that agency.
-- one obstacle_raiser(account int, agency int) -> id int, lang text
-- unscoped: inside a change of what the account raised
SELECT id, lang FROM account_notify_v WHERE id = :account AND agency_id = :agency;

-- one obstacle_agency_name(id int) -> name text
SELECT coalesce(abbr, name) AS name FROM agency_v WHERE id = :id;

-- many obstacle_events(id int) -> kind text, agency_name text, words text, at time, account_name text
-- unscoped: of one, which obstacle_by_id has read with its scope in the same snapshot
SELECT v.kind, a.name AS agency_name, v.words, v.at, v.account_name
FROM obstacle_event v JOIN agency_v a ON a.id = v.agency_id
WHERE v.obstacle_id = :id ORDER BY v.id;

-- Open ones by article of law: what many run into, first.
-- many obstacle_by_article(account int, most int)
--	-> law text, article text, law_fold text, article_fold text, open int, agencies int, answered int, first date
SELECT min(o.law) AS law, min(o.article) AS article, o.law_fold, o.article_fold,
	count(CASE WHEN o.state IN ('raised', 'forwarded') THEN 1 END) AS open,
	count(DISTINCT CASE WHEN o.state IN ('raised', 'forwarded') THEN o.agency_id END) AS agencies,
	count(CASE WHEN o.state IN ('answered', 'closed') THEN 1 END) AS answered, min(o.raised) AS first
FROM obstacle o
WHERE o.law_fold <> '' AND o.state <> 'withdrawn'
	AND EXISTS (SELECT 1 FROM obstacle_agency u JOIN access_reach_v r ON r.agency_id = u.agency_id
		WHERE u.obstacle_id = o.id AND r.account_id = :account)
GROUP BY o.law_fold, o.article_fold
ORDER BY agencies DESC, open DESC, o.law_fold, o.article_fold LIMIT :most;

-- The task one is raised from, and whom its plan stands under.
-- one obstacle_task(id int, account int) -> plan_id int, path text, words text, number text?, standing_id int?, standing_name text?
SELECT t.plan_id, t.path, t.words, p.number, p.standing_id, s.name AS standing_name
FROM task_v t JOIN plan_v p ON p.id = t.plan_id LEFT JOIN agency_v s ON s.id = p.standing_id
WHERE t.id = :id AND EXISTS (SELECT 1 FROM plan_audience_v u JOIN access_reach_v r ON r.agency_id = u.agency_id
	WHERE u.plan_id = t.plan_id AND r.account_id = :account);

-- one obstacle_own_agency(id int) -> name text, parent_id int?, parent_name text?, province_code text?
SELECT a.name, a.parent_id, u.name AS parent_name, a.province_code
FROM agency_v a LEFT JOIN agency_v u ON u.id = a.parent_id WHERE a.id = :id;

-- id obstacle_add(agency_id int, holder_id int, task_id int?, kind text, title text, words text, proposal text, law text, article text, law_fold text, article_fold text, raised date, account_id int, account_name text, now time)
-- unscoped: makes the row
INSERT INTO obstacle(agency_id, holder_id, task_id, kind, title, words, proposal, law, article, law_fold, article_fold, state, raised, account_id, account_name, changed)
VALUES (:agency_id, :holder_id, :task_id, :kind, :title, :words, :proposal, :law, :article, :law_fold, :article_fold, 'raised', :raised, :account_id, :account_name, :now)
RETURNING id;

-- exec obstacle_let(obstacle_id int, agency_id int)
INSERT INTO obstacle_agency(obstacle_id, agency_id) VALUES (:obstacle_id, :agency_id) ON CONFLICT DO NOTHING;

-- many obstacle_let_to(obstacle_id int) -> agency_id int
-- unscoped: inside a change of it, for the search
SELECT agency_id FROM obstacle_agency WHERE obstacle_id = :obstacle_id ORDER BY agency_id;

-- exec obstacle_note(obstacle_id int, kind text, agency_id int, words text, at time, account_id int, account_name text)
INSERT INTO obstacle_event(obstacle_id, kind, agency_id, words, at, account_id, account_name)
VALUES (:obstacle_id, :kind, :agency_id, :words, :at, :account_id, :account_name);

-- changed obstacle_correct(id int, version int, kind text, title text, words text, proposal text, law text, article text, law_fold text, article_fold text, now time)
-- unscoped: its change has asked access_may
UPDATE obstacle SET kind = :kind, title = :title, words = :words, proposal = :proposal, law = :law,
	article = :article, law_fold = :law_fold, article_fold = :article_fold, changed = :now, version = version + 1
WHERE id = :id AND version = :version AND state IN ('raised', 'forwarded');

-- changed obstacle_forward(id int, version int, holder_id int, now time)
-- unscoped: its change has asked access_may
UPDATE obstacle SET holder_id = :holder_id, state = 'forwarded', changed = :now, version = version + 1
WHERE id = :id AND version = :version AND state IN ('raised', 'forwarded');

-- changed obstacle_answer(id int, version int, answer text, decision text, answered date, now time)
-- unscoped: its change has asked access_may
UPDATE obstacle SET answer = :answer, decision = :decision, answered = :answered, state = 'answered',
	changed = :now, version = version + 1
WHERE id = :id AND version = :version AND state IN ('raised', 'forwarded');

-- changed obstacle_end(id int, version int, state text, now time)
-- unscoped: its change has asked access_may
UPDATE obstacle SET state = :state, changed = :now, version = version + 1
WHERE id = :id AND version = :version
	AND ((:state = 'closed' AND state = 'answered') OR (:state = 'withdrawn' AND state IN ('raised', 'forwarded')));
