-- To whom a plan was sent and what for: "Nơi nhận: … (để báo cáo)", a line of the text each, or
-- what a person added. `purpose` is what the words in brackets ask; a line that names nobody the
-- records know stands as it was written and is marked (settled 0) until a person has seen it.
-- scope: plan_id
CREATE TABLE plan_recipient (
	id INTEGER PRIMARY KEY,
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	position INTEGER NOT NULL,          -- from 0
	name TEXT NOT NULL,                 -- as written
	words TEXT NOT NULL,                -- of the purpose, as written; "": none
	purpose TEXT NOT NULL CHECK (purpose IN ('report', 'carry_out', 'coordinate', 'guide', 'know', 'file', 'none')),
	line INTEGER NOT NULL,              -- 0: a person added it
	byte_from INTEGER NOT NULL,
	byte_to INTEGER NOT NULL,
	settled INTEGER NOT NULL CHECK (settled IN (0, 1)),
	version INTEGER NOT NULL DEFAULT 1,
	UNIQUE (plan_id, position)
) STRICT;

-- The agencies a line means, on the plan's day.
CREATE TABLE plan_recipient_agency (
	recipient_id INTEGER NOT NULL REFERENCES plan_recipient(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	PRIMARY KEY (recipient_id, agency_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_recipient_agency_of ON plan_recipient_agency(agency_id);

CREATE VIEW plan_recipient_v AS
SELECT r.plan_id, r.position, r.name, r.purpose, x.agency_id
FROM plan_recipient r LEFT JOIN plan_recipient_agency x ON x.recipient_id = r.id;

-- Who received a plan may see it.
-- sqlite
CREATE TABLE plan_audience_before (
	plan_id INTEGER NOT NULL,
	agency_id INTEGER NOT NULL,
	reason TEXT NOT NULL
) STRICT;
INSERT INTO plan_audience_before(plan_id, agency_id, reason) SELECT plan_id, agency_id, reason FROM plan_audience;
DROP TABLE plan_audience;
CREATE TABLE plan_audience (
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	reason TEXT NOT NULL CHECK (reason IN ('issuer', 'standing', 'party', 'collective', 'place', 'successor', 'recipient')),
	PRIMARY KEY (plan_id, agency_id, reason)
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_audience_agency ON plan_audience(agency_id, plan_id);
INSERT INTO plan_audience(plan_id, agency_id, reason) SELECT plan_id, agency_id, reason FROM plan_audience_before;
DROP TABLE plan_audience_before;
-- postgres
ALTER TABLE plan_audience DROP CONSTRAINT plan_audience_reason_check;
ALTER TABLE plan_audience ADD CONSTRAINT plan_audience_reason_check
	CHECK (reason IN ('issuer', 'standing', 'party', 'collective', 'place', 'successor', 'recipient'));
-- both
