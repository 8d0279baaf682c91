-- The demo: who fills in its form.

-- many form_demo_agencies(day date) -> id int, code text, name text, kind text, level text, valid_from date?, valid_to date?
SELECT id, code, name, kind, level, valid_from, valid_to FROM agency_v
WHERE (kind = 'police' AND first_day <= :day AND last_day >= :day
		AND (level = 'province' OR (level = 'commune' AND province_code = '46'
			AND (code < 'ca-xa.19820' OR code = 'ca-xa.19960.2025-07-01' OR code = 'ca-xa.19828.2025-07-01'))))
	OR code IN ('bqp', 'byt', 'bng', 'so-yt.46.2025-01-01', 'ca-xa.19825', 'ca-xa.19828')
ORDER BY id;

-- one form_demo_done() -> n int
-- unscoped: the demo is the system's
SELECT count(*) AS n FROM form_sheet;
