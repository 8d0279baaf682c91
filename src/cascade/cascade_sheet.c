/*
 * Links, coverage and members' plans as tables to take away.
 */
#include "cascade/coverage_web.h"
#include "cascade/members_web.h"

static void about(struct sheet *s, const struct plan_head *h)
{
	sheet_title(s, h->title);
	sheet_note(s, h->line);
}

void cascade_links_sheet(struct sheet *s, const struct cascade_links_page *p)
{
	about(s, &p->head);
	sheet_column(s, SHEET_TEXT, T_cascade_lower_path);
	sheet_column(s, SHEET_TEXT, T_cascade_lower_task);
	sheet_column(s, SHEET_TEXT, T_cascade_upper_path);
	sheet_column(s, SHEET_TEXT, T_cascade_upper_task);
	sheet_column(s, SHEET_INT, T_cascade_score);
	sheet_column(s, SHEET_TEXT, T_cascade_common_words);
	sheet_column(s, SHEET_TEXT, T_cascade_who);
	LIST_EACH(r, &p->rows) {
		if (!sheet_row(s))
			return;
		sheet_text(s, r->lower.label);
		sheet_text(s, r->link->lower_words);
		sheet_text(s, r->upper.label);
		sheet_text(s, r->link->upper_words);
		sheet_int(s, r->percent ? r->percent : INT64_MIN);
		sheet_text(s, r->link->phrases);
		sheet_text(s, r->who);
	}
}

static struct str joined(struct sheet *s, const cascade_refs *refs)
{
	struct buf out = { .arena = s->arena };

	LIST_EACH(r, refs) {
		if (out.n)
			buf_addz(&out, "; ");
		if (r->place.n)
			buf_addf(&out, "%.*s: ", STR_ARG(r->place));
		buf_add(&out, r->label);
	}
	return buf_str(&out);
}

static void by_place(struct sheet *s, const struct coverage *c)
{
	sheet_column(s, SHEET_TEXT, T_cascade_province);
	sheet_column(s, SHEET_TEXT, T_plan_number);
	sheet_column(s, SHEET_INT, T_cascade_taken);
	sheet_column(s, SHEET_INT, T_cascade_done);
	sheet_column(s, SHEET_INT, T_cascade_waiting);
	sheet_column(s, SHEET_INT, T_cascade_gap);
	sheet_column(s, SHEET_INT, T_cascade_not_addressed);
	LIST_EACH(x, &c->places) {
		bool seen = x->plan && x->plan->seen;

		if (!sheet_row(s))
			return;
		sheet_text(s, x->name);
		sheet_text(s, seen ? x->plan->number : STR_NULL);
		sheet_int(s, seen ? x->counts[COVERAGE_TAKEN] : INT64_MIN);
		sheet_int(s, seen ? x->done : INT64_MIN);
		sheet_int(s, seen ? x->counts[COVERAGE_WAITING] : INT64_MIN);
		sheet_int(s, seen ? x->counts[COVERAGE_GAP] : INT64_MIN);
		sheet_int(s, x->counts[COVERAGE_NOT_ADDRESSED] + x->counts[COVERAGE_UNASSIGNED]);
	}
}

void cascade_coverage_sheet(struct sheet *s, const struct coverage_page *p)
{
	bool counts = p->kind == COVERAGE_DOWN && !p->province.n;

	about(s, &p->head);
	if (p->province.n)
		sheet_note(s, p->province_name);
	if (p->kind == COVERAGE_DOWN && p->by_place) {
		by_place(s, &p->down);
		return;
	}
	sheet_column(s, SHEET_TEXT, T_cascade_upper_path);
	sheet_column(s, SHEET_TEXT, T_cascade_upper_task);
	sheet_column(s, SHEET_TEXT, T_cascade_class);
	if (counts) {
		sheet_column(s, SHEET_INT, T_cascade_taken);
		sheet_column(s, SHEET_INT, T_cascade_done);
		sheet_column(s, SHEET_INT, T_cascade_waiting);
		sheet_column(s, SHEET_INT, T_cascade_gap);
	}
	sheet_column(s, SHEET_TEXT, T_cascade_taken_by);
	LIST_EACH(l, &p->lines) {
		if (!sheet_row(s))
			return;
		sheet_text(s, l->label);
		sheet_text(s, l->words);
		sheet_word(s, coverage_class_text(l->class));
		if (counts) {
			sheet_int(s, l->taken);
			sheet_int(s, l->done);
			sheet_int(s, l->waiting);
			sheet_int(s, l->gap);
		}
		sheet_text(s, joined(s, &l->refs));
	}
}

void cascade_members_sheet(struct sheet *s, const struct members_page *p)
{
	about(s, &p->head);
	if (p->members.task)
		sheet_note(s, p->task_brief);
	sheet_column(s, SHEET_TEXT, T_cascade_member);
	sheet_column(s, SHEET_TEXT, T_cascade_number);
	sheet_column(s, SHEET_DATE, T_cascade_sent_day);
	sheet_column(s, SHEET_TEXT, T_cascade_state);
	LIST_EACH(r, &p->rows) {
		const struct members_line *l = r->line;
		bool here = l->plan || l->sent;

		if (!sheet_row(s))
			return;
		sheet_text(s, l->member->name);
		sheet_text(s, l->sent ? l->sent->number : r->plan_name);
		sheet_date(s, r->day);
		sheet_word(s, here	? l->late ? T_cascade_sent_late : T_cascade_sent
			      : l->late ? T_cascade_overdue
					: T_cascade_not_sent);
	}
}
