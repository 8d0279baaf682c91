/*
 * Telling whether the log still says what was written: every row, the leaves, the tiles over
 * them, the heads kept with it and the heads others have kept. Reads the whole once, a page
 * of rows at a time.
 */
#ifndef AUDIT_VERIFY_H
#define AUDIT_VERIFY_H

#include "audit/audit.h"
#include "audit/tree.h"

/* A tree as somebody has kept it: a checkpoint's, or a head's of the database. */
struct audit_mark {
	struct str file; /* no value for a head of the database */
	int64_t head;	 /* its number there; 0 for a file */
	int64_t size;
	struct tree_hash root;
	enum {
		MARK_BEYOND, /* the log has fewer entries: it was cut, or is an older copy */
		MARK_HOLDS,
		MARK_DIFFERS, /* something among the first `size` entries was rewritten */
		MARK_LOST,    /* an entry before is missing, so there is nothing to compare */
	} state;
	int64_t behind; /* where it differs: what the next smaller one that holds covers */
};

struct audit_marks {
	struct audit_mark *v;
	size_t n, cap;
};

/* Rows at fault of one kind: how many, and the first. */
struct audit_places {
	int64_t n, first;
};

struct audit_verified {
	int64_t entries; /* rows there are */
	int64_t last;	 /* the last number */
	int64_t sound;	 /* rows without fault from the first on */
	int64_t removed; /* whose content ended by the rule */
	struct tree_hash root;
	struct audit_places gaps;     /* numbers missing; before this one */
	struct audit_places altered;  /* columns, canonical bytes and leaf do not agree */
	struct audit_places unruly;   /* content gone that no removal accounts for */
	struct audit_places tiles;    /* that do not follow from the leaves; first entry under it */
	struct audit_places untiled;  /* not there; made anew at the next start, no fault */
	struct audit_places heads;    /* kept heads that are not as they were signed; its number */
	struct audit_places backward; /* earlier than the one before without a word; no fault */
	struct audit_marks marks;     /* by size */
	size_t marks_bad;
};

/* `outside` are the checkpoints of others, already checked for their signatures. */
bool audit_verify_all(struct db_read *r, const struct audit_marks *outside,
	struct audit_verified *out, struct err *e) MUST;

/* Whether nothing was found that is a fault. */
bool audit_is_sound(const struct audit_verified *v);

#endif
