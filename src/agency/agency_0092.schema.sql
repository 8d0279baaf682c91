-- A name that a person said means this body: it stays when the lists are loaded anew.
ALTER TABLE agency_alias ADD COLUMN learned INTEGER NOT NULL DEFAULT 0;
