-- Files of meetings, directives and findings. Who may read one of these reads its files.

-- many attach_files(meeting int?, directive int?, finding int?) -> id int, name text, size int, account_name text, at time
SELECT id, name, size, account_name, at FROM committee_file
WHERE meeting_id = :meeting OR directive_id = :directive OR finding_id = :finding ORDER BY id;

-- How many files the findings of a team have.
-- many attach_of_team(team int) -> finding_id int, n int
-- unscoped: of one team, which team_by_id has read with its scope in the same snapshot
SELECT f.id AS finding_id, count(*) AS n FROM team_finding f JOIN committee_file x ON x.finding_id = f.id
WHERE f.team_id = :team GROUP BY f.id ORDER BY f.id;

-- one attach_by_id(id int, meeting int?, directive int?, finding int?) -> file_id int, name text
SELECT file_id, name FROM committee_file
WHERE id = :id AND (meeting_id = :meeting OR directive_id = :directive OR finding_id = :finding);

-- id attach_add(meeting int?, directive int?, finding int?, file int, name text, kind text, size int,
--	account int, account_name text, at time)
INSERT INTO committee_file(meeting_id, directive_id, finding_id, file_id, name, kind, size, account_id, account_name, at)
VALUES (:meeting, :directive, :finding, :file, :name, :kind, :size, :account, :account_name, :at)
ON CONFLICT DO NOTHING RETURNING id;
