-- The words of a thing, for lists that narrow by words as the search does.
CREATE VIEW search_word_v AS
SELECT d.kind, d.object_id, t.token FROM search_doc d JOIN search_token t ON t.doc_id = d.id;
