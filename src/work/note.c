#include "work/note.h"

#include "note_sql.h"
#include "outbox/outbox.h"
#include "plan/head.h"
#include "plan_sql.h"

struct writing {
	const struct actor *actor;
	int64_t task, note;
	struct str words;
	LIST(int64_t) named;
};

static bool sees(struct db_read *r, const struct actor *actor, int64_t task, struct err *e)
{
	struct task_by_id_row row;
	struct note_task_row work;
	bool found;

	if (!task_by_id(r, task, actor->account, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_task_not_found);
	if (!note_task(r, task, &work, &found, e))
		return false;
	return found || FAIL(e, ERR_CONFLICT, T_work_note_no_work);
}

static bool has_room(struct db_read *r, int64_t task, struct err *e)
{
	struct note_count_row count;
	bool found;

	if (!note_count(r, task, &count, &found, e))
		return false;
	return count.n < NOTES_MOST || FAIL(e, ERR_CONFLICT, T_work_note_full);
}

/* --- whom it names */

static bool in_a_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '-' || (unsigned char)c >= 0x80;
}

static bool find_named(
	struct arena *a, struct db_read *r, struct writing *n, struct str word, struct err *e)
{
	struct note_named_rows rows;

	if (!note_named(r, n->task, word, date_today(), &rows, e))
		return false;
	if (rows.n == 0)
		return true;
	LIST_EACH(id, &n->named)
		if (*id == rows.v[0].id)
			return true;
	LIST_PUSH(a, &n->named, rows.v[0].id);
	return true;
}

/* "@BYT": a word of letters, digits, points behind the sign; a point at its end is the
 * sentence's. What names no agency stays a word. */
static bool read_names(struct arena *a, struct db_read *r, struct writing *n, struct err *e)
{
	struct str s = n->words;

	for (size_t i = 0; i < s.n && n->named.n < NOTE_NAMES; i++) {
		size_t to = i + 1;

		if (s.p[i] != '@' || (i > 0 && in_a_name(s.p[i - 1])))
			continue;
		while (to < s.n && in_a_name(s.p[to]))
			to++;
		while (to > i + 1 && (s.p[to - 1] == '.' || s.p[to - 1] == '-'))
			to--;
		if (to > i + 1 && to - i < 60 && !find_named(a, r, n, str_sub(s, i + 1, to), e))
			return false;
	}
	return true;
}

/* --- who is told */

/* Where it stands, never what it says. */
static bool tell(
	struct db_write *w, const struct writing *n, const struct note_people_row *x, struct err *e)
{
	struct arena *a = db_write_arena(w);
	enum lang lang = text_lang(x->lang);
	struct outbox_new m = { .account = x->id,
		.channel = OUTBOX_PAGE,
		.key = str_fmt(a, "note:%lld:%lld", (long long)n->note, (long long)x->id),
		.subject = TEXT(a, lang, T_work_note_told, x->agency_name,
			plan_path_label(a, lang, x->path), plan_number_text(a, lang, x->number)),
		.body = S(""),
		.link = str_fmt(a, "/tasks/%lld/notes", (long long)n->task),
		.digest = true };
	int64_t id;

	return outbox_put(w, &m, &id, e);
}

static bool tell_named(struct db_write *w, const struct writing *n, struct err *e)
{
	struct note_people_rows rows;

	LIST_EACH(agency, &n->named) {
		if (!note_people(db_write_read(w), n->task, *agency, n->actor->account, &rows, e))
			return false;
		LIST_EACH(x, &rows)
			if (!tell(w, n, x, e))
				return false;
	}
	return true;
}

/* --- writing */

static size_t letters(struct str s)
{
	size_t n = 0, len;

	for (size_t i = 0; i < s.n; i += len, n++)
		str_rune(s, i, &len);
	return n;
}

static bool apply(struct db_write *w, struct change *c, struct err *e)
{
	struct writing *n = c->arg;
	const struct actor *actor = n->actor;
	struct db_batch *b;

	if (!sees(db_write_read(w), actor, n->task, e) || !has_room(db_write_read(w), n->task, e) ||
		!note_add(w, n->task, n->words, clock_now(), actor->account, actor->display,
			actor->agency ? actor->agency : DB_NULL, &n->note, e))
		return false;
	b = db_batch(w);
	LIST_EACH(id, &n->named)
		if (!note_name_queue(b, n->note, *id, e))
			return false;
	return db_batch_run(b, e) && tell_named(w, n, e);
}

bool note_prepare(struct arena *a, struct db_read *r, const struct actor *actor, int64_t task,
	struct str words, struct change *c, struct err *e)
{
	struct writing *n = NEW(a, struct writing);

	*n = (struct writing){ .actor = actor, .task = task, .words = str_trim(words) };
	if (!sees(r, actor, task, e) || !has_room(r, task, e))
		return false;
	if (n->words.n == 0)
		return FAIL(e, ERR_INPUT, T_work_note_empty);
	if (letters(n->words) > NOTE_LETTERS)
		return FAIL(e, ERR_INPUT, T_work_note_long, str_fmt(a, "%d", NOTE_LETTERS));
	if (!read_names(a, r, n, e))
		return false;
	c->arg = n;
	c->apply = apply;
	c->entry.object = S("task");
	c->entry.object_id = task;
	return true;
}

/* --- taking back */

static bool apply_withdraw(struct db_write *w, struct change *c, struct err *e)
{
	struct writing *n = c->arg;
	int64_t changed;

	if (!note_take_back(w, n->note, n->actor->account, clock_now(), &changed, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_CONFLICT, T_work_note_gone);
	return note_forget_names(w, n->note, e);
}

bool note_withdraw_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	int64_t note, int64_t *task, struct change *c, struct err *e)
{
	struct writing *n = NEW(a, struct writing);
	struct note_own_row row;
	bool found;

	if (!note_own(r, note, actor->account, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_work_note_gone);
	if (row.withdrawn != DB_NULL)
		return FAIL(e, ERR_CONFLICT, T_work_note_gone);
	*n = (struct writing){ .actor = actor, .task = row.task_id, .note = note };
	*task = row.task_id;
	c->arg = n;
	c->apply = apply_withdraw;
	c->entry.object = S("task");
	c->entry.object_id = row.task_id;
	c->entry.detail = str_fmt(a, "{\"note\":%lld}", (long long)note);
	return true;
}
