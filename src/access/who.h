/*
 * Who can see a record and why: lines of accounts, each with the grant it comes from. The
 * subject whose record it is reads them by the views that restrict its pages, and says why.
 */
#ifndef ACCESS_WHO_H
#define ACCESS_WHO_H

#include "base/base.h"
#include "base/json.h"

enum { WHO_PAGE = 50 }; /* accounts */

struct who_line {
	int64_t account;
	struct str display, home; /* home: the agency it works for */
	bool service;		  /* a program */
	struct str role, over;	  /* the grant: over: what it reaches */
	struct date from, to;	  /* to: none: until revoked */
	int64_t until;		  /* taken in an emergency; DB_NULL: it was not */
	struct str giver;
	LIST(struct str) why;
};

struct who_lines {
	struct who_line *v;
	size_t n, cap;
};

/* "Cục C02", "Tỉnh Nghệ An", or that it is over the country. */
struct str who_over(enum lang lang, struct str agency, struct str place);

/* Where one page holds WHO_PAGE accounts and one more was read: drops the lines of that one and
 * gives the account to go on behind; 0: there is no more. */
int64_t who_cut(struct who_lines *lines);

/* The list "accounts". */
void who_lines_json(struct json *j, const struct who_lines *lines, int64_t next);

#endif
