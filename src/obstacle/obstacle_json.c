/*
 * Difficulties as JSON and as tables.
 */
#include "obstacle/obstacle_web.h"

struct str obstacle_event_text(enum lang lang, struct str kind)
{
	static const struct {
		const char *word;
		enum text_id text;
	} events[] = {
		{ "raised", T_obstacle_did_raise },
		{ "corrected", T_obstacle_did_correct },
		{ "forwarded", T_obstacle_did_forward },
		{ "answered", T_obstacle_did_answer },
		{ "closed", T_obstacle_did_close },
		{ "withdrawn", T_obstacle_did_withdraw },
	};

	for (size_t i = 0; i < COUNT(events); i++)
		if (str_eq(kind, str_z(events[i].word)))
			return text_get(lang, events[i].text);
	return kind;
}

static void id_or_null(struct json *j, const char *name, int64_t id)
{
	if (id == DB_NULL)
		json_null(j, name);
	else
		json_int(j, name, id);
}

void obstacle_list_json(struct json *j, const struct obstacle_list_page *p)
{
	json_list(j, "obstacles");
	LIST_EACH(x, &p->rows) {
		json_open_item(j);
		json_int(j, "id", x->id);
		json_str(j, "kind", x->kind);
		json_str(j, "title", x->title);
		json_int(j, "agency_id", x->agency_id);
		json_str(j, "agency", x->agency_name);
		json_int(j, "holder_id", x->holder_id);
		json_str(j, "holder", x->holder_name);
		id_or_null(j, "task_id", x->task_id);
		json_str(j, "law", x->law);
		json_str(j, "article", x->article);
		json_str(j, "state", x->state);
		json_date(j, "raised", x->raised);
		json_date(j, "answered", x->answered);
		json_str(j, "decision", x->decision);
		json_close(j);
	}
	json_end(j);
	if (p->next)
		json_int(j, "next_after", p->next);
}

void obstacle_articles_json(struct json *j, const struct obstacle_articles_page *p)
{
	json_list(j, "articles");
	LIST_EACH(x, &p->rows) {
		json_open_item(j);
		json_str(j, "law", x->law);
		json_str(j, "article", x->article);
		json_int(j, "open", x->open);
		json_int(j, "agencies", x->agencies);
		json_int(j, "answered", x->answered);
		json_date(j, "first", x->first);
		json_close(j);
	}
	json_end(j);
}

void obstacle_show_json(struct json *j, const struct obstacle_show_page *p)
{
	const struct obstacle_by_id_row *o = &p->o;

	json_int(j, "id", o->id);
	json_int(j, "version", o->version);
	json_str(j, "kind", o->kind);
	json_str(j, "title", o->title);
	json_str(j, "words", o->words);
	json_str(j, "proposal", o->proposal);
	json_str(j, "law", o->law);
	json_str(j, "article", o->article);
	json_int(j, "agency_id", o->agency_id);
	json_str(j, "agency", o->agency_name);
	json_int(j, "holder_id", o->holder_id);
	json_str(j, "holder", o->holder_name);
	id_or_null(j, "task_id", o->task_id);
	json_str(j, "state", o->state);
	json_date(j, "raised", o->raised);
	json_str(j, "answer", o->answer);
	json_str(j, "decision", o->decision);
	json_date(j, "answered", o->answered);
	json_list(j, "history");
	LIST_EACH(x, &p->events) {
		json_open_item(j);
		json_str(j, "event", x->kind);
		json_str(j, "agency", x->agency_name);
		json_str(j, "words", x->words);
		json_str(j, "by", x->account_name);
		json_time(j, "at", x->at);
		json_close(j);
	}
	json_end(j);
}

void obstacle_list_sheet(struct sheet *s, const struct obstacle_list_page *p)
{
	static const enum text_id heads[] = { T_obstacle_title, T_obstacle_kind, T_obstacle_words,
		T_obstacle_proposal, T_obstacle_law, T_obstacle_article, T_obstacle_agency,
		T_obstacle_holder, T_obstacle_state };

	sheet_title(s, text_get(s->lang, T_obstacle_list));
	for (size_t i = 0; i < COUNT(heads); i++)
		sheet_column(s, SHEET_TEXT, heads[i]);
	sheet_column(s, SHEET_DATE, T_obstacle_raised);
	sheet_column(s, SHEET_TEXT, T_obstacle_answer);
	sheet_column(s, SHEET_TEXT, T_obstacle_decision);
	sheet_column(s, SHEET_DATE, T_obstacle_answered);
	LIST_EACH(x, &p->rows) {
		if (!sheet_row(s))
			return;
		sheet_text(s, x->title);
		sheet_text(s, obstacle_kind_text(s->lang, obstacle_kind_of(x->kind)));
		sheet_text(s, x->words);
		sheet_text(s, x->proposal);
		sheet_text(s, x->law);
		sheet_text(s, x->article);
		sheet_text(s, x->agency_name);
		sheet_text(s, x->holder_name);
		sheet_text(s, obstacle_state_text(s->lang, obstacle_state_of(x->state)));
		sheet_date(s, x->raised);
		sheet_text(s, x->answer);
		sheet_text(s, x->decision);
		sheet_date(s, x->answered);
	}
}

void obstacle_articles_sheet(struct sheet *s, const struct obstacle_articles_page *p)
{
	sheet_title(s, text_get(s->lang, T_obstacle_by_article));
	sheet_column(s, SHEET_TEXT, T_obstacle_law);
	sheet_column(s, SHEET_TEXT, T_obstacle_article);
	sheet_column(s, SHEET_INT, T_obstacle_agencies);
	sheet_column(s, SHEET_INT, T_obstacle_open);
	sheet_column(s, SHEET_INT, T_obstacle_n_answered);
	sheet_column(s, SHEET_DATE, T_obstacle_first);
	LIST_EACH(x, &p->rows) {
		if (!sheet_row(s))
			return;
		sheet_text(s, x->law);
		sheet_text(s, x->article);
		sheet_int(s, x->agencies);
		sheet_int(s, x->open);
		sheet_int(s, x->answered);
		sheet_date(s, x->first);
	}
}
