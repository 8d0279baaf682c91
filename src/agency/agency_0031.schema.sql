-- Lists in their order, filtered in the index.
CREATE INDEX agency_order ON agency(sort_key, code, valid_from, valid_to, level, kind, province_code, fold);
CREATE INDEX agency_days_under ON agency(province_code, valid_from, valid_to);
