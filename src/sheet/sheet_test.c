/* Tables to take away: cells as CSV to the byte, the workbook opened again by zlib. */
#include "sheet/sheet.h"

#include <math.h>
#include <zlib.h>

#include "test/cmocka.h"

static struct arena *a;
static struct err e;

static int set_up(void **state)
{
	(void)state;
	a = arena_new(64 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static uint32_t little(struct str s, size_t at, int bytes)
{
	uint32_t v = 0;

	for (int i = 0; i < bytes; i++)
		v |= (uint32_t)(unsigned char)s.p[at + (size_t)i] << 8 * i;
	return v;
}

static struct str inflated(struct str packed, size_t n)
{
	char *out = NEW_N(a, char, n + 1);
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)packed.p,
		.avail_in = (uInt)packed.n,
		.next_out = (unsigned char *)out,
		.avail_out = (uInt)n };

	assert_int_equal(inflateInit2(&z, -MAX_WBITS), Z_OK);
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	inflateEnd(&z);
	return str_n(out, n);
}

/* A member of an archive, by its central directory. */
static struct str member(struct str zip, struct str name)
{
	size_t at = zip.n - 22;

	assert_int_equal(little(zip, at, 4), 0x06054b50);
	uint32_t n = little(zip, at + 10, 2);

	at = little(zip, at + 16, 4);
	for (; n; n--) {
		uint32_t letters = little(zip, at + 28, 2), from = little(zip, at + 42, 4);
		struct str found = str_sub(zip, at + 46, at + 46 + letters);

		if (str_eq(found, name)) {
			size_t data = from + 30 + little(zip, from + 26, 2) +
				      little(zip, from + 28, 2);

			return inflated(str_sub(zip, data, data + little(zip, at + 20, 4)),
				little(zip, at + 24, 4));
		}
		at += 46 + letters + little(zip, at + 30, 2) + little(zip, at + 32, 2);
	}
	fail_msg("no member %.*s", STR_ARG(name));
	return STR_NULL;
}

static struct str book(const struct sheet *s)
{
	struct str out;

	err_clear(&e);
	assert_true(sheet_xlsx(s, &out, &e));
	return out;
}

/* One of each type, and all that is missing. */
static struct sheet *sample(void)
{
	struct sheet *s = sheet_new(a, LANG_VI);

	sheet_title(s, S("Bảng thử"));
	sheet_note(s, S("Ngày 05/9/2024"));
	sheet_column_named(s, SHEET_TEXT, S("Chữ"));
	sheet_column_named(s, SHEET_INT, S("Số"));
	sheet_column_digits(s, T_sheet_tab, 2);
	sheet_column_named(s, SHEET_PERCENT, S("Tỷ lệ"));
	sheet_column_named(s, SHEET_DATE, S("Ngày"));
	sheet_column_named(s, SHEET_TIME, S("Lúc"));
	assert_true(sheet_row(s));
	sheet_text(s, S("Đặng, \"Văn\" A"));
	sheet_int(s, -5);
	sheet_real(s, 1234.567);
	sheet_real(s, 12.5);
	sheet_date(s, DATE(2024, 9, 5));
	sheet_time(s, INT64_C(1766387009000000)); /* 2025-12-22T07:03:29Z */
	sheet_text(s, S("one too many"));
	assert_true(sheet_row(s));
	sheet_text(s, STR_NULL);
	sheet_int(s, INT64_MIN);
	sheet_real(s, NAN);
	sheet_blank(s);
	sheet_date(s, DATE_NONE);
	sheet_time(s, INT64_MIN);
	return s;
}

static struct str csv_of(struct str text)
{
	struct sheet *s = sheet_new(a, LANG_VI);

	sheet_column_named(s, SHEET_TEXT, S("x"));
	assert_true(sheet_row(s));
	sheet_text(s, text);
	struct str all = sheet_csv(s), head = S("\xef\xbb\xbfx\r\n");

	assert_true(str_starts(all, head));
	assert_true(str_ends(all, S("\r\n")));
	return str_sub(all, head.n, all.n - 2);
}

static void a_table_as_csv(void **state)
{
	(void)state;
	assert_str_equal(sheet_csv(sample()),
		S("\xef\xbb\xbf"
		  "Chữ,Số,Bảng,Tỷ lệ,Ngày,Lúc\r\n"
		  "\"Đặng, \"\"Văn\"\" A\",-5,1234.57,12.5%,2024-09-05,2025-12-22 14:03\r\n"
		  ",,,,,\r\n"));
}

static void nothing_is_a_formula_in_csv(void **state)
{
	(void)state;
	assert_str_equal(csv_of(S("=1+1")), S("'=1+1"));
	assert_str_equal(csv_of(S("+84 90")), S("'+84 90"));
	assert_str_equal(csv_of(S("-2")), S("'-2"));
	assert_str_equal(csv_of(S("@SUM(A1)")), S("'@SUM(A1)"));
	assert_str_equal(csv_of(S("\t=1")), S("\"'\t=1\""));
	assert_str_equal(csv_of(S("\r=1")), S("\"'\r=1\""));
	assert_str_equal(csv_of(S("\n=1")), S("\"'\n=1\""));
	assert_str_equal(csv_of(S("＝1")), S("'＝1"));
	assert_str_equal(csv_of(S("=HYPERLINK(\"http://x\";\"y\")")),
		S("\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\""));
	assert_str_equal(csv_of(S("a=1")), S("a=1"));
	assert_str_equal(csv_of(S(" a")), S("\" a\""));
}

static void a_table_as_workbook(void **state)
{
	struct str zip = book(sample());
	struct str page = member(zip, S("xl/worksheets/sheet1.xml"));
	struct str words = member(zip, S("xl/sharedStrings.xml"));
	struct str styles = member(zip, S("xl/styles.xml"));

	(void)state;
	assert_true(str_has(words, S("<t>Đặng, \"Văn\" A</t>")));
	assert_true(str_has(words, S("<t>Ngày 05/9/2024</t>")));
	/* title, note, an empty row, the head, then the rows */
	assert_true(str_has(page, S("<v>-5</v></c><c r=\"C5\"")));
	assert_true(str_has(page, S("<v>1234.567</v>")));
	assert_true(str_has(page, S("<v>0.125</v>")));
	assert_true(str_has(page, S("<v>45540</v>")));	     /* 05/9/2024 */
	assert_true(str_has(page, S("<v>46013.585752314"))); /* 14:03:29 there */
	assert_true(str_has(page, S("<autoFilter ref=\"A4:F6\"")));
	assert_true(str_has(page, S("topLeftCell=\"A5\"")));
	assert_true(str_has(styles, S("dd/mm/yyyy hh:mm")));
	assert_true(str_has(styles, S("0.0%")));
	assert_false(str_has(words, S("one too many")));
}

static void nothing_is_a_formula_in_a_workbook(void **state)
{
	static const struct str bad[] = { S("=1+1"), S("+1"), S("-1"), S("@x"), S("{=1}"),
		S("http://x/"), S("</t><f>1</f>"), S("\x01\x02 a"), S("b\xef\xbf\xbf") };
	struct sheet *s = sheet_new(a, LANG_EN);

	(void)state;
	sheet_title(s, S("=T(1)"));
	sheet_column_named(s, SHEET_TEXT, S("=HEAD()"));
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_true(sheet_row(s));
		sheet_text(s, bad[i]);
	}
	struct str zip = book(s);
	struct str page = member(zip, S("xl/worksheets/sheet1.xml"));
	struct str words = member(zip, S("xl/sharedStrings.xml"));

	assert_false(str_has(page, S("<f>")));
	assert_false(str_has(page, S("hyperlink")));
	assert_true(str_has(words, S("<t>=1+1</t>")));
	assert_true(str_has(words, S("<t>=HEAD()</t>")));
	assert_true(str_has(words, S("&lt;/t&gt;&lt;f&gt;1")));
	assert_false(str_has(words, S("\x01")));
	assert_false(str_has(words, S("\xef\xbf\xbf")));
}

static void a_day_before_workbooks_is_a_text(void **state)
{
	struct sheet *s = sheet_new(a, LANG_VI);

	(void)state;
	sheet_column_named(s, SHEET_DATE, S("Ngày"));
	assert_true(sheet_row(s));
	sheet_date(s, DATE(1890, 5, 19));
	assert_true(str_has(member(book(s), S("xl/sharedStrings.xml")), S("<t>19/05/1890</t>")));
}

static void a_cell_too_long_is_cut(void **state)
{
	struct sheet *s = sheet_new(a, LANG_VI);
	size_t n = 100000;
	char *p = NEW_N(a, char, n);

	(void)state;
	memset(p, 'a', n);
	sheet_column_named(s, SHEET_TEXT, S("x"));
	assert_true(sheet_row(s));
	sheet_text(s, str_n(p, n));
	assert_true(str_has(member(book(s), S("xl/sharedStrings.xml")), S("aaa</t>")));
}

static void rows_have_a_bound_and_say_so(void **state)
{
	struct sheet *s = sheet_new(a, LANG_VI);

	(void)state;
	sheet_column_named(s, SHEET_INT, S("x"));
	sheet_column_named(s, SHEET_INT, S("y"));
	for (int i = 0; i < SHEET_ROWS; i++) {
		assert_true(sheet_row(s));
		sheet_int(s, i);
	}
	assert_true(sheet_cut_words(s).p == NULL);
	assert_false(sheet_row(s));
	assert_true(str_has(sheet_cut_words(s), S("20000 dòng")));
	struct str csv = sheet_csv(s);

	assert_true(str_has(csv, S("\r\n19999,\r\n\"Chỉ gồm")));
	assert_true(str_ends(csv, S(",\r\n")));
}

static void an_empty_table_is_one(void **state)
{
	struct sheet *s = sheet_new(a, LANG_VI);

	(void)state;
	sheet_column_named(s, SHEET_TEXT, S("x"));
	assert_str_equal(sheet_csv(s), S("\xef\xbb\xbfx\r\n"));
	assert_true(str_has(member(book(s), S("xl/sharedStrings.xml")), S("<t>x</t>")));
}

static struct str name_of(struct str title)
{
	struct sheet *s = sheet_new(a, LANG_VI);

	sheet_title(s, title);
	return sheet_file_name(s, DATE(2026, 11, 22), "csv");
}

static void a_files_name_is_only_a_name(void **state)
{
	(void)state;
	assert_str_equal(name_of(S("Kế hoạch 19/KH-BCĐ")), S("Kế hoạch 19-KH-BCĐ 2026-11-22.csv"));
	assert_str_equal(name_of(S("../../etc/passwd")), S("-..-etc-passwd 2026-11-22.csv"));
	assert_str_equal(name_of(S("a\xe2\x80\xaegnp.exe")), S("a-gnp.exe 2026-11-22.csv"));
	assert_str_equal(name_of(S("")), S("Bảng 2026-11-22.csv"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_as_csv),
		cmocka_unit_test(nothing_is_a_formula_in_csv),
		cmocka_unit_test(a_table_as_workbook),
		cmocka_unit_test(nothing_is_a_formula_in_a_workbook),
		cmocka_unit_test(a_day_before_workbooks_is_a_text),
		cmocka_unit_test(a_cell_too_long_is_cut),
		cmocka_unit_test(rows_have_a_bound_and_say_so),
		cmocka_unit_test(an_empty_table_is_one),
		cmocka_unit_test(a_files_name_is_only_a_name),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
