/*
 * Reports as JSON and as a table; words and addresses their pages share.
 */
#include "audit/note.h"
#include "report/report_web.h"
#include "urls.h"

struct str report_action_text(enum lang lang, struct str action)
{
	static const struct {
		const char *action;
		enum text_id text;
	} words[] = {
		{ "report.accept", T_report_did_accept },
		{ "report.announce", T_report_did_publish },
		{ "report.ask", T_report_did_ask },
		{ "report.back", T_report_did_back },
		{ "report.begin", T_report_did_begin },
		{ "report.drop", T_report_did_drop },
		{ "report.correct", T_report_did_correct },
		{ "report.gather", T_report_did_take },
		{ "report.take", T_report_did_receive },
		{ "report.remark", T_report_did_remark },
		{ "report.return", T_report_did_return },
		{ "report.issue", T_report_did_sign },
		{ "report.unask", T_report_did_unask },
		{ "report.write", T_report_did_write },
	};

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(action, str_z(words[i].action)))
			return text_get(lang, words[i].text);
	return action;
}

struct str report_counted_address(
	struct arena *a, const struct report_counted *x, const struct ids *open)
{
	if (str_eq(x->kind, S("task")))
		return url_task_show(a, .task = x->id);
	if (str_eq(x->kind, S("activity")))
		return url_activity_show(a, .activity = x->id);
	if (str_eq(x->kind, S("obstacle")))
		return url_obstacle_show(a, .obstacle = x->id);
	if (str_eq(x->kind, S("agency")))
		return url_agency_show(a, .agency = x->id);
	if (str_eq(x->kind, S("submission")))
		return url_submission_show(a, .sheet = x->id, .nth = x->round);
	if (!str_eq(x->kind, S("report")) || !report_is_open(open, x->id))
		return STR_NULL;
	return x->figure.n ? url_report_counted(
				     a, .report = x->id, .figure = x->figure, .round = x->round)
			   : url_report_show(a, .report = x->id, .round = x->round);
}

struct str report_token(struct arena *a, const struct report_figure *f)
{
	return str_fmt(a, "{%.*s}", STR_ARG(f->token));
}

void report_list_json(struct json *j, const struct report_list_page *p)
{
	json_list(j, "reports");
	LIST_EACH(x, &p->rows) {
		json_open_item(j);
		json_int(j, "id", x->t->id);
		json_str(j, "title", x->t->title);
		json_str(j, "agency", x->t->agency_name);
		json_str(j, "to", x->t->to_name);
		json_str(j, "plan", x->t->number);
		json_str(j, "period", x->t->period);
		json_date(j, "from", x->t->period_from);
		json_date(j, "to_day", x->t->period_to);
		json_str(j, "state", x->t->state);
		json_int(j, "round", x->t->round);
		json_close(j);
	}
	json_end(j);
	if (p->next)
		json_int(j, "next_after", p->next);
}

static void origins_json(struct json *j, const report_origin_lines *lines)
{
	json_list(j, "sources");
	LIST_EACH(x, lines) {
		json_open_item(j);
		json_str(j, "agency", x->agency);
		json_str(j, "number", x->number);
		json_int(j, "round", x->round);
		json_date(j, "day", x->day);
		json_bool(j, "as_taken", x->as_taken);
		json_close(j);
	}
	json_end(j);
}

static void parts_json(struct json *j, const struct report_show_page *p)
{
	json_list(j, "sections");
	LIST_EACH(x, &p->parts) {
		json_open_item(j);
		json_int(j, "position", x->position);
		json_str(j, "title", x->title);
		json_list(j, "paragraphs");
		LIST_EACH(line, &x->text) {
			struct buf words = { .arena = j->out->arena };

			LIST_EACH(b, &line->bits)
				buf_add(&words, b->words);
			json_str(j, NULL, buf_str(&words));
		}
		json_end(j);
		origins_json(j, &x->origins);
		json_close(j);
	}
	json_end(j);
}

static void put_right_json(struct json *j, const struct report_show_page *p)
{
	json_list(j, "put_right_since");
	LIST_EACH(x, &p->put_right) {
		json_open_item(j);
		json_int(j, "report", x->from_id);
		json_str(j, "agency", x->agency_name);
		json_int(j, "round", x->round);
		json_date(j, "day", x->day);
		json_str(j, "reason", x->reason);
		json_close(j);
	}
	json_end(j);
}

void report_show_json(struct json *j, const struct report_show_page *p)
{
	json_int(j, "id", p->t.id);
	json_int(j, "version", p->t.version);
	json_str(j, "title", p->t.title);
	json_str(j, "agency", p->t.agency_name);
	json_str(j, "to", p->t.to_name);
	json_str(j, "plan", p->t.number);
	json_str(j, "period", p->t.period);
	json_str(j, "state", p->t.state);
	json_int(j, "round", p->frozen ? p->round : p->t.round);
	json_bool(j, "signed", p->frozen);
	if (p->frozen) {
		json_str(j, "number", p->issue.number);
		json_date(j, "day", p->issue.day);
		json_str(j, "signer", p->issue.signer);
		json_str(j, "position", p->issue.position);
		json_str(j, "sha256", p->digest);
	}
	json_date(j, "due", p->due.item.last);
	parts_json(j, p);
	put_right_json(j, p);
	json_bool(j, "published", p->published != NULL);
	json_list(j, "figures");
	LIST_EACH(f, &p->figures) {
		json_open_item(j);
		json_str(j, "code", f->code);
		json_int(j, "value", f->value);
		json_close(j);
	}
	json_end(j);
	json_list(j, "issues");
	LIST_EACH(x, &p->issues) {
		json_open_item(j);
		json_int(j, "round", x->round);
		json_str(j, "number", x->number);
		json_date(j, "day", x->day);
		json_str(j, "reason", x->reason);
		json_close(j);
	}
	json_end(j);
}

void report_figure_json(struct json *j, const struct report_figure_page *p)
{
	json_int(j, "round", p->round);
	report_figure_write(j, &p->figure);
}

void report_published_json(struct json *j, const struct report_published_page *p)
{
	json_list(j, "published");
	LIST_EACH(x, &p->rows) {
		json_open_item(j);
		json_int(j, "report", x->t->report_id);
		json_int(j, "round", x->t->round);
		json_str(j, "title", x->t->title);
		json_str(j, "agency", x->t->agency_name);
		json_str(j, "period", x->t->period);
		json_str(j, "number", x->t->number);
		json_date(j, "day", x->t->day);
		json_bool(j, "current", x->t->current);
		json_bool(j, "outdated", x->t->outdated);
		json_close(j);
	}
	json_end(j);
	if (p->next)
		json_int(j, "next_after", p->next);
}

void report_gather_json(struct json *j, const struct report_gather_page *p)
{
	json_int(j, "id", p->t.id);
	json_int(j, "section", p->position);
	json_int(j, "version", p->version);
	json_int(j, "came", p->came);
	json_int(j, "asked", (int64_t)p->owers.all.n);
	json_list(j, "missing");
	LIST_EACH(x, &p->owers.all)
		if (report_is_missing(x))
			json_str(j, NULL, x->name);
	json_end(j);
	json_list(j, "from");
	LIST_EACH(x, &p->from) {
		json_open_item(j);
		json_int(j, "report", x->c->report);
		json_int(j, "round", x->c->round);
		json_str(j, "agency", x->c->agency_name);
		json_str(j, "number", x->c->number);
		json_int(j, "paragraphs", (int64_t)x->offers.n);
		json_close(j);
	}
	json_end(j);
	json_list(j, "doubles");
	LIST_EACH(x, &p->doubles) {
		json_open_item(j);
		json_str(j, "kind", x->d->one->kind);
		json_str(j, "words", x->d->one->words);
		json_str(j, "first", x->d->a->agency_name);
		json_str(j, "second", x->d->b->agency_name);
		json_bool(j, "sure", x->d->sure);
		json_close(j);
	}
	json_end(j);
}

void report_list_sheet(struct sheet *s, const struct report_list_page *p)
{
	sheet_column(s, SHEET_TEXT, T_report_one);
	sheet_column(s, SHEET_TEXT, T_report_agency);
	sheet_column(s, SHEET_TEXT, T_report_to);
	sheet_column(s, SHEET_TEXT, T_report_period);
	sheet_column(s, SHEET_TEXT, T_report_state);
	sheet_column(s, SHEET_INT, T_report_round_label);
	LIST_EACH(x, &p->rows) {
		if (!sheet_row(s))
			return;
		sheet_text(s, x->t->title);
		sheet_text(s, x->t->agency_name);
		sheet_text(s, x->t->to_name);
		sheet_text(s, x->period);
		sheet_text(s, report_state_text(s->lang, x->state));
		sheet_int(s, x->t->round);
	}
}
