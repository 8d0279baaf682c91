#include "file/sniff.h"

#include "base/viet.h"
#include "intake/unzip.h"

enum {
	LIST_MOST = 256 << 10,	 /* of [Content_Types].xml, of a manifest */
	WORDS_MOST = 1 << 20,	 /* of a document's words, for the mark of secrecy */
	TAIL = 2048,		 /* where a PDF ends */
	MARKED_LINES = 200 << 10 /* a mark stands at the head */
};

/* --- what is refused by its first bytes */

static const struct {
	const char *bytes;
	size_t n, at;
	enum text_id why;
} refused[] = {
#define SIGN(literal, at, why)                              \
	{                                                   \
		(literal), sizeof(literal) - 1, (at), (why) \
	}
	SIGN("MZ", 0, T_file_program),
	SIGN("\x7f"
	     "ELF",
		0, T_file_program),
	SIGN("\xfe\xed\xfa\xce", 0, T_file_program),
	SIGN("\xfe\xed\xfa\xcf", 0, T_file_program),
	SIGN("\xce\xfa\xed\xfe", 0, T_file_program),
	SIGN("\xcf\xfa\xed\xfe", 0, T_file_program),
	SIGN("\xca\xfe\xba\xbe", 0, T_file_program),
	SIGN("L\0\0\0\x01\x14\x02\0", 0, T_file_program),
	SIGN("#!", 0, T_file_program),
	SIGN("Rar!", 0, T_file_archive),
	SIGN("7z\xbc\xaf", 0, T_file_archive),
	SIGN("\x1f\x8b", 0, T_file_archive),
	SIGN("BZh", 0, T_file_archive),
	SIGN("\xfd"
	     "7zXZ",
		0, T_file_archive),
	SIGN("\x28\xb5\x2f\xfd", 0, T_file_archive),
	SIGN("MSCF", 0, T_file_archive),
	SIGN("ustar", 257, T_file_archive),
	SIGN("CD001", 32769, T_file_archive),
	SIGN("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, T_file_old_office),
#undef SIGN
};

static bool has_at(struct str s, size_t at, const char *bytes, size_t n)
{
	return s.n >= at + n && memcmp(s.p + at, bytes, n) == 0;
}

static bool starts(struct str s, const char *z)
{
	return has_at(s, 0, z, strlen(z));
}

/* --- PDF */

static bool sniff_pdf(struct str name, struct str s, struct err *e)
{
	struct str tail = str_sub(s, s.n > TAIL ? s.n - TAIL : 0, s.n);

	if (!str_has(tail, S("%%EOF")))
		return FAIL(e, ERR_INPUT, T_file_broken, name);
	if (str_has(s, S("/Encrypt")))
		return FAIL(e, ERR_INPUT, T_file_locked, name);
	if (str_has(s, S("/JavaScript")) || str_has(s, S("/Launch")))
		return FAIL(e, ERR_INPUT, T_file_macros, name);
	return true;
}

/* --- documents in a ZIP */

static bool refuse_zip(struct str name, enum unzip_fault fault, struct err *e)
{
	static const enum text_id why[] = {
		[UNZIP_BROKEN] = T_file_broken,
		[UNZIP_LOCKED] = T_file_locked,
		[UNZIP_SWOLLEN] = T_file_swollen,
		[UNZIP_STRAYS] = T_file_broken,
	};

	return FAIL(e, ERR_INPUT, why[fault], name);
}

/* The words of a document's XML, a paragraph a line. */
static struct str words_of(struct arena *a, struct str xml, struct str paragraph_end)
{
	struct buf b = { .arena = a };
	size_t at = 0;

	while (at < xml.n) {
		size_t open = str_find_char(xml, '<', at);

		open = open == SIZE_MAX ? xml.n : open;
		buf_add(&b, str_sub(xml, at, open));
		if (str_starts(str_sub(xml, open, xml.n), paragraph_end))
			buf_addc(&b, '\n');
		size_t close = str_find_char(xml, '>', open);

		at = close == SIZE_MAX ? xml.n : close + 1;
	}
	return buf_str(&b);
}

static bool refuse_marked(struct arena *a, struct str name, struct str text, struct err *e)
{
	struct str mark = sniff_mark(a, text);

	return !mark.p || FAIL(e, ERR_INPUT, T_file_classified, name, mark);
}

/* A document whose words stand in one member. */
static bool check_words(struct arena *a, struct str name, const struct unzip *z, struct str member,
	struct str paragraph_end, struct err *e)
{
	const struct unzip_member *m = unzip_find(z, member);
	struct str xml = m ? unzip_read(a, m, WORDS_MOST) : STR_NULL;

	if (!xml.p)
		return FAIL(e, ERR_INPUT, T_file_broken, name);
	return refuse_marked(a, name, words_of(a, xml, paragraph_end), e);
}

static bool sniff_ooxml(struct arena *a, struct str name, const struct unzip *z,
	enum file_kind *kind, struct err *e)
{
	static const struct {
		const char *member;
		enum file_kind kind;
	} kinds[] = { { "word/document.xml", FILE_DOCX }, { "xl/workbook.xml", FILE_XLSX },
		{ "ppt/presentation.xml", FILE_PPTX } };
	struct str types = unzip_read(a, unzip_find(z, S("[Content_Types].xml")), LIST_MOST);

	if (!types.p)
		return FAIL(e, ERR_INPUT, T_file_broken, name);
	if (unzip_has_macros(z) || str_has(types, S("macroEnabled")))
		return FAIL(e, ERR_INPUT, T_file_macros, name);
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (unzip_find(z, str_z(kinds[i].member))) {
			*kind = kinds[i].kind;
			return *kind != FILE_DOCX ||
			       check_words(a, name, z, str_z(kinds[i].member), S("</w:p>"), e);
		}
	return FAIL(e, ERR_INPUT, T_file_archive, name);
}

static bool sniff_odt(struct arena *a, struct str name, const struct unzip *z, struct err *e)
{
	const struct unzip_member *manifest = unzip_find(z, S("META-INF/manifest.xml"));
	struct str list = manifest ? unzip_read(a, manifest, LIST_MOST) : STR_NULL;

	if (!list.p)
		return FAIL(e, ERR_INPUT, T_file_broken, name);
	if (str_has(list, S("encryption-data")))
		return FAIL(e, ERR_INPUT, T_file_locked, name);
	if (unzip_has_macros(z))
		return FAIL(e, ERR_INPUT, T_file_macros, name);
	return check_words(a, name, z, S("content.xml"), S("</text:p>"), e);
}

static bool sniff_zip(
	struct arena *a, struct str name, struct str s, enum file_kind *kind, struct err *e)
{
	struct unzip z;
	enum unzip_fault fault = unzip_open(a, s, &z);

	if (fault != UNZIP_SOUND)
		return refuse_zip(name, fault, e);
	const struct unzip_member *type = unzip_find(&z, S("mimetype"));

	if (unzip_find(&z, S("[Content_Types].xml")))
		return sniff_ooxml(a, name, &z, kind, e);
	if (!type || !str_eq(unzip_read(a, type, 64), S("application/vnd.oasis.opendocument.text")))
		return FAIL(e, ERR_INPUT, T_file_archive, name);
	*kind = FILE_ODT;
	return sniff_odt(a, name, &z, e);
}

/* --- pictures */

static bool sniff_picture(struct str s, enum file_kind *kind)
{
	static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

	if (has_at(s, 0, png, sizeof(png) - 1))
		*kind = FILE_PNG;
	else if (starts(s, "\xff\xd8\xff"))
		*kind = FILE_JPEG;
	else if (starts(s, "RIFF") && has_at(s, 8, "WEBPVP8", 7))
		*kind = FILE_WEBP;
	else
		return false;
	return true;
}

/* --- plain text */

static bool is_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7f)
			return false;
	}
	return str_is_utf8(s);
}

/* Text that a browser or an interpreter would run. */
static bool runs(struct str text)
{
	static const char *const starts_with[] = { "<!doctype", "<html", "<head", "<body",
		"<script", "<svg", "<?php", "<?xml", "<iframe" };
	struct str s = str_trim(text);

	for (size_t i = 0; i < COUNT(starts_with); i++)
		if (str_eq_nocase(str_sub(s, 0, strlen(starts_with[i])), str_z(starts_with[i])))
			return true;
	return starts(s, "#!") || str_has(str_sub(s, 0, 4096), S("<script"));
}

struct str sniff_mark(struct arena *a, struct str text)
{
	static const char *const marks[] = { "mật", "tối mật", "tuyệt mật", "độ mật mật",
		"độ mật tối mật", "độ mật tuyệt mật" };
	struct str rest = str_sub(text, 0, MARKED_LINES), line;

	while (str_split(&rest, '\n', &line)) {
		struct arena_mark before = arena_mark(a);
		struct str words = STR_NULL;
		bool marked = false;

		line = str_trim(line);
		if (line.n > 0 && line.n < 60 && str_is_utf8(line)) {
			/* without what a stamp stands in: "[MẬT]", "Độ mật: TỐI MẬT." */
			struct buf b = { .arena = a };

			for (size_t i = 0; i < line.n; i++)
				if (!strchr("[](){}*:.-_|", line.p[i]))
					buf_addc(&b, line.p[i]);
			words = viet_lower(a, viet_nfc(a, str_trim(buf_str(&b))));
		}
		for (size_t i = 0; i < COUNT(marks); i++)
			marked |= words.n && str_eq(words, str_z(marks[i]));
		arena_rewind(a, before);
		if (marked)
			return line;
	}
	return STR_NULL;
}

static bool sniff_text(struct arena *a, struct str name, struct str s, struct err *e)
{
	if (starts(s, "\xef\xbb\xbf"))
		s = str_sub(s, 3, s.n);
	if (runs(s))
		return FAIL(e, ERR_INPUT, T_file_program, name);
	return refuse_marked(a, name, s, e);
}

bool sniff(struct arena *a, struct str name, struct str bytes, enum file_kind *kind, struct err *e)
{
	for (size_t i = 0; i < COUNT(refused); i++)
		if (has_at(bytes, refused[i].at, refused[i].bytes, refused[i].n))
			return FAIL(e, ERR_INPUT, refused[i].why, name);
	if (starts(bytes, "%PDF-")) {
		*kind = FILE_PDF;
		return sniff_pdf(name, bytes, e);
	}
	if (starts(bytes, "PK\x03\x04"))
		return sniff_zip(a, name, bytes, kind, e);
	if (starts(bytes, "PK"))
		return FAIL(e, ERR_INPUT, T_file_archive, name);
	if (sniff_picture(bytes, kind))
		return true;
	if (!is_text(bytes))
		return FAIL(e, ERR_INPUT, T_file_unknown, name);
	*kind = FILE_TEXT;
	return sniff_text(a, name, bytes, e);
}
