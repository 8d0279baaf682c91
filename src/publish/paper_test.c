/* Papers: what becomes of texts, the same bytes from the same paper, nothing that breaks. */
#include "publish/paper.h"

#include <math.h>

#include "base/viet.h"
#include "intake/unzip.h"
#include "publish/docx.h"
#include "publish/measure.h"
#include "publish/paper_read.h"
#include "publish/pdf.h"
#include "test/cmocka.h"

static struct arena *a;
static struct err e;

static int set_up(void **state)
{
	(void)state;
	a = arena_new((size_t)1 << 30);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct str member(struct str archive, const char *name)
{
	struct unzip z = { 0 };

	assert_int_equal(unzip_open(a, archive, &z), UNZIP_SOUND);
	const struct unzip_member *m = unzip_find(&z, str_z(name));

	assert_non_null(m);
	return unzip_read(a, m, m->size);
}

/* Every tag that opens closes, in order; no byte that XML forbids. */
static void assert_well_formed(struct str xml)
{
	struct str open[64];
	size_t depth = 0;

	assert_true(str_is_utf8(xml));
	for (size_t i = 0; i < xml.n; i++)
		assert_true((unsigned char)xml.p[i] >= 0x20 || xml.p[i] == '\n');
	for (size_t i = 0; (i = str_find_char(xml, '<', i)) != SIZE_MAX;) {
		size_t end = str_find_char(xml, '>', i);
		struct str tag = str_sub(xml, i + 1, end);
		size_t blank = str_find_char(tag, ' ', 0);

		assert_int_not_equal(end, SIZE_MAX);
		i = end;
		if (tag.p[0] == '?' || str_ends(tag, S("/")))
			continue;
		if (tag.p[0] == '/') {
			assert_true(depth > 0);
			assert_str_equal(open[--depth], str_sub(tag, 1, tag.n));
			continue;
		}
		assert_true(depth < COUNT(open));
		open[depth++] = str_sub(tag, 0, blank == SIZE_MAX ? tag.n : blank);
	}
	assert_int_equal(depth, 0);
}

static struct str assert_writes(const struct paper *p)
{
	struct str docx, again, pdf, pdf_again, text;

	assert_ok(docx_write(a, p, &docx, &e), &e);
	assert_ok(docx_write(a, p, &again, &e), &e);
	assert_ok(pdf_write(a, p, &pdf, &e), &e);
	assert_ok(pdf_write(a, p, &pdf_again, &e), &e);
	assert_true(str_eq(docx, again));
	assert_true(str_eq(pdf, pdf_again));
	assert_true(str_starts(pdf, S("%PDF-1.")));
	assert_true(str_ends(pdf, S("%%EOF\n")));
	assert_true(str_has(pdf, S("/Lang (vi-VN)")));
	text = member(docx, "word/document.xml");
	assert_well_formed(text);
	assert_well_formed(member(docx, "word/styles.xml"));
	assert_well_formed(member(docx, "docProps/core.xml"));
	assert_well_formed(member(docx, "word/footer1.xml"));
	return text;
}

static void every_kind_is_written_the_same_each_time(void **state)
{
	(void)state;
	for (int i = 0; i < PAPER_KINDS; i++) {
		struct str json = paper_sample(a, (enum paper_kind)i);
		struct paper *p;

		assert_true(json.n > 0);
		assert_ok(paper_read(a, json, &p, &e), &e);
		struct str text = assert_writes(p);

		assert_true(str_has(text, S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")));
		assert_true(str_has(text, S("Độc lập - Tự do - Hạnh phúc")));
		assert_true(str_has(text, S("Nơi nhận:")));
		assert_true(str_has(text, paper_type((enum paper_kind)i)));
	}
}

static void numbers_and_days_have_their_zeros(void **state)
{
	struct paper *p = paper_new(a, PAPER_PLAN);
	struct str text;

	(void)state;
	p->number = S("9");
	p->symbol = S("KH-BCĐ");
	p->place = S("Hà Nội");
	p->issuer = S("Ban Chỉ đạo tỉnh");
	p->day = DATE(2024, 2, 5);
	text = assert_writes(p);
	assert_true(str_has(text, S("Số: 09/KH-BCĐ<")));
	assert_true(str_has(text, S("Hà Nội, ngày 05 tháng 02 năm 2024")));
	assert_true(str_has(text, S("BAN CHỈ ĐẠO TỈNH")));
	p->day = DATE(2024, 3, 15);
	p->number = S("120");
	text = assert_writes(p);
	assert_true(str_has(text, S("Số: 120/KH-BCĐ<")));
	assert_true(str_has(text, S("ngày 15 tháng 3 năm 2024")));
	p->number = S("");
	p->day = DATE_NONE;
	text = assert_writes(p);
	assert_true(str_has(text, S("Số:        /KH-BCĐ<")));
	assert_true(str_has(text, S("Hà Nội, ngày      tháng      năm")));
}

static void texts_are_cleaned(void **state)
{
	(void)state;
	assert_str_equal(paper_clean(a,
				 S("a\x01\x02"
				   "b\tc\nd\x7f"),
				 false),
		S("ab c d"));
	assert_str_equal(paper_clean(a, S("a\nb"), true), S("a\nb"));
	assert_str_equal(paper_clean(a, S("x\xff\xfey"), false), S("x\xef\xbf\xbd\xef\xbf\xbdy"));
	/* right to left, a mark of byte order, a noncharacter, a separator of lines */
	assert_str_equal(paper_clean(a,
				 S("a\xe2\x80\xae"
				   "b\xef\xbb\xbf\xef\xbf\xbf\xe2\x80\xa8"
				   "c"),
				 false),
		S("ab c"));
	assert_str_equal(paper_clean(a, S("ha\xcc\x80"), false), S("hà"));
	assert_str_equal(paper_clean(a, S("\0x"), true), S("x"));
	assert_str_equal(paper_capitals(a, S("đặng thị ý")), S("ĐẶNG THỊ Ý"));
}

static struct str many(const char *what, size_t n)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < n; i++)
		buf_addz(&b, what);
	return buf_str(&b);
}

static void hostile_texts_are_laid_out(void **state)
{
	static const double shares[] = { 0.5, 0.5 };
	struct str word = many("ế", 40000);
	struct str sign = S("<&>\"'\x01]]></w:t>\xe2\x80\xae\xff\n\n\t{{}}");
	struct paper *p = paper_new(a, PAPER_DISPATCH);

	(void)state;
	p->issuer = p->parent = p->abstract = p->place = p->symbol = sign;
	p->number = S("-7");
	p->urgency = PAPER_EXPRESS;
	p->secrecy = p->circulation = p->typist = p->contact = p->check = sign;
	p->copies = INT64_MAX;
	p->link = sign;
	paper_text(p, PAPER_PART, sign, word);
	paper_text(p, PAPER_TEXT, S(""), S(""));
	paper_text(p, PAPER_CENTRED, S(""), sign);
	struct paper_table *t = paper_table(p, 2, shares, true);

	paper_cell(p, t, sign);
	paper_cell(p, t, S(""));
	paper_cell(p, t, word); /* a row of many pages */
	paper_cell(p, t, sign);
	paper_cell(p, t, S("alone in its row"));
	paper_text(p, PAPER_ANNEX, S(""), sign)->wide = true;
	paper_text(p, PAPER_ITEM, sign, sign);
	for (int i = 0; i < 3; i++)
		paper_line(p, i ? &p->to : &p->recipients, i == 1 ? word : sign);
	for (int i = 0; i < 2; i++) {
		struct paper_signer *s = paper_signer(p, sign);

		LIST_PUSH(a, &s->lines, sign);
	}
	struct str text = assert_writes(p);

	assert_true(str_has(text, S("&lt;&amp;&gt;")));
	assert_false(str_has(text, S("\xe2\x80\xae")));
}

static void an_empty_paper_is_a_paper(void **state)
{
	(void)state;
	for (int i = 0; i < PAPER_KINDS; i++)
		assert_writes(paper_new(a, (enum paper_kind)i));
}

static void too_much_text_is_refused(void **state)
{
	struct paper *p = paper_new(a, PAPER_REPORT);
	struct str out;

	(void)state;
	paper_text(p, PAPER_TEXT, S(""), many("a b c d e f ", PAPER_BYTES / 10));
	assert_false(docx_write(a, p, &out, &e));
	assert_int_equal(e.code, ERR_TOO_LARGE);
	err_clear(&e);
	assert_false(pdf_write(a, p, &out, &e));
	assert_int_equal(e.code, ERR_TOO_LARGE);
	err_clear(&e);
}

static void what_is_chosen_lies_within_the_bounds(void **state)
{
	const struct measure_row *rows = measure_rows();

	(void)state;
	for (int i = 0; i < MEASURES; i++) {
		assert_true(isnan(rows[i].least) || rows[i].chosen >= rows[i].least);
		assert_true(isnan(rows[i].most) || rows[i].chosen <= rows[i].most);
		assert_true(rows[i].citation.n > 0 && rows[i].what.n > 0);
	}
	assert_true(fabs(measure(MEASURE_PAGE_WIDTH) - 595.2756) < 0.001);
	assert_true(measure(MEASURE_BODY) == 14);
}

static void a_wrong_description_says_which_member(void **state)
{
	static const char *const wrong[] = { "{", "[]", "{\"kind\":\"poem\"}",
		"{\"kind\":\"plan\",\"day\":\"2024-02-30\"}", "{\"kind\":\"plan\",\"issuer\":7}",
		"{\"kind\":\"plan\",\"to\":\"x\"}", "{\"kind\":\"plan\",\"body\":[{\"is\":\"x\"}]}",
		"{\"kind\":\"plan\",\"body\":[{\"is\":\"table\",\"widths\":[0]}]}",
		"{\"kind\":\"plan\",\"body\":[{\"is\":\"table\",\"widths\":[1,1],\"rows\":[[\"a\"]]}]}",
		"{\"kind\":\"plan\",\"signers\":[{},{},{}]}",
		"{\"kind\":\"plan\",\"urgency\":\"very\"}",
		"{\"kind\":\"plan\",\"kind\":\"plan\"}" };
	struct paper *p;

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		assert_false(paper_read(a, str_z(wrong[i]), &p, &e));
		assert_int_equal(e.code, ERR_INPUT);
		err_clear(&e);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_written_the_same_each_time),
		cmocka_unit_test(numbers_and_days_have_their_zeros),
		cmocka_unit_test(texts_are_cleaned),
		cmocka_unit_test(hostile_texts_are_laid_out),
		cmocka_unit_test(an_empty_paper_is_a_paper),
		cmocka_unit_test(too_much_text_is_refused),
		cmocka_unit_test(what_is_chosen_lies_within_the_bounds),
		cmocka_unit_test(a_wrong_description_says_which_member),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
