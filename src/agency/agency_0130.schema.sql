-- Who is a member of which committee, as far as the plans say, for the subjects above.
CREATE VIEW agency_member_v AS
	SELECT committee_id, member_id, role, valid_from, valid_to, citation, verified,
		coalesce(valid_from, '0001-01-01') AS first_day,
		coalesce(valid_to, '9999-12-31') AS last_day
	FROM agency_member;
