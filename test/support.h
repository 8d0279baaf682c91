/*
 * A fresh, migrated database for a test, of the kind that TEST_DB names: "sqlite" (also
 * without TEST_DB), or "postgres" on the cluster that POSTGRES_URL names.
 *
 *	struct test_db t;
 *	assert_ok(test_db_open(&t, &e), &e);      t.db is open; t.arena is there
 *	…
 *	test_db_close(&t);                        and nothing is left of it
 */
#ifndef TEST_SUPPORT_H
#define TEST_SUPPORT_H

#include "base/base.h"
#include "store/db.h"

struct test_db {
	struct db *db;
	struct arena *arena; /* the test's */
	struct arena *own;
	char *url;  /* for a second db_open */
	char *path; /* SQLite: the file */
	char *name; /* PostgreSQL: the database */
	char *key;  /* PostgreSQL: HAIDANG_KEY_FILE, not there yet */
};

bool test_db_open(struct test_db *t, struct err *e) MUST;
/* With the lists of places and agencies in it. */
bool test_db_lists(struct test_db *t, struct err *e) MUST;

/* As test_db_open, with what `fill` (NULL: nothing) puts in. A run of many programs fills
 * once for each `name` and copies; `fill` must make the same for everybody. */
typedef bool test_db_fill(struct test_db *t, struct err *e);
bool test_db_filled(struct test_db *t, const char *name, test_db_fill *fill, struct err *e) MUST;

/* As above, but no file or database is opened: a URL of an empty one. */
bool test_db_make(struct test_db *t, struct err *e) MUST;
void test_db_close(struct test_db *t);

bool test_on_postgres(void);

#endif
