/*
 * Duties as JSON and as a table to take away.
 */
#include "duty/duty_web.h"

static const char *const states[] = { "not_owed", "not_yet", "due_soon", "on_time", "late",
	"missing", "waived" };

void duty_list_json(struct json *j, const struct duty_list_page *p)
{
	json_list(j, "duties");
	LIST_EACH(x, &p->lines) {
		json_open_item(j);
		json_int(j, "id", x->row->id);
		json_str(j, "title", x->row->title);
		json_str(j, "owed_by", x->row->owed_by);
		json_str(j, "owed_to", x->row->owed_to);
		json_str(j, "system", x->row->system);
		json_str(j, "rule", x->row->rule);
		json_date(j, "valid_from", x->row->valid_from);
		json_date(j, "valid_to", x->row->valid_to);
		json_date(j, "next", x->next);
		json_close(j);
	}
	json_end(j);
	json_list(j, "own");
	LIST_EACH(x, &p->mine) {
		json_open_item(j);
		json_int(j, "duty", x->duty);
		json_str(j, "title", x->title);
		json_str(j, "period", x->period);
		json_date(j, "last_day", x->item.last);
		json_str(j, "state", str_z(states[x->item.state]));
		json_close(j);
	}
	json_end(j);
}

static void line_json(struct json *j, const struct duty_show_page *p, const struct duty_line *l)
{
	json_open_item(j);
	json_int(j, "agency", l->agency);
	json_str(j, "name", l->name);
	json_int(j, "owed", l->owed - l->waiting);
	json_int(j, "on_time", l->on_time);
	json_int(j, "sent", l->on_time + l->late);
	if (l->rank)
		json_int(j, "rank", l->rank);
	json_list(j, "items");
	for (size_t at = 0; at < p->table.periods.n; at++) {
		const struct duty_item *i = &l->items[at];

		json_open_item(j);
		json_str(j, "period", p->table.periods.v[at].period.code);
		json_str(j, "state", str_z(states[i->state]));
		if (i->state != DUTY_NOT_OWED) {
			json_date(j, "last_day", i->last);
			json_int(j, "days", i->days);
			json_bool(j, "nil", i->nil);
		}
		json_close(j);
	}
	json_end(j);
	json_close(j);
}

void duty_show_json(struct json *j, const struct duty_show_page *p)
{
	json_int(j, "id", p->d.id);
	json_int(j, "version", p->d.version);
	json_str(j, "title", p->d.title);
	json_str(j, "rule", p->d.rule);
	json_str(j, "unresolved", p->table.unresolved);
	json_int(j, "due_tomorrow", p->tomorrow);
	json_list(j, "periods");
	LIST_EACH(s, &p->sums) {
		json_open_item(j);
		json_str(j, "label", s->label);
		json_date(j, "last_day", s->last);
		json_int(j, "owed", s->owed);
		json_int(j, "on_time", s->on_time);
		json_int(j, "late", s->late);
		json_int(j, "missing", s->missing);
		json_int(j, "waived", s->waived);
		json_close(j);
	}
	json_end(j);
	json_list(j, "agencies");
	LIST_EACH(r, &p->rows)
		line_json(j, p, r->line);
	json_end(j);
	json_str(j, "next", p->pager.next);
}

void duty_show_sheet(struct sheet *s, const struct duty_show_page *p)
{
	sheet_column(s, SHEET_TEXT, T_duty_agency);
	sheet_column(s, SHEET_TEXT, T_duty_period);
	sheet_column(s, SHEET_DATE, T_duty_last_day);
	sheet_column(s, SHEET_TEXT, T_duty_state);
	sheet_column(s, SHEET_INT, T_duty_days);
	LIST_EACH(r, &p->rows)
		for (size_t at = 0; at < p->table.periods.n; at++) {
			const struct duty_item *i = &r->line->items[at];

			if (i->state == DUTY_NOT_OWED)
				continue;
			if (!sheet_row(s))
				return;
			sheet_text(s, r->name);
			sheet_text(s, p->table.periods.v[at].label);
			sheet_date(s, i->last);
			sheet_text(s, r->marks.v[at].words);
			sheet_int(s, i->days);
		}
}
