-- Plans of so many tasks that their work is opened a piece at a time: up to which task it is.
CREATE TABLE work_opening (
	plan_id INTEGER NOT NULL REFERENCES plan(id),
	task_id INTEGER NOT NULL,
	PRIMARY KEY (plan_id)
) STRICT;
