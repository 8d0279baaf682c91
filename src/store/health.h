/*
 * What can be seen of a database from its own settings: for doctor and the metrics.
 */
#ifndef STORE_HEALTH_H
#define STORE_HEALTH_H

#include "store/db.h"

struct db_health {
	int64_t clock;	  /* the database's own; 0: it has none */
	bool superuser;	  /* the account may do anything on its server */
	bool unsealed;	  /* bytes go over a network in the clear */
	bool schema_open; /* anybody with an account there may make tables beside ours */
	bool unguarded;	  /* the log's own refusal to be altered is gone */
	int64_t bytes;
};

bool db_health(struct db_read *r, struct db_health *out, struct err *e) MUST;

/* Reads the whole of a SQLite file and its indexes; true for PostgreSQL, which has
 * pg_amcheck. ERR_CONFLICT: not sound. */
bool db_sound(struct str url, struct err *e) MUST;

#endif
