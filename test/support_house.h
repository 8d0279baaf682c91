/*
 * What tests of subjects begin with: a database with the real places and agencies, accounts
 * with a role at one of these, a plan of the samples. Whatever fails ends the test.
 */
#ifndef TEST_SUPPORT_HOUSE_H
#define TEST_SUPPORT_HOUSE_H

#include "access/access.h"
#include "audit/audit.h"
#include "test/support.h"

/* By the system account: action "test". */
struct audit_entry test_entry(void);

/* A fresh database with places, agencies and roles. */
void test_house_open(struct test_db *t);

struct db_read *test_read(struct test_db *t);

/* The agency of that code that is in force today. */
int64_t test_agency(struct test_db *t, const char *code);

/* A new account with a role at an agency; as an actor it has every permission "somewhere". */
struct actor test_person(struct test_db *t, const char *name, const char *role, int64_t agency);

/* A plan's text taken in. number, issuer, issued: none: as the text has them. */
int64_t test_plan(struct test_db *t, struct str text, struct str number, struct str issuer,
	struct date issued);
/* "001.txt" of the samples. */
struct str test_sample(struct test_db *t, const char *name);

#endif
