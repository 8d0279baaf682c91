#include "publish/register.h"

#include "access/access.h"
#include "base/json.h"
#include "file/file.h"
#include "publish_sql.h"

struct str register_kind_text(enum lang lang, struct str kind)
{
	static const enum text_id names[PAPER_KINDS] = { [PAPER_PLAN] = T_publish_kind_plan,
		[PAPER_REPORT] = T_publish_kind_report,
		[PAPER_DISPATCH] = T_publish_kind_dispatch,
		[PAPER_SUBMISSION] = T_publish_kind_submission,
		[PAPER_NOTICE] = T_publish_kind_notice,
		[PAPER_INVITATION] = T_publish_kind_invitation,
		[PAPER_MINUTES] = T_publish_kind_minutes };
	enum paper_kind k = paper_kind_of(kind);

	return k == PAPER_KINDS ? S("") : text_get(lang, names[k]);
}

struct str register_state_text(enum lang lang, struct str state)
{
	if (str_eq(state, S("taken")))
		return text_get(lang, T_publish_state_taken);
	if (str_eq(state, S("issued")))
		return text_get(lang, T_publish_state_issued);
	return str_eq(state, S("cancelled")) ? text_get(lang, T_publish_state_cancelled) : S("");
}

struct str register_number_text(struct arena *a, int64_t number, struct str symbol)
{
	return str_fmt(a, "%02lld/%.*s", (long long)number, STR_ARG(symbol));
}

enum { DETAIL = 64, START_MAX = 100000 };

struct work {
	struct actor actor;
	struct register_new new;
	int64_t *number;
	char detail[DETAIL]; /* what only the writer knows */
	int64_t id, version;
	struct str reason;
	struct file_new file;
};

static bool must_be_allowed(struct db_write *w, const struct work *k, int64_t agency, struct err *e)
{
	bool may;

	if (!access_may(db_write_read(w), &k->actor, PERM_paper_number, agency, &may, e))
		return false;
	return may || FAIL(e, ERR_DENIED, T_publish_not_yours);
}

/* --- taking */

static bool next_number(
	struct db_write *w, const struct register_new *n, int64_t *out, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct paper_last_row last;
	bool found;

	if (!paper_last(db_write_read(w), n->agency, n->kind, n->day.year, &last, &found, e))
		return false;
	if (!found) {
		*out = n->start > 0 ? n->start : 1;
		return true;
	}
	if (n->start > 0)
		return FAIL(e, ERR_CONFLICT, T_publish_started);
	if (date_cmp(n->day, last.day) < 0)
		return FAIL(e, ERR_CONFLICT, T_publish_backdated,
			str_fmt(a, "%02lld", (long long)last.number), date_vi(a, last.day));
	*out = last.number + 1;
	return true;
}

static bool apply_take(struct db_write *w, struct change *c, struct err *e)
{
	struct work *k = c->arg;
	const struct register_new *n = &k->new;

	if (!must_be_allowed(w, k, n->agency, e) || !next_number(w, n, k->number, e) ||
		!paper_add(w, n->agency, n->kind, n->day.year, *k->number, n->symbol, n->abstract,
			n->day, k->actor.account, k->actor.name, clock_now(), &c->entry.object_id,
			e))
		return false;
	snprintf(k->detail, sizeof(k->detail), "{\"number\":%lld,\"year\":%d}",
		(long long)*k->number, n->day.year);
	c->entry.detail = str_z(k->detail);
	return true;
}

static bool check_new(const struct register_new *n, struct err *e)
{
	if (paper_kind_of(n->kind) == PAPER_KINDS)
		return FAIL(e, ERR_INPUT, T_publish_no_kind, n->kind);
	if (!n->symbol.n || n->symbol.n > REGISTER_SYMBOL_MAX * 4)
		return FAIL(e, ERR_INPUT, T_publish_no_symbol);
	if (!n->abstract.n)
		return FAIL(e, ERR_INPUT, T_publish_no_abstract);
	if (n->start < 0 || n->start > START_MAX)
		return FAIL(e, ERR_INPUT, T_publish_bad_start);
	return (date_given(n->day) && date_cmp(n->day, date_today()) <= 0) ||
	       FAIL(e, ERR_INPUT, T_publish_day_to_come);
}

bool register_take_prepare(struct arena *a, const struct actor *actor,
	const struct register_new *in, int64_t *number, struct change *c, struct err *e)
{
	struct work *k = NEW(a, struct work);

	if (!check_new(in, e))
		return false;
	k->actor = *actor;
	k->new = *in;
	k->number = number;
	c->arg = k;
	c->apply = apply_take;
	c->entry.object = S("paper");
	return true;
}

/* --- ending */

static bool check_now(struct db_write *w, const struct work *k, struct err *e)
{
	struct arena *a = db_write_arena(w);
	struct paper_now_row now;
	bool found;

	if (!paper_now(db_write_read(w), k->id, &now, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_publish_absent);
	if (!must_be_allowed(w, k, now.agency_id, e))
		return false;
	if (!str_eq(now.state, S("taken")))
		return FAIL(e, ERR_CONFLICT, T_publish_ended,
			register_number_text(a, now.number, now.symbol));
	return now.version == k->version ||
	       FAIL(e, ERR_STALE, T_publish_stale, register_number_text(a, now.number, now.symbol));
}

static bool apply_cancel(struct db_write *w, struct change *c, struct err *e)
{
	const struct work *k = c->arg;
	int64_t changed;

	return check_now(w, k, e) && paper_cancel_now(w, k->id, k->version, k->reason,
					     k->actor.name, clock_now(), &changed, e);
}

static bool apply_issue(struct db_write *w, struct change *c, struct err *e)
{
	const struct work *k = c->arg;
	int64_t file, changed;

	return check_now(w, k, e) && file_put(w, &k->file, &file, e) &&
	       paper_issue_now(w, k->id, k->version, file, k->file.name, k->file.digest,
		       k->actor.name, clock_now(), &changed, e);
}

static struct work *ending(
	struct arena *a, const struct actor *actor, int64_t id, int64_t version, struct change *c)
{
	struct work *k = NEW(a, struct work);

	k->actor = *actor;
	k->id = id;
	k->version = version;
	c->arg = k;
	c->entry.object = S("paper");
	c->entry.object_id = id;
	return k;
}

static struct str detail(struct arena *a, const char *name, struct str value)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, name, value);
	json_close(&j);
	return buf_str(&out);
}

bool register_cancel_prepare(struct arena *a, const struct actor *actor, int64_t id,
	int64_t version, struct str reason, struct change *c, struct err *e)
{
	if (!reason.n)
		return FAIL(e, ERR_INPUT, T_publish_no_reason);
	ending(a, actor, id, version, c)->reason = reason;
	c->apply = apply_cancel;
	c->entry.detail = detail(a, "reason", reason);
	return true;
}

bool register_issue_prepare(struct arena *a, const struct actor *actor, int64_t id, int64_t version,
	struct str name, struct str bytes, struct change *c, struct err *e)
{
	struct work *k = ending(a, actor, id, version, c);

	if (!file_prepare(a, name, bytes, &k->file, e))
		return false;
	if (k->file.kind != FILE_PDF && k->file.kind != FILE_DOCX)
		return FAIL(e, ERR_INPUT, T_publish_only_papers);
	c->apply = apply_issue;
	c->entry.detail = detail(a, "sha256", k->file.digest);
	return true;
}
