-- one document_same_words(words text) -> id int
-- unscoped: the importer has the words already; a yes tells nothing new
SELECT id FROM document WHERE words = :words;

-- one document_same_identity(identity text) -> id int
-- unscoped: two records of one document would be worse than a hint that it is there
SELECT id FROM document WHERE identity = :identity;

-- id document_add(number text?, number_by_hand bool, kind text, issuer text, issuer_id int?,
--	issued date?, place text, title text, identity text?, words text, added time)
INSERT INTO document(number, number_by_hand, kind, issuer, issuer_id, issued, place, title, identity, words, added)
VALUES (:number, :number_by_hand, :kind, :issuer, :issuer_id, :issued, :place, :title, :identity, :words, :added)
RETURNING id;

-- exec document_text_add(document_id int, file_name text, received blob, body text)
INSERT INTO document_text(document_id, file_name, received, body)
VALUES (:document_id, :file_name, :received, :body);

-- exec document_repair_add(document_id int, at int, was int, reads int, sure text)
INSERT INTO document_repair(document_id, at, was, reads, sure)
VALUES (:document_id, :at, :was, :reads, :sure);

-- exec document_release(id int)
-- unscoped: the change that keeps the amended text
UPDATE document SET identity = NULL, version = version + 1 WHERE id = :id;
