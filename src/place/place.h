/*
 * Where: administrative units and their history. A place is one unit with one extent
 * and one name for a time; its code goes on through changes, so "which place" is a
 * code and a day. Edges say what became of what, and how much of it where that is known.
 *
 * The lists come with the program (data/places, read by place_lists.c) and are loaded
 * by place_load; reading them is the statements of place.sql, by their functions in
 * place_sql.h, and what stands here.
 */
#ifndef PLACE_PLACE_H
#define PLACE_PLACE_H

#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

/* The last day of the map with districts. */
#define PLACE_OLD_MAP_END DATE(2025, 6, 30)

struct place_load {
	int64_t places, edges, faults;
	bool unchanged; /* the very same lists are loaded already */
};

/* Loads the program's lists in one change by `who`. The very same lists again change
 * nothing and log nothing; others than the last ones update what is there and keep the
 * places' ids. ERR_INPUT: a list is broken. */
bool place_load(struct db *db, struct arena *a, const struct audit_entry *who,
	struct place_load *out, struct err *e) MUST;

/* How many people live in a place, as far as the published figures say. The old map has
 * none of its own: they are carried back over the edges, and only as far as they go. */
struct place_sum {
	int64_t least;	 /* those who certainly do */
	int64_t most;	 /* with those of communes that reach beyond the place */
	int64_t parts;	 /* communes whose figures were taken */
	int64_t shared;	 /* of these, communes that reach beyond it: their share is unknown */
	int64_t without; /* of these, communes without a published figure */
	bool carried;	 /* read over edges, not from the place's own communes */
};

/* True where least is the whole truth. */
static inline bool place_sum_exact(const struct place_sum *s)
{
	return s->parts > 0 && s->shared == 0 && s->without == 0;
}

/* Sums the communes of the place `id` on a day on which it is in force. */
bool place_sum(
	struct db_read *r, int64_t id, struct date day, struct place_sum *out, struct err *e) MUST;

/* "1.436.100 người" and where it comes from; bounds where it is not exact; that nobody
 * knows where it is not known at all. */
struct str place_sum_words(struct arena *a, enum lang lang, const struct place_sum *s);

/* The pattern for place_find: a folded text anywhere in the folded name. */
struct str place_pattern(struct arena *a, struct str typed);

/* A day on which the place was in force: its last one, at most `latest`. */
struct date place_day(struct date valid_from, struct date valid_to, struct date latest);

/* "province", "district", "commune" and an edge's kind in words. */
enum text_id place_kind_text(struct str kind);
enum text_id place_edge_text(struct str kind);
/* What a fault's rule finds wrong; {1} in it is the fault's `found`. */
enum text_id place_fault_text(struct str rule);

#endif
