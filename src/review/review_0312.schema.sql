-- Who asks that the draft be adopted, and as it stood when: another person adopts it. Any change of
-- the draft gives it a new version, and what was asked for before is over.
ALTER TABLE review_draft ADD COLUMN asked_by INTEGER;
ALTER TABLE review_draft ADD COLUMN asked_name TEXT;
ALTER TABLE review_draft ADD COLUMN asked_at INTEGER;
ALTER TABLE review_draft ADD COLUMN asked_version INTEGER;
