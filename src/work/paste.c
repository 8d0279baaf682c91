/*
 * What was copied out of a spreadsheet: a line a thing to do, fields between tabs.
 */
#include <stdlib.h>

#include "base/viet.h"
#include "work/bulk.h"
#include "work/work.h"

enum { FIELDS = 5, GIVEN_LETTERS = 120 };

/* The words people write, folded; the first of an action is what our own pages say. */
static const struct {
	const char *fold, *action;
} said[] = {
	{ "nop ket qua", "hand_in" },
	{ "da nop", "hand_in" },
	{ "hoan thanh", "hand_in" },
	{ "da hoan thanh", "hand_in" },
	{ "xong", "hand_in" },
	{ "done", "hand_in" },
	{ "hand in", "hand_in" },
	{ "bat dau", "begin" },
	{ "dang thuc hien", "begin" },
	{ "dang lam", "begin" },
	{ "begin", "begin" },
	{ "tra loi", "answer" },
	{ "nhan loi", "answer" },
	{ "answer", "answer" },
	{ "tu choi", "decline" },
	{ "decline", "decline" },
	{ "chap nhan", "accept" },
	{ "accept", "accept" },
	{ "tra lai", "return" },
	{ "return", "return" },
	{ "mien", "waive" },
	{ "duoc mien", "waive" },
	{ "waive", "waive" },
	{ "gia han", "day" },
};

static struct str action_of(struct arena *a, struct str words)
{
	struct str fold = viet_fold(a, words);

	for (size_t i = 0; i < COUNT(said); i++)
		if (str_eq(fold, str_z(said[i].fold)))
			return str_z(said[i].action);
	return S("");
}

static bool is_head(struct arena *a, struct str first)
{
	struct str fold = viet_fold(a, first);

	return str_eq(fold, S("nhiem vu")) || str_eq(fold, S("muc")) || str_eq(fold, S("task")) ||
	       str_eq(fold, S("ma nhiem vu"));
}

/* What is read while lines are. */
struct pasting {
	struct arena *arena;
	struct db_read *read;
	struct paste_tasks_rows tasks; /* of the plan, by path */
};

static int by_path(const void *key, const void *row)
{
	return str_cmp(*(const struct str *)key, ((const struct paste_tasks_row *)row)->path);
}

/* By its path; else by its number. 0: none; *many: the path is of several. */
static int64_t task_of(const struct pasting *p, struct str given, bool *many)
{
	const struct paste_tasks_row *first = p->tasks.v, *end = first + p->tasks.n, *found = NULL;
	int64_t id;

	if (p->tasks.n)
		found = bsearch(&given, first, p->tasks.n, sizeof(*first), by_path);
	if (found) {
		*many = (found > first && str_eq(found[-1].path, given)) ||
			(found + 1 < end && str_eq(found[1].path, given));
		return found->id;
	}
	if (str_to_int(given, &id) && id > 0)
		LIST_EACH(t, &p->tasks)
			if (t->id == id)
				return id;
	return 0;
}

/* The task and the agency of a line; what is wrong where they are not found. */
static bool find_part(const struct pasting *p, struct str task, struct str agency,
	struct bulk_new_item *x, struct err *e)
{
	struct paste_parts_rows parts;
	bool many = false;
	int64_t id = task_of(p, task, &many);

	if (!id || many) {
		x->fault = id ? "many_tasks" : "no_task";
		return true;
	}
	if (!paste_parts(p->read, id, agency, viet_fold(p->arena, agency), &parts, e))
		return false;
	if (parts.n == 1)
		x->part = parts.v[0].id;
	else
		x->fault = parts.n ? "many_parts" : "no_part";
	return true;
}

static void read_rest(struct arena *a, const struct str *f, struct bulk_new_item *x)
{
	const struct bulk_action *action;

	x->action = action_of(a, f[2]);
	x->words = f[4];
	action = bulk_action_of(x->action);
	if (!action)
		x->fault = "action";
	else if (f[3].n && !date_parse_iso(f[3], &x->day) && !date_parse_vi(f[3], &x->day))
		x->fault = "day";
	else if ((action->needs & BULK_DAY) && !date_given(x->day))
		x->fault = "day";
	else if (x->words.n > WORK_WORDS_MAX)
		x->fault = "long";
}

static bool read_line(
	const struct pasting *p, struct str line, struct bulk_new_item *x, struct err *e)
{
	struct arena *a = p->arena;
	struct str f[FIELDS] = { S(""), S(""), S(""), S(""), S("") }, part;
	size_t n = 0;

	x->given = plan_brief(a, line, GIVEN_LETTERS);
	for (; str_split(&line, '\t', &part); n++)
		if (n < FIELDS)
			f[n] = str_trim(part);
		else if (str_trim(part).n)
			x->fault = "columns";
	if (n < 3)
		x->fault = "columns";
	if (x->fault)
		return true;
	x->given = str_fmt(a, "%.*s, %.*s", STR_ARG(plan_brief(a, f[0], 40)),
		STR_ARG(plan_brief(a, f[1], 60)));
	read_rest(a, f, x);
	return x->fault || find_part(p, f[0], f[1], x, e);
}

static int by_part(const void *left, const void *right)
{
	const struct bulk_new_item *a = *(struct bulk_new_item *const *)left;
	const struct bulk_new_item *b = *(struct bulk_new_item *const *)right;

	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	return a->line < b->line ? -1 : a->line > b->line;
}

/* The same part twice in a paste: nobody can say which line is meant. */
static void mark_twice(struct arena *a, bulk_new_items *items)
{
	struct bulk_new_item **order = NEW_N(a, struct bulk_new_item *, items->n + 1);
	size_t n = 0;

	LIST_EACH(x, items)
		if (x->part != DB_NULL)
			order[n++] = x;
	if (n)
		qsort(order, n, sizeof(order[0]), by_part);
	for (size_t i = 1; i < n; i++)
		if (order[i]->part == order[i - 1]->part)
			order[i]->fault = "twice";
}

bool bulk_read_paste(struct arena *a, struct db_read *r, int64_t plan, struct str text,
	bulk_new_items *out, struct err *e)
{
	struct pasting p = { .arena = a, .read = r };
	struct str rest = text, line;
	int64_t number = 0;

	if (!paste_tasks(r, plan, &p.tasks, e))
		return false;

	while (str_split(&rest, '\n', &line)) {
		size_t tab = str_find_char(line, '\t', 0);

		number++;
		if (str_trim(line).n == 0 ||
			(number == 1 &&
				is_head(a, str_sub(line, 0, tab == SIZE_MAX ? line.n : tab))))
			continue;
		if (out->n == BULK_MOST)
			return FAIL(e, ERR_INPUT, T_work_bulk_many, str_fmt(a, "%d", BULK_MOST));
		struct bulk_new_item *x = LIST_ADD(a, out);

		*x = (struct bulk_new_item){ .line = number,
			.action = S(""),
			.part = DB_NULL,
			.words = S(""),
			.officer = DB_NULL };
		if (!read_line(&p, line, x, e))
			return false;
	}
	if (out->n == 0)
		return FAIL(e, ERR_INPUT, T_work_bulk_nothing);
	mark_twice(a, out);
	return true;
}
