/*
 * The log of changes, and the only door to change: audit_change takes the entry it
 * will write as an argument and writes it in the same transaction as the change.
 *
 * An entry's canonical bytes are one line of JSON with fixed keys in fixed order; its
 * leaf hash is SHA-256(0x00 || bytes), as RFC 9162 §2.1.1 has it, so that a tree can
 * stand on it.
 */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include "base/base.h"
#include "store/db.h"

enum { AUDIT_REQUEST = 16 };

struct audit_entry {
	int64_t actor;	       /* account; 0: the system itself */
	struct str actor_name; /* "tt.bca", "cli:root", "system:load" */
	struct str permission; /* by which it was allowed */
	struct str action;     /* "plan.import" */
	struct str object;     /* "plan" */
	int64_t object_id;     /* 0: none; apply fills in what it made */
	struct str detail;     /* JSON object of what changed, nothing sealed; "" for none */
	unsigned char request[AUDIT_REQUEST]; /* all zero: one is drawn */
};

struct change {
	struct audit_entry entry;
	/* Statements and re-checks, on the writer's thread; memory comes from
	 * db_write_arena(w) only and ends with the call. NULL: nothing but the entry. */
	bool (*apply)(struct db_write *w, struct change *c, struct err *e);
	void *arg;
};

/* Applies and logs, in one savepoint of the writer's next group; true when it is on disk.
 * On false nothing of it is there. */
bool audit_change(struct db *db, struct change *c, struct err *e) MUST;

/* Logs what is no change of rows: a log-in or an access that was refused. */
bool audit_note(struct db *db, const struct audit_entry *entry, struct err *e) MUST;

/* The same where the request has no entry yet. */
bool audit_note_once(struct db *db, const struct audit_entry *entry, struct err *e) MUST;

/* Works out the tiles of the tree that are missing (an older program wrote none). At start. */
bool audit_ready(struct db *db, struct err *e) MUST;

/* An entry as the log has it. Read entries carry no request. */
struct audit_line {
	int64_t seq; /* 1, 2, 3 … */
	int64_t at;  /* clock_now() */
	struct audit_entry entry;
};

struct audit_lines {
	struct audit_line *v;
	size_t n, cap;
};

/* The newest before number `before` (INT64_MAX: of all), at most `most`, newest first; of one
 * object where `object` is given. */
bool audit_read(struct db_read *r, struct str object, int64_t object_id, int64_t before,
	int64_t most, struct audit_lines *out, struct err *e) MUST;

/* How many entries the log has, and the newest one's leaf (32 bytes; zeros while there is none):
 * what a copy of the database says of its log. */
bool audit_end(struct db_read *r, int64_t *entries, unsigned char leaf[32], struct err *e) MUST;

enum audit_fault {
	AUDIT_SOUND,
	AUDIT_GAP,     /* a number is missing before this one */
	AUDIT_ALTERED, /* the columns, the canonical bytes and the leaf do not agree */
};

struct audit_checked {
	int64_t entries;	/* sound ones from the first on */
	enum audit_fault fault; /* the first that was found */
	int64_t seq;		/* where */
};

/* The rows alone, in short; all there is to check: audit/verify.h. */
bool audit_verify(struct db_read *r, struct audit_checked *out, struct err *e) MUST;

#endif
