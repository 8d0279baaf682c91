/*
 * How busy a database is, for a monitor.
 */
#ifndef STORE_STATS_H
#define STORE_STATS_H

#include "store/db.h"

enum { DB_GROUP_SIZES = 10 }; /* of 1, 2, up to 4, 8 … 256 changes, and more */

struct db_stats {
	int64_t groups[DB_GROUP_SIZES];
	int64_t changes;   /* in all of them */
	int64_t waiting;   /* for the writer, now */
	int64_t snapshots; /* connections for reading */
};

void db_stats(struct db *db, struct db_stats *out);

/* For tests: is told the name of each statement that the calling thread runs. NULL: nobody. */
void db_watch(void (*fn)(void *ctx, const char *name), void *ctx);

#endif
