/*
 * Links between plans: proposed at the adoption, decided by persons who do not overwrite each
 * other, kept through an amended text; coverage of the labelled pair; members' plans.
 */
#include "cascade/cascade.h"

#include "access/access.h"
#include "cascade/coverage.h"
#include "cascade/members.h"
#include "embed.h"
#include "plan/plan.h"
#include "test/cmocka.h"
#include "test/support.h"
#include "work/work.h"

static struct test_db t;
static struct err e;
static int64_t nation, hue, dong_nai;
static const struct actor first = { .account = ACCOUNT_SYSTEM,
	.name = S("mot"),
	.display = S("Cán bộ một"),
	.permissions = UINT64_MAX };
static const struct actor second = { .account = ACCOUNT_SYSTEM,
	.name = S("hai"),
	.display = S("Cán bộ hai"),
	.permissions = UINT64_MAX };
static const struct actor stranger = { .account = 99, .name = S("nguoi.la") };

static struct str sample(const char *name)
{
	return embed_find(str_fmt(t.arena, "samples/%s", name));
}

static struct change change_by(const struct actor *who)
{
	return (struct change){ .entry = { .actor = who->account,
					.actor_name = who->name,
					.permission = S("cascade.confirm"),
					.action = S("cascade.test") } };
}

static int64_t import(struct plan_source s)
{
	struct change c = change_by(&first);
	struct plan_import *made;

	assert_ok(plan_import_prepare(t.arena, t.db, &s, &c, &made, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	assert_ok(plan_go_on(t.db, 0, &e), &e);
	return made->plan;
}

static int load_all(void **state)
{
	(void)state;
	plan_when_adopted(work_adopted);
	plan_when_adopted(cascade_adopted);
	plan_when_later(cascade_later);
	assert_ok(test_db_lists(&t, &e), &e);
	/* the province was faster than the plan it carries out */
	hue = import((struct plan_source){ .file_name = S("003.txt"),
		.bytes = sample("003.txt"),
		.issuer = S("Ủy ban nhân dân tỉnh Thừa Thiên Huế") });
	nation = import((struct plan_source){ .file_name = S("000.txt"),
		.bytes = sample("000.txt"),
		.number = S("19/KH-BCĐ138/CP"),
		.issuer = S("Ban Chỉ đạo 138/CP") });
	dong_nai = import(
		(struct plan_source){ .file_name = S("001.txt"), .bytes = sample("001.txt") });
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

static struct db_read *begin(void)
{
	struct db_read *r;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	return r;
}

static struct cascade_links_rows links(int64_t lower)
{
	struct cascade_links_rows rows;
	struct db_read *r = begin();

	assert_ok(cascade_links(r, lower, nation, &rows, &e), &e);
	db_read_end(r);
	return rows;
}

static const struct cascade_links_row *between(
	const struct cascade_links_rows *rows, const char *upper, const char *lower)
{
	LIST_EACH(x, rows)
		if (str_eq(x->upper_path, str_z(upper)) && str_eq(x->lower_path, str_z(lower)))
			return x;
	return NULL;
}

static size_t in_state(const struct cascade_links_rows *rows, const char *state)
{
	size_t n = 0;

	LIST_EACH(x, rows)
		n += str_eq(x->state, str_z(state));
	return n;
}

static int64_t task(int64_t plan, const char *path)
{
	struct cascade_tasks_rows rows;
	struct db_read *r = begin();

	assert_ok(cascade_tasks(r, plan, &rows, &e), &e);
	db_read_end(r);
	LIST_EACH(x, &rows)
		if (str_eq(x->path, str_z(path)))
			return x->id;
	fail_msg("no task %s", path);
	return 0;
}

static void refused(bool ok, enum err_code code)
{
	assert_false(ok);
	if (e.code != code)
		fail_msg("refused with %s", err_code_name(e.code));
	err_clear(&e);
}

static bool decide(const struct actor *who, const struct cascade_links_row *x, int64_t version,
	enum cascade_verdict verdict)
{
	struct change c = change_by(who);

	return cascade_decide_prepare(
		       t.arena, t.db, who, x->id, version, verdict, S("đã xem"), &c, &e) &&
	       audit_change(t.db, &c, &e);
}

/* --- tests; they go on from each other */

static void adopting_a_plan_proposes_its_links(void **state)
{
	struct cascade_links_rows rows = links(hue);
	const struct cascade_links_row *x = between(&rows, "II.1.e", "II.1.-5");
	struct cascade_due_next_row due;
	struct cascade_upper above;
	struct db_read *r = begin();
	bool found;

	(void)state;
	assert_ok(cascade_upper(r, hue, first.account, &above, &e), &e);
	assert_true(above.id == nation && !above.chosen);
	assert_ok(cascade_upper(r, nation, first.account, &above, &e), &e);
	assert_int_equal(above.id, 0);
	db_read_end(r);
	assert_true(rows.n >= 35 && in_state(&rows, "proposed") == rows.n);
	assert_non_null(x);
	/* the reason: words, the decision that both cite, the two polices, the same heading */
	assert_true(x->phrases.n > 0 && str_eq(x->cited, S("9145/QĐ-BCĐ")));
	assert_true(str_eq(x->upper_body, S("Bộ Công an")) &&
		    str_eq(x->lower_body, S("Công an tỉnh")) && x->heading);
	/* the other plan cites a national plan that is not here */
	rows = links(dong_nai);
	assert_int_equal(rows.n, 0);
	/* and nothing is due any more */
	r = begin();
	assert_ok(cascade_due_next(r, &due, &found, &e), &e);
	assert_false(found);
	db_read_end(r);
}

static void a_stranger_sees_and_decides_nothing(void **state)
{
	struct cascade_links_rows rows = links(hue);
	struct change c = change_by(&stranger);
	int64_t *made;

	(void)state;
	refused(decide(&stranger, &rows.v[0], 1, CASCADE_CONFIRM), ERR_ABSENT);
	refused(cascade_propose_prepare(t.arena, t.db, &stranger, hue, &made, &c, &e), ERR_ABSENT);
	refused(cascade_certain_prepare(t.arena, t.db, &stranger, hue, 1, &c, &e), ERR_ABSENT);
	refused(cascade_add_prepare(t.arena, t.db, &stranger, rows.v[0].upper_task,
			rows.v[0].lower_task, S(""), &c, &e),
		ERR_ABSENT);
}

static void two_decide_at_once(void **state)
{
	struct cascade_links_rows rows = links(hue);
	const struct cascade_links_row *x = between(&rows, "II.1.c", "II.2.1.-4.s3");
	struct change late = change_by(&second);
	struct str said;

	(void)state;
	assert_non_null(x);
	assert_ok(cascade_decide_prepare(t.arena, t.db, &second, x->id, x->version, CASCADE_CONFIRM,
			  STR_NULL, &late, &e),
		&e);
	assert_ok(decide(&first, x, x->version, CASCADE_REJECT), &e);
	assert_false(audit_change(t.db, &late, &e));
	assert_int_equal(e.code, ERR_STALE);
	said = err_text(t.arena, LANG_VI, &e);
	assert_true(str_has(said, S("mot")) && str_has(said, S("bác bỏ")));
	err_clear(&e);
	rows = links(hue);
	x = between(&rows, "II.1.c", "II.2.1.-4.s3");
	assert_true(str_eq(x->state, S("rejected")) && str_eq(x->note, S("đã xem")));
}

static void proposing_again_leaves_what_was_decided(void **state)
{
	struct cascade_links_rows before = links(hue), after;
	struct change c = change_by(&first);
	int64_t *made;

	(void)state;
	assert_ok(cascade_propose_prepare(t.arena, t.db, &first, hue, &made, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	after = links(hue);
	assert_int_equal((size_t)*made, before.n);
	assert_int_equal(after.n, before.n);
	assert_int_equal(in_state(&after, "rejected"), 1);
}

static void all_certain_at_once_by_their_number(void **state)
{
	struct cascade_links_rows rows = links(hue);
	struct change c = change_by(&first);
	int64_t certain = 0;

	(void)state;
	LIST_EACH(x, &rows)
		certain += str_eq(x->sure, S("certain")) && str_eq(x->state, S("proposed"));
	assert_true(certain > 30);
	/* the page that was seen had another number: nothing is kept */
	assert_ok(cascade_certain_prepare(t.arena, t.db, &first, hue, certain - 1, &c, &e), &e);
	refused(audit_change(t.db, &c, &e), ERR_STALE);
	rows = links(hue);
	assert_int_equal(in_state(&rows, "confirmed"), 0);
	c = change_by(&first);
	assert_ok(cascade_certain_prepare(t.arena, t.db, &first, hue, certain, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	rows = links(hue);
	assert_int_equal((int64_t)in_state(&rows, "confirmed"), certain);
	refused(cascade_certain_prepare(t.arena, t.db, &first, hue, 0, &c, &e), ERR_INPUT);
}

static bool add(int64_t upper, int64_t lower)
{
	struct change c = change_by(&first);

	return cascade_add_prepare(
		       t.arena, t.db, &first, upper, lower, S("theo nội dung"), &c, &e) &&
	       audit_change(t.db, &c, &e);
}

static void a_person_adds_what_was_not_proposed(void **state)
{
	int64_t upper = task(nation, "II.2.1.b"), lower = task(hue, "II.2.1.-4.s3");
	struct cascade_links_rows rows;
	const struct cascade_links_row *x;

	(void)state;
	assert_ok(add(upper, lower), &e);
	refused(add(upper, lower), ERR_CONFLICT);
	/* not of the plan above; no task at all */
	refused(add(task(dong_nai, "II.3.1.a"), lower), ERR_INPUT);
	refused(add(upper, INT64_C(123456789)), ERR_INPUT);
	rows = links(hue);
	x = between(&rows, "II.2.1.b", "II.2.1.-4.s3");
	assert_true(str_eq(x->made_by, S("person")) && str_eq(x->state, S("confirmed")));
}

/* --- coverage */

static struct str file(const char *name)
{
	FILE *f = fopen(name, "rb");
	char *bytes = NEW_N(t.arena, char, 1 << 16);
	size_t n;

	assert_non_null(f);
	n = fread(bytes, 1, 1 << 16, f);
	fclose(f);
	return str_n(bytes, n);
}

static struct coverage down(void)
{
	struct coverage c;
	struct db_read *r = begin();

	assert_ok(coverage_down(r, nation, first.account, &c, &e), &e);
	db_read_end(r);
	return c;
}

static void addressed_as_labelled(void **state)
{
	struct str rest = file("test/cascade/000-addressed.tsv"), line, path, word;
	struct coverage c = down();
	size_t seen = 0;

	(void)state;
	while (str_split(&rest, '\n', &line)) {
		if (!line.n || line.p[0] == '#')
			continue;
		assert_true(str_split(&line, '\t', &path) && str_split(&line, '\t', &word));
		LIST_EACH(x, &c.tasks) {
			if (!str_eq(x->row->path, path))
				continue;
			seen++;
			if (x->row->addressed != str_eq(word, S("yes")) ||
				x->row->assigned != !str_eq(word, S("unassigned")))
				fail_msg("%.*s is not \"%.*s\"", STR_ARG(path), STR_ARG(word));
		}
	}
	assert_int_equal(seen, c.tasks.n);
}

static size_t place_at(const struct coverage *c, const char *code)
{
	for (size_t p = 0; p < c->places.n; p++)
		if (str_eq(c->places.v[p].code, str_z(code)))
			return p;
	fail_msg("no province %s", code);
	return 0;
}

static size_t task_at(const struct coverage *c, const char *path)
{
	for (size_t i = 0; i < c->tasks.n; i++)
		if (str_eq(c->tasks.v[i].row->path, str_z(path)))
			return i;
	fail_msg("no task %s", path);
	return 0;
}

static void coverage_by_province_and_class(void **state)
{
	struct coverage c = down();
	size_t p = place_at(&c, "46"), other = place_at(&c, "75");

	(void)state;
	assert_int_equal(c.places.n, 63); /* the map of January 2024 */
	assert_int_equal(c.with_plan, 1);
	assert_int_equal(coverage_at(&c, task_at(&c, "II.3.b"), p)->class, COVERAGE_TAKEN);
	assert_int_equal(coverage_at(&c, task_at(&c, "II.6.2.b"), p)->class, COVERAGE_GAP);
	assert_int_equal(coverage_at(&c, task_at(&c, "II.4.b"), p)->class, COVERAGE_NOT_ADDRESSED);
	assert_int_equal(coverage_at(&c, task_at(&c, "II.6.2.b"), other)->class, COVERAGE_NO_PLAN);
	assert_int_equal(coverage_at(&c, task_at(&c, "II.1.d"), p)->class, COVERAGE_TAKEN);
	/* taken up though nobody asked the province to */
	assert_int_equal(coverage_at(&c, task_at(&c, "II.4.b.p2"), p)->class, COVERAGE_TAKEN);
	assert_int_equal(c.tasks.v[task_at(&c, "II.3.b")].counts[COVERAGE_TAKEN], 1);
}

static void coverage_from_below(void **state)
{
	struct coverage_up up;
	struct db_read *r = begin();
	bool own = false;

	(void)state;
	assert_ok(coverage_up(r, hue, nation, &up, &e), &e);
	db_read_end(r);
	assert_true(up.counts[COVERAGE_TAKEN] > 30 && up.counts[COVERAGE_GAP] >= 3);
	LIST_EACH(x, &up.lower)
		if (x->class == COVERAGE_GAP)
			own |= str_eq(x->row->path, S("II.2.1.-4.s5"));
	assert_true(own);
}

static void of_one_task(void **state)
{
	struct cascade_task_links x;
	struct db_read *r = begin();

	(void)state;
	assert_ok(cascade_of_task(r, task(nation, "II.3.b"), first.account, &x, &e), &e);
	assert_int_equal(x.lowers.n, 1);
	assert_true(x.taken == 1 && x.done == 0 && x.provinces == 63);
	assert_ok(cascade_of_task(r, task(hue, "II.3.-2"), first.account, &x, &e), &e);
	assert_int_equal(x.uppers.n, 1);
	assert_ok(cascade_of_task(r, task(hue, "II.3.-2"), stranger.account, &x, &e), &e);
	assert_int_equal(x.uppers.n, 0);
	db_read_end(r);
}

static void what_is_done_below_is_done_above(void **state)
{
	struct work_order close = {
		.kind = WORK_CLOSE, .task = task(hue, "II.3.-2"), .words = S("đã xong đợt cao điểm")
	};
	struct change c = change_by(&first);
	struct coverage cover;
	struct cascade_task_links x;
	struct db_read *r;

	(void)state;
	assert_ok(work_prepare(t.arena, t.db, &first, &close, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	cover = down();
	assert_int_equal(cover.tasks.v[task_at(&cover, "II.3.b")].done, 1);
	assert_int_equal(cover.tasks.v[task_at(&cover, "II.3.a")].done, 0);
	assert_int_equal(cover.places.v[place_at(&cover, "46")].done, 1);
	r = begin();
	assert_ok(cascade_of_task(r, task(nation, "II.3.b"), first.account, &x, &e), &e);
	db_read_end(r);
	assert_true(x.taken == 1 && x.done == 1);
}

/* --- an amended text, the plan above by hand */

static void links_go_on_with_their_tasks(void **state)
{
	struct plan_source s = { .file_name = S("003b.txt"),
		.issuer = S("Ủy ban nhân dân tỉnh Thừa Thiên Huế"),
		.amends = hue };
	struct str text = sample("003.txt");
	struct cascade_links_rows before = links(hue), after;
	struct reading *reading;
	int64_t amended, carried = task(hue, "II.1.-2");

	(void)state;
	s.bytes = str_fmt(t.arena, "%.*s\n", STR_ARG(text));
	assert_ok(plan_read_source(t.arena, &s, &reading, &e), &e);
	for (size_t i = 0; i < reading->items.n; i++)
		if (reading->items.v[i].kind == READING_TASK &&
			str_eq(reading->items.v[i].path, S("II.1.-2")))
			LIST_PUSH(t.arena, &s.carried, ((struct plan_carried){ i, carried }));
	amended = import(s);
	after = links(amended);
	const struct cascade_links_row *x = between(&after, "II.1.b", "II.1.-2");

	assert_true(before.n > 0 && x != NULL);
	assert_true(str_eq(x->state, S("confirmed")) && x->lower_task == carried);
	hue = amended;
}

static bool choose(int64_t lower, int64_t upper)
{
	struct change c = change_by(&first);

	return cascade_parent_prepare(t.arena, t.db, &first, lower, upper, &c, &e) &&
	       audit_change(t.db, &c, &e);
}

static void a_person_chooses_the_plan_above(void **state)
{
	struct cascade_links_rows rows;
	struct change c = change_by(&first);
	int64_t *made;

	(void)state;
	refused(cascade_propose_prepare(t.arena, t.db, &first, dong_nai, &made, &c, &e),
		ERR_CONFLICT);
	refused(choose(dong_nai, dong_nai), ERR_CONFLICT);
	assert_ok(choose(dong_nai, nation), &e);
	refused(choose(nation, dong_nai), ERR_CONFLICT);
	assert_ok(cascade_propose_prepare(t.arena, t.db, &first, dong_nai, &made, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	rows = links(dong_nai);
	assert_int_equal((int64_t)rows.n, *made);
	assert_true(rows.n > 10);
}

/* --- members' plans */

static struct members members(int64_t plan, struct date today)
{
	struct members m;
	struct db_read *r = begin();

	assert_ok(members_read(r, plan, first.account, today, &m, &e), &e);
	db_read_end(r);
	return m;
}

static bool reg(int64_t plan, int64_t agency, const char *number, struct date received)
{
	struct members_new n = {
		.plan = plan, .agency = agency, .number = str_z(number), .received = received
	};
	struct change c = change_by(&first);

	return members_register_prepare(t.arena, t.db, &first, &n, &c, &e) &&
	       audit_change(t.db, &c, &e);
}

static void members_who_have_sent_and_who_not(void **state)
{
	struct members m = members(dong_nai, DATE(2023, 3, 9)), later;
	struct change c = change_by(&first);
	int64_t one, other;

	(void)state;
	assert_non_null(m.task);
	assert_true(str_eq(m.task->path, S("III.1")) && m.lines.n > 5);
	/* "trước ngày 10/3/2023": the ninth is the last day */
	assert_int_equal(date_cmp(m.task->last_day, DATE(2023, 3, 9)), 0);
	assert_true(m.sent == 0 && m.late == 0);
	one = m.lines.v[0].member->agency_id;
	other = m.lines.v[1].member->agency_id;
	assert_ok(reg(dong_nai, one, "12/KH-SYT", DATE(2023, 3, 8)), &e);
	assert_ok(reg(dong_nai, other, "13/KH-STP", DATE(2023, 3, 15)), &e);
	later = members(dong_nai, DATE(2023, 3, 20));
	assert_int_equal(later.sent, 2);
	assert_true(!later.lines.v[0].late && later.lines.v[1].late && later.lines.v[2].late);
	assert_int_equal(later.late, (int64_t)later.lines.n - 1);
	refused(reg(dong_nai, one, "", DATE(2023, 3, 8)), ERR_INPUT);
	refused(reg(dong_nai, one, "1", DATE(9999, 3, 8)), ERR_INPUT);
	refused(reg(dong_nai, INT64_C(123456789), "1", DATE(2023, 3, 8)), ERR_INPUT);
	/* taken back once; the second time it is gone */
	assert_ok(members_withdraw_prepare(
			  t.arena, t.db, &first, dong_nai, later.lines.v[0].sent->id, 1, &c, &e),
		&e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	refused(members_withdraw_prepare(
			t.arena, t.db, &first, dong_nai, later.lines.v[0].sent->id, 1, &c, &e),
		ERR_ABSENT);
	assert_int_equal(members(dong_nai, DATE(2023, 3, 20)).sent, 1);
}

static void a_province_has_sent_by_its_plan(void **state)
{
	struct members m = members(nation, DATE(2024, 6, 1));
	size_t here = 0;

	(void)state;
	assert_non_null(m.task);
	assert_true(str_eq(m.task->path, S("III.1")));
	LIST_EACH(l, &m.lines)
		if (l->plan) {
			here++;
			assert_true(l->plan->id == hue || l->plan->id == dong_nai);
			assert_true(str_eq(l->member->province_code, l->plan->province));
		}
	assert_int_equal(here, 2);
	/* no day is named, so nobody is late */
	assert_int_equal(m.late, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(adopting_a_plan_proposes_its_links),
		cmocka_unit_test(a_stranger_sees_and_decides_nothing),
		cmocka_unit_test(two_decide_at_once),
		cmocka_unit_test(proposing_again_leaves_what_was_decided),
		cmocka_unit_test(all_certain_at_once_by_their_number),
		cmocka_unit_test(a_person_adds_what_was_not_proposed),
		cmocka_unit_test(addressed_as_labelled),
		cmocka_unit_test(coverage_by_province_and_class),
		cmocka_unit_test(coverage_from_below),
		cmocka_unit_test(of_one_task),
		cmocka_unit_test(what_is_done_below_is_done_above),
		cmocka_unit_test(links_go_on_with_their_tasks),
		cmocka_unit_test(a_person_chooses_the_plan_above),
		cmocka_unit_test(members_who_have_sent_and_who_not),
		cmocka_unit_test(a_province_has_sent_by_its_plan),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}
