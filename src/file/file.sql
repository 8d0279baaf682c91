-- Files

-- one file_same(digest text) -> id int
SELECT id FROM file WHERE digest = :digest;

-- id file_add(digest text, kind text, size int, bytes blob, added time)
INSERT INTO file(digest, kind, size, bytes, added) VALUES (:digest, :kind, :size, :bytes, :added)
RETURNING id;

-- one file_by_id(id int) -> kind text, bytes blob
SELECT kind, bytes FROM file WHERE id = :id;
