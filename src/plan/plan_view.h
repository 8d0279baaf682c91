/*
 * Rows of the database to what a page prints: chips, briefs, days. Shared by the pages
 * of a plan, of a task and of an agency's tasks.
 */
#ifndef PLAN_PLAN_VIEW_H
#define PLAN_PLAN_VIEW_H

#include "plan/plan_web.h"

/* The plan as its reader may see it, and what stands above every view. ERR_ABSENT where
 * there is none or it is not for this account. */
bool plan_head_read(struct request *rq, int64_t plan, enum plan_tab tab, struct plan_head *head,
	struct plan_by_id_row *row, struct err *e) MUST;

/* "19/KH-BCĐ138/CP", or that the number is not known. */
struct str plan_name(struct request *rq, struct str number);

/* Chips and the words beside them from the parties of one task. */
void plan_row_parties(
	struct request *rq, struct plan_row *row, const struct plan_parties_row *parties, size_t n);

/* Its day in the row's words. */
void plan_row_due(
	struct request *rq, struct plan_row *row, const struct plan_due *due, bool suspect);

/* A party as a chip: the name, and where it leads. */
struct party plan_party(struct request *rq, enum plan_role role, struct str name, int64_t agency);

#endif
