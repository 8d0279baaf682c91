-- Plans whose tasks are to be compared with those of the plan above: one of the two has just been
-- adopted. Compared beside the writer, one pair after the other.
CREATE TABLE cascade_due (
	lower_plan INTEGER NOT NULL REFERENCES plan(id),
	PRIMARY KEY (lower_plan)
) STRICT;
