-- Everything in force under a province comes from one stretch of one index, in order.
DROP INDEX agency_days_under;
CREATE INDEX agency_days_under ON agency(province_code, level DESC, sort_key, code, valid_from,
	valid_to, name, kind, place_id);
