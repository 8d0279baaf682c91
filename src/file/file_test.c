/*
 * What is taken as a file and what is refused: names, kinds, archives made here byte by
 * byte, marks of secrecy; and that the same bytes are kept once.
 */
#include "file/file.h"

#include "audit/audit.h"
#include "file/sniff.h"
#include "intake/unzip.h"
#include "test/cmocka.h"
#include "test/support_zip.h"
#include "test/support.h"

static struct test_db t;
static struct arena *a;
static struct err e;

static int begin(void **state)
{
	(void)state;
	a = arena_new((size_t)192 << 20);
	err_clear(&e);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static enum file_kind taken(const char *name, struct str bytes)
{
	struct file_new f;

	assert_ok(file_prepare(a, str_z(name), bytes, &f, &e), &e);
	return f.kind;
}

static void refused(const char *name, struct str bytes, enum text_id why)
{
	struct file_new f;

	assert_false(file_prepare(a, str_z(name), bytes, &f, &e));
	assert_int_equal(e.text, why);
	err_clear(&e);
}

/* --- archives */

#define ZIP(...) ZIP_OF(a, __VA_ARGS__)
#define TYPES                                                          \
	{                                                              \
		"[Content_Types].xml", S("<Types/>"), .deflated = true \
	}
#define WORDS(words)                                                                  \
	{                                                                             \
		"word/document.xml", S("<w:p><w:r><w:t>" words "</w:t></w:r></w:p>"), \
			.deflated = true                                              \
	}

static struct str zeros(size_t n)
{
	return str_n(NEW_N(a, char, n), n);
}

/* --- kinds */

static void documents_pictures_and_texts_are_taken(void **state)
{
	(void)state;
	assert_int_equal(taken("a.pdf", S("%PDF-1.7\n1 0 obj\n%%EOF\n")), FILE_PDF);
	assert_int_equal(taken("a.docx", ZIP(TYPES, WORDS("Báo cáo"))), FILE_DOCX);
	assert_int_equal(
		taken("a.xlsx", ZIP(TYPES, ZIP_PART("xl/workbook.xml", S("<w/>")))), FILE_XLSX);
	assert_int_equal(taken("a.pptx", ZIP(TYPES, ZIP_PART("ppt/presentation.xml", S("<p/>")))),
		FILE_PPTX);
	assert_int_equal(taken("a.odt", ZIP(ZIP_PART("mimetype",
						    S("application/vnd.oasis.opendocument.text")),
						ZIP_PART("content.xml", S("<text:p>a</text:p>")),
						ZIP_PART("META-INF/manifest.xml", S("<m/>")))),
		FILE_ODT);
	assert_int_equal(taken("a.PNG", S("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")), FILE_PNG);
	assert_int_equal(taken("a.jpeg", S("\xff\xd8\xff\xe0 JFIF")), FILE_JPEG);
	assert_int_equal(taken("a.webp", S("RIFF\x10\0\0\0WEBPVP8 ")), FILE_WEBP);
	assert_int_equal(taken("a.txt", S("\xef\xbb\xbfKết quả\r\n")), FILE_TEXT);
	assert_int_equal(taken("a.csv", S("a,b\n1,2\n")), FILE_CSV);
}

static void what_runs_or_packs_is_refused(void **state)
{
	(void)state;
	refused("a.pdf", S("MZ\x90\0"), T_file_program);
	refused("a.pdf",
		S("\x7f"
		  "ELF\x02"),
		T_file_program);
	refused("a.txt", S("#!/bin/sh\nrm -rf /\n"), T_file_program);
	refused("a.txt", S("\n <!DOCTYPE html><p>"), T_file_program);
	refused("a.txt", S("<svg onload=alert(1)>"), T_file_program);
	refused("a.csv", S("a,<script>alert(1)</script>\n"), T_file_program);
	refused("a.zip", ZIP(ZIP_PART("a.txt", S("a"))), T_file_archive);
	refused("a.docx", ZIP(ZIP_PART("a.txt", S("a"))), T_file_archive);
	refused("a.docx", ZIP(TYPES, ZIP_PART("other/document.xml", S("a"))), T_file_archive);
	refused("a.rar", S("Rar!\x1a\x07\0"), T_file_archive);
	refused("a.gz", S("\x1f\x8b\x08\0"), T_file_archive);
	refused("a.doc", S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"), T_file_old_office);
	refused("a.bin", S("\x01\x02\x03"), T_file_unknown);
	refused("a.txt", S("K\xe9 ho"), T_file_unknown);
	refused("a.txt", S(""), T_file_empty);
	refused("a.txt", zeros(FILE_MAX + 1), T_file_too_large);
}

static void what_is_locked_or_carries_macros_is_refused(void **state)
{
	(void)state;
	refused("a.pdf", S("%PDF-1.7\n<< /Encrypt 5 0 R >>\n%%EOF"), T_file_locked);
	refused("a.pdf", S("%PDF-1.7\n<< /S /JavaScript >>\n%%EOF"), T_file_macros);
	refused("a.pdf", S("%PDF-1.7\n<< /S /Launch >>\n%%EOF"), T_file_macros);
	refused("a.docx", ZIP(TYPES, WORDS("a"), ZIP_PART("word/vbaProject.bin", S("x"))),
		T_file_macros);
	refused("a.docx",
		ZIP({ .name = "[Content_Types].xml",
			    .text = S("application/vnd.ms-word.document.macroEnabled.main"),
			    .deflated = true },
			WORDS("a")),
		T_file_macros);
	refused("a.docx", ZIP(TYPES, { .name = "word/document.xml", .text = S("x"), .flags = 1 }),
		T_file_locked);
	refused("a.odt",
		ZIP(ZIP_PART("mimetype", S("application/vnd.oasis.opendocument.text")),
			ZIP_PART("META-INF/manifest.xml", S("<manifest:encryption-data/>"))),
		T_file_locked);
	refused("a.odt",
		ZIP(ZIP_PART("mimetype", S("application/vnd.oasis.opendocument.text")),
			ZIP_PART("content.xml", S("<a/>")),
			ZIP_PART("META-INF/manifest.xml", S("<m/>")),
			ZIP_PART("Basic/Standard/Module1.xml", S("x"))),
		T_file_macros);
}

/* --- archives that lie */

static void a_bomb_is_never_inflated(void **state)
{
	struct str megabytes = zeros(64 << 20);
	struct unzip z;

	(void)state;
	/* says that it becomes more than any document */
	refused("a.docx",
		ZIP(TYPES, { .name = "word/document.xml", .text = S("x"), .says = 1U << 30 }),
		T_file_broken);
	refused("a.docx",
		ZIP(TYPES, WORDS("a"),
			{ .name = "word/media/1.png",
				.text = S("x"),
				.deflated = true,
				.says = 3U << 30 }),
		T_file_swollen);
	/* says nothing of it: of 64 MB of nothing no more is made than is looked at */
	struct str bomb = ZIP(
		{ .name = "[Content_Types].xml", .text = megabytes, .deflated = true, .says = 100 },
		WORDS("a"));

	assert_int_equal(unzip_open(a, bomb, &z), UNZIP_SOUND);
	size_t before = arena_used(a);

	assert_int_equal(unzip_read(a, &z.members.v[0], 1000).n, 1000);
	assert_true(arena_used(a) - before < 4096);
	assert_int_equal(taken("a.docx", bomb), FILE_DOCX);
}

static void an_archive_of_too_many_is_refused(void **state)
{
	struct zip_part *parts = NEW_N(a, struct zip_part, UNZIP_MEMBERS + 1);

	(void)state;
	for (size_t i = 0; i <= UNZIP_MEMBERS; i++)
		parts[i] = (struct zip_part){ .name = str_c(a, str_fmt(a, "%zu", i)),
			.text = S("") };
	refused("a.docx", zip_of(a, parts, UNZIP_MEMBERS + 1), T_file_swollen);
}

static void an_archive_that_contradicts_itself_is_refused(void **state)
{
	struct str sound = ZIP(TYPES, WORDS("a"));

	(void)state;
	refused("a.docx", ZIP(TYPES, WORDS("a"), ZIP_PART("../evil", S("x"))), T_file_broken);
	refused("a.docx", ZIP(TYPES, WORDS("a"), ZIP_PART("/etc/passwd", S("x"))), T_file_broken);
	refused("a.docx", ZIP(TYPES, WORDS("a"), ZIP_PART("a\\..\\b", S("x"))), T_file_broken);
	refused("a.docx", ZIP(TYPES, WORDS("a"), WORDS("b")), T_file_broken);
	refused("a.docx",
		ZIP(TYPES, { .name = "word/document.xml", .text = S("a"), .head_name = "other" }),
		T_file_broken);
	for (size_t n = 4; n < sound.n; n++)
		refused("a.docx", str_sub(sound, 0, n), T_file_broken);
	refused("a.pdf", S("%PDF-1.7\n1 0 obj"), T_file_broken);
}

/* --- marks of secrecy */

static void a_marked_text_is_refused(void **state)
{
	(void)state;
	refused("a.txt", S("BỘ CÔNG AN\nMẬT\nSố: 12\n"), T_file_classified);
	refused("a.txt", S("  [TUYỆT MẬT] \r\n"), T_file_classified);
	refused("a.txt", S("Độ mật: Tối mật\n"), T_file_classified);
	/* decomposed, as some keyboards write it */
	refused("a.txt", S("MA\xcc\xa3\xcc\x82T\n"), T_file_classified);
	refused("a.docx", ZIP(TYPES, WORDS("TỐI MẬT")), T_file_classified);
	refused("a.odt",
		ZIP(ZIP_PART("mimetype", S("application/vnd.oasis.opendocument.text")),
			ZIP_PART("content.xml", S("<text:p>Mật</text:p>")),
			ZIP_PART("META-INF/manifest.xml", S("<m/>"))),
		T_file_classified);
	assert_int_equal(
		taken("a.txt", S("Bảo mật thông tin; mật khẩu\nBÍ MẬT KINH DOANH\n")), FILE_TEXT);
}

/* --- names */

static struct str name_of(struct str name)
{
	struct file_new f;

	assert_ok(file_prepare(a, name, S("a\n"), &f, &e), &e);
	return f.name;
}

static void a_name_is_only_a_name(void **state)
{
	struct buf b = { .arena = a };

	(void)state;
	assert_str_equal(name_of(S("C:\\Users\\x\\Báo cáo.txt")), S("Báo cáo.txt"));
	assert_str_equal(name_of(S("../../etc/passwd.txt")), S("passwd.txt"));
	assert_str_equal(name_of(S("a\xe2\x80\xaetxt.cod.txt")), S("atxt.cod.txt"));
	assert_str_equal(name_of(S("a\x01\n<b>|?.txt")), S("a-b---.txt"));
	assert_str_equal(name_of(S("...")), S("tai-lieu.txt"));
	assert_str_equal(name_of(S("")), S("tai-lieu.txt"));
	assert_str_equal(name_of(S("\xff\xfe")), S("tai-lieu.txt"));
	assert_str_equal(name_of(S("ghi chu")), S("ghi chu.txt"));
	for (int i = 0; i < 400; i++)
		buf_addz(&b, "ệ");
	buf_addz(&b, ".txt");
	struct str cut = name_of(buf_str(&b));

	assert_true(cut.n < 400 && str_ends(cut, S("ệ.txt")) && str_is_utf8(cut));
}

static void a_name_must_say_what_the_bytes_are(void **state)
{
	(void)state;
	refused("a.pdf", S("only text\n"), T_file_other_name);
	refused("a.docx", S("%PDF-1.7\n%%EOF"), T_file_other_name);
	refused("a.pdf.exe", S("%PDF-1.7\n%%EOF"), T_file_other_name);
	refused("a.xlsx", ZIP(TYPES, WORDS("a")), T_file_other_name);
	refused("a.bat", S("del *.*\n"), T_file_other_name);
	refused("a.jpg", S("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), T_file_other_name);
}

/* --- keeping */

static bool put_apply(struct db_write *w, struct change *c, struct err *err)
{
	return file_put(w, c->arg, &c->entry.object_id, err);
}

static int64_t put(struct str name, struct str bytes)
{
	struct file_new f;
	struct change c = { .entry = { .actor_name = S("test"),
				    .permission = S("system"),
				    .action = S("file.test") },
		.apply = put_apply,
		.arg = &f };

	assert_ok(file_prepare(a, name, bytes, &f, &e), &e);
	assert_ok(audit_change(t.db, &c, &e), &e);
	return c.entry.object_id;
}

static void the_same_bytes_are_kept_once(void **state)
{
	struct str large = zeros(FILE_MAX);
	struct file_held held;
	struct db_read *r;
	bool found;

	(void)state;
	memcpy((char *)(uintptr_t)large.p, "%PDF-1.7", 8);
	memcpy((char *)(uintptr_t)large.p + large.n - 5, "%%EOF", 5);
	int64_t id = put(S("một.pdf"), large), other = put(S("a.txt"), S("b"));

	assert_true(id > 0 && other > 0 && id != other);
	assert_int_equal(put(S("hai.pdf"), large), id);
	assert_ok(db_read_begin(t.db, a, &r, &e), &e);
	assert_ok(file_read(r, id, &held, &found, &e), &e);
	assert_true(found);
	assert_int_equal(held.kind, FILE_PDF);
	assert_str_equal(held.type, S("application/pdf"));
	assert_true(str_eq(held.bytes, large));
	assert_ok(file_read(r, other + 1000, &held, &found, &e), &e);
	assert_false(found);
	db_read_end(r);
}

static void a_size_in_words(void **state)
{
	(void)state;
	assert_str_equal(file_size_text(a, LANG_VI, 5), S("5 byte"));
	assert_str_equal(file_size_text(a, LANG_VI, 2048), S("2 KB"));
	assert_str_equal(file_size_text(a, LANG_VI, 1 << 20), S("1,0 MB"));
	assert_str_equal(file_size_text(a, LANG_EN, (5 << 20) / 2), S("2.5 MB"));
}

static int open_all(void **state)
{
	(void)state;
	assert_ok(test_db_open(&t, &e), &e);
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	test_db_close(&t);
	return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(documents_pictures_and_texts_are_taken),
		TEST(what_runs_or_packs_is_refused),
		TEST(what_is_locked_or_carries_macros_is_refused),
		TEST(a_bomb_is_never_inflated),
		TEST(an_archive_of_too_many_is_refused),
		TEST(an_archive_that_contradicts_itself_is_refused),
		TEST(a_marked_text_is_refused),
		TEST(a_name_is_only_a_name),
		TEST(a_name_must_say_what_the_bytes_are),
		TEST(the_same_bytes_are_kept_once),
		TEST(a_size_in_words),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
