-- Drafts somebody is at, for the first page.
CREATE VIEW review_draft_v AS SELECT id, account_id, agency_id, state, changed FROM review_draft;
