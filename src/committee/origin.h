/*
 * The way back: the meeting whose conclusion a task is, the team whose finding, the directives
 * it carries out by citing them.
 */
#ifndef COMMITTEE_ORIGIN_H
#define COMMITTEE_ORIGIN_H

#include "origin_sql.h"

enum origin_kind { ORIGIN_MEETING, ORIGIN_TEAM, ORIGIN_DIRECTIVE, ORIGIN_KINDS };

struct origin {
	enum origin_kind kind;
	int64_t id;	  /* of the meeting, team or directive */
	struct str title; /* of a directive: its number */
	struct date day;  /* none: not known */
};
typedef LIST(struct origin) origin_list;

/* Those the account may read, of a task that was read with its scope. One statement. */
bool origin_of_task(
	struct db_read *r, int64_t account, int64_t task, origin_list *out, struct err *e) MUST;

/* "Từ kết luận cuộc họp “…”" */
struct str origin_text(struct arena *a, enum lang lang, const struct origin *o);
const char *origin_word(enum origin_kind kind);

#endif
