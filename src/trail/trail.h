/*
 * The log as people read it: searched by who, what, on what and when; what was changed of a
 * record, field by field. A reader sees the entries of the accounts where he may read
 * the log; who may in the whole country sees all.
 */
#ifndef TRAIL_TRAIL_H
#define TRAIL_TRAIL_H

#include "access/actor.h"
#include "audit/audit.h"

struct trail_reader {
	int64_t account;
	bool whole;
};

bool trail_reader(
	struct db_read *r, const struct actor *actor, struct trail_reader *out, struct err *e) MUST;

/* What is asked for; empty: all. */
struct trail_filter {
	struct str actor;     /* the name in the entry, whole */
	struct str object;    /* "plan" */
	int64_t object_id;    /* 0: any */
	struct str action;    /* "plan.import" */
	struct date from, to; /* both included */
	bool refused;	      /* what was refused, alone */
};

struct trail_line {
	struct audit_line line;
	int64_t removed_by; /* 0: its content is there */
};

struct trail_lines {
	struct trail_line *v;
	size_t n, cap;
};

/* Newest first, before number `before` (INT64_MAX: from the end), at most `most`. One statement. */
bool trail_read(struct db_read *r, const struct trail_reader *who, const struct trail_filter *f,
	int64_t before, int64_t most, struct trail_lines *out, struct err *e) MUST;

/* Who looked: took lists of this kind of record ("plan") away since entry `since`, or opened the
 * record by access in an emergency. Newest first. */
bool trail_takers(struct db_read *r, const struct trail_reader *who, struct str kind, int64_t id,
	int64_t since, int64_t most, struct trail_lines *out, struct err *e) MUST;

/* ERR_ABSENT: there is no such entry, or it is not the reader's. */
bool trail_must_see(
	struct db_read *r, const struct trail_reader *who, int64_t seq, struct err *e) MUST;

/* A field of what an entry says was changed. */
struct trail_field {
	struct str name;
	struct str value;   /* "" for null */
	struct str before;  /* no value: not known */
	struct str action;  /* of the entry; trail_fields leaves it open */
	struct str name_of; /* what the value is the number of is called; no value: nothing */
};

struct trail_fields {
	struct trail_field *v;
	size_t n, cap;
};

/* Takes an entry's detail apart; what is no JSON object has no fields. */
void trail_fields(struct arena *a, struct str detail, struct trail_fields *out);

/* What was said of a record so far, and of each of its parts. */
struct trail_known {
	struct trail_known_part {
		struct str key;
		struct trail_fields fields;
	} * v;
	size_t n, cap;
};

/* Says what each field was before, where an entry changes what an earlier one set, and remembers
 * what it is now. To be called with the entries of one record, oldest first. */
void trail_differ(struct arena *a, struct trail_known *known, const struct audit_entry *entry,
	struct trail_fields *now);

#endif
