-- The words of a file that is no plain text, as they were taken out of it; none: the bytes received
-- are the text.
ALTER TABLE review_draft ADD COLUMN body TEXT;
