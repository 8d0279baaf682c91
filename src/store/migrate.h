/*
 * Migrations: forward only, in the order of their numbers, each in one transaction.
 * The database keeps which were applied and the digest of each.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "base/base.h"

struct conn;

struct migration {
	int number; /* 0: the end */
	const char *name;
	const char *digest; /* SHA-256 of the schema file, hexadecimal */
	const char *sqlite, *postgres;
};

/* Generated; in order of number. */
extern const struct migration migrations[];
extern const size_t migrations_n;

/* Refuses a database that is newer than `list` or whose applied migrations differ from
 * it, and counts what is to be applied. */
bool migrate_check(struct conn *c, const struct migration *list, size_t n, size_t *missing,
	struct err *e) MUST;
/* As migrate_check, then applies what is missing. */
bool migrate(struct conn *c, const struct migration *list, size_t n, struct err *e) MUST;

#endif
