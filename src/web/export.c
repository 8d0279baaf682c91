#include "web/export.h"

#include "access/gate.h"
#include "web/rate.h"

/* A workbook of the largest size needs some hundred MB while it is written. */
static struct gate gate = GATE(2, 8);

static bool read_form(struct call *c, struct str value, struct err *e)
{
	if (c->rq.export || (!str_eq(value, S("xlsx")) && !str_eq(value, S("csv"))))
		return FAIL(e, ERR_INPUT, T_web_param_bad, S("as"));
	c->rq.export = true;
	c->workbook = str_eq(value, S("xlsx"));
	return true;
}

bool export_asked(struct call *c, struct pairs *given, struct err *e)
{
	size_t n = 0;

	if (!c->rq.route->sheet || c->match.api)
		return true;
	for (size_t i = 0; i < given->n; i++) {
		if (!str_eq(given->v[i].name, S("as")))
			given->v[n++] = given->v[i];
		else if (!read_form(c, given->v[i].value, e))
			return false;
	}
	given->n = n;
	return !c->rq.export || rate_take(RATE_HEAVY, &c->rq.actor, c->rq.peer, c->h->ticks, e);
}

static bool note(struct call *c, const struct sheet *s, struct err *e)
{
	struct buf b = { .arena = c->rq.arena };
	struct json j = { .out = &b };
	struct audit_entry entry = {
		.actor = c->rq.actor.account,
		.actor_name = c->rq.actor.name,
		.permission = str_z(permission_name(c->rq.route->permission)),
		.action = S("export"),
		.object = c->rq.route->name,
	};

	if (c->rq.actor.account == 0)
		return true;
	json_open(&j);
	json_str(&j, "as", c->workbook ? S("xlsx") : S("csv"));
	json_int(&j, "rows", (int64_t)s->rows);
	json_close(&j);
	entry.detail = buf_str(&b);
	memcpy(entry.request, c->rq.id, sizeof(entry.request));
	return audit_note(c->rq.db, &entry, e);
}

static void add_notes(struct call *c, struct sheet *s)
{
	struct str when = time_vi(c->rq.arena, c->rq.now);

	sheet_note(s, TEXT(c->rq.arena, c->rq.lang, T_web_exported, when, c->rq.actor.display,
			      c->rq.actor.agency_name));
	sheet_note(s, sheet_cut_words(s));
}

static bool write_book(struct call *c, const struct sheet *s, struct str *out, struct err *e)
{
	if (!gate_enter(&gate, e))
		return false;
	c->at_gate = true;
	bool ok = sheet_xlsx(s, out, e);

	export_abandoned(c);
	return ok;
}

void export_abandoned(struct call *c)
{
	if (c->at_gate)
		gate_leave(&gate);
	c->at_gate = false;
}

bool export_answer(struct call *c, const void *page, struct http_answer *out, struct err *e)
{
	struct sheet *s = sheet_new(c->rq.arena, c->rq.lang);
	struct reply reply = { 0 };
	const char *extension = c->workbook ? "xlsx" : "csv";

	sheet_title(s, c->rq.title.n ? c->rq.title : text_get(c->rq.lang, c->rq.route->title));
	c->rq.route->sheet(s, page);
	add_notes(c, s);
	if (!note(c, s, e))
		return false;
	reply.name = sheet_file_name(s, date_of_time(c->rq.now), extension);
	if (c->workbook) {
		reply.type = S("application/vnd.openxmlformats-officedocument."
			       "spreadsheetml.sheet");
		if (!write_book(c, s, &reply.bytes, e))
			return false;
	} else {
		reply.type = S("text/csv; charset=utf-8");
		reply.bytes = sheet_csv(s);
	}
	answer_reply(c, &reply, out);
	return true;
}
