/*
 * Reading tab-separated lists: a head line with the columns' names, then one record a
 * line. No quoting, no empty lines. The lists of data/ have this form.
 *
 *	struct tsv t;
 *	struct str f[3];
 *	if (!tsv_open(&t, name, bytes, "code\tname\tparent", e)) …
 *	while (tsv_row(&t, f, 3)) …
 *	if (!tsv_done(&t, e)) …
 */
#ifndef BASE_TSV_H
#define BASE_TSV_H

#include "base/base.h"

struct tsv {
	struct str name; /* of the list, for messages */
	struct str rest;
	int line;    /* of the last record */
	bool broken; /* a record had another number of fields */
};

/* Checks that the list is UTF-8 and begins with exactly this head. */
bool tsv_open(
	struct tsv *t, struct str name, struct str bytes, const char *head, struct err *e) MUST;

/* The next record's `n` fields, which point into the list; false at the end or at a
 * record that has another number of them. */
bool tsv_row(struct tsv *t, struct str *fields, size_t n);

/* False, with the line, where a record ended the list early. */
bool tsv_done(const struct tsv *t, struct err *e) MUST;

/* FAIL for what the caller found wrong in the last record. */
bool tsv_bad(const struct tsv *t, struct str what, struct err *e);

/* The same for lists of the program itself (embed.h): what is wrong with one ends the process. */
void tsv_own(struct tsv *t, struct arena *a, struct str name, struct str bytes, const char *head);
void tsv_own_done(const struct tsv *t);
_Noreturn void tsv_own_bad(const struct tsv *t, const char *what);
/* "2024-09-05"; no day for "". */
struct date tsv_own_day(const struct tsv *t, struct str field);

#endif
