/*
 * The handlers of plans and tasks over a real plan: what a page is filled with, filters
 * and cursors, who gets nothing.
 */
#include "plan/plan_web.h"

#include "access/access.h"
#include "agency_sql.h"
#include "embed.h"
#include "plan/plan_views_web.h"
#include "plan_routes.h"
#include "test/cmocka.h"
#include "test/support.h"
#include "work/task_web.h"
#include "work_routes.h"

static struct test_db t;
static struct request rq;
static struct err e;
static int64_t national;
static const struct audit_entry loader = { .actor_name = S("test"),
	.permission = S("plan.import") };

static int load_all(void **state)
{
	struct plan_import *made;
	struct change c = { .entry = loader };
	struct plan_source s = { .file_name = S("000.txt"), .number = S("19/KH-BCĐ138/CP") };

	(void)state;
	assert_ok(test_db_lists(&t, &e), &e);
	s.bytes = embed_find(S("samples/000.txt"));
	c.entry.action = S("plan.import");
	assert_ok(plan_import_prepare(t.arena, t.db, &s, &c, &made, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	national = made->plan;
	rq = (struct request){ .arena = t.arena, .db = t.db, .actor = actor_of_system() };
	assert_ok(db_read_begin(t.db, t.arena, &rq.read, &e), &e);
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	db_read_end(rq.read);
	test_db_close(&t);
	return 0;
}

static int64_t agency(const char *code)
{
	struct agency_by_code_row row;
	bool found;

	assert_ok(agency_by_code(rq.read, str_z(code), &row, &found, &e), &e);
	assert_true(found);
	return row.id;
}

/* The outline as asked for; its tasks in a row. */
static struct plan_outline_page outline(struct plan_show_in in)
{
	struct plan_outline_page page = { 0 };

	in.plan = national;
	if (!in.agency)
		in.agency = DB_NULL;
	assert_ok(plan_show(&rq, &in, &page, &e), &e);
	return page;
}

static void the_outline_has_every_task_under_its_heading(void **state)
{
	struct plan_outline_page p = outline((struct plan_show_in){ 0 });
	int64_t rows = 0;

	(void)state;
	assert_int_equal(p.total, 45);
	assert_int_equal(p.shown, 45);
	assert_false(p.filtered);
	LIST_EACH(g, &p.groups)
		rows += (int64_t)g->rows.n;
	assert_int_equal(rows, 45);
	assert_str_equal(p.groups.v[0].path, S("II.1"));
	assert_int_equal(p.groups.v[0].rows.n, 6);
	/* the tree: I, II, III, and as many tasks below as there are */
	assert_int_equal(p.tree.n, 3);
	assert_str_equal(p.tree.v[1].number, S("II"));
	assert_int_equal(p.tree.v[0].tasks + p.tree.v[1].tasks + p.tree.v[2].tasks, 45);
	assert_int_equal(p.tree.v[0].anchor, -1);
	assert_true(p.unassigned >= 2);
}

static void a_row_shows_who_leads_and_who_takes_part(void **state)
{
	struct plan_outline_page p = outline((struct plan_show_in){ 0 });
	const struct plan_row *b = &p.groups.v[0].rows.v[1], *c = &p.groups.v[0].rows.v[2];

	(void)state;
	assert_str_equal(b->label, S("II.1.b"));
	assert_int_equal(b->chips.n, 1);
	assert_int_equal(b->chips.v[0].role, PARTY_LEAD);
	assert_str_equal(b->chips.v[0].name, S("Bộ Công an"));
	assert_int_equal(b->beside.n, 0);
	assert_str_equal(c->beside, S("Phối hợp: các bộ, ngành, địa phương"));
	assert_str_equal(c->due, S("30/7 hằng năm"));
}

static void filters_keep_what_they_say(void **state)
{
	struct plan_outline_page lead = outline(
		(struct plan_show_in){ .agency = agency("btp"), .role = S("lead") });
	struct plan_outline_page through = outline(
		(struct plan_show_in){ .agency = agency("bct") });
	struct plan_outline_page bare = outline((struct plan_show_in){ .only = S("unassigned") });

	(void)state;
	assert_true(lead.filtered);
	assert_true(lead.shown > 0 && lead.shown < 10);
	assert_int_equal(lead.total, 45);
	LIST_EACH(g, &lead.groups)
		LIST_EACH(r, &g->rows)
			assert_true(r->chips.n > 0);
	/* an agency that is in the collectives only */
	assert_true(through.shown > 20);
	assert_int_equal(bare.shown, bare.unassigned);
	LIST_EACH(g, &bare.groups)
		LIST_EACH(r, &g->rows)
			assert_int_equal(r->chips.n, 0);
}

static void unknown_filters_and_cursors_are_refused(void **state)
{
	static const struct plan_show_in bad[] = {
		{ .role = S("boss"), .agency = DB_NULL },
		{ .due = S("never"), .agency = DB_NULL },
		{ .only = S("nice"), .agency = DB_NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct plan_show_in in = bad[i];
		struct plan_outline_page page = { 0 };

		in.plan = national;
		assert_false(plan_show(&rq, &in, &page, &e));
		assert_int_equal(e.code, ERR_INPUT);
		err_clear(&e);
	}
	static const char *const cursors[] = { "x", "2024-01-15", "2024-13-15~1", "~x",
		"2024-01-15~1~2" };

	for (size_t i = 0; i < COUNT(cursors); i++) {
		struct plan_list_in in = { .after = str_z(cursors[i]) };
		struct plan_list_page page = { 0 };

		assert_false(plan_list(&rq, &in, &page, &e));
		assert_int_equal(e.text, T_plan_bad_cursor);
		err_clear(&e);
	}
}

static void the_list_is_found_without_marks(void **state)
{
	struct plan_list_in in = { .q = S("phòng CHONG mua ban") }, none = { .q = S("100%_") };
	struct plan_list_page page = { 0 }, empty = { 0 };

	(void)state;
	assert_ok(plan_list(&rq, &in, &page, &e), &e);
	assert_int_equal(page.plans.n, 1);
	assert_str_equal(
		page.plans.v[0].title, S("Thực hiện công tác phòng, chống mua bán người năm 2024"));
	assert_ok(plan_list(&rq, &none, &empty, &e), &e);
	assert_int_equal(empty.plans.n, 0);
}

static void the_text_is_whole_and_marked(void **state)
{
	struct plan_text_in in = { .plan = national };
	struct plan_text_page page = { 0 };
	struct buf text = { .arena = t.arena };
	size_t leads = 0;

	(void)state;
	assert_ok(plan_text(&rq, &in, &page, &e), &e);
	LIST_EACH(b, &page.blocks)
		LIST_EACH(l, &b->lines) {
			LIST_EACH(x, &l->pieces) {
				leads += x->mark && strcmp(x->mark, "m-lead") == 0;
				buf_add(&text, x->text);
			}
			buf_addc(&text, '\n');
		}
	assert_true(leads > 15);
	/* the sample is NFC and undamaged: read as it came */
	struct str came = embed_find(S("samples/000.txt"));

	assert_str_equal(str_trim(buf_str(&text)), str_trim(came));
}

static void an_agency_has_its_tasks_page_by_page(void **state)
{
	struct agency_tasks_in in = { .agency = agency("bca") };
	struct agency_tasks_page page = { 0 }, rest = { 0 };

	(void)state;
	assert_ok(agency_tasks(&rq, &in, &page, &e), &e);
	assert_int_equal((int64_t)page.tasks.n, page.total);
	assert_false(page.tasks.v[1].collective);
	/* behind the third task come all the others */
	in.after = str_fmt(t.arena, "%lld~%lld", (long long)page.tasks.v[2].plan,
		(long long)page.tasks.v[2].task->position);
	assert_ok(agency_tasks(&rq, &in, &rest, &e), &e);
	assert_int_equal(rest.tasks.n, page.tasks.n - 3);
	assert_int_equal(rest.tasks.v[0].row.id, page.tasks.v[3].row.id);
}

static void who_reaches_nothing_is_told_there_is_nothing(void **state)
{
	struct request stranger = rq;
	struct plan_show_in in = { .plan = national, .agency = DB_NULL };
	struct plan_outline_page page = { 0 };
	struct plan_list_in all = { 0 };
	struct plan_list_page list = { 0 };
	struct plan_outline_page mine = outline((struct plan_show_in){ 0 });
	struct task_show_in one = { .task = mine.groups.v[0].rows.v[0].id };
	struct task_page task = { 0 };

	(void)state;
	stranger.actor.account = 987654;
	assert_false(plan_show(&stranger, &in, &page, &e));
	assert_int_equal(e.code, ERR_ABSENT);
	err_clear(&e);
	assert_false(task_show(&stranger, &one, &task, &e));
	assert_int_equal(e.code, ERR_ABSENT);
	err_clear(&e);
	assert_ok(plan_list(&stranger, &all, &list, &e), &e);
	assert_int_equal(list.plans.n, 0);
	/* just as for what does not exist */
	in.plan = 999999;
	assert_false(plan_show(&rq, &in, &page, &e));
	assert_int_equal(e.code, ERR_ABSENT);
	err_clear(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_outline_has_every_task_under_its_heading),
		cmocka_unit_test(a_row_shows_who_leads_and_who_takes_part),
		cmocka_unit_test(filters_keep_what_they_say),
		cmocka_unit_test(unknown_filters_and_cursors_are_refused),
		cmocka_unit_test(the_list_is_found_without_marks),
		cmocka_unit_test(the_text_is_whole_and_marked),
		cmocka_unit_test(an_agency_has_its_tasks_page_by_page),
		cmocka_unit_test(who_reaches_nothing_is_told_there_is_nothing),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}
