/* Figures of a small statistical form, for tests of what is made of them. */
#ifndef TEST_SUPPORT_FORM_H
#define TEST_SUPPORT_FORM_H

#include "form/sheet.h"
#include "test/support.h"

/* The form "thu" with the cells A1.n and A2.n, by quarters; its edition. */
int64_t test_form(struct test_db *t);

/* What an agency says of a quarter, "5 0", "3 ?"; the sheet. */
int64_t test_figures(struct test_db *t, const struct actor *by, int64_t edition, int64_t agency,
	const char *period, const char *cells, const char *reason);

#endif
