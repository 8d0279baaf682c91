-- The police of a province, its people's committee: the one body of a pattern in a place.
CREATE INDEX agency_pattern_under ON agency(pattern, province_code);
