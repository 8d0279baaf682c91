#include "file/file.h"

#include <openssl/sha.h>

#include "base/viet.h"
#include "file/sniff.h"
#include "file_sql.h"

/* The first ending is the one a name without any gets. */
static const struct {
	const char *name, *type;
	enum text_id text;
	const char *shout; /* in a message, in every language */
	const char *endings[3];
} kinds[FILE_KINDS] = {
	[FILE_PDF] = { "pdf", "application/pdf", T_file_kind_pdf, "PDF", { "pdf" } },
	[FILE_DOCX] = { "docx",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		T_file_kind_docx, "DOCX", { "docx" } },
	[FILE_XLSX] = { "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		T_file_kind_xlsx, "XLSX", { "xlsx" } },
	[FILE_PPTX] = { "pptx",
		"application/vnd.openxmlformats-officedocument.presentationml.presentation",
		T_file_kind_pptx, "PPTX", { "pptx" } },
	[FILE_ODT] = { "odt", "application/vnd.oasis.opendocument.text", T_file_kind_odt, "ODT",
		{ "odt" } },
	[FILE_PNG] = { "png", "image/png", T_file_kind_png, "PNG", { "png" } },
	[FILE_JPEG] = { "jpeg", "image/jpeg", T_file_kind_jpeg, "JPEG", { "jpg", "jpeg" } },
	[FILE_WEBP] = { "webp", "image/webp", T_file_kind_webp, "WebP", { "webp" } },
	[FILE_TEXT] = { "text", "text/plain; charset=utf-8", T_file_kind_text, "TXT",
		{ "txt", "md" } },
	[FILE_CSV] = { "csv", "text/csv; charset=utf-8", T_file_kind_csv, "CSV", { "csv" } },
};

const char *file_kind_name(enum file_kind kind)
{
	return kinds[kind].name;
}

enum file_kind file_kind_of(struct str name)
{
	enum file_kind kind = FILE_PDF;

	while (kind < FILE_KINDS && !str_eq(name, str_z(kinds[kind].name)))
		kind++;
	return kind;
}

enum text_id file_kind_text(enum file_kind kind)
{
	return kinds[kind].text;
}

struct str file_size_text(struct arena *a, enum lang lang, int64_t bytes)
{
	int64_t tenths = (bytes * 10 + (1 << 19)) >> 20;

	if (bytes < 1024)
		return str_fmt(a, "%lld byte", (long long)bytes);
	if (tenths < 10)
		return str_fmt(a, "%lld KB", (long long)((bytes + 512) >> 10));
	return str_fmt(a, "%lld%c%lld MB", (long long)(tenths / 10), lang == LANG_VI ? ',' : '.',
		(long long)(tenths % 10));
}

/* --- its name */

/* Marks that turn the direction of writing, and letters without width: they make an
 * ending look like another. */
static bool is_unseen(uint32_t r)
{
	return r < 0x20 || (r >= 0x7f && r < 0xa0) || r == 0xad || r == 0x61c ||
	       (r >= 0x200b && r <= 0x200f) || (r >= 0x2028 && r <= 0x202e) ||
	       (r >= 0x2060 && r <= 0x206f) || r == 0xfeff || (r >= 0xfff0 && r <= 0xffff) ||
	       r >= 0xe0000;
}

static bool is_forbidden(uint32_t r)
{
	return r < 0x80 && strchr("/\\:*?\"<>|", (int)r);
}

/* The last part of a path, without what cannot be seen or no name may have. */
static struct str cleaned(struct arena *a, struct str name)
{
	struct buf b = { .arena = a };
	size_t from = 0, len;

	if (!name.n || !str_is_utf8(name))
		return S("");
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '/' || name.p[i] == '\\')
			from = i + 1;
	name = viet_nfc(a, str_sub(name, from, name.n));
	for (size_t i = 0; i < name.n; i += len) {
		uint32_t r = str_rune(name, i, &len);

		if (is_unseen(r))
			continue;
		buf_add_rune(&b, is_forbidden(r) ? '-' : r);
	}
	struct str out = buf_str(&b);

	/* a name of points, or one that hides itself, or that Windows would shorten */
	while (out.n && (out.p[0] == '.' || out.p[0] == ' '))
		out = str_sub(out, 1, out.n);
	while (out.n && (out.p[out.n - 1] == '.' || out.p[out.n - 1] == ' '))
		out = str_sub(out, 0, out.n - 1);
	return out;
}

static size_t last_point(struct str name)
{
	for (size_t i = name.n; i > 0; i--)
		if (name.p[i - 1] == '.')
			return i - 1;
	return SIZE_MAX;
}

/* At most so many letters, cut before the ending. */
static struct str shortened(struct arena *a, struct str name)
{
	size_t point = last_point(name), letters = 0, len, i;
	struct str ending = point == SIZE_MAX ? S("") : str_sub(name, point, name.n);
	struct str stem = point == SIZE_MAX ? name : str_sub(name, 0, point);

	for (i = 0; i < stem.n && letters + ending.n < FILE_NAME_LETTERS; i += len, letters++)
		str_rune(stem, i, &len);
	return i == stem.n ? name : str_fmt(a, "%.*s%.*s", (int)i, stem.p, STR_ARG(ending));
}

static bool has_ending(enum file_kind kind, struct str ending)
{
	for (size_t i = 0; i < COUNT(kinds[kind].endings) && kinds[kind].endings[i]; i++)
		if (str_eq_nocase(ending, str_z(kinds[kind].endings[i])))
			return true;
	return false;
}

/* The name must say what the bytes are; one without an ending gets it. */
static bool settle_name(struct arena *a, struct file_new *f, struct err *e)
{
	size_t point = last_point(f->name);
	struct str ending = point == SIZE_MAX ? S("") : str_sub(f->name, point + 1, f->name.n);

	if (point == SIZE_MAX) {
		f->name = shortened(
			a, str_fmt(a, "%.*s.%s", STR_ARG(f->name), kinds[f->kind].endings[0]));
		return true;
	}
	if (f->kind == FILE_TEXT && has_ending(FILE_CSV, ending))
		f->kind = FILE_CSV;
	f->name = shortened(a, f->name);
	return has_ending(f->kind, ending) ||
	       FAIL(e, ERR_INPUT, T_file_other_name, f->name, str_z(kinds[f->kind].shout));
}

/* --- keeping it */

static struct str digest_of(struct arena *a, struct str bytes)
{
	unsigned char hash[SHA256_DIGEST_LENGTH];
	struct buf hex = { .arena = a };

	SHA256((const unsigned char *)bytes.p, bytes.n, hash);
	for (size_t i = 0; i < sizeof(hash); i++)
		buf_addf(&hex, "%02x", hash[i]);
	return buf_str(&hex);
}

bool file_prepare(
	struct arena *a, struct str name, struct str bytes, struct file_new *out, struct err *e)
{
	*out = (struct file_new){ .name = cleaned(a, name), .bytes = bytes };
	if (out->name.n == 0)
		out->name = S("tai-lieu");
	struct str shown = shortened(a, out->name);

	if (bytes.n == 0)
		return FAIL(e, ERR_INPUT, T_file_empty, shown);
	if (bytes.n > FILE_MAX)
		return FAIL(e, ERR_TOO_LARGE, T_file_too_large, shown);
	if (!sniff(a, shown, bytes, &out->kind, e) || !settle_name(a, out, e))
		return false;
	out->digest = digest_of(a, bytes);
	return true;
}

bool file_put(struct db_write *w, const struct file_new *f, int64_t *id, struct err *e)
{
	struct file_same_row same;
	bool found;

	if (!file_same(db_write_read(w), f->digest, &same, &found, e))
		return false;
	if (found) {
		*id = same.id;
		return true;
	}
	return file_add(w, f->digest, str_z(kinds[f->kind].name), (int64_t)f->bytes.n, f->bytes,
		clock_now(), id, e);
}

bool file_read(struct db_read *r, int64_t id, struct file_held *out, bool *found, struct err *e)
{
	struct file_by_id_row row;

	if (!file_by_id(r, id, &row, found, e) || !*found)
		return e->code == ERR_NONE;
	out->kind = file_kind_of(row.kind);
	if (out->kind == FILE_KINDS)
		return FAIL(e, ERR_INTERNAL, T_file_unknown, row.kind);
	out->type = str_z(kinds[out->kind].type);
	out->bytes = row.bytes;
	return true;
}
