/*
 * The pages of plans: the list, the upload, and one plan as an outline. The other views
 * of a plan are in plan_views_web.c, tasks in task_web.c.
 */
#include "plan/plan_web.h"

#include "access/account.h"
#include "access/pair.h"
#include "base/viet.h"
#include "plan/plan_view.h"
#include "plan_routes.h"
#include "urls.h"
#include "work_sql.h"

enum { PAGE_PLANS = 50, PAGE_TASKS = 200, BRIEF = 110, TREE_LETTERS = 60, GROUP_LETTERS = 140 };

/* --- the list */

/* For LIKE: the folded words have neither "%" nor "_". */
static struct str pattern(struct arena *a, struct str q)
{
	return str_fmt(a, "%%%.*s%%", STR_ARG(q.n ? viet_fold(a, q) : q));
}

/* "2024-01-15~7": behind the plan 7 of that day. */
static struct str cursor_of(struct arena *a, const struct plan_page_row *x)
{
	return str_fmt(a, "%.*s~%lld", STR_ARG(x->issued_key), (long long)x->id);
}

static bool cursor_parse(struct str cursor, struct str *day, int64_t *id)
{
	struct str rest = cursor, number;
	struct date d;

	if (!cursor.n) {
		*day = S("9999-99-99");
		*id = INT64_MAX;
		return true;
	}
	return str_split(&rest, '~', day) && str_split(&rest, '~', &number) && rest.n == 0 &&
	       (day->n == 0 || date_parse_iso(*day, &d)) && str_to_int(number, id);
}

static void list_item(
	struct request *rq, struct plan_list_item *item, const struct plan_page_row *x)
{
	*item = (struct plan_list_item){
		.id = x->id,
		.number = x->number,
		.title = x->title.n ? plan_sentence(rq->arena, x->title)
				    : TEXT(rq->arena, rq->lang, T_plan_untitled),
		.issuer = x->issuer,
		.agency_name = x->agency_name,
		.issuer_id = x->issuer_id,
		.issued = x->issued,
		.tasks = x->tasks,
		.unassigned = x->unassigned,
		.doubtful = x->doubtful,
	};
}

/* ROUTE plan_list
 * GET        /plans
 * query      q:text(200)? after:text(40)?
 * permission plan.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       plan_list_page
 * json       plan_list_json /api/v1/plans
 * export     plan_list_sheet
 * title      plan.list
 */
bool plan_list(struct request *rq, const struct plan_list_in *in, struct plan_list_page *page,
	struct err *e)
{
	size_t most = (size_t)request_most(rq, PAGE_PLANS);
	struct plan_page_rows rows;
	struct str day;
	int64_t id;

	if (!cursor_parse(in->after, &day, &id))
		return FAIL(e, ERR_INPUT, T_plan_bad_cursor);
	if (!plan_page(rq->read, rq->actor.account, pattern(rq->arena, in->q), day, id,
		    (int64_t)most + 1, &rows, e))
		return false;
	for (size_t i = 0; i < rows.n && i < most; i++)
		list_item(rq, LIST_ADD(rq->arena, &page->plans), &rows.v[i]);
	page->q = in->q;
	page->may_import = actor_may(&rq->actor, PERM_plan_import);
	if (in->after.n)
		page->first = url_plan_list(rq->arena, .q = in->q);
	if (rows.n > most) {
		page->cursor = cursor_of(rq->arena, &rows.v[most - 1]);
		page->next = url_plan_list(rq->arena, .q = in->q, .after = page->cursor);
	}
	return true;
}

/* --- the upload */

/* ROUTE plan_new
 * GET        /plans/new
 * query      none
 * permission plan.import
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       plan_new_page
 * json       none
 * export     none
 * title      plan.new
 */
bool plan_new(
	struct request *rq, const struct plan_new_in *in, struct plan_new_page *page, struct err *e)
{
	(void)rq;
	(void)in;
	(void)page;
	(void)e;
	return true;
}

static struct str to_the_plan(struct request *rq, struct change *c)
{
	const struct plan_import *made = c->arg;

	plan_settle(rq->db);
	return url_plan_show(rq->arena, .plan = made->plan);
}

/* A plan that gives work to agencies comes in by the review, where one asks and another adopts,
 * unless there is nobody else who could. */
static bool one_is_enough(
	struct request *rq, const struct plan_import *made, const struct change *c, struct err *e)
{
	int64_t agency = rq->actor.agency ? rq->actor.agency : DB_NULL;
	bool needed;

	if (made->parties == 0)
		return true;
	if (!pair_needed(rq->read, PERM_plan_adopt, rq->actor.account, agency, &needed, e))
		return false;
	return !needed || access_refuse(rq->db, c, T_plan_two_persons, e);
}

/* ROUTE plan_import
 * POST       /plans
 * form       file:file(8M) number:text(100)? issuer:text(200)? issued:date?
 * permission plan.import
 * scope      none
 * csrf       token
 * audit      plan.import
 * body       9M
 * rate       heavy
 * again      plan_new
 * json       none
 * title      plan.new
 */
bool plan_import(
	struct request *rq, const struct plan_import_in *in, struct change *c, struct err *e)
{
	struct plan_source source = {
		.file_name = in->file.name,
		.bytes = in->file.bytes,
		.number = in->number,
		.issuer = in->issuer,
		.issued = in->issued,
	};
	struct plan_import *made;

	if (!plan_import_prepare(rq->arena, rq->db, &source, c, &made, e)) {
		request_field(rq, "file");
		return false;
	}
	rq->unchanged = made->known;
	if (!made->known && !one_is_enough(rq, made, c, e))
		return false;
	if (made->known)
		request_redirect(rq, url_plan_show(rq->arena, .plan = made->plan, .known = true));
	else
		rq->after = to_the_plan;
	return true;
}

/* --- the outline */

/* What the reader of the outline asks for. */
struct wanted {
	int64_t agency;
	enum plan_role role; /* PLAN_ROLES: any */
	struct str due, only;
	struct plan_member_of_rows member_of; /* collectives the agency is in */
};

/* A task with its parties. */
struct item {
	const struct plan_tasks_row *task;
	const struct plan_parties_row *parties;
	size_t n_parties;
	const struct work_plan_tasks_row *work; /* NULL: the plan is not in force */
	enum work_look look;
};

typedef LIST(struct item) item_list;

/* What is done about a task; the rows come by rising task. */
static const struct work_plan_tasks_row *work_of(
	const struct work_plan_tasks_rows *work, int64_t task)
{
	size_t low = 0, high = work->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (work->v[mid].task_id == task)
			return &work->v[mid];
		if (work->v[mid].task_id < task)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static void add_work(struct item *i, const struct work_plan_tasks_rows *work, struct date today)
{
	const struct work_plan_tasks_row *w = work_of(work, i->task->id);

	i->work = w;
	i->look = w ? work_look_of(w->state, w->standing, w->due, w->began, w->parts, today)
		    : WORK_LOOKS;
}

static void items_of(struct arena *a, const struct plan_tasks_rows *tasks,
	const struct plan_parties_rows *parties, item_list *out)
{
	size_t at = 0;

	LIST_EACH(t, tasks) {
		struct item *i = LIST_ADD(a, out);

		i->task = t;
		i->parties = parties->v + at;
		while (at < parties->n && parties->v[at].task_id == t->id) {
			at++;
			i->n_parties++;
		}
	}
}

static bool by_hand(const struct item *i)
{
	return str_eq(i->task->rule, S("person"));
}

static void put_with_added(
	struct arena *a, const item_list *all, const struct item *i, item_list *out)
{
	LIST_PUSH(a, out, *i);
	LIST_EACH(x, all)
		if (by_hand(x) && x->task->parent == i->task->position)
			put_with_added(a, all, x, out);
}

/* What persons put in stands behind the task it is under; it comes last where nothing is above. */
static item_list in_order(struct arena *a, const item_list *all)
{
	item_list out = { 0 };

	LIST_EACH(i, all)
		if (!by_hand(i) || i->task->parent == DB_NULL)
			put_with_added(a, all, i, &out);
	return out;
}

static bool is_unresolved(const struct plan_parties_row *x)
{
	return x->agency_id == DB_NULL && (x->collective_id == DB_NULL || x->members == 0);
}

static bool any_unresolved(const struct item *i)
{
	for (size_t k = 0; k < i->n_parties; k++)
		if (is_unresolved(&i->parties[k]))
			return true;
	return false;
}

static bool is_wanted_party(const struct wanted *w, const struct plan_parties_row *x)
{
	if (w->role != PLAN_ROLES && plan_role_of(x->role) != w->role)
		return false;
	if (w->agency == DB_NULL || x->agency_id == w->agency)
		return true;
	LIST_EACH(m, &w->member_of)
		if (x->collective_id == m->collective_id)
			return true;
	return false;
}

static struct plan_due due_of(const struct plan_tasks_row *t)
{
	return (struct plan_due){
		.starts = t->starts,
		.due = t->due,
		.before = t->due_before,
		.words = t->due_words,
		.recurrence = t->recurrence,
	};
}

static bool is_wanted_due(const struct wanted *w, const struct plan_tasks_row *t)
{
	struct plan_due due = due_of(t);
	struct date last = plan_last_day(&due);

	if (str_eq(w->due, S("dated")))
		return date_given(last) || t->recurrence.n > 0 || t->due_words.n > 0;
	if (str_eq(w->due, S("undated")))
		return !date_given(last) && t->recurrence.n == 0 && t->due_words.n == 0;
	if (str_eq(w->due, S("past")))
		return date_given(last) && date_cmp(last, date_today()) < 0;
	if (str_eq(w->due, S("soon")))
		return date_given(last) && date_cmp(last, date_today()) >= 0 &&
		       date_cmp(last, date_add(date_today(), 30)) <= 0;
	return true;
}

/* In the order they are shown in; their words in the address. */
static const struct {
	enum work_look look;
	const char *word;
} looks[] = {
	{ WORK_LOOK_DONE, "done" },
	{ WORK_LOOK_DOING, "doing" },
	{ WORK_LOOK_NEW, "new" },
	{ WORK_LOOK_STANDING, "standing" },
	{ WORK_LOOK_SOON, "due_soon" },
	{ WORK_LOOK_LATE, "late" },
	{ WORK_LOOK_NOBODY, "nobody" },
	{ WORK_LOOK_CARRIED, "carried" },
};

static enum work_look look_of(struct str word)
{
	for (size_t i = 0; i < COUNT(looks); i++)
		if (str_eq(word, str_z(looks[i].word)))
			return looks[i].look;
	return WORK_LOOKS;
}

static bool is_wanted_mark(const struct wanted *w, const struct item *i)
{
	if (!w->only.n)
		return true;
	if (str_eq(w->only, S("unassigned")))
		return i->n_parties == 0;
	if (str_eq(w->only, S("unresolved")))
		return any_unresolved(i);
	if (look_of(w->only) != WORK_LOOKS)
		return i->look == look_of(w->only);
	return str_eq(w->only, i->task->sure);
}

static bool is_wanted(const struct wanted *w, const struct item *i)
{
	if (!is_wanted_mark(w, i) || !is_wanted_due(w, i->task))
		return false;
	if (w->agency == DB_NULL && w->role == PLAN_ROLES)
		return true;
	for (size_t k = 0; k < i->n_parties; k++)
		if (is_wanted_party(w, &i->parties[k]))
			return true;
	return false;
}

static void fill_row(struct request *rq, struct plan_row *row, const struct item *i, int64_t year)
{
	struct plan_due due = due_of(i->task);

	due.year = year;
	row->id = i->task->id;
	row->task = i->task;
	row->label = plan_path_label(rq->arena, rq->lang, i->task->path);
	row->brief = plan_brief(rq->arena, i->task->words, BRIEF);
	row->sure = plan_sure_of(i->task->sure);
	row->parties = i->parties;
	row->n_parties = i->n_parties;
	row->look = i->look;
	row->parts = i->work ? i->work->parts : 0;
	row->parts_in = i->work ? i->work->parts_in : 0;
	plan_row_parties(rq, row, i->parties, i->n_parties);
	plan_row_due(rq, row, &due, i->task->due_suspect);
}

static const struct plan_headings_row *heading_at(
	const struct plan_headings_rows *headings, int64_t position)
{
	LIST_EACH(h, headings)
		if (h->position == position)
			return h;
	return NULL;
}

/* For reading: capitals down, without the colon that leads on to the items. */
static struct str heading_title(struct arena *a, struct str title, size_t most)
{
	if (str_ends(title, S(":")))
		title = str_trim(str_sub(title, 0, title.n - 1));
	return plan_brief(a, plan_sentence(a, title), most);
}

static struct plan_group *group_for(struct request *rq, struct plan_outline_page *page,
	const struct plan_headings_rows *headings, int64_t heading)
{
	struct plan_group *g = page->groups.n ? &page->groups.v[page->groups.n - 1] : NULL;
	const struct plan_headings_row *h;

	if (g && g->heading == heading)
		return g;
	g = LIST_ADD(rq->arena, &page->groups);
	g->heading = heading;
	h = heading == DB_NULL ? NULL : heading_at(headings, heading);
	if (h) {
		g->path = h->path;
		g->title = heading_title(rq->arena, h->title, GROUP_LETTERS);
		g->line = h->line;
	}
	return g;
}

static void count_marks(struct plan_outline_page *page, const struct item *i)
{
	enum plan_sure sure = plan_sure_of(i->task->sure);

	page->total++;
	page->unassigned += i->n_parties == 0;
	page->unresolved += any_unresolved(i);
	page->likely += sure == PLAN_LIKELY;
	page->doubtful += sure == PLAN_DOUBTFUL;
}

/* --- its tree */

/* Tasks directly under a heading, and where the page begins that has the first of them. */
static int64_t tasks_under(const item_list *items, int64_t heading, int64_t *from)
{
	int64_t n = 0;

	LIST_EACH(i, items)
		if (i->task->heading == heading && n++ == 0)
			*from = (i - items->v) / PAGE_TASKS * PAGE_TASKS;
	return n;
}

/* "2.1" of "II.2.1" under "II"; the path itself at the top. */
static struct str own_number(struct str path, struct str above)
{
	struct str rest = path, part;
	size_t cut = 0;

	/* the Roman part is said once, at the top */
	if (above.n && str_split(&rest, '.', &part))
		cut = part.n + 1;
	return str_sub(path, cut, path.n);
}

static void grow_tree(struct request *rq, const struct plan_headings_rows *headings,
	const item_list *items, const struct plan_headings_row *above, struct plan_nodes *out)
{
	LIST_EACH(h, headings) {
		if (above ? h->parent != above->position : h->parent != DB_NULL)
			continue;
		struct plan_node node = {
			.number = own_number(h->path, above ? above->path : STR_NULL),
			.title = heading_title(rq->arena, h->title, TREE_LETTERS),
			.anchor = -1,
			.line = h->line,
		};

		node.tasks = tasks_under(items, h->position, &node.from);
		if (node.tasks)
			node.anchor = h->position;
		grow_tree(rq, headings, items, h, &node.below);
		LIST_EACH(n, &node.below) {
			node.tasks += n->tasks;
			if (node.anchor < 0) {
				node.anchor = n->anchor;
				node.from = n->from;
			}
		}
		LIST_PUSH(rq->arena, out, node);
	}
}

/* --- its filters */

static void add_option(
	struct request *rq, struct option *o, struct str value, struct str label, bool on)
{
	(void)rq;
	o->value = value;
	o->label = label;
	o->on = on;
}

static void agency_options(struct request *rq, struct plan_outline_page *page,
	const struct plan_parties_rows *parties, int64_t wanted)
{
	struct arena *a = rq->arena;
	LIST(int64_t) seen = { 0 };

	add_option(rq, LIST_ADD(a, &page->agencies), S(""), text_get(rq->lang, T_plan_any_agency),
		wanted == DB_NULL);
	LIST_EACH(x, parties) {
		bool known = x->agency_id == DB_NULL;

		LIST_EACH(s, &seen)
			known |= *s == x->agency_id;
		if (known)
			continue;
		LIST_PUSH(a, &seen, x->agency_id);
		add_option(rq, LIST_ADD(a, &page->agencies),
			str_fmt(a, "%lld", (long long)x->agency_id), x->agency_name,
			x->agency_id == wanted);
	}
}

static void word_options(struct request *rq, struct plan_outline_page *page, const struct wanted *w)
{
	static const struct {
		const char *word;
		enum text_id label;
	} dues[] = {
		{ "", T_plan_any_due },
		{ "dated", T_plan_due_dated },
		{ "soon", T_plan_due_soon },
		{ "past", T_plan_due_past },
		{ "undated", T_plan_due_undated },
	};

	add_option(rq, LIST_ADD(rq->arena, &page->roles), S(""),
		text_get(rq->lang, T_plan_any_role), w->role == PLAN_ROLES);
	for (enum plan_role role = PLAN_LEAD; role < PLAN_ROLES; role++)
		add_option(rq, LIST_ADD(rq->arena, &page->roles), str_z(plan_role_word(role)),
			plan_role_text(rq->lang, role), w->role == role);
	for (size_t i = 0; i < COUNT(dues); i++)
		add_option(rq, LIST_ADD(rq->arena, &page->dues), str_z(dues[i].word),
			text_get(rq->lang, dues[i].label), str_eq(w->due, str_z(dues[i].word)));
}

static bool mark_text(enum lang lang, struct str only, struct str *out)
{
	static const struct {
		const char *word;
		enum text_id label;
	} marks[] = {
		{ "unassigned", T_plan_unassigned },
		{ "unresolved", T_plan_unresolved },
		{ "certain", T_plan_certain },
		{ "likely", T_plan_likely },
		{ "doubtful", T_plan_doubtful },
	};

	for (size_t i = 0; i < COUNT(marks); i++)
		if (str_eq(only, str_z(marks[i].word))) {
			*out = text_get(lang, marks[i].label);
			return true;
		}
	if (look_of(only) == WORK_LOOKS)
		return false;
	*out = work_look_text(lang, look_of(only));
	return true;
}

/* An empty choice of a select means no filter, as an absent one does. */
static bool read_wanted(struct request *rq, const struct plan_show_in *in, struct wanted *w,
	struct plan_outline_page *page, struct err *e)
{
	*w = (struct wanted){ .agency = in->agency, .role = PLAN_ROLES, .due = S("") };
	if (in->role.n && (w->role = plan_role_of(in->role)) == PLAN_ROLES)
		return FAIL(e, ERR_INPUT, T_plan_bad_filter, in->role);
	if (in->only.n) {
		if (!mark_text(rq->lang, in->only, &page->only))
			return FAIL(e, ERR_INPUT, T_plan_bad_filter, in->only);
		page->only_code = w->only = in->only;
	}
	if (in->due.n) {
		static const char *const dues[] = { "dated", "undated", "soon", "past" };
		bool known = false;

		for (size_t i = 0; i < COUNT(dues); i++)
			known |= str_eq(in->due, str_z(dues[i]));
		if (!known)
			return FAIL(e, ERR_INPUT, T_plan_bad_filter, in->due);
		w->due = in->due;
	}
	page->filtered = w->agency != DB_NULL || w->role != PLAN_ROLES || w->due.n || w->only.n;
	page->without_only = url_plan_show(rq->arena, .plan = in->plan, .agency = in->agency,
		.role = in->role, .due = in->due);
	return w->agency == DB_NULL ||
	       plan_member_of(rq->read, in->plan, w->agency, &w->member_of, e);
}

static void count_looks(struct request *rq, struct plan_outline_page *page, const item_list *items)
{
	for (size_t k = 0; k < COUNT(looks); k++) {
		struct plan_state l = { looks[k].look, str_z(looks[k].word), 0 };

		LIST_EACH(i, items)
			l.tasks += i->look == l.look;
		if (l.tasks)
			LIST_PUSH(rq->arena, &page->looks, l);
	}
}

/* One page of what is wanted, from the `from`th on; for a table, all of it. */
static void fill_groups(struct request *rq, struct plan_outline_page *page, const struct wanted *w,
	const struct plan_headings_rows *headings, const item_list *items, int64_t from)
{
	int64_t most = request_most(rq, PAGE_TASKS);

	LIST_EACH(i, items) {
		count_marks(page, i);
		if (!is_wanted(w, i))
			continue;
		int64_t nth = page->shown++;

		if (nth < from || nth - from >= most)
			continue;
		struct plan_group *g = group_for(rq, page, headings, i->task->heading);

		fill_row(rq, LIST_ADD(rq->arena, &g->rows), i, page->plan->year);
	}
}

static struct str page_url(struct request *rq, const struct plan_show_in *in, int64_t from)
{
	return url_plan_show(rq->arena, .plan = in->plan, .agency = in->agency, .role = in->role,
		.due = in->due, .only = in->only, .skip = from);
}

static void fill_pager(struct request *rq, const struct plan_show_in *in, int64_t from,
	struct plan_outline_page *page)
{
	if (page->shown <= PAGE_TASKS)
		return;
	page->pager = (struct pager){
		.from = from + 1,
		.to = from + PAGE_TASKS < page->shown ? from + PAGE_TASKS : page->shown,
		.total = page->shown,
	};
	if (from > 0)
		page->pager.prev = page_url(rq, in, from > PAGE_TASKS ? from - PAGE_TASKS : 0);
	if (page->pager.to < page->shown) {
		page->next = page->pager.to;
		page->pager.next = page_url(rq, in, page->next);
	}
}

/* ROUTE plan_show
 * GET        /plans/{plan:int}
 * query      agency:int? role:word? due:word? only:word? known:bool? skip:int?
 * permission plan.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       plan_outline
 * json       plan_show_json /api/v1/plans/{plan}
 * export     plan_show_sheet
 * title      plan.plan
 */
bool plan_show(struct request *rq, const struct plan_show_in *in, struct plan_outline_page *page,
	struct err *e)
{
	struct plan_by_id_row *plan = NEW(rq->arena, struct plan_by_id_row);
	struct plan_headings_rows headings;
	struct plan_tasks_rows tasks;
	struct plan_parties_rows parties;
	struct work_plan_tasks_rows work;
	struct wanted wanted;
	item_list items = { 0 };
	int64_t from = in->skip > 0 && !rq->export ? in->skip : 0;

	if (!plan_head_read(rq, in->plan, PLAN_TAB_OUTLINE, &page->head, plan, e) ||
		!read_wanted(rq, in, &wanted, page, e) ||
		!plan_headings(rq->read, in->plan, &headings, e) ||
		!plan_tasks(rq->read, in->plan, &tasks, e) ||
		!plan_parties(rq->read, in->plan, &parties, e) ||
		!work_plan_tasks(rq->read, in->plan, &work, e))
		return false;
	page->plan = plan;
	page->known = in->known;
	items_of(rq->arena, &tasks, &parties, &items);
	LIST_EACH(i, &items)
		add_work(i, &work, date_today());
	items = in_order(rq->arena, &items);
	count_looks(rq, page, &items);
	fill_groups(rq, page, &wanted, &headings, &items, from);
	fill_pager(rq, in, from, page);
	grow_tree(rq, &headings, &items, NULL, &page->tree);
	agency_options(rq, page, &parties, wanted.agency);
	word_options(rq, page, &wanted);
	request_title(rq, page->head.name);
	return true;
}
