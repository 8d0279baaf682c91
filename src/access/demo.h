/*
 * Accounts to try the system with: one for each person it is made for, with invented names
 * and drawn passwords, in a database without accounts of its own.
 */
#ifndef ACCESS_DEMO_H
#define ACCESS_DEMO_H

#include "access/access.h"

struct demo_account {
	struct str name, display, role, agency;
	struct str password; /* no value: it was there before, and keeps its password */
};

struct demo_accounts {
	struct demo_account *v;
	size_t n, cap;
};

/* Adds those that are missing; `reset` draws new passwords for the others too. Agencies
 * must be loaded. ERR_CONFLICT where the database has accounts that are no demo ones. */
bool access_demo(
	struct db *db, struct arena *a, bool reset, struct demo_accounts *out, struct err *e) MUST;

#endif
