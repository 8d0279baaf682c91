/*
 * Heads of the log, signed and kept: one each day while a server runs, and when asked for. The
 * key lies in a file and never in the database; the database lists the public keys that
 * were ever used. A head is worth what it is worth outside: somebody else keeps it.
 */
#ifndef AUDIT_HEAD_H
#define AUDIT_HEAD_H

#include "audit/audit.h"
#include "audit/note.h"

struct audit_signed {
	int64_t id, at, size;
	struct tree_hash root;
	struct str note; /* the checkpoint */
	struct str vkey; /* to check it with */
};

/* Where the key lies or will lie: the file that HAIDANG_AUDIT_KEY_FILE names, else
 * FILE.auditkey beside a SQLite file; no value where nobody has said so. */
struct str audit_key_path(struct arena *a, const struct db *db);

/* Draws a key into a new file of mode 0600. A file that is there stays, ERR_CONFLICT. */
bool audit_key_new(
	struct arena *a, const char *path, struct str name, struct str *vkey, struct err *e) MUST;

/* The file's key, to be wiped by note_forget. ERR_ABSENT: no file; ERR_STORE: no key, or others
 * may read it. */
bool audit_key_load(struct arena *a, const char *path, struct note_signer *out, struct err *e) MUST;

/* The name that heads of this log begin with: that of its first key, for ever. No value: there
 * was none yet. */
bool audit_origin(struct db_read *r, struct str *out, struct err *e) MUST;

/* Signs the log as it stands with the file's key and keeps the head, with an entry by `who`.
 * A log that no longer contains its newest head is not signed: ERR_CONFLICT. */
bool audit_head_sign(struct db *db, struct arena *a, const struct audit_entry *who,
	struct audit_signed *out, struct err *e) MUST;

/* The same as a change to be made: the log is looked at and signed now. */
bool audit_head_prepare(struct db *db, struct arena *a, struct change *c, struct err *e) MUST;

/* When a day's head is tried: at once, and where that failed again the same day, each time
 * after twice as long. */
struct audit_tries {
	int32_t day;   /* as a number */
	bool done;     /* for that day */
	int failed;    /* times that day */
	int64_t again; /* not before; microseconds UTC */
};
bool audit_try_now(const struct audit_tries *t, int32_t day, int64_t now);
void audit_tried(struct audit_tries *t, int32_t day, int64_t now, bool signed_now);

/* Signs where today has no head yet; makes the first key. To be called every minute or so. */
bool audit_tick(struct db *db, struct err *e) MUST;

#endif
