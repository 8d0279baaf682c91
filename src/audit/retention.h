/*
 * The end of an entry's content. After the years of the rule what an entry said may go; its
 * number, time and leaf stay in the tree, so that every proof and every head holds as
 * before. It is done by command only, and each time an entry says how far it went.
 * docs/decisions/0007-the-log-is-a-tree.md
 */
#ifndef AUDIT_RETENTION_H
#define AUDIT_RETENTION_H

#include "audit/audit.h"

#define AUDIT_REMOVE "audit.remove"

struct retention {
	int64_t id, years;
	struct str basis;
	bool verified;
	struct date since;
	int64_t older;	 /* contents written before this moment may go today */
	int64_t first;	 /* the first entry whose content may go; 0: none */
	int64_t through; /* and the last */
};

/* The rule in force and what it allows today. */
bool retention_now(struct db_read *r, struct retention *out, struct err *e) MUST;

/* A new rule, in force from a day on that is not past. */
struct retention_new {
	struct date from;
	int64_t years;
	struct str basis; /* the text that says so */
	bool verified;	  /* somebody has read it there */
};
bool retention_set(struct db *db, const struct audit_entry *who, const struct retention_new *in,
	struct err *e) MUST;

/* Takes out what may go, in pieces with an entry each; *removed counts. */
bool retention_apply(
	struct db *db, const struct audit_entry *who, int64_t *removed, struct err *e) MUST;

/* What the entry of a removal says. */
struct str retention_detail(struct arena *a, int64_t through, int64_t older, int64_t rule);

#endif
