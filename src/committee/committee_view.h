/*
 * What the pages of the directory and its registers have in common.
 */
#ifndef COMMITTEE_COMMITTEE_VIEW_H
#define COMMITTEE_COMMITTEE_VIEW_H

#include "committee/committee.h"
#include "committee_sql.h"
#include "web/parts.h"
#include "web/request.h"

enum { COMMITTEE_PAGE = 50 /* rows of a register on one page */ };

/* The lists beside each other; each has an address. */
enum committee_register { COMMITTEE_REG, MEETING_REG, TEAM_REG, DIRECTIVE_REG };

/* The views of one committee. */
enum committee_tab { COMMITTEE_TAB_SHOW, COMMITTEE_TAB_MEMBERS, COMMITTEE_TAB_CONTACTS };

struct committee_head {
	struct committee_by_id_row c;
	enum committee_tab tab;
	bool manages;
};

typedef LIST(struct option) option_list;

/* ERR_ABSENT where there is none. */
bool committee_head_fill(struct request *rq, int64_t id, enum committee_tab tab,
	struct committee_head *out, struct err *e) MUST;
/* As above for who keeps its records; others are answered as if there were none. */
bool committee_head_kept(struct request *rq, int64_t id, enum committee_tab tab,
	struct committee_head *out, struct err *e) MUST;

/* The words as options; `any` first where it is a text. */
void committee_options(struct request *rq, const struct committee_words *words, enum text_id any,
	struct str chosen, option_list *out);
/* Whose a new record can be: the committees one keeps records of, and one's own agency. */
bool committee_owner_options(
	struct request *rq, int64_t chosen, option_list *out, struct err *e) MUST;
/* The committees as a filter, the reader's first. */
bool committee_filter_options(
	struct request *rq, int64_t chosen, option_list *out, struct err *e) MUST;

/* The plans that a task can be put into. */
bool committee_plan_options(struct request *rq, option_list *out, struct err *e) MUST;

struct str committee_date(struct request *rq, struct date d); /* for a field; no value: none */

/* "5" of 5. */
struct str committee_number(struct request *rq, int64_t n);

/* After `most` + 1 rows were asked for: which are shown (*rows is cut to them), and whether there
 * are more: total < 0. */
struct pager committee_pager(int64_t skip, int64_t most, size_t *rows);

/* A form refused in the field that is wrong; NULL: as a whole. False always. */
bool committee_refused(struct request *rq, const char *wrong);

/* A chip for a word of the lists: its text. */
struct str committee_word_text(
	enum lang lang, const struct committee_words *words, struct str name);

/* Time left until a day for a thing that is not done. */
struct clock committee_clock(struct date due, struct date since);

/* Adds a name as a line of its own. */
void committee_add_line(struct buf *b, struct str name);

#endif
