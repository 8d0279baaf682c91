-- A province's communes come from one stretch of one index, in order.
DROP INDEX place_days_under;
CREATE INDEX place_days_under ON place(province_code, kind, sort_key, code, valid_from, valid_to,
	full_name, type, district_code, population, area);
