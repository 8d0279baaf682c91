/*
 * Words out of files: what is printed and nothing else, from each kind; encodings older than
 * Unicode; and what is refused, while the next file is read as if nothing had been.
 */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "intake/child.h"
#include "intake/intake.h"
#include "test/cmocka.h"
#include "test/support_zip.h"

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

static struct intake taken(struct str bytes)
{
	struct intake in;

	err_clear(&e);
	assert_ok(intake_read(a, S("tep"), bytes, &in, &e), &e);
	return in;
}

static void reads(struct str bytes, struct str text)
{
	assert_str_equal(taken(bytes).text, text);
}

static void refused(struct str bytes, enum text_id why)
{
	struct intake in;

	err_clear(&e);
	assert_false(intake_read(a, S("tep"), bytes, &in, &e));
	assert_int_equal(e.text, why);
	assert_true(str_has(err_text(a, LANG_VI, &e), S("tep")));
	err_clear(&e);
}

/* --- Word */

#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define RELATION(of, target)                                               \
	"<Relationship Id=\"" target                                       \
	"\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/" \
	"relationships/" of "\" Target=\"" target "\"/>"
#define RELATIONS(list)                                                                                 \
	S("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" list \
	  "</Relationships>")
#define RUN(words) "<w:r><w:t>" words "</w:t></w:r>"
#define PARAGRAPH(words) "<w:p>" RUN(words) "</w:p>"
#define LISTED(num, level, words)                                                 \
	"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" num \
	"\"/></w:numPr></w:pPr>" RUN(words) "</w:p>"

static struct str docx(struct str body, struct str styles, struct str numbering, struct str notes)
{
	struct str document = str_fmt(a,
		"<w:document " W
		" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/"
		"2006\"><w:body>%.*s</w:body></w:document>",
		STR_ARG(body));

	return ZIP_OF(a, ZIP_PART("[Content_Types].xml", S("<Types/>")),
		{ .name = "_rels/.rels",
			.text = RELATIONS(RELATION("officeDocument", "word/document.xml")),
			.deflated = true },
		{ .deflated = true,
			.name = "word/_rels/document.xml.rels",
			.text = RELATIONS(RELATION("styles", "styles.xml") RELATION("numbering",
				"numbering.xml") RELATION("footnotes", "footnotes.xml")) },
		ZIP_PART("word/document.xml", document),
		{ .name = "word/styles.xml",
			.deflated = true,
			.text = str_fmt(a, "<w:styles " W ">%.*s</w:styles>", STR_ARG(styles)) },
		{ .name = "word/numbering.xml",
			.deflated = true,
			.text = str_fmt(
				a, "<w:numbering " W ">%.*s</w:numbering>", STR_ARG(numbering)) },
		{ .name = "word/footnotes.xml",
			.deflated = true,
			.text = str_fmt(
				a, "<w:footnotes " W ">%.*s</w:footnotes>", STR_ARG(notes)) });
}

static struct str plain_docx(struct str body)
{
	return docx(body, S(""), S(""), S(""));
}

static void word_gives_its_paragraphs(void **state)
{
	(void)state;
	assert_int_equal(taken(plain_docx(S(PARAGRAPH("một")))).kind, INTAKE_DOCX);
	reads(plain_docx(S(PARAGRAPH("Một &amp; hai") "<w:p/>" PARAGRAPH("ba"))),
		S("Một & hai\nba\n"));
	reads(plain_docx(S("<w:p>" RUN("a") "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t>"
					    "<w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>")),
		S("a b\nc-d\n"));
}

#define LEVEL(n, format, text)                                                    \
	"<w:lvl w:ilvl=\"" n "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" format \
	"\"/><w:lvlText w:val=\"" text "\"/></w:lvl>"
#define NUM(id, of) "<w:num w:numId=\"" id "\"><w:abstractNumId w:val=\"" of "\"/></w:num>"

static const struct str lists = S("<w:abstractNum w:abstractNumId=\"0\">" LEVEL("0", "upperRoman",
	"%1.") LEVEL("1", "decimal", "%2.") LEVEL("2", "lowerLetter", "%3)") LEVEL("3", "bullet",
	"\xef\x82\xb7") "</w:abstractNum>"
			"<w:abstractNum w:abstractNumId=\"1\">" LEVEL("0", "decimal", "Điều %1.")
				LEVEL("1", "decimal", "%1.%2.") "</w:abstractNum>" NUM("1", "0")
					NUM("2", "1") "<w:num w:numId=\"3\"><w:abstractNumId "
						      "w:val=\"1\"/><w:lvlOverride "
						      "w:ilvl=\"0\"><w:startOverride "
						      "w:val=\"7\"/></w:lvlOverride></w:num>");

static void numbers_of_lists_are_those_printed(void **state)
{
	(void)state;
	reads(docx(S(LISTED("1", "0", "Mục tiêu") LISTED("1", "1", "Một") LISTED("1", "2", "nhỏ")
				   LISTED("1", "2", "nhỏ hai") LISTED("1", "1", "Hai") LISTED(
					   "1", "2", "lại từ đầu") LISTED("1", "3", "gạch")
					   LISTED("1", "0", "Nhiệm vụ") LISTED("1", "1", "Một")),
		      S(""), lists, S("")),
		S("I. Mục tiêu\n1. Một\na) nhỏ\nb) nhỏ hai\n2. Hai\na) lại từ đầu\n• gạch\n"
		  "II. Nhiệm vụ\n1. Một\n"));
	reads(docx(S(LISTED("2", "0", "A") LISTED("2", "1", "b") LISTED("2", "1", "c")
				   LISTED("3", "0", "D") LISTED("2", "0", "E")),
		      S(""), lists, S("")),
		S("Điều 1. A\n1.1. b\n1.2. c\nĐiều 7. D\nĐiều 8. E\n"));
	/* a list nobody has defined, and the list "none" */
	reads(docx(S(LISTED("9", "0", "A") LISTED("0", "0", "B")), S(""), lists, S("")),
		S("A\nB\n"));
}

static void styles_number_and_make_capitals(void **state)
{
	const struct str styles = S(
		"<w:style w:styleId=\"Muc\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr>"
		"</w:pPr><w:rPr><w:caps/></w:rPr></w:style>"
		"<w:style w:styleId=\"Con\"><w:basedOn w:val=\"Muc\"/></w:style>");

	(void)state;
	reads(docx(S("<w:p><w:pPr><w:pStyle w:val=\"Con\"/></w:pPr>" RUN(
			   "nhiệm vụ") "</w:p>"
				       "<w:p><w:pPr><w:pStyle w:val=\"Muc\"/></w:pPr><w:r><w:rPr><w:caps "
				       "w:val=\"0\"/></w:rPr><w:t>Thường</w:t></w:r></w:p>"),
		      styles, lists, S("")),
		S("I. NHIỆM VỤ\nII. Thường\n"));
}

static void what_is_not_printed_is_not_read(void **state)
{
	struct intake in = taken(plain_docx(S("<w:p><w:del>" RUN("xóa") "</w:del><w:ins>" RUN(
		"thêm") "</w:ins><w:r><w:rPr>"
			"<w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:instrText>PAGE</w:instrText>"
			"</w:r><mc:AlternateContent><mc:Choice>" RUN(
				" một") "</mc:Choice>"
					"<mc:Fallback>" RUN(
						" hai") "</mc:Fallback></mc:AlternateContent></w:p>")));

	(void)state;
	assert_str_equal(in.text, S("thêm một\n"));
	assert_int_equal(in.flags, INTAKE_REVISED);
}

static void boxes_and_notes_have_lines_of_their_own(void **state)
{
	struct intake in = taken(docx(
		S("<w:p>" RUN("trước") "<w:r><w:txbxContent>" PARAGRAPH(
			"trong ô") "</w:txbxContent>"
				   "</w:r>" RUN(" sau") "</w:p>" PARAGRAPH("cuối")),
		S(""), S(""),
		S("<w:footnote w:type=\"separator\" w:id=\"0\">" PARAGRAPH(
			"-") "</w:footnote>"
			     "<w:footnote w:id=\"1\">" PARAGRAPH("chú thích") "</w:footnote>")));

	(void)state;
	assert_str_equal(in.text, S("trong ô\ntrước sau\ncuối\n[1] chú thích\n"));
	assert_int_equal(in.flags, INTAKE_NOTES);
}

#define CELL(words) "<w:tc>" PARAGRAPH(words) "</w:tc>"

static void tables_come_row_by_row(void **state)
{
	(void)state;
	reads(plain_docx(S("<w:tbl><w:tr>" CELL("STT") CELL("Nội dung")
			      CELL("Chủ trì") "</w:tr><w:tr>" CELL("1") "<w:tc>" PARAGRAPH("Họp")
				      PARAGRAPH("a|b") "</w:tc>"
						       "<w:tc><w:p/></w:tc></w:tr><w:tr>" CELL(
							       "II. PHẦN") "</w:tr></w:tbl>")),
		S("| STT | Nội dung | Chủ trì |\n| 1 | Họp a/b | |\nII. PHẦN\n"));
	/* the head of a letter */
	reads(plain_docx(S("<w:tbl><w:tr>" CELL("BỘ CÔNG AN") CELL("CỘNG HÒA") "</w:tr></w:tbl>")),
		S("BỘ CÔNG AN\nCỘNG HÒA\n"));
}

/* --- OpenDocument */

static struct str odt(struct str styles, struct str body)
{
	struct str content = str_fmt(a,
		"<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:"
		"1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table="
		"\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:style=\"urn:oasis:names:tc:"
		"opendocument:xmlns:style:1.0\" xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-"
		"compatible:1.0\"><office:automatic-styles>%.*s</office:automatic-styles><office:body>"
		"<office:text>%.*s</office:text></office:body></office:document-content>",
		STR_ARG(styles), STR_ARG(body));

	return ZIP_OF(a, ZIP_PART("mimetype", S("application/vnd.oasis.opendocument.text")),
		{ .name = "content.xml", .text = content, .deflated = true });
}

static void writer_gives_the_same(void **state)
{
	struct intake in = taken(odt(
		S("<text:list-style style:name=\"L\"><text:list-level-style-number text:level=\"1\" "
		  "style:num-format=\"I\" style:num-suffix=\".\"/><text:list-level-style-number "
		  "text:level=\"2\" style:num-format=\"1\" style:num-suffix=\".\" "
		  "text:display-levels=\"2\"/></text:list-style><style:style style:name=\"C\">"
		  "<style:text-properties fo:text-transform=\"uppercase\"/></style:style>"),
		S("<text:tracked-changes><text:p>xóa</text:p></text:tracked-changes>"
		  "<text:list text:style-name=\"L\"><text:list-item><text:p>Mục<text:s text:c=\"2\"/>"
		  "tiêu</text:p><text:list><text:list-item><text:p>con</text:p><text:p>tiếp</text:p>"
		  "</text:list-item></text:list></text:list-item><text:list-item><text:p>Hai</text:p>"
		  "</text:list-item></text:list>\n<text:p>a<text:span text:style-name=\"C\">hoa</text:span>"
		  "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>chú thích"
		  "</text:p></text:note-body></text:note><text:line-break/>b</text:p>"
		  "<table:table><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell>"
		  "<table:table-cell><text:p>2</text:p></table:table-cell><table:table-cell><text:p>3"
		  "</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell/>"
		  "<table:table-cell/><table:table-cell/></table:table-row></table:table>")));

	(void)state;
	assert_int_equal(in.kind, INTAKE_ODT);
	assert_str_equal(
		in.text, S("I. Mục  tiêu\nI.1. con\ntiếp\nII. Hai\naHOA\nb\n| 1 | 2 | 3 |\n"
			   "| | | |\n[1] chú thích\n"));
	assert_int_equal(in.flags, INTAKE_REVISED | INTAKE_NOTES);
}

/* --- RTF */

static void rtf_gives_its_words(void **state)
{
	(void)state;
	reads(S("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset163 Arial;}}"
		"{\\stylesheet{\\s0 Normal;}}{\\info{\\title X}}\\pard\\f0 K\\u7871? ho\\u7841\\'3fch"
		"\\par{\\*\\unknown no}{\\listtext 1.\\tab}M\\u7897?t {\\b\\caps hoa}{\\v kh\\'f4ng}"
		"\\line hai\\par\\f1 ti\\'ea\\'ecng\\par}"),
		S("Kế hoạch\n1. Một HOA\nhai\ntiếng\n"));
	reads(S("{\\rtf1 a{\\footnote b\\par}c\\par}"), S("ac\n[1] b\n"));
	reads(S("{\\rtf1{\\trowd\\pard\\intbl 1\\cell 2\\cell 3\\cell\\row"
		"\\trowd\\pard\\intbl 4\\cell\\cell 6\\cell\\row}\\pard sau\\par}"),
		S("| 1 | 2 | 3 |\n| 4 | | 6 |\nsau\n"));
	refused(S("{\\rtf1 {\\b cut off"), T_intake_broken);
}

/* --- HTML */

static void html_gives_its_words(void **state)
{
	(void)state;
	reads(S("<html><head><meta charset=\"windows-1252\"><style>p{}</style></head><body><p "
		"class=MsoNormal>B&#7896; C&Ocirc;NG&nbsp;\n AN</p><p><span style='mso-list:Ignore'>"
		"1.<span>&nbsp;&nbsp; </span></span>M&#7897;t<br>hai<del>x</del></p><ol start=3><li>ba"
		"</ol><p style='display: none'>kh\xf4ng</p></body></html>"),
		S("BỘ CÔNG AN\n1. Một\nhai\n3. ba\n"));
	assert_int_equal(taken(S("<html><body>a<del>b</del></body></html>")).flags, INTAKE_REVISED);
}

/* --- encodings */

static void plain_text_stays_as_it_is(void **state)
{
	const struct str text = S("\xef\xbb\xbfKế hoạch\r\n  số 1 ® µ «x»\r\n");
	struct intake in = taken(text);

	(void)state;
	assert_true(in.text.p == text.p && in.text.n == text.n);
	assert_int_equal(in.kind, INTAKE_TEXT);
	assert_int_equal(in.flags, 0);
	reads(S("\xff\xfeK\0\xbf\x1e\n\0"), S("Kế\n"));
}

static void older_encodings_are_read(void **state)
{
	(void)state;
	reads(S("C\xabng an nh\xa9n d\xa9n t\xd8nh th\xf9"
		"c hi\xd6n k\xd5 ho\xb9"
		"ch ph\xdfng, "
		"ch\xe8ng mua b\xb8n ng\xad\xeai trong n\xa8m, \xae\xacn v\xde ch\xf1 tr\xd7: "
		"C\xabng an t\xd8nh, ph\xe8i h\xee"
		"p\n"),
		S("Công an nhân dân tỉnh thực hiện kế hoạch phòng, chống mua bán người trong năm, "
		  "đơn vị chủ trì: Công an tỉnh, phối hợp\n"));
	reads(S("Coâng an nhaân daân tænh thöïc hieän keá hoaïch phoøng, choáng mua baùn ngöôøi\n"),
		S("Công an nhân dân tỉnh thực hiện kế hoạch phòng, chống mua bán người\n"));
	reads(S("Co^ng an nha^n da^n ti?nh thu+.c hie^.n ke^' hoa.ch pho`ng, cho^'ng mua ba'n "
		"ngu+o+`i. DDo+n vi. chu? tri`: ai.\n"),
		S("Công an nhân dân tỉnh thực hiện kế hoạch phòng, chống mua bán người. Đơn vị chủ trì: "
		  "ai.\n"));
	reads(S("Ti\xea\xecng Vi\xea\xf2t, k\xea\xec ho\x61\xf2"
		"ch s\xf4\xec 1 phu\xf2"
		"c\n"),
		S("Tiếng Việt, kế hoạch số 1 phục\n"));
	assert_int_equal(taken(S("\xff\xfe"
				 "a\0\n\0"))
				 .flags,
		INTAKE_RECODED);
}

/* --- what is refused */

#define ODF_HEAD "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>"

static struct str deep(size_t n)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < n; i++)
		buf_addz(&b, "<w:sdt>");
	for (size_t i = 0; i < n; i++)
		buf_addz(&b, "</w:sdt>");
	return buf_str(&b);
}

static struct str many_tables(size_t n)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < n; i++)
		buf_addz(&b, "<w:tbl><w:tr>" CELL("x") "</w:tr></w:tbl>");
	return buf_str(&b);
}

static struct str zeros(size_t n)
{
	return str_n(NEW_N(a, char, n), n);
}

static void hostile_files_are_refused_and_the_next_is_read(void **state)
{
	const struct str good = plain_docx(S(PARAGRAPH("tốt")));
	struct str cut = str_sub(good, 0, good.n - 30), bad = str_dup(a, good);

	(void)state;
	refused(cut, T_intake_broken);
	memset((char *)(uintptr_t)bad.p + bad.n / 2, 0x55, 40);
	err_clear(&e);
	struct intake in;

	if (!intake_read(a, S("tep"), bad, &in, &e))
		assert_int_equal(e.code, ERR_INPUT);
	refused(plain_docx(S("")), T_intake_empty);
	refused(plain_docx(deep(300)), T_intake_long);
	refused(plain_docx(S("<w:p><w:r></w:p>")), T_intake_broken);
	refused(ZIP_OF(a, ZIP_PART("mimetype", S("application/vnd.oasis.opendocument.text")),
			ZIP_PART("content.xml", S(ODF_HEAD "<x>&b;</x>"))),
		T_intake_foreign);
	refused(ZIP_OF(a, ZIP_PART("mimetype", S("application/vnd.oasis.opendocument.text")),
			ZIP_PART("content.xml",
				S("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>"))),
		T_intake_foreign);
	refused(ZIP_OF(a, ZIP_PART("[Content_Types].xml", S("<Types/>")),
			{ .name = "word/document.xml",
				.text = zeros(1000),
				.deflated = true,
				.says = 390 << 20 }),
		T_intake_unknown);
	refused(ZIP_OF(a, ZIP_PART("[Content_Types].xml", S("<Types/>")),
			{ .name = "word/a", .text = S("x"), .says = 500 << 20, .deflated = true }),
		T_intake_swollen);
	refused(ZIP_OF(a, ZIP_PART("[Content_Types].xml", S("<Types/>")),
			ZIP_PART("word/vbaProject.bin", S("x"))),
		T_intake_macros);
	refused(ZIP_OF(a, { .name = "a", .text = S("x"), .flags = 1 }), T_intake_locked);
	refused(ZIP_OF(a, ZIP_PART("a.txt", S("x"))), T_intake_unknown);
	refused(S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 doc"), T_intake_old);
	refused(S("%PDF-1.7\n"), T_intake_pdf);
	refused(S("<html><body><script>1</script></body></html>"), T_intake_empty);
	assert_int_equal(taken(plain_docx(many_tables(100000))).text.n, 200000);
	reads(good, S("tốt\n"));
}

/* --- the child */

static const struct child_limits small = { .seconds = 2, .memory = 256 << 20, .output = 1 << 16 };

static bool say(void *arg, struct buf *out)
{
	buf_addz(out, arg);
	return true;
}

static bool look_around(void *arg, struct buf *out)
{
	(void)arg;
	for (int fd = 4; fd < 256; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			buf_addf(out, "%d is open ", fd);
	if (open("/etc/passwd", O_RDONLY) >= 0)
		buf_addz(out, "a file was opened");
	return true;
}

static bool fall(void *arg, struct buf *out)
{
	(void)arg;
	(void)out;
	signal(SIGSEGV, SIG_DFL);
	raise(SIGKILL);
	return true;
}

static bool spin(void *arg, struct buf *out)
{
	volatile int n = 0;

	(void)out;
	(void)arg;
	for (;;)
		n = n + 1;
	return true;
}

static bool babble(void *arg, struct buf *out)
{
	(void)arg;
	for (int i = 0; i < 9000; i++)
		buf_addz(out, "0123456789");
	return true;
}

static bool refuse(void *arg, struct buf *out)
{
	(void)arg;
	(void)out;
	return false;
}

static void a_child_hands_back_its_result(void **state)
{
	struct str out;
	char hello[] = "xin chào";

	(void)state;
	err_clear(&e);
	assert_true(child_run(a, &small, say, hello, T_intake_busy, &out, &e));
	assert_true(str_eq(out, S("xin chào")));
}

static void a_child_has_nothing(void **state)
{
	struct str out;

	(void)state;
	err_clear(&e);
	/* opening a file ends it, or fails where a sanitizer has to live with the filter */
	if (child_run(a, &small, look_around, NULL, T_intake_busy, &out, &e))
		assert_str_equal(out, S(""));
	else
		assert_int_equal(e.code, ERR_INPUT);
}

static void a_bad_child_harms_nobody(void **state)
{
	bool (*const bad[])(void *, struct buf *) = { fall, spin, babble, refuse };
	struct child_limits l = small;

	(void)state;
	l.seconds = 1;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct str out;

		assert_false(child_run(a, &l, bad[i], NULL, T_intake_busy, &out, &e));
		assert_int_equal(e.code, ERR_INPUT);
		assert_int_equal(e.text, T_intake_busy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(word_gives_its_paragraphs),
		cmocka_unit_test(numbers_of_lists_are_those_printed),
		cmocka_unit_test(styles_number_and_make_capitals),
		cmocka_unit_test(what_is_not_printed_is_not_read),
		cmocka_unit_test(boxes_and_notes_have_lines_of_their_own),
		cmocka_unit_test(tables_come_row_by_row),
		cmocka_unit_test(writer_gives_the_same),
		cmocka_unit_test(rtf_gives_its_words),
		cmocka_unit_test(html_gives_its_words),
		cmocka_unit_test(plain_text_stays_as_it_is),
		cmocka_unit_test(older_encodings_are_read),
		cmocka_unit_test(hostile_files_are_refused_and_the_next_is_read),
		cmocka_unit_test(a_child_hands_back_its_result),
		cmocka_unit_test(a_child_has_nothing),
		cmocka_unit_test(a_bad_child_harms_nobody),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
