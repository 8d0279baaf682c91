-- Notices of days off.

-- many calendar_notice_all() -> code text, year int, what text, first date, last date, other date?, citation text, verified bool, gone bool, version int
SELECT code, year, what, first, last, other, citation, verified, gone, version FROM calendar_notice ORDER BY first, code;
