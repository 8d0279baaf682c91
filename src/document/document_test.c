/*
 * What a file must be to become a document, and what makes two the same.
 */
#include "document/document.h"

#include "audit/audit.h"
#include "document_sql.h"
#include "test/cmocka.h"
#include "test/support.h"

static struct arena *a;
static struct err e;

static int begin(void **state)
{
	(void)state;
	a = arena_new((size_t)64 << 20);
	err_clear(&e);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void refused(struct str bytes, enum text_id why, const char *where)
{
	assert_false(document_check(bytes, S("tep.txt"), &e));
	assert_int_equal(e.text, why);
	assert_true(str_has(err_text(a, LANG_VI, &e), S("tep.txt")));
	assert_true(str_has(err_text(a, LANG_VI, &e), str_z(where)));
	err_clear(&e);
}

static void a_file_that_is_no_text_is_refused(void **state)
{
	(void)state;
	refused(S(""), T_document_empty, "");
	refused(S(" \n\t\r\n "), T_document_empty, "");
	refused(str_n("Kế hoạch\0", 13), T_document_nul, "");
	refused(str_n("ab\0cd", 5), T_document_nul, "3");
	refused(S("ab\x01"), T_document_binary, "3");
	refused(S("d\xc3\xb2ng 1\nd\xc3\xb2ng 2\nK\xe9 ho"), T_document_not_utf8, "dòng 3");
	/* an overlong slash, and a surrogate */
	refused(S("x\xc0\xaf"), T_document_not_utf8, "dòng 1");
	refused(S("x\n\xed\xa0\x80"), T_document_not_utf8, "dòng 2");
}

static struct str many(char c, size_t n)
{
	char *p = arena_alloc(a, n);

	memset(p, c, n);
	return str_n(p, n);
}

static void a_file_out_of_measure_is_refused(void **state)
{
	struct buf b = { .arena = a };

	(void)state;
	refused(many('a', DOCUMENT_MAX + 1), T_document_too_large, "8 MB");
	assert_int_equal(err_http(ERR_TOO_LARGE), 413);
	buf_addz(&b, "một\n");
	buf_add(&b, many('a', DOCUMENT_LINE_MAX + 1));
	refused(buf_str(&b), T_document_long_line, "dòng 2");
	assert_true(document_check(many('a', DOCUMENT_LINE_MAX), S("x"), &e));
}

static void a_plain_text_passes(void **state)
{
	(void)state;
	assert_true(document_check(S("\xef\xbb\xbfKế hoạch\r\n\tsố 1\f"), S("x"), &e));
}

static struct document_new prepared(struct str body, struct str number)
{
	struct document_new d = {
		.file_name = S("x.txt"),
		.received = body,
		.body = body,
		.number = number,
		.kind = S("Kế hoạch"),
		.issuer = S("Ban Chỉ đạo 138/CP"),
		.place = S("Hà Nội"),
		.title = S("T"),
		.issuer_id = DB_NULL,
		.issued = DATE(2024, 1, 15),
	};

	document_prepare(a, &d);
	return d;
}

static void layout_does_not_make_another_document(void **state)
{
	struct document_new one = prepared(S("Kế hoạch  số 1\nđiều 2"), S("19/KH-BCĐ138/CP"));
	/* other line ends, no-break space, a byte order mark, decomposed letters */
	struct document_new two = prepared(S("\xef\xbb\xbfKe\xcc\x82\xcc\x81 hoa\xcc\xa3"
					     "ch s\xc3\xb4\xcc\x81\xc2\xa0"
					     "1 \r\n\r\nđiều 2\n"),
		S("19/kh-bcđ138/cp"));
	struct document_new three = prepared(S("Kế hoạch số 1 điều 3"), S("20/KH-BCĐ138/CP"));

	(void)state;
	assert_true(str_eq(one.words, two.words));
	assert_true(str_eq(one.identity, two.identity));
	assert_false(str_eq(one.words, three.words));
	assert_false(str_eq(one.identity, three.identity));
}

static void without_number_or_day_there_is_no_identity(void **state)
{
	struct document_new d = prepared(S("x"), STR_NULL);

	(void)state;
	assert_null(d.identity.p);
	d.number = S("1/KH");
	d.issued = DATE_NONE;
	document_prepare(a, &d);
	assert_null(d.identity.p);
}

static bool apply(struct db_write *w, struct change *c, struct err *err)
{
	return document_keep(w, c->arg, &c->entry.object_id, err);
}

static bool keep(struct test_db *t, struct document_new *d, int64_t *id)
{
	struct change c = { .entry = { .actor_name = S("test"),
				    .action = S("document.keep"),
				    .permission = S("plan.import"),
				    .object = S("document") },
		.apply = apply,
		.arg = d };
	bool ok = audit_change(t->db, &c, &e);

	*id = c.entry.object_id;
	return ok;
}

static enum document_match found(struct test_db *t, const struct document_new *d, int64_t *id)
{
	enum document_match match;
	struct db_read *r;

	*id = 0;
	assert_ok(db_read_begin(t->db, a, &r, &e), &e);
	assert_ok(document_find(r, d, &match, id, &e), &e);
	db_read_end(r);
	return match;
}

static void a_kept_document_is_found_again(void **state)
{
	struct document_new one = prepared(S("một hai"), S("1/KH"));
	struct document_new same = prepared(S("một\nhai"), STR_NULL);
	struct document_new other = prepared(S("một hai ba"), S("1/kh"));
	struct document_new stranger = prepared(S("bốn"), S("2/KH"));
	struct test_db t;
	int64_t id, again;

	(void)state;
	assert_ok(test_db_open(&t, &e), &e);
	assert_int_equal(found(&t, &one, &again), DOCUMENT_NEW);
	assert_ok(keep(&t, &one, &id), &e);
	assert_int_equal(found(&t, &same, &again), DOCUMENT_SAME);
	assert_int_equal(again, id);
	assert_int_equal(found(&t, &other, &again), DOCUMENT_OTHER_TEXT);
	assert_int_equal(again, id);
	assert_int_equal(found(&t, &stranger, &again), DOCUMENT_NEW);
	/* the tables hold to it as well */
	assert_false(keep(&t, &same, &again));
	err_clear(&e);
	assert_false(keep(&t, &other, &again));
	err_clear(&e);
	test_db_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_file_that_is_no_text_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(a_file_out_of_measure_is_refused, begin, end),
		cmocka_unit_test_setup_teardown(a_plain_text_passes, begin, end),
		cmocka_unit_test_setup_teardown(layout_does_not_make_another_document, begin, end),
		cmocka_unit_test_setup_teardown(
			without_number_or_day_there_is_no_identity, begin, end),
		cmocka_unit_test_setup_teardown(a_kept_document_is_found_again, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
