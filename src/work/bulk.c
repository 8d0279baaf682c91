#include "work/bulk.h"

#include "base/json.h"
#include "work/work.h"

#define KEPT (INT64_C(7) * 24 * 3600 * 1000000) /* microseconds */

/* --- work's own actions: each is an order */

static struct work_order order_of(enum work_kind kind, const struct bulk_items_row *x)
{
	struct work_order o = {
		.kind = kind, .part = x->part_id, .words = x->words, .day = x->day
	};

	if (kind == WORK_OFFICER)
		o.officer = x->officer_id == DB_NULL ? 0 : x->officer_id;
	if (kind == WORK_ASSIGN)
		o.words = x->part_words; /* only its day moves */
	return o;
}

#define ORDER(name, kind)                                                                     \
	static bool check_##name(struct db_read *r, const struct actor *actor,                \
		const struct bulk_items_row *x, struct err *e)                                \
	{                                                                                     \
		struct work_order o = order_of(kind, x);                                      \
                                                                                              \
		return work_check(r, actor, &o, e);                                           \
	}                                                                                     \
	static bool apply_##name(struct db_write *w, const struct actor *actor,               \
		const struct audit_entry *who, const struct bulk_items_row *x, struct err *e) \
	{                                                                                     \
		struct work_order o = order_of(kind, x);                                      \
                                                                                              \
		return work_do(w, actor, who, &o, e);                                         \
	}

ORDER(accept, WORK_ACCEPT)
ORDER(return, WORK_RETURN)
ORDER(waive, WORK_WAIVE)
ORDER(grant, WORK_GRANT)
ORDER(day, WORK_ASSIGN)
ORDER(officer, WORK_OFFICER)
ORDER(begin, WORK_BEGIN)
ORDER(hand_in, WORK_HAND_IN)
ORDER(answer, WORK_ANSWER)
ORDER(decline, WORK_DECLINE)

static const struct bulk_action own[] = {
	{ "accept", T_work_bulk_accept, PERM_work_follow, 0, true, check_accept, apply_accept },
	{ "return", T_work_bulk_return, PERM_work_follow, BULK_WORDS, true, check_return,
		apply_return },
	{ "waive", T_work_bulk_waive, PERM_work_follow, BULK_WORDS, true, check_waive,
		apply_waive },
	{ "grant", T_work_bulk_grant, PERM_work_follow, 0, true, check_grant, apply_grant },
	{ "day", T_work_bulk_day, PERM_work_follow, BULK_DAY, true, check_day, apply_day },
	{ "officer", T_work_bulk_officer, PERM_work_act, BULK_OFFICER, true, check_officer,
		apply_officer },
	{ "begin", T_work_bulk_begin, PERM_work_act, 0, true, check_begin, apply_begin },
	{ "hand_in", T_work_bulk_hand_in, PERM_work_act, BULK_WORDS | BULK_DAY, false,
		check_hand_in, apply_hand_in },
	{ "answer", T_work_bulk_answer, PERM_work_act, BULK_WORDS | BULK_DAY, false, check_answer,
		apply_answer },
	{ "decline", T_work_bulk_decline, PERM_work_act, BULK_WORDS | BULK_DAY, false,
		check_decline, apply_decline },
};

static const struct bulk_action *joined[BULK_ACTIONS];
static size_t joined_n;

void bulk_register(const struct bulk_action *action)
{
	for (size_t i = 0; i < joined_n; i++)
		if (joined[i] == action)
			return;
	if (joined_n < BULK_ACTIONS)
		joined[joined_n++] = action;
}

const struct bulk_action *bulk_action_at(size_t i)
{
	if (i < COUNT(own))
		return &own[i];
	return i - COUNT(own) < joined_n ? joined[i - COUNT(own)] : NULL;
}

const struct bulk_action *bulk_action_of(struct str word)
{
	const struct bulk_action *a;

	for (size_t i = 0; (a = bulk_action_at(i)); i++)
		if (str_eq(word, str_z(a->word)))
			return a;
	return NULL;
}

struct str bulk_fault_text(enum lang lang, struct str fault)
{
	static const struct {
		const char *word;
		enum text_id text;
	} faults[] = {
		{ "columns", T_work_bulk_fault_columns },
		{ "no_task", T_work_bulk_fault_no_task },
		{ "many_tasks", T_work_bulk_fault_many_tasks },
		{ "no_part", T_work_bulk_fault_no_part },
		{ "many_parts", T_work_bulk_fault_many_parts },
		{ "action", T_work_bulk_fault_action },
		{ "day", T_work_bulk_fault_day },
		{ "twice", T_work_bulk_fault_twice },
		{ "long", T_work_bulk_fault_long },
	};

	for (size_t i = 0; i < COUNT(faults); i++)
		if (str_eq(fault, str_z(faults[i].word)))
			return text_get(lang, faults[i].text);
	return fault;
}

/* --- keeping a list */

struct keeping {
	int64_t account;
	bool pasted;
	const bulk_new_items *items;
};

static bool apply_keep(struct db_write *w, struct change *c, struct err *e)
{
	const struct keeping *k = c->arg;
	int64_t now = clock_now(), id;
	struct db_batch *b;

	if (!bulk_forget_items(w, k->account, now - KEPT, e) ||
		!bulk_forget(w, k->account, now - KEPT, e) ||
		!bulk_add(w, k->account, k->pasted, now, &id, e))
		return false;
	b = db_batch(w);
	LIST_EACH(x, k->items)
		if (!bulk_item_add_queue(b, id, x->line, x->action, x->part, x->given, x->words,
			    x->day, x->officer, str_z(x->fault), e))
			return false;
	c->entry.object_id = id;
	return db_batch_run(b, e);
}

bool bulk_keep_prepare(struct arena *a, const struct actor *actor, bool pasted,
	const bulk_new_items *items, struct change *c, struct err *e)
{
	struct keeping *k = NEW(a, struct keeping);

	*k = (struct keeping){ actor->account, pasted, items };
	if (items->n == 0)
		return FAIL(e, ERR_INPUT, T_work_bulk_nothing);
	if (items->n > BULK_MOST)
		return FAIL(e, ERR_INPUT, T_work_bulk_many, str_fmt(a, "%d", BULK_MOST));
	c->arg = k;
	c->apply = apply_keep;
	c->entry.object = S("bulk");
	c->entry.detail = str_fmt(a, "{\"items\":%zu}", items->n);
	return true;
}

/* --- looking at it */

static void judge(struct db_read *r, const struct actor *actor, const struct bulk_items_row *x,
	struct bulk_verdict *v)
{
	*v = (struct bulk_verdict){ .item = x, .action = bulk_action_of(x->action) };
	if (x->fault.n)
		FAIL(&v->why, ERR_INPUT, T_work_bulk_fault_line);
	else if (!v->action || x->part_id == DB_NULL)
		FAIL(&v->why, ERR_INPUT, T_work_bulk_fault_action);
	else if (!v->action->check(r, actor, x, &v->why) && v->why.code == ERR_NONE)
		FAIL(&v->why, ERR_INTERNAL, T_work_bulk_fault_line);
}

/* What the account does not see is said as what is not there. */
static bool is_fatal(const struct err *why)
{
	return why->code == ERR_STORE || why->code == ERR_INTERNAL;
}

bool bulk_look(struct arena *a, struct db_read *r, const struct actor *actor, int64_t bulk,
	struct bulk_view *out, struct err *e)
{
	bool found;

	if (!bulk_by_id(r, bulk, actor->account, &out->bulk, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_work_bulk_absent);
	if (out->bulk.done != DB_NULL)
		return true;
	if (!bulk_items(r, bulk, &out->items, e))
		return false;
	LIST_EACH(x, &out->items) {
		struct bulk_verdict *v = LIST_ADD(a, &out->verdicts);

		judge(r, actor, x, v);
		if (is_fatal(&v->why)) {
			*e = v->why;
			return false;
		}
		out->can += v->why.code == ERR_NONE;
		out->cannot += v->why.code != ERR_NONE;
	}
	return true;
}

/* --- doing it */

struct doing {
	const struct actor *actor;
	int64_t bulk;
	const struct bulk_view *view;
};

static bool apply_all(struct db_write *w, struct change *c, struct err *e)
{
	const struct doing *d = c->arg;
	int64_t changed;

	if (!bulk_mark_done(w, d->bulk, d->actor->account, clock_now(), &changed, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_CONFLICT, T_work_bulk_done_already);
	LIST_EACH(v, &d->view->verdicts)
		if (v->why.code == ERR_NONE &&
			!v->action->apply(w, d->actor, &c->entry, v->item, e))
			return false;
	return true;
}

static struct str detail(struct arena *a, const struct bulk_view *v)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "done", v->can);
	json_int(&j, "left", v->cannot);
	json_str(&j, "action", v->items.n ? v->items.v[0].action : S(""));
	json_close(&j);
	return buf_str(&out);
}

bool bulk_do_prepare(struct arena *a, struct db_read *r, const struct actor *actor, int64_t bulk,
	int64_t shown, struct change *c, struct err *e)
{
	struct bulk_view *view = NEW(a, struct bulk_view);
	struct doing *d = NEW(a, struct doing);

	if (!bulk_look(a, r, actor, bulk, view, e))
		return false;
	if (view->bulk.done != DB_NULL)
		return FAIL(e, ERR_CONFLICT, T_work_bulk_done_already);
	if (view->can == 0 || (view->bulk.pasted && view->cannot))
		return FAIL(e, ERR_CONFLICT, T_work_bulk_faults);
	if (view->can != shown)
		return FAIL(e, ERR_CONFLICT, T_work_bulk_moved,
			str_fmt(a, "%lld", (long long)view->can));
	*d = (struct doing){ actor, bulk, view };
	c->arg = d;
	c->apply = apply_all;
	c->entry.object = S("bulk");
	c->entry.object_id = bulk;
	c->entry.detail = detail(a, view);
	return true;
}
