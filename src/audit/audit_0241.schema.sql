-- What was refused, of whatever subject: the name of such an action has the word in it (SQLite takes no LIKE in
-- an index). Few entries, so the index costs the others nothing.
CREATE INDEX audit_entry_refused ON audit_entry(seq) WHERE replace(action, 'refused', '') <> action;
