-- A decision as it was written down before it was corrected, and why it was wrong. Never changed.
-- scope: award_id
CREATE TABLE award_correction (
	award_id INTEGER NOT NULL REFERENCES award(id),
	version INTEGER NOT NULL,           -- of the award when it was corrected
	decision TEXT NOT NULL,
	decided TEXT,
	decided_by TEXT,
	reason TEXT NOT NULL,
	account_name TEXT NOT NULL,         -- who corrected it
	at INTEGER NOT NULL,
	PRIMARY KEY (award_id, version)
) STRICT, WITHOUT ROWID;
