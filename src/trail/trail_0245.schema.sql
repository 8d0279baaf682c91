-- Whose entries a reader of the log may see: those of the accounts of the agencies where the
-- reader may read it. Entries of no account belong to who may read it in the whole country.
CREATE VIEW trail_seen AS
SELECT r.account_id, a.id AS actor
FROM access_may_v r JOIN account_v a ON a.agency_id = r.agency_id
WHERE r.permission = 'audit.read';
