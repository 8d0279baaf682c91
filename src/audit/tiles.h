/*
 * The tree over the log as it lies in the database: leaves in audit_entry, the hashes of
 * complete tiles in audit_tile.
 */
#ifndef AUDIT_TILES_H
#define AUDIT_TILES_H

#include "audit/tree.h"
#include "store/db.h"

/* To read from; valid as long as `r`. A tile that is not kept yet is worked out of what lies
 * under it. ERR_STORE where an entry is missing. */
struct tree_source audit_tree(struct db_read *r);

/* Writes what entry `seq`, which is there, completes. */
bool tiles_write(struct db_write *w, int64_t seq, struct err *e) MUST;

/* Writes the missing tiles among a bounded number; *more: there may be others. Returns
 * what it looked at in *at, to be handed in again; begin with a zeroed one. */
struct tiles_place {
	int level;
	int64_t n;
};
bool tiles_fill(struct db_write *w, struct tiles_place *at, bool *more, struct err *e) MUST;

#endif
