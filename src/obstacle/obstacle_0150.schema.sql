-- What hinders the work, and what is proposed: raised by an agency, handed upward until somebody
-- answers it. Nothing is deleted.

-- scope: agency_id
CREATE TABLE obstacle (
	id INTEGER PRIMARY KEY,
	agency_id INTEGER NOT NULL REFERENCES agency(id), -- who raised it
	holder_id INTEGER NOT NULL REFERENCES agency(id), -- who is to answer
	task_id INTEGER REFERENCES task(id), -- what it hinders
	kind TEXT NOT NULL CHECK (kind IN ('difficulty', 'guidance', 'plan', 'law')),
	title TEXT NOT NULL,
	words TEXT NOT NULL,
	proposal TEXT NOT NULL,             -- "": none
	law TEXT NOT NULL,                  -- number of the document, or its name; "": it is about no law
	article TEXT NOT NULL,              -- "Điều 3 khoản 2"
	law_fold TEXT NOT NULL,             -- both folded: by them the same article is the same
	article_fold TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('raised', 'forwarded', 'answered', 'closed', 'withdrawn')),
	raised TEXT NOT NULL,
	answer TEXT NOT NULL DEFAULT '',
	decision TEXT NOT NULL DEFAULT '',  -- number of the document that decides; "": none
	answered TEXT,
	account_id INTEGER NOT NULL,        -- who wrote it down
	account_name TEXT NOT NULL,
	changed INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX obstacle_task ON obstacle(task_id);
CREATE INDEX obstacle_article ON obstacle(law_fold, article_fold);
CREATE INDEX obstacle_state ON obstacle(state, id);

-- Whom it has gone through: they see it, and so does who reaches them.
-- scope: agency_id
CREATE TABLE obstacle_agency (
	obstacle_id INTEGER NOT NULL REFERENCES obstacle(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	PRIMARY KEY (obstacle_id, agency_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX obstacle_agency_agency ON obstacle_agency(agency_id, obstacle_id);

-- scope: obstacle_id
CREATE TABLE obstacle_event (
	id INTEGER PRIMARY KEY,
	obstacle_id INTEGER NOT NULL REFERENCES obstacle(id),
	kind TEXT NOT NULL,                 -- raised, corrected, forwarded, answered, closed, withdrawn
	agency_id INTEGER NOT NULL REFERENCES agency(id), -- for whom it was done; forwarded: to whom
	words TEXT NOT NULL,
	at INTEGER NOT NULL,
	account_id INTEGER NOT NULL,
	account_name TEXT NOT NULL
) STRICT;
CREATE INDEX obstacle_event_of ON obstacle_event(obstacle_id, id);

CREATE VIEW obstacle_v AS
SELECT id, agency_id, holder_id, task_id, kind, title, words, proposal, law, article, law_fold, article_fold,
	state, raised, answer, decision, answered, version
FROM obstacle;
