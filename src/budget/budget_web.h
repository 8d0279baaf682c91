/*
 * What the pages of money show.
 */
#ifndef BUDGET_BUDGET_WEB_H
#define BUDGET_BUDGET_WEB_H

#include "base/json.h"
#include "budget/budget.h"
#include "budget_sql.h"
#include "sheet/sheet.h"
#include "web/parts.h"
#include "web/request.h"

struct budget_sums {
	struct budget_sum asked, granted, spent;
};

/* An agency's lines of the year and what they make together. */
struct budget_group {
	int64_t agency;
	struct str name;
	size_t from, n; /* in the page's lines */
	struct budget_sums sums;
};

struct budget_list_page {
	int64_t plan, year; /* plan 0: there is none */
	struct str plan_name;
	LIST(struct option) plans, years;
	struct budget_lines_rows lines;
	LIST(struct budget_group) groups;
	struct budget_sums sums;
	struct budget_years_rows all_years;
	struct budget_silent_rows silent;
	bool may_put;
};

/* What somebody said of a line, and what it had been. */
struct budget_step {
	int64_t at;
	struct str who;
	LIST(struct str) changes; /* "Được giao: 10.000 → 12.000" */
};

struct budget_form_page {
	int64_t plan, year, agency, version;
	struct str plan_name, agency_name, source;
	LIST(struct option) sources;
	struct str asked, granted, spent; /* as people write them; no value: not yet known */
	int64_t now_asked, now_granted, now_spent; /* as the line stands */
	struct str proposal, decision;
	bool fixed; /* the line is there: its agency and source do not change */
	bool may_write, may_decide;
	LIST(struct budget_step) history; /* newest first */
};

void budget_list_json(struct json *j, const struct budget_list_page *p);
void budget_list_sheet(struct sheet *s, const struct budget_list_page *p);

/* With the language's thousands sign, or that it is not yet known. */
struct str budget_amount_text(struct arena *a, enum lang lang, int64_t amount);

#endif
