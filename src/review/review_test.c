/*
 * Drafts: what persons change stays beside what was read, two of them do not overwrite each
 * other, a cut copy and another layout are recognised, the adoption imports what was said.
 */
#include <math.h>

#include "access/access.h"
#include "agency/agency.h"
#include "agency_sql.h"
#include "embed.h"
#include "plan_sql.h"
#include "review/compare.h"
#include "test/cmocka.h"
#include "test/support.h"

static struct test_db t;
static struct err e;
static const struct actor first = { .account = ACCOUNT_SYSTEM, .name = S("mot") };
static const struct actor second = { .account = ACCOUNT_SYSTEM, .name = S("hai") };
static const struct actor stranger = { .account = 99, .name = S("nguoi.la") };

static int load_all(void **state)
{
	(void)state;
	assert_ok(test_db_lists(&t, &e), &e);
	return 0;
}

static int end_all(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

static struct change change_by(const struct actor *who)
{
	return (struct change){ .entry = { .actor = who->account,
					.actor_name = who->name,
					.permission = S("plan.import"),
					.action = S("review.test") } };
}

static struct str sample(const char *name)
{
	return embed_find(str_fmt(t.arena, "samples/%s", name));
}

static struct str replaced(struct str text, struct str what, struct str with)
{
	size_t at = str_find(text, what, 0);

	if (at == SIZE_MAX)
		fail_msg("the sample has no \"%.*s\"", STR_ARG(what));
	return str_fmt(t.arena, "%.*s%.*s%.*s", STR_ARG(str_sub(text, 0, at)), STR_ARG(with),
		STR_ARG(str_sub(text, at + what.n, text.n)));
}

static struct review_upload upload(struct str bytes)
{
	struct review_upload u = { .source = { .file_name = S("tep.txt"), .bytes = bytes } };
	struct change c = change_by(&first);

	assert_ok(review_upload_prepare(t.arena, t.db, &first, &u, &c, &e), &e);
	if (c.apply)
		assert_ok(audit_change(t.db, &c, &e), &e);
	return u;
}

static struct review *load(int64_t draft)
{
	struct review *v;
	struct db_read *r;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	assert_ok(review_load(r, first.account, draft, &v, &e), &e);
	db_read_end(r);
	return v;
}

static struct review_relation relate(int64_t draft)
{
	struct review_relation rel;
	struct review *v;
	struct db_read *r;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	assert_ok(review_load(r, first.account, draft, &v, &e), &e);
	assert_ok(review_relate(r, v, first.account, &rel, &e), &e);
	db_read_end(r);
	return rel;
}

static struct review_item *nth_task(struct review *v, size_t n)
{
	assert_true(n < v->items.n && v->items.v[n].key.kind == REVIEW_TASK);
	return &v->items.v[n];
}

/* The same again as it stands, to be changed by the test. */
static struct review_correction correction(struct review *v, const struct review_item *i)
{
	return (struct review_correction){ .draft = v->id,
		.item = review_word(t.arena, i->key),
		.version = i->version,
		.words = i->now };
}

static void verdict(struct review *v, const struct review_item *i, enum review_verdict said)
{
	struct change c = change_by(&first);

	assert_ok(review_verdict_prepare(t.arena, t.db, &first, v->id, review_word(t.arena, i->key),
			  i->version, said, &c, &e),
		&e);
	assert_ok(audit_change(t.db, &c, &e), &e);
}

static void refused(bool ok, enum err_code code)
{
	assert_false(ok);
	if (e.code != code)
		fail_msg("refused with %s", err_code_name(e.code));
	err_clear(&e);
}

static int64_t adopt(int64_t draft)
{
	struct change c = change_by(&first);

	assert_ok(review_adopt_prepare(
			  t.arena, t.db, &first, draft, load(draft)->draft.version, true, &c, &e),
		&e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return review_adopted(&c);
}

static void what_was_read_stays_beside_what_was_changed(void **state)
{
	struct review *v = load(upload(sample("000.txt")).draft);
	struct review_item *i = nth_task(v, 0);
	struct review_correction in = correction(v, i);
	struct change c = change_by(&first);
	struct str was = i->read.words;

	(void)state;
	assert_true(v->items.n > 40);
	assert_int_equal(i->version, 0);
	in.words.words = S("Việc đã sửa.");
	in.words.parties = (review_party_list){ 0 };
	LIST_PUSH(
		t.arena, &in.words.parties, ((struct review_party){ READING_LEAD, S("Bộ Y tế") }));
	in.reason = S("hỏi lại văn phòng");
	assert_ok(review_correct_prepare(t.arena, t.db, &first, &in, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	v = load(v->id);
	i = nth_task(v, 0);
	assert_str_equal(i->now.words, S("Việc đã sửa."));
	assert_str_equal(i->read.words, was);
	assert_str_equal(i->fix->account_name, S("mot"));
	assert_str_equal(i->fix->reason, S("hỏi lại văn phòng"));
	assert_int_equal(i->now.parties.n, 1);
	assert_true(i->read.parties.n > 0);
	assert_false(i->fix->path.p); /* what was left as read is no correction */
	assert_false(i->fix->days);
	verdict(v, i, REVIEW_RESTORE);
	i = nth_task(load(v->id), 0);
	assert_str_equal(i->now.words, was);
	assert_null(i->fix);
}

static void two_persons_do_not_overwrite_each_other(void **state)
{
	struct review *v = load(upload(sample("000.txt")).draft);
	struct review_correction one = correction(v, nth_task(v, 1)), two = one;
	struct review_correction other = correction(v, nth_task(v, 2));
	struct change a = change_by(&first), b = change_by(&second), d = change_by(&second);

	(void)state;
	one.words.words = S("Người thứ nhất.");
	two.words.words = S("Người thứ hai.");
	other.words.words = S("Mục khác.");
	/* both prepared before either is applied */
	assert_ok(review_correct_prepare(t.arena, t.db, &first, &one, &a, &e), &e);
	assert_ok(review_correct_prepare(t.arena, t.db, &second, &two, &b, &e), &e);
	assert_ok(review_correct_prepare(t.arena, t.db, &second, &other, &d, &e), &e);
	assert_ok(audit_change(t.db, &a, &e), &e);
	refused(audit_change(t.db, &b, &e), ERR_STALE);
	assert_ok(audit_change(t.db, &d, &e), &e);
	assert_str_equal(nth_task(load(v->id), 1)->now.words, S("Người thứ nhất."));
	assert_str_equal(nth_task(load(v->id), 2)->now.words, S("Mục khác."));
	/* a page from before is refused already when it is sent */
	refused(review_correct_prepare(t.arena, t.db, &second, &two, &b, &e), ERR_STALE);
	/* and so is the adoption of what one has not seen */
	refused(review_adopt_prepare(t.arena, t.db, &first, v->id, v->draft.version, false, &b, &e),
		ERR_STALE);
}

static void splitting_merging_and_adding(void **state)
{
	struct review *v = load(upload(sample("001.txt")).draft);
	struct review_item *i = nth_task(v, 3);
	struct str word = review_word(t.arena, i->key), words = i->now.words;
	size_t n = v->items.n, cut = str_find_char(words, ' ', words.n / 2);
	struct change c = change_by(&first);
	struct str lines = str_fmt(t.arena, "%.*s\n%.*s", STR_ARG(str_sub(words, 0, cut)),
		STR_ARG(str_sub(words, cut + 1, words.n)));
	struct reading *corrected;
	struct db_read *r;

	(void)state;
	refused(review_split_prepare(t.arena, t.db, &first, v->id, word, 0, words, &c, &e),
		ERR_INPUT);
	refused(review_split_prepare(t.arena, t.db, &first, v->id, word, 0, S("khác\nhẳn"), &c, &e),
		ERR_INPUT);
	assert_ok(review_split_prepare(t.arena, t.db, &first, v->id, word, 0, lines, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	v = load(v->id);
	assert_int_equal(v->items.n, n + 1);
	assert_str_equal(nth_task(v, 3)->now.words, str_sub(words, 0, cut));
	assert_str_equal(nth_task(v, 4)->now.words, str_sub(words, cut + 1, words.n));
	assert_true(
		review_parties_same(&nth_task(v, 3)->now.parties, &nth_task(v, 4)->now.parties));
	assert_true(nth_task(v, 4)->read.words.n == 0);

	/* up again: the words are whole */
	c = change_by(&first);
	i = nth_task(v, 4);
	assert_ok(review_merge_prepare(t.arena, t.db, &first, v->id, review_word(t.arena, i->key),
			  i->version, &c, &e),
		&e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	v = load(v->id);
	assert_str_equal(nth_task(v, 3)->now.words, words);
	assert_int_equal(nth_task(v, 4)->state, REVIEW_MERGED);

	c = change_by(&first);
	struct review_correction in = correction(v, nth_task(v, 5));

	in.words.words = S("Việc không ai đọc thấy.");
	assert_ok(review_add_prepare(t.arena, t.db, &first, &in, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	v = load(v->id);
	assert_str_equal(nth_task(v, 6)->now.words, S("Việc không ai đọc thấy."));
	verdict(v, nth_task(v, 0), REVIEW_DROP);
	v = load(v->id);
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	assert_ok(review_corrected(r, v, &corrected, &e), &e);
	db_read_end(r);
	assert_int_equal(corrected->tasks, v->reading->tasks); /* one dropped, one added */
	assert_int_equal(corrected->items.n, v->reading->items.n + 1);
	for (size_t k = 0; k < corrected->items.n; k++)
		assert_true(corrected->items.v[k].parent < (int32_t)k);
}

static void merge(struct review *v, const struct review_item *i)
{
	struct change c = change_by(&first);

	assert_ok(review_merge_prepare(t.arena, t.db, &first, v->id, review_word(t.arena, i->key),
			  i->version, &c, &e),
		&e);
	assert_ok(audit_change(t.db, &c, &e), &e);
}

static void same_words(const struct review_words *a, const struct review_words *b)
{
	assert_str_equal(a->words, b->words);
	assert_true(review_parties_same(&a->parties, &b->parties));
	assert_int_equal(date_cmp(a->due, b->due), 0);
	assert_int_equal(date_cmp(a->starts, b->starts), 0);
}

/* Two are merged into a third and taken out again in the other order; then again where a
 * person has written on in between. */
static void what_was_merged_comes_out_as_it_went_in(void **state)
{
	struct str text = replaced(sample("001.txt"), S("phối hợp thực hiện tốt các"),
		S("phối hợp thực hiện nhanh các"));
	struct review *v = load(upload(text).draft);
	size_t at = 10;
	struct review_words a = nth_task(v, at)->now, b = nth_task(v, at + 1)->now,
			    d = nth_task(v, at + 2)->now;
	struct change c = change_by(&first);

	(void)state;
	merge(v, nth_task(v, at + 1));
	v = load(v->id);
	merge(v, nth_task(v, at + 2));
	v = load(v->id);
	assert_true(str_ends(nth_task(v, at)->now.words, d.words));
	assert_int_equal(nth_task(v, at + 2)->state, REVIEW_MERGED);
	struct review_correction in = correction(v, nth_task(v, at + 2));

	refused(review_correct_prepare(t.arena, t.db, &first, &in, &c, &e), ERR_CONFLICT);
	verdict(v, nth_task(v, at + 1), REVIEW_RESTORE);
	v = load(v->id);
	same_words(&nth_task(v, at + 1)->now, &b);
	assert_int_equal(nth_task(v, at + 1)->state, REVIEW_KEPT);
	verdict(v, nth_task(v, at + 2), REVIEW_RESTORE);
	v = load(v->id);
	same_words(&nth_task(v, at)->now, &a);
	same_words(&nth_task(v, at + 2)->now, &d);
	assert_null(nth_task(v, at + 1)->fix);

	merge(v, nth_task(v, at + 1));
	v = load(v->id);
	assert_non_null(nth_task(v, at)->fix);
	in = correction(v, nth_task(v, at));
	in.words.words = str_fmt(t.arena, "%.*s Và thêm nữa.", STR_ARG(in.words.words));
	assert_ok(review_correct_prepare(t.arena, t.db, &first, &in, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	v = load(v->id);
	verdict(v, nth_task(v, at + 1), REVIEW_RESTORE);
	v = load(v->id);
	assert_str_equal(nth_task(v, at)->now.words,
		str_fmt(t.arena, "%.*s Và thêm nữa.", STR_ARG(a.words)));
}

static struct review_item *first_of(struct review *v, enum review_kind kind, bool added)
{
	LIST_EACH(i, &v->items)
		if (i->key.kind == kind && (i->key.part > 0) == added)
			return i;
	fail_msg("no such item");
	return NULL;
}

static void change_item(const struct review_correction *in, bool add, enum err_code code)
{
	struct change c = change_by(&first);
	bool ok = add ? review_add_prepare(t.arena, t.db, &first, in, &c, &e)
		      : review_correct_prepare(t.arena, t.db, &first, in, &c, &e);

	if (code != ERR_NONE) {
		refused(ok, code);
		return;
	}
	assert_ok(ok, &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
}

static void targets_and_duties_are_corrected_dropped_and_added(void **state)
{
	struct str text = replaced(sample("000.txt"), S("Duy trì các hoạt động liên ngành"),
		S("Mở rộng các hoạt động liên huyện"));
	struct review *v = load(upload(text).draft);
	struct review_item *g = first_of(v, REVIEW_TARGET, false);
	struct review_correction in = correction(v, g);
	struct review_words was = g->now;
	int64_t targets = 0, duties = 0, doubtful;
	struct reading *now;
	struct db_read *r;

	(void)state;
	in.words.measure.op = S("~");
	change_item(&in, false, ERR_INPUT);
	in.words.measure.op = S("<");
	in.words.measure.percent_to = in.words.measure.percent - 1;
	change_item(&in, false, ERR_INPUT);
	in.words.measure.percent = 12.5;
	in.words.measure.percent_to = 20;
	in.words.measure.over = S("tổng số vụ");
	change_item(&in, false, ERR_NONE);
	v = load(v->id);
	g = first_of(v, REVIEW_TARGET, false);
	assert_str_equal(g->now.measure.op, S("<"));
	assert_true(g->now.measure.percent == 12.5 && g->now.measure.percent_to == 20);
	assert_str_equal(g->now.words, was.words);
	assert_str_equal(g->read.measure.op, was.measure.op);

	in = correction(v, first_of(v, REVIEW_DUTY, false));
	in.words.owed.period = S("never");
	change_item(&in, false, ERR_INPUT);
	in.words.owed = (struct review_owed){ .period = S("year"),
		.days = S("11-30 2025-02-01"),
		.before = true,
		.by = S("Bộ Công an\nBộ Quốc phòng"),
		.to = S("Thủ tướng Chính phủ"),
		.via = S("") };
	change_item(&in, false, ERR_NONE);

	/* where there is none: behind the anchor; and behind another */
	in = (struct review_correction){ .draft = v->id,
		.item = S("g-1"),
		.words = { .path = S(""),
			.words = S("Một chỉ tiêu thêm."),
			.line = 7,
			.measure = { S(">="), 80, NAN, S("số vụ"), S("") } } };
	change_item(&in, true, ERR_NONE);
	in.item = S("d0");
	in.words = (struct review_words){ .path = S(""),
		.words = S("Báo cáo thêm."),
		.owed = { .period = S("once"),
			.days = S(""),
			.by = S(""),
			.to = S(""),
			.via = S("") } };
	change_item(&in, true, ERR_NONE);
	v = load(v->id);
	assert_int_equal(v->lost, 0);
	assert_int_equal(first_of(v, REVIEW_TARGET, true)->line, 7);
	assert_int_equal(first_of(v, REVIEW_TARGET, true)->key.nth, -1);
	verdict(v, review_find_word(v, S("g1")), REVIEW_DROP);
	v = load(v->id);
	targets = review_count(v, REVIEW_TARGET, &doubtful);
	duties = review_count(v, REVIEW_DUTY, &doubtful);
	assert_int_equal(targets, v->reading->targets.n);
	assert_int_equal(duties, v->reading->duties.n + 1);

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	assert_ok(review_corrected(r, v, &now, &e), &e);
	db_read_end(r);
	assert_int_equal(now->targets.n, targets);
	assert_int_equal(now->duties.n, duties);
	assert_string_equal(now->targets.v[0].op, ">=");
	assert_true(now->targets.v[1].percent_to == 20);
	assert_int_equal(now->duties.v[0].period, READING_YEAR);
	assert_int_equal(now->duties.v[0].due.n, 2);
	assert_true(now->duties.v[0].due.v[0].before);
	assert_int_equal(now->duties.v[0].due.v[0].date.year, 0);
	assert_int_equal(now->duties.v[0].from.n, 2);
	assert_null(now->duties.v[0].via.p);

	/* back to what was read */
	verdict(v, first_of(v, REVIEW_TARGET, false), REVIEW_RESTORE);
	v = load(v->id);
	assert_true(first_of(v, REVIEW_TARGET, false)->now.measure.percent == was.measure.percent);
}

static void a_province_is_said_at_the_upload(void **state)
{
	struct review_upload u = { .source = { .file_name = S("tep.txt"),
					   .bytes = replaced(
						   sample("003.txt"), S("2024"), S("2024 ")),
					   .province = S("Đồng Bằng Sông") } };
	struct change c = change_by(&first);
	struct db_read *r;
	struct review *v;
	struct str place;
	struct date day;

	(void)state;
	refused(review_upload_prepare(t.arena, t.db, &first, &u, &c, &e), ERR_INPUT);
	u.source.province = S("Lào Cai");
	assert_ok(review_upload_prepare(t.arena, t.db, &first, &u, &c, &e), &e);
	assert_non_null(c.apply);
	assert_ok(audit_change(t.db, &c, &e), &e);
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	assert_ok(review_load(r, first.account, u.draft, &v, &e), &e);
	assert_ok(review_day_and_place(r, v, &day, &place, &e), &e);
	db_read_end(r);
	assert_str_equal(place, S("10"));
}

static int64_t plan_tasks_with(int64_t plan, struct str words)
{
	struct plan_task_ids_rows rows;
	struct db_read *r;
	int64_t n = 0;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	assert_ok(plan_task_ids(r, plan, &rows, &e), &e);
	db_read_end(r);
	LIST_EACH(x, &rows)
		n += str_eq(x->words, words);
	return n;
}

static void a_name_is_taught(void **state)
{
	struct str text = S(
		"KẾ HOẠCH\nPhòng, chống mua bán người năm 2024\n\nI. NHIỆM VỤ\n\n"
		"1. Tổ chức khảo sát tình hình nạn nhân trên địa bàn (Sở Chữa Bệnh chủ trì, "
		"phối hợp với Bộ Y tế thực hiện).\n");
	struct review *v = load(upload(text).draft);
	struct change c = change_by(&first);
	struct db_read *r;
	int64_t id;
	struct str name = S("Sở Chữa Bệnh");

	(void)state;
	assert_str_equal(nth_task(v, 0)->now.parties.v[0].name, name);
	refused(review_name_prepare(
			t.arena, t.db, &first, v->id, name, S("Cơ quan không có"), true, &c, &e),
		ERR_INPUT);
	assert_ok(
		review_name_prepare(t.arena, t.db, &first, v->id, name, S("Bộ Y tế"), true, &c, &e),
		&e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	v = load(v->id);
	assert_str_equal(nth_task(v, 0)->now.parties.v[0].name, S("Bộ Y tế"));
	assert_str_equal(nth_task(v, 0)->read.parties.v[0].name, name);
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	struct date day;
	struct str place;

	assert_ok(review_day_and_place(r, v, &day, &place, &e), &e);
	assert_ok(agency_find(r, name, place, day, &id, &e), &e);
	db_read_end(r);
	assert_true(id > 0);
}

static void nobody_else_sees_a_draft(void **state)
{
	struct review_upload u = upload(sample("004.txt"));
	struct change c = change_by(&stranger);
	struct review *v;
	struct db_read *r;

	(void)state;
	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	refused(review_load(r, stranger.account, u.draft, &v, &e), ERR_ABSENT);
	db_read_end(r);
	refused(review_discard_prepare(t.arena, t.db, &stranger, u.draft, 1, &c, &e), ERR_ABSENT);
}

/* In this order: 002 is a part of 000 only once that is a plan. */
static void adopted_as_said_and_recognised_again(void **state)
{
	struct review_upload u = upload(sample("000.txt"));
	struct review *v = load(u.draft);
	struct review_correction in = correction(v, nth_task(v, 5));
	struct change c = change_by(&first);
	int64_t plan, dropped, kept;

	(void)state;
	assert_int_equal(upload(sample("002.txt")).plan, 0);
	assert_int_equal(upload(sample("000.txt")).draft, u.draft); /* the open draft again */
	in.words.words = S("Nội dung do người rà soát ghi.");
	assert_ok(review_correct_prepare(t.arena, t.db, &first, &in, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	struct str gone = nth_task(v, 7)->now.words, stays = nth_task(v, 9)->now.words;

	verdict(load(u.draft), nth_task(load(u.draft), 7), REVIEW_DROP);
	plan = adopt(u.draft);
	dropped = plan_tasks_with(plan, gone);
	kept = plan_tasks_with(plan, stays);
	assert_int_equal(dropped, 0);
	assert_int_equal(kept, 1);
	assert_int_equal(plan_tasks_with(plan, in.words.words), 1);
	assert_str_equal(load(u.draft)->draft.state, S("adopted"));
	assert_int_equal(load(u.draft)->draft.plan_id, plan);
	/* once is once */
	c = change_by(&first);
	refused(review_adopt_prepare(t.arena, t.db, &first, u.draft, load(u.draft)->draft.version,
			false, &c, &e),
		ERR_CONFLICT);
	assert_int_equal(upload(sample("000.txt")).plan, plan);
}

static struct str wrapped(struct str text, size_t width)
{
	struct buf out = { .arena = t.arena };
	size_t column = 0;

	for (size_t i = 0; i < text.n; i++) {
		column = text.p[i] == '\n' ? 0 : column + 1;
		buf_addc(&out, text.p[i] == ' ' && column > width ? '\n' : text.p[i]);
		if (text.p[i] == ' ' && column > width)
			column = 0;
	}
	return buf_str(&out);
}

static void another_layout_and_a_cut_copy_are_recognised(void **state)
{
	struct review_relation rel;
	struct change c = change_by(&first);
	struct review_upload cut;

	(void)state;
	assert_true(upload(wrapped(sample("000.txt"), 80)).plan > 0);
	cut = upload(sample("002.txt"));
	rel = relate(cut.draft);
	assert_int_equal(rel.kind, REVIEW_CUT);
	assert_true(rel.counts[REVIEW_GONE] > 20);
	assert_int_equal(rel.counts[REVIEW_ADDED], 0);
	refused(review_adopt_prepare(t.arena, t.db, &first, cut.draft,
			load(cut.draft)->draft.version, true, &c, &e),
		ERR_CONFLICT);
	assert_int_equal(relate(upload(sample("003.txt")).draft).kind, REVIEW_NEW);
}

static void compares(struct str was, struct str is, enum review_relation_kind kind, size_t pairs[5])
{
	struct reading *x, *y;
	review_pair_list list = { 0 };

	assert_ok(reading_plan(t.arena, was, NULL, &x, &e), &e);
	assert_ok(reading_plan(t.arena, is, NULL, &y, &e), &e);
	assert_int_equal(review_compare(t.arena, x, y, &list), kind);
	for (int i = 0; i < 5; i++)
		pairs[i] = 0;
	LIST_EACH(p, &list)
		pairs[p->change]++;
}

static void an_amended_text_shows_what_changed(void **state)
{
	struct str text = sample("000.txt");
	size_t n[5];

	(void)state;
	compares(text, text, REVIEW_LAYOUT, n);
	assert_int_equal(n[REVIEW_CHANGED] + n[REVIEW_ADDED] + n[REVIEW_GONE], 0);
	compares(text,
		replaced(text, S("Duy trì các hoạt động liên ngành"),
			S("Mở rộng các hoạt động liên tỉnh")),
		REVIEW_AMENDED, n);
	assert_int_equal(n[REVIEW_CHANGED], 1);
	assert_int_equal(n[REVIEW_ADDED] + n[REVIEW_GONE], 0);
	compares(text, sample("003.txt"), REVIEW_NEW, n);
}

static struct plan_task_ids_rows tasks_of(int64_t plan)
{
	struct plan_task_ids_rows rows;
	struct db_read *r;

	assert_ok(db_read_begin(t.db, t.arena, &r, &e), &e);
	assert_ok(plan_task_ids(r, plan, &rows, &e), &e);
	db_read_end(r);
	return rows;
}

static const struct plan_task_ids_row *with_words(
	const struct plan_task_ids_rows *rows, struct str words)
{
	LIST_EACH(x, rows)
		if (str_eq(x->words, words))
			return x;
	return NULL;
}

/* One task is told otherwise, one is left out: the others stay who they are. */
static void an_amended_text_carries_its_tasks_on(void **state)
{
	/* another text than that of the tests before */
	struct str text = replaced(sample("001.txt"), S("phối hợp thực hiện tốt các"),
		S("phối hợp thực hiện nghiêm các"));
	struct review_upload u = upload(text);
	int64_t old = adopt(u.draft), new;
	struct plan_task_ids_rows before = tasks_of(old), left, after;
	struct str words = before.v[4].words;
	struct str other = str_fmt(t.arena, "%.*s theo lộ trình mới", STR_ARG(words));
	struct review_upload amended = upload(replaced(
		text, S("Tiếp tục phát huy sức mạnh"), S("Phát huy mạnh mẽ hơn nữa sức mạnh")));

	(void)state;
	assert_int_equal(amended.plan, 0);
	assert_int_equal(relate(amended.draft).kind, REVIEW_AMENDED);
	struct review *v = load(amended.draft);
	struct review_correction in = correction(v, nth_task(v, 4));
	struct change c = change_by(&first);

	in.words.words = other;
	assert_ok(review_correct_prepare(t.arena, t.db, &first, &in, &c, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	v = load(amended.draft);
	struct str gone = nth_task(v, 8)->now.words;

	verdict(v, nth_task(v, 8), REVIEW_DROP);
	new = adopt(amended.draft);
	assert_true(new != old);
	after = tasks_of(new);
	left = tasks_of(old);
	assert_int_equal(with_words(&after, other)->id, with_words(&before, words)->id);
	assert_null(with_words(&after, gone));
	assert_int_equal(left.n, 1);
	assert_str_equal(left.v[0].words, gone);
	assert_int_equal(after.n, before.n - 1);
	LIST_EACH(x, &after) {
		bool was = false;

		LIST_EACH(y, &before)
			was |= y->id == x->id;
		assert_true(was);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_read_stays_beside_what_was_changed),
		cmocka_unit_test(two_persons_do_not_overwrite_each_other),
		cmocka_unit_test(splitting_merging_and_adding),
		cmocka_unit_test(what_was_merged_comes_out_as_it_went_in),
		cmocka_unit_test(targets_and_duties_are_corrected_dropped_and_added),
		cmocka_unit_test(a_province_is_said_at_the_upload),
		cmocka_unit_test(a_name_is_taught),
		cmocka_unit_test(nobody_else_sees_a_draft),
		cmocka_unit_test(adopted_as_said_and_recognised_again),
		cmocka_unit_test(another_layout_and_a_cut_copy_are_recognised),
		cmocka_unit_test(an_amended_text_shows_what_changed),
		cmocka_unit_test(an_amended_text_carries_its_tasks_on),
	};

	return cmocka_run_group_tests(tests, load_all, end_all);
}
