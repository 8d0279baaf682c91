#include "report/told.h"

#include "outbox/outbox.h"
#include "told_sql.h"

/* Whom a step concerns: those of an agency who may do what comes next, or who asked for the
 * signature. No text: nobody is told. */
static const struct {
	enum text_id text;
	const char *permission; /* NULL: who asked */
	bool theirs;		/* the recipient's */
} steps[REPORT_STEPS] = {
	[REPORT_ASK] = { T_report_told_asked, "report.sign", false },
	[REPORT_BACK] = { T_report_told_back, NULL, false },
	[REPORT_SIGN] = { T_report_told_sent, "report.receive", true },
	[REPORT_RETURN] = { T_report_told_returned, "report.write", false },
	[REPORT_ACCEPT] = { T_report_told_accepted, "report.write", false },
};

static bool put(struct db_write *w, int64_t id, const struct report_now_row *now, int64_t account,
	struct str subject, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct outbox_new m = { .account = account,
		.channel = OUTBOX_PAGE,
		.key = str_fmt(a, "report:%lld:%lld:%lld", (long long)id, (long long)now->version,
			(long long)account),
		.subject = subject,
		.body = S(""),
		.link = str_fmt(a, "/reports/%lld", (long long)id),
		.digest = true };
	int64_t put;

	return outbox_put(w, &m, &put, e);
}

bool report_tell(struct db_write *w, enum report_step step, int64_t id,
	const struct report_now_row *now, int64_t author, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct db_read *r = db_write_read(w);
	struct told_names_row names;
	struct told_people_rows rows;
	bool found;

	if (steps[step].text == T_NONE)
		return true;
	if (!told_names(r, now->agency_id, now->to_id, &names, &found, e) ||
		!told_people(r, steps[step].theirs ? now->to_id : now->agency_id,
			steps[step].permission ? str_z(steps[step].permission) : STR_NULL,
			steps[step].permission ? DB_NULL : now->asked_id, author, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		if (!put(w, id, now, x->id,
			    TEXT(a, text_lang(x->lang), steps[step].text, now->title,
				    steps[step].theirs ? names.agency : names.recipient),
			    e))
			return false;
	return true;
}
