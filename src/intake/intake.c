#include "intake/intake.h"

#include "base/viet.h"
#include "intake/child.h"
#include "intake/package.h"

const char *intake_kind_name(enum intake_kind kind)
{
	static const char *const names[INTAKE_KINDS] = { "text", "docx", "odt", "rtf", "html" };

	return names[kind];
}

/* --- what it is: the bytes say */

static bool has_at(struct str s, size_t at, struct str sign)
{
	return str_eq(str_sub(s, at, at + sign.n), sign);
}

static bool is_odt(const struct unzip *z, struct arena *a)
{
	const struct unzip_member *m = unzip_find(z, S("mimetype"));
	struct str type = m ? unzip_read(a, m, 64) : STR_NULL;

	return str_eq(type, S("application/vnd.oasis.opendocument.text")) ||
	       str_eq(type, S("application/vnd.oasis.opendocument.text-template"));
}

static enum intake_fault kind_of_zip(struct arena *a, struct str bytes, enum intake_kind *kind)
{
	struct lines l = { .arena = a };
	struct unzip z;

	if (!package_open(a, bytes, &z, &l))
		return l.fault;
	if (is_odt(&z, a))
		*kind = INTAKE_ODT;
	else if (unzip_find(&z, S("[Content_Types].xml")))
		*kind = INTAKE_DOCX;
	else
		return FAULT_UNKNOWN;
	return FAULT_NONE;
}

/* A page begins so, or soon has <html>. */
static bool is_html(struct str bytes)
{
	enum { HEAD = 4096 };
	struct str head = str_trim(
		str_sub(bytes, has_at(bytes, 0, S("\xef\xbb\xbf")) ? 3 : 0, HEAD));

	if (!head.n || head.p[0] != '<')
		return false;
	for (size_t i = 0; i + 5 <= head.n; i++)
		if (str_eq_nocase(str_sub(head, i, i + 5), S("<html")) ||
			str_eq_nocase(str_sub(head, i, i + 5), S("<body")))
			return true;
	return false;
}

static enum intake_fault kind_of(struct arena *a, struct str bytes, enum intake_kind *kind)
{
	*kind = INTAKE_TEXT;
	if (has_at(bytes, 0, S("PK\x03\x04")))
		return kind_of_zip(a, bytes, kind);
	if (has_at(bytes, 0, S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")))
		return FAULT_OLD;
	if (has_at(bytes, 0, S("%PDF-")))
		return FAULT_PDF;
	if (has_at(bytes, 0, S("{\\rtf")))
		*kind = INTAKE_RTF;
	else if (is_html(bytes))
		*kind = INTAKE_HTML;
	return FAULT_NONE;
}

/* --- encodings */

static struct str utf16_text(struct arena *a, struct str bytes, bool little)
{
	struct buf b = { .arena = a };
	uint32_t high = 0;

	for (size_t i = 2; i + 1 < bytes.n; i += 2) {
		unsigned char x = (unsigned char)bytes.p[i], y = (unsigned char)bytes.p[i + 1];
		uint32_t r = little ? (uint32_t)(y << 8 | x) : (uint32_t)(x << 8 | y);

		if (r >= 0xD800 && r < 0xDC00) {
			high = r;
			continue;
		}
		if (r >= 0xDC00 && r < 0xE000)
			r = high ? 0x10000 + ((high - 0xD800) << 10) + (r - 0xDC00) : 0xFFFD;
		high = 0;
		buf_add_rune(&b, r);
	}
	return buf_str(&b);
}

/* A vowel and one of its combining marks, as code page 1258 writes Vietnamese. */
static bool is_1258(struct str bytes)
{
	enum { LEAST = 4 };
	int marks = 0;

	for (size_t i = 1; i < bytes.n; i++)
		if (strchr("\xcc\xd2\xde\xec\xf2", bytes.p[i]) && bytes.p[i] &&
			(strchr("aeiouyAEIOUY\xe2\xea\xf4\xe3\xf5\xfd\xc2\xca\xd4\xc3\xd5\xdd",
				 bytes.p[i - 1]) &&
				bytes.p[i - 1]))
			marks++;
	return marks >= LEAST;
}

/* A text in UTF-8 with some letters broken, or no text at all: not of an older encoding. */
static bool is_of_its_own(struct str bytes)
{
	size_t whole = 0, broken = 0;

	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.p[i];
		size_t len = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;

		if (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f')
			return true;
		if (c < 0x80)
			continue;
		if (str_is_utf8(str_sub(bytes, i, i + len))) {
			whole++;
			i += len - 1;
		} else {
			broken++;
		}
	}
	return whole > broken;
}

/* UTF-8 of whatever it is; the same bytes where that is not known. */
static struct str decoded(struct arena *a, struct str bytes, bool html, unsigned *flags)
{
	struct str text, wide;
	bool was;

	if (has_at(bytes, 0, S("\xff\xfe")) || has_at(bytes, 0, S("\xfe\xff"))) {
		*flags |= INTAKE_RECODED;
		return utf16_text(a, bytes, bytes.p[0] == '\xff');
	}
	if (str_is_utf8(bytes) || (!html && is_of_its_own(bytes)))
		return bytes;
	wide = codepage_text(a, 1252, bytes);
	text = legacy_text(a, wide, &was);
	if (was || html || is_1258(bytes))
		*flags |= INTAKE_RECODED;
	if (was)
		return text;
	if (is_1258(bytes))
		return codepage_text(a, 1258, bytes);
	return html ? wide : bytes;
}

/* --- in the child */

struct job {
	enum intake_kind kind;
	struct str bytes;
};

static bool read_kind(struct arena *a, const struct job *job, struct lines *l)
{
	switch (job->kind) {
	case INTAKE_DOCX:
		return docx_read(a, job->bytes, l);
	case INTAKE_ODT:
		return odt_read(a, job->bytes, l);
	case INTAKE_RTF:
		return rtf_read(a, job->bytes, l);
	case INTAKE_HTML:
		return html_read(a, decoded(a, job->bytes, true, &l->flags), l);
	default:
		l->fault = FAULT_UNKNOWN;
		return false;
	}
}

/* A byte for the fault, one for the flags, then the words. */
static bool work(void *arg, struct buf *out)
{
	struct arena *a = arena_new(INTAKE_MEMORY / 2);
	struct lines l = {
		.arena = a, .out.arena = a, .notes.arena = a, .open = { { .arena = a } }
	};
	struct str text = S("");
	bool was = false;

	if (read_kind(a, arg, &l))
		text = legacy_text(a, lines_text(&l), &was);
	if (was)
		l.flags |= INTAKE_RECODED;
	if (!l.fault && str_trim(text).n == 0)
		l.fault = FAULT_EMPTY;
	buf_addc(out, (char)l.fault);
	buf_addc(out, (char)l.flags);
	if (!l.fault)
		buf_add(out, text);
	return true;
}

/* --- the door */

static bool refuse(struct str name, enum intake_fault fault, struct err *e)
{
	static const enum text_id why[FAULTS] = {
		[FAULT_UNKNOWN] = T_intake_unknown,
		[FAULT_BROKEN] = T_intake_broken,
		[FAULT_LOCKED] = T_intake_locked,
		[FAULT_SWOLLEN] = T_intake_swollen,
		[FAULT_MACROS] = T_intake_macros,
		[FAULT_FOREIGN] = T_intake_foreign,
		[FAULT_LONG] = T_intake_long,
		[FAULT_EMPTY] = T_intake_empty,
		[FAULT_OLD] = T_intake_old,
		[FAULT_PDF] = T_intake_pdf,
	};

	return FAIL(e, ERR_INPUT, fault < FAULTS ? why[fault] : T_intake_broken, name);
}

static bool read_in_child(
	struct arena *a, struct str name, const struct job *job, struct intake *out, struct err *e)
{
	static const struct child_limits limits = {
		.seconds = INTAKE_SECONDS, .memory = INTAKE_MEMORY, .output = INTAKE_TEXT_MAX + 2
	};
	struct job own = *job;
	struct err why = { 0 };
	struct str said;

	if (!child_run(a, &limits, work, &own, T_intake_died, &said, &why))
		return FAIL(e, why.code, why.text, name);
	if (said.n < 2)
		return refuse(name, FAULT_BROKEN, e);
	if (said.p[0])
		return refuse(name, (enum intake_fault)(unsigned char)said.p[0], e);
	out->flags = (unsigned char)said.p[1];
	out->text = str_sub(said, 2, said.n);
	return str_is_utf8(out->text) || refuse(name, FAULT_BROKEN, e);
}

bool intake_read(
	struct arena *a, struct str name, struct str bytes, struct intake *out, struct err *e)
{
	struct job job = { .bytes = bytes };
	enum intake_fault fault;
	bool was = false;

	*out = (struct intake){ 0 };
	fault = kind_of(a, bytes, &job.kind);
	if (fault)
		return refuse(name, fault, e);
	out->kind = job.kind;
	if (job.kind != INTAKE_TEXT && bytes.n > INTAKE_MAX)
		return FAIL(e, ERR_TOO_LARGE, T_intake_too_large, name);
	if (job.kind != INTAKE_TEXT)
		return read_in_child(a, name, &job, out, e);
	out->text = decoded(a, bytes, false, &out->flags);
	if (str_is_utf8(out->text))
		out->text = legacy_text(a, out->text, &was);
	if (was)
		out->flags |= INTAKE_RECODED;
	return true;
}
