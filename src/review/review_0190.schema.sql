-- What a person changes in a target or a duty beside its words, and in what a person adds: a line
-- each, a word, a tab, what it says ("percent", "95"); none: as read. read_facts is what was read
-- when the correction was made.
ALTER TABLE review_fix ADD COLUMN facts TEXT;
ALTER TABLE review_fix ADD COLUMN read_facts TEXT NOT NULL DEFAULT '';
-- A merged item remembers the task it went into and what it brought along, in the form of parties,
-- with a line "days" where it brought its days: so that it can be taken out again.
ALTER TABLE review_fix ADD COLUMN merged_into TEXT;
ALTER TABLE review_fix ADD COLUMN brought TEXT;
-- Whose plan it is, by hand: a province's name; none: as read.
ALTER TABLE review_draft ADD COLUMN province TEXT;
