#include "desk/desk_entries.h"

#include "desk_sql.h"
#include "plan/plan.h"

enum { PARTS = 500, BRIEF = 120 };

bool desk_entries(struct db_read *r, int64_t account, enum lang lang, struct date from,
	calendar_entries *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct desk_agency_of_row row;
	struct desk_parts_rows parts;
	bool found;

	(void)lang; /* the plan's own words */
	if (!desk_agency_of(r, account, &row, &found, e))
		return false;
	if (!found || row.agency_id == DB_NULL)
		return true;
	if (!desk_parts(r, account, row.agency_id, PARTS, &parts, e))
		return false;
	LIST_EACH(p, &parts) {
		if (!date_given(p->due) || date_cmp(p->due, from) < 0 ||
			out->n == CALENDAR_ENTRIES_MAX)
			continue;
		LIST_PUSH(a, out,
			((struct calendar_entry){
				.uid = str_fmt(a, "part-%lld", (long long)p->part_id),
				.title = str_fmt(a, "%.*s %.*s", STR_ARG(p->path),
					STR_ARG(plan_brief(a, p->words, BRIEF))),
				.day = p->due }));
	}
	return true;
}
