-- A cell through many periods is read from strands: a few cells of one period, province by province,
-- side by side. They are wound once a period is quiet, and count as long as nothing more was
-- sent for it; until then the totals themselves are read (form/strand.h).

CREATE TABLE form_period (
	edition_id INTEGER NOT NULL REFERENCES form_edition(id),
	period_system TEXT NOT NULL,
	period_to TEXT NOT NULL,
	period_from TEXT NOT NULL,
	wound INTEGER NOT NULL CHECK (wound IN (0, 1)), -- its strands say what its totals say
	since INTEGER NOT NULL,                         -- when they ceased to
	places TEXT NOT NULL,                           -- ids of the provinces, in the strands' order
	PRIMARY KEY (edition_id, period_system, period_to)
) STRICT, WITHOUT ROWID;
CREATE INDEX form_period_loose ON form_period(wound, since);

CREATE TABLE form_strand (
	edition_id INTEGER NOT NULL REFERENCES form_edition(id),
	period_system TEXT NOT NULL,
	slot INTEGER NOT NULL,                          -- the first of its cells
	period_to TEXT NOT NULL,
	vector BLOB NOT NULL,                           -- cell by cell, each with all provinces
	PRIMARY KEY (edition_id, period_system, slot, period_to)
) STRICT, WITHOUT ROWID;

INSERT INTO form_period(edition_id, period_system, period_to, period_from, wound, since, places)
SELECT DISTINCT edition_id, period_system, period_to, period_from, 0, 0, '' FROM form_total;
