/*
 * Activities over the real places, agencies and plans: what the catalogue says and where it
 * says it from, how figures are read, and that what is entered, corrected and withdrawn stands
 * in the sums as it should.
 */
#include "access/access.h"
#include "access/account.h"
#include "access/grant.h"
#include "activity/activity.h"
#include "activity_sql.h"
#include "agency_sql.h"
#include "base/viet.h"
#include "embed.h"
#include "plan/plan.h"
#include "search/search.h"
#include "test/cmocka.h"
#include "test/support_house.h"

static struct test_db t;
static struct db_read *r;
static struct err e;
static struct actor officer, other, nation;
static int64_t commune, province_police;
static int next_ref;

static struct audit_entry tester(void)
{
	return (struct audit_entry){ .actor = ACCOUNT_SYSTEM,
		.actor_name = S("test"),
		.permission = S("activity.write"),
		.action = S("test") };
}

static void read_again(void)
{
	if (r)
		db_read_end(r);
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
}

static int64_t agency(const char *code)
{
	struct activity_agency_by_code_row row;
	bool found;

	assert_ok(activity_agency_by_code(r, str_z(code), date_today(), &row, &found, &e), &e);
	if (!found)
		fail_msg("no agency %s", code);
	return row.id;
}

static struct actor person(const char *name, const char *code, const char *role)
{
	struct actor system = actor_of_system(), me = { .name = str_z(name) };
	struct account_new add = { .name = str_z(name), .display = str_z(name) };
	struct grant_new give = { .role = str_z(role) };
	struct change c = { .entry = tester() };

	add.agency = give.agency = me.agency = agency(code);
	assert_ok(account_prepare_add(t.db, r, &system, &add, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	me.account = give.account = c.entry.object_id;
	c = (struct change){ .entry = tester() };
	read_again();
	assert_ok(grant_prepare_add(t.db, r, &system, &give, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	me.permissions = UINT64_C(1) << PERM_activity_write | UINT64_C(1) << PERM_activity_read;
	read_again();
	return me;
}

static void import_plan(void)
{
	struct plan_source s = { .file_name = S("000.txt"),
		.bytes = embed_find(S("samples/000.txt")),
		.number = S("19/KH-BCĐ138/CP") };
	struct change c = { .entry = tester() };
	struct plan_import *made;

	assert_ok(plan_import_prepare(t.arena, t.db, &s, &c, &made, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
}

static int load_all(void **state)
{
	(void)state;
	test_house_open(&t);
	import_plan();
	read_again();
	commune = agency("ca-xa.19960");
	province_police = agency("ca-tinh.46");
	officer = person("xa", "ca-xa.19960", "focal");
	other = person("byt", "byt", "focal");
	nation = person("bca", "bca", "standing");
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	db_read_end(r);
	test_db_close(&t);
	return 0;
}

/* --- the catalogue */

/* One space between words, for the passages run over lines. */
static struct str in_one_line(struct str s)
{
	struct buf b = { .arena = t.arena };
	bool blank = false;

	s = viet_nfc(t.arena, s);
	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] <= ' ') {
			blank = true;
			continue;
		}
		if (blank && b.n)
			buf_addc(&b, ' ');
		blank = false;
		buf_addc(&b, s.p[i]);
	}
	return buf_str(&b);
}

static struct str file(const char *path)
{
	struct buf b = { .arena = t.arena };
	FILE *f = fopen(path, "rb");
	size_t n;

	assert_non_null(f);
	do {
		n = fread(buf_room(&b, 65536), 1, 65536, f);
		b.n += n;
	} while (n);
	fclose(f);
	return buf_str(&b);
}

static void every_kind_is_in_a_plan(void **state)
{
	struct activity_kinds all = activity_kinds();
	struct str texts[] = { in_one_line(embed_find(S("samples/000.txt"))),
		in_one_line(embed_find(S("samples/001.txt"))),
		in_one_line(embed_find(S("samples/004.txt"))),
		in_one_line(file("test/reading/003-repaired.txt")) };

	(void)state;
	assert_true(all.n >= 48);
	LIST_EACH(k, &all) {
		bool said = false;

		for (size_t i = 0; i < COUNT(texts); i++)
			said |= str_has(texts[i], in_one_line(k->quote));
		if (!said || !k->citation.n)
			fail_msg("%.*s: no plan says “%.*s”", STR_ARG(k->code), STR_ARG(k->quote));
		assert_true(k->name[LANG_VI].n && k->name[LANG_EN].n && k->main);
	}
}

static void what_is_counted_only_asks_for_no_word(void **state)
{
	struct activity_kinds all = activity_kinds();
	int counted = 0;

	(void)state;
	LIST_EACH(k, &all) {
		assert_true(k->counts_only == str_eq(k->group, S("prof")));
		counted += k->counts_only;
		for (size_t i = 0; k->counts_only && i < k->n_asks; i++)
			assert_int_equal(k->asks[i].field->type, ACTIVITY_COUNT);
	}
	assert_int_equal(counted, 13);
	assert_true(activity_kind(S("returned"))->province);
}

static void figures_are_read_as_they_are_written(void **state)
{
	static const struct {
		const char *typed;
		int state; /* -1: refused */
		int64_t number;
	} cases[] = {
		{ "0", ACTIVITY_KNOWN, 0 },
		{ "120", ACTIVITY_KNOWN, 120 },
		{ " 1.200 ", ACTIVITY_KNOWN, 1200 },
		{ "1 200", ACTIVITY_KNOWN, 1200 },
		{ "20.000.000", ACTIVITY_KNOWN, 20000000 },
		{ "20.000.001", -1, 0 },
		{ "?", ACTIVITY_MISSING, 0 },
		{ "", ACTIVITY_MISSING, 0 },
		{ "×", ACTIVITY_NA, 0 },
		{ "x", ACTIVITY_NA, 0 },
		{ "-", ACTIVITY_NA, 0 },
		{ "-1", -1, 0 },
		{ "+1", -1, 0 },
		{ "12.5", -1, 0 },
		{ "1.2000", -1, 0 },
		{ "1234.567", -1, 0 },
		{ ".5", -1, 0 },
		{ "1e3", -1, 0 },
		{ "٣", -1, 0 },
		{ "99999999999999999999", -1, 0 },
	};
	const struct activity_field *reach = activity_field(S("reach"));

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct activity_answer x;
		bool ok = activity_read(reach, false, str_z(cases[i].typed), &x, &e);

		if (ok != (cases[i].state >= 0))
			fail_msg("“%s” was %s", cases[i].typed, ok ? "taken" : "refused");
		if (ok) {
			assert_int_equal(x.state, cases[i].state);
			assert_int_equal(x.number, cases[i].number);
		}
		err_clear(&e);
	}
	struct activity_answer x;

	assert_false(activity_read(reach, true, S(""), &x, &e));
	err_clear(&e);
	assert_ok(activity_read(reach, true, S("?"), &x, &e), &e);
}

/* --- entering */

static struct activity_said said(const char *kind, const struct actor *who)
{
	struct activity_said s = { .kind = activity_kind(str_z(kind)),
		.agency = who->agency,
		.starts = date_add(date_today(), -3),
		.ends = date_add(date_today(), -3),
		.ref = str_fmt(t.arena, "test:%d", next_ref++) };

	assert_non_null(s.kind);
	for (size_t i = 0; i < s.kind->n_asks; i++)
		s.answers[i].words = s.kind->asks[i].preset;
	return s;
}

static struct activity_answer *at(struct activity_said *s, const char *field)
{
	for (size_t i = 0; i < s->kind->n_asks; i++)
		if (str_eq(s->kind->asks[i].field->code, str_z(field)))
			return &s->answers[i];
	fail_msg("%.*s does not ask for %s", STR_ARG(s->kind->code), field);
	return NULL;
}

static void figure(struct activity_said *s, const char *field, int64_t number)
{
	*at(s, field) = (struct activity_answer){ .state = ACTIVITY_KNOWN, .number = number };
}

static void words(struct activity_said *s, const char *field, const char *text)
{
	*at(s, field) = (struct activity_answer){ .state = ACTIVITY_KNOWN, .words = str_z(text) };
}

static struct activity_said school(void)
{
	struct activity_said s = said("school", &officer);

	s.place = S("19960");
	words(&s, "school", "Trường THCS Phú Bài");
	figure(&s, "reach", 300);
	figure(&s, "reach_female", 160);
	figure(&s, "reach_male", 140);
	return s;
}

static enum err_code refused(const struct activity_said *s, const struct actor *who)
{
	struct change c = { .entry = tester() };
	struct activity_fault fault;
	enum err_code code;
	int64_t known;

	if (activity_enter_prepare(t.arena, r, who, s, &c, &known, &fault, &e))
		return ERR_NONE;
	code = e.code;
	err_clear(&e);
	return code;
}

static int64_t enter(const struct activity_said *s, const struct actor *who)
{
	struct change c = { .entry = tester() };
	struct activity_fault fault;
	int64_t known;

	assert_ok(activity_enter_prepare(t.arena, r, who, s, &c, &known, &fault, &e), &e);
	assert_int_equal(known, 0);
	assert_ok(audit_change(t.db, &c, &e), &e);
	read_again();
	return c.entry.object_id;
}

struct sum {
	int64_t total, known, missing, na;
};

/* Of everything the account reaches. */
static struct sum sum(const struct actor *who, const char *field, const char *kind)
{
	struct activity_sums_rows rows;
	struct sum x = { 0 };

	assert_ok(activity_sums(r, who->account, str_z(field), S("kind"), S("year"), S("2000-01"),
			  S("2999-12"), str_z(kind), STR_NULL, DB_NULL, &rows, &e),
		&e);
	LIST_EACH(row, &rows) {
		x.total += row->total;
		x.known += row->known;
		x.missing += row->missing;
		x.na += row->na;
	}
	return x;
}

static int64_t listed(const struct actor *who, struct str states)
{
	struct activity_page_rows rows;
	struct activity_page_few_rows few;
	struct date first = DATE(1, 1, 1), last = DATE(9999, 12, 31);

	assert_ok(activity_page(r, who->account, STR_NULL, DB_NULL, STR_NULL, STR_NULL, DB_NULL,
			  DB_NULL, first, last, states, STR_NULL, STR_NULL, last, INT64_MAX, 1000,
			  &rows, &e),
		&e);
	assert_ok(activity_page_few(r, who->account, STR_NULL, DB_NULL, STR_NULL, STR_NULL, DB_NULL,
			  DB_NULL, first, last, states, STR_NULL, STR_NULL, last, INT64_MAX, 1000,
			  &few, &e),
		&e);
	assert_int_equal(rows.n, few.n);
	for (size_t i = 0; i < rows.n; i++)
		assert_int_equal(rows.v[i].id, few.v[i].id);
	return (int64_t)rows.n;
}

#define COUNTED S("entered corrected")

static void what_is_entered_is_summed_at_once(void **state)
{
	struct activity_said s = school();
	struct sum before = sum(&nation, "activities", "school");

	(void)state;
	enter(&s, &officer);
	figure(&s, "reach", 0);
	figure(&s, "reach_female", 0);
	figure(&s, "reach_male", 0);
	s.ref = S("test:zero");
	enter(&s, &officer);
	*at(&s, "reach") = (struct activity_answer){ .state = ACTIVITY_MISSING };
	s.ref = S("test:missing");
	enter(&s, &officer);
	*at(&s, "reach") = (struct activity_answer){ .state = ACTIVITY_NA };
	s.ref = S("test:na");
	enter(&s, &officer);

	struct sum reach = sum(&nation, "reach", "school");

	assert_int_equal(reach.total, 300);
	assert_int_equal(reach.known, 2);
	assert_int_equal(reach.missing, 1);
	assert_int_equal(reach.na, 1);
	assert_int_equal(sum(&nation, "activities", "school").total, before.total + 4);
	assert_int_equal(sum(&officer, "reach", "school").total, 300);
	assert_int_equal(sum(&other, "activities", "school").known, 0);
	assert_true(listed(&officer, COUNTED) >= 4);
	assert_int_equal(listed(&other, COUNTED), 0);
}

static void the_same_entry_is_kept_once(void **state)
{
	struct activity_said s = school();
	struct change c = { .entry = tester() };
	struct activity_fault fault;
	int64_t id = enter(&s, &officer), known;

	(void)state;
	assert_ok(activity_enter_prepare(t.arena, r, &officer, &s, &c, &known, &fault, &e), &e);
	assert_int_equal(known, id);
	assert_null(c.apply);
}

static void parts_stay_within_their_whole(void **state)
{
	struct activity_said s = school();

	(void)state;
	figure(&s, "reach_male", 141);
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
	figure(&s, "reach_male", 130); /* falls short: say why */
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
	s.gap = S("unknown");
	assert_int_equal(refused(&s, &officer), ERR_NONE);
	s.gap = S("because");
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
	s.gap = STR_NULL; /* not all parts are known: nothing to explain */
	*at(&s, "reach_male") = (struct activity_answer){ .state = ACTIVITY_MISSING };
	assert_int_equal(refused(&s, &officer), ERR_NONE);
	figure(&s, "reach_female", 301); /* one part alone may not exceed it either */
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
	figure(&s, "reach_female", -1);
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
}

static void days_and_places_are_those_that_were(void **state)
{
	struct activity_said s = school();

	(void)state;
	s.ends = date_add(date_today(), 1);
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
	s.draft = true;
	assert_int_equal(refused(&s, &officer), ERR_NONE);
	s = school();
	s.starts = date_add(s.ends, 1);
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
	s = school();
	s.starts = date_add(s.ends, -400);
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
	s = school();
	s.place = S("99999");
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
	s.place = S("26041"); /* of another province */
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
	/* a commune of the old map, on a day of the new one and of its own */
	s.place = S("19957");
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
	s.starts = s.ends = DATE(2025, 3, 1);
	assert_int_equal(refused(&s, &officer), ERR_NONE);
}

static void small_figures_stay_with_the_province(void **state)
{
	struct activity_said s = said("returned", &officer);

	(void)state;
	s.place = S("19960");
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
	s.place = S("46");
	assert_int_equal(refused(&s, &officer), ERR_NONE);
}

static void nobody_writes_for_an_agency_that_is_not_theirs(void **state)
{
	struct activity_said s = school();

	(void)state;
	assert_int_equal(refused(&s, &other), ERR_ABSENT);
	s.agency = province_police;
	assert_int_equal(refused(&s, &officer), ERR_ABSENT);
}

/* --- versions */

static bool correct(int64_t id, int64_t version, const struct activity_said *s, const char *reason)
{
	struct change c = { .entry = tester() };
	struct activity_why why = { str_z(reason), S("theo báo cáo mới") };
	struct activity_fault fault;
	bool ok = activity_correct_prepare(
			  t.arena, r, &officer, id, version, s, &why, &c, &fault, &e) &&
		  audit_change(t.db, &c, &e);

	read_again();
	return ok;
}

static struct activity_by_id_row head(int64_t id)
{
	struct activity_by_id_row row;
	bool found;

	assert_ok(activity_by_id(r, id, nation.account, &row, &found, &e), &e);
	assert_true(found);
	return row;
}

static void a_correction_keeps_what_was_said(void **state)
{
	struct activity_said s = school(), back;
	int64_t id = enter(&s, &officer);
	struct sum was = sum(&nation, "reach", "school");
	struct activity_version_by_id_row row;

	(void)state;
	figure(&s, "reach", 310);
	s.gap = S("estimate");
	assert_false(correct(id, 1, &s, ""));
	assert_int_equal(e.code, ERR_INPUT);
	err_clear(&e);
	assert_ok(correct(id, 1, &s, "figures"), &e);
	assert_int_equal(sum(&nation, "reach", "school").total, was.total + 10);
	assert_string_equal(str_c(t.arena, head(id).state), "corrected");
	assert_ok(activity_load(r, id, 1, nation.account, s.kind, &row, &back, &e), &e);
	assert_int_equal(at(&back, "reach")->number, 300);
	assert_int_equal(at(&back, "schools")->state, ACTIVITY_MISSING);
	assert_string_equal(str_c(t.arena, at(&back, "school")->words), "Trường THCS Phú Bài");
	assert_ok(activity_load(r, id, 2, nation.account, s.kind, &row, &back, &e), &e);
	assert_int_equal(at(&back, "reach")->number, 310);
	assert_string_equal(str_c(t.arena, row.reason), "figures");
	assert_string_equal(str_c(t.arena, row.note), "theo báo cáo mới");

	/* who comes second is told, and nothing of theirs is there */
	figure(&s, "reach", 999);
	assert_false(correct(id, 1, &s, "figures"));
	assert_int_equal(e.code, ERR_STALE);
	err_clear(&e);
	assert_int_equal(head(id).version, 2);
}

/* Two that were prepared over the same version: the writer takes one. */
static void two_corrections_at_once_make_one(void **state)
{
	struct activity_said s = school();
	int64_t id = enter(&s, &officer);
	struct activity_why why = { S("figures"), STR_NULL };
	struct change first = { .entry = tester() }, second = { .entry = tester() };
	struct activity_fault fault;

	(void)state;
	assert_ok(
		activity_correct_prepare(t.arena, r, &officer, id, 1, &s, &why, &first, &fault, &e),
		&e);
	assert_ok(activity_correct_prepare(
			  t.arena, r, &officer, id, 1, &s, &why, &second, &fault, &e),
		&e);
	assert_ok(audit_change(t.db, &first, &e), &e);
	assert_false(audit_change(t.db, &second, &e));
	assert_int_equal(e.code, ERR_STALE);
	err_clear(&e);
	read_again();
	assert_int_equal(head(id).version, 2);
}

static int64_t found(const char *query)
{
	struct search_question q = {
		.words = str_z(query), .kinds = S("activity"), .account = nation.account, .most = 50
	};
	struct search_result result;

	assert_ok(search_query(r, &q, &result, &e), &e);
	return result.total;
}

static void what_is_withdrawn_does_not_count_and_stays(void **state)
{
	struct activity_said s = school();
	struct activity_why why = { S("double"), STR_NULL };
	struct sum was = sum(&nation, "activities", "school");
	struct change c = { .entry = tester() };
	int64_t id;

	(void)state;
	s.title = S("Hải đăng thử nghiệm");
	id = enter(&s, &officer);
	assert_int_equal(found("hai dang thu nghiem"), 1);
	assert_ok(activity_withdraw_prepare(t.arena, r, &officer, id, 1, &why, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	read_again();
	assert_int_equal(sum(&nation, "activities", "school").total, was.total);
	assert_int_equal(found("hai dang thu nghiem"), 0);
	assert_int_equal(head(id).version, 2);
	assert_true(listed(&officer, S("withdrawn")) >= 1);
	assert_false(correct(id, 2, &s, "figures"));
	assert_int_equal(e.code, ERR_CONFLICT);
	err_clear(&e);
}

static void a_draft_counts_once_it_is_entered(void **state)
{
	struct activity_said s = school();
	struct sum was = sum(&nation, "activities", "school");
	int64_t id;

	(void)state;
	s.draft = true;
	*at(&s, "school") = (struct activity_answer){ 0 };
	id = enter(&s, &officer);
	assert_int_equal(sum(&nation, "activities", "school").total, was.total);
	s.draft = false;
	assert_false(correct(id, 1, &s, ""));
	assert_int_equal(e.code, ERR_INPUT); /* the school's name is still missing */
	err_clear(&e);
	words(&s, "school", "Trường THCS Thủy Phù");
	assert_ok(correct(id, 1, &s, ""), &e);
	assert_int_equal(sum(&nation, "activities", "school").total, was.total + 1);
	assert_string_equal(str_c(t.arena, head(id).state), "entered");
	s.draft = true;
	assert_false(correct(id, 2, &s, "other"));
	err_clear(&e);
}

/* --- counts only, in the tables too */

static bool name_somebody(struct db_write *w, struct change *c, struct err *err)
{
	return activity_value_add(w, *(int64_t *)c->arg, 1, S("note"), true, S("known"), DB_NULL,
		STR_NULL, S("Nguyễn Văn A"), err);
}

static bool name_somebody_as_other(struct db_write *w, struct change *c, struct err *err)
{
	return activity_value_add(w, *(int64_t *)c->arg, 1, S("note"), false, S("known"), DB_NULL,
		STR_NULL, S("Nguyễn Văn A"), err);
}

static void no_person_can_be_named_in_a_count(void **state)
{
	struct activity_said s = said("ring_review", &officer);
	int64_t id;

	(void)state;
	figure(&s, "rings", 2);
	figure(&s, "cases_reviewed", 5);
	s.place = S("46");
	s.title = S("Nguyễn Văn A");
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
	s.title = STR_NULL;
	s.source = S("hồ sơ Nguyễn Văn A");
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
	s.source = STR_NULL;
	id = enter(&s, &officer);

	struct change c = { .entry = tester(), .apply = name_somebody, .arg = &id };

	assert_false(audit_change(t.db, &c, &e));
	err_clear(&e);
	c = (struct change){ .entry = tester(), .apply = name_somebody_as_other, .arg = &id };
	assert_false(audit_change(t.db, &c, &e));
	err_clear(&e);
	read_again();
}

/* --- the task */

static void the_likeliest_task_comes_of_its_words(void **state)
{
	struct activity_tasks_rows tasks;
	const struct activity_kind *k = activity_kind(S("school"));
	int best = 0;
	struct str words_of_best = S("");

	(void)state;
	assert_ok(activity_tasks(r, commune, 400, &tasks, &e), &e);
	assert_true(tasks.n > 0);
	LIST_EACH(x, &tasks) {
		int likely = activity_likeness(k, viet_fold(t.arena, x->words));

		if (likely > best) {
			best = likely;
			words_of_best = x->words;
		}
	}
	assert_true(str_has(words_of_best, S("học sinh, sinh viên")));

	struct activity_said s = school();

	s.task = tasks.v[0].id;
	enter(&s, &officer);
	s.task = 999999;
	assert_int_equal(refused(&s, &officer), ERR_INPUT);
}

/* --- CSV */

static activity_csv_faults faults;

static bool csv(const char *text, struct activity_batch *b)
{
	faults = (activity_csv_faults){ 0 };
	*b = (struct activity_batch){ 0 };
	return activity_csv(t.arena, r, LANG_VI, str_z(text), b, &faults, &e);
}

static const char good[] =
	"\xEF\xBB\xBFkind;agency;place;from;to;title;sessions;reach;reach_female\r\n"
	"community;ca-tinh.46;46;2026-03-01;2026-03-02;\"Họp dân; \"\"hai\"\" tổ\";2;1.200;×\r\n"
	"\r\n"
	"community;ca-tinh.46;19960;01/3/2026;;;1;?;\r\n"
	"community;ca-tinh.46;19960;01/3/2026;;;1;?;\r\n";

static void a_csv_file_is_entered_once(void **state)
{
	struct actor system = actor_of_system();
	struct activity_batch b;
	struct sum was = sum(&nation, "reach", "community");
	size_t bad;

	(void)state;
	assert_ok(csv(good, &b), &e);
	for (size_t i = 0; i < faults.n; i++)
		fail_msg(
			"line %lld: %.*s", (long long)faults.v[i].line, STR_ARG(faults.v[i].words));
	assert_int_equal(b.rows.n, 3);
	assert_string_equal(str_c(t.arena, b.rows.v[0].title), "Họp dân; \"hai\" tổ");
	for (int again = 0; again < 2; again++) {
		struct change c = { .entry = tester() };

		assert_ok(activity_batch_prepare(t.arena, r, &system, &b, &c, &bad, &e), &e);
		assert_int_equal(b.entered, again ? 0 : 3);
		assert_int_equal(b.known, again ? 3 : 0);
		if (c.apply)
			assert_ok(audit_change(t.db, &c, &e), &e);
		read_again();
	}
	struct sum now = sum(&nation, "reach", "community");

	assert_int_equal(now.total, was.total + 1200);
	assert_int_equal(now.missing, was.missing + 2);
	assert_true(sum(&nation, "reach_female", "community").na >= 1);
}

static void every_wrong_line_is_told(void **state)
{
	struct activity_batch b;

	(void)state;
	assert_ok(csv("kind,agency,place,from,sessions,reach,rings\n"
		      "community,ca-tinh.46,46,2026-03-01,2,100,\n"
		      "nothing,ca-tinh.46,46,2026-03-01,2,100,\n"
		      "community,nobody,46,2026-03-01,2,100,\n"
		      "community,ca-tinh.46,46,31/02/2026,2,100,\n"
		      "community,ca-tinh.46,99999,2026-03-01,2,100,\n"
		      "community,ca-tinh.46,46,2026-03-01,2,many,\n"
		      "community,ca-tinh.46,46,2026-03-01,2,,\n"
		      "community,ca-tinh.46,46,2026-03-01,2,100,3\n"
		      "community,ca-tinh.46,46,2099-03-01,2,100,\n"
		      "community,ca-tinh.46\n",
			  &b),
		&e);
	assert_int_equal(b.rows.n, 1);
	assert_int_equal(faults.n, 9);
	for (size_t i = 0; i < faults.n; i++)
		assert_int_equal(faults.v[i].line, (int64_t)i + 3);
	static const char *const broken[] = { "", "\n\n", "kind,agency\n",
		"kind,agency,from,what\n", "kind,agency,from\n\"community", "\xff\xfe" };

	for (size_t i = 0; i < COUNT(broken); i++) {
		assert_false(csv(broken[i], &b));
		assert_int_equal(e.code, ERR_INPUT);
		err_clear(&e);
	}
}

static void the_demo_is_there_once(void **state)
{
	struct audit_entry who = tester();
	int64_t made;

	(void)state;
	assert_ok(activity_demo(t.db, t.arena, &who, &made, &e), &e);
	assert_true(made >= 15);
	assert_ok(activity_demo(t.db, t.arena, &who, &made, &e), &e);
	assert_int_equal(made, 0);
	read_again();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_in_a_plan),
		cmocka_unit_test(what_is_counted_only_asks_for_no_word),
		cmocka_unit_test(figures_are_read_as_they_are_written),
		cmocka_unit_test(what_is_entered_is_summed_at_once),
		cmocka_unit_test(the_same_entry_is_kept_once),
		cmocka_unit_test(parts_stay_within_their_whole),
		cmocka_unit_test(days_and_places_are_those_that_were),
		cmocka_unit_test(small_figures_stay_with_the_province),
		cmocka_unit_test(nobody_writes_for_an_agency_that_is_not_theirs),
		cmocka_unit_test(a_correction_keeps_what_was_said),
		cmocka_unit_test(two_corrections_at_once_make_one),
		cmocka_unit_test(what_is_withdrawn_does_not_count_and_stays),
		cmocka_unit_test(a_draft_counts_once_it_is_entered),
		cmocka_unit_test(no_person_can_be_named_in_a_count),
		cmocka_unit_test(the_likeliest_task_comes_of_its_words),
		cmocka_unit_test(a_csv_file_is_entered_once),
		cmocka_unit_test(every_wrong_line_is_told),
		cmocka_unit_test(the_demo_is_there_once),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}
