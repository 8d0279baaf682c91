-- What is asked of every page and on any day, answered from the index alone.
CREATE INDEX place_days ON place(kind, valid_from, valid_to);
CREATE INDEX place_days_under ON place(province_code, kind, valid_from, valid_to);
CREATE INDEX place_days_in_district ON place(district_code, kind, valid_from, valid_to);
