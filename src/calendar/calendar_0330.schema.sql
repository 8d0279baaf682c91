-- What an installation knows of a year's days off beyond the program's own list, or against it.
CREATE TABLE calendar_notice (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,          -- of the program's list ("2026-tet"), or its own
	year INTEGER NOT NULL,
	what TEXT NOT NULL CHECK (what IN ('tet', 'national', 'swap', 'remark')),
	first TEXT NOT NULL,
	last TEXT NOT NULL,
	other TEXT,                         -- of a swap: the day that is worked
	citation TEXT NOT NULL,
	verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
	gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)), -- taken out: it does not hold
	account_name TEXT NOT NULL,
	changed INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	CHECK (what <> 'swap' OR other IS NOT NULL)
) STRICT;
CREATE INDEX calendar_notice_year ON calendar_notice(year);
