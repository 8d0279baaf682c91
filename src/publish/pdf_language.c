/*
 * cairo 1.16 writes tags but no language, without which a reader aloud reads Vietnamese as
 * English. An update behind the end of the file (ISO 32000-1, 7.5.6) writes the catalog once
 * more, with the language and the wish to show the title.
 */
#include "publish/pdf.h"

static bool number_after(struct str pdf, size_t at, int64_t *out)
{
	size_t end = at;

	while (end < pdf.n && pdf.p[end] >= '0' && pdf.p[end] <= '9')
		end++;
	return str_to_int(str_sub(pdf, at, end), out);
}

static size_t last(struct str s, struct str needle)
{
	size_t found = SIZE_MAX;

	for (size_t at = str_find(s, needle, 0); at != SIZE_MAX; at = str_find(s, needle, at + 1))
		found = at;
	return found;
}

/* The catalog's number and what stands between its << and >>; the trailer's words. */
static bool parts(
	struct arena *a, struct str pdf, int64_t *root, struct str *catalog, struct str *trailer)
{
	struct str end = str_sub(pdf, pdf.n > 2048 ? pdf.n - 2048 : 0, pdf.n);
	size_t t = last(end, S("trailer\n<<")), r = str_find(end, S("/Root "), 0), from, to;

	if (t == SIZE_MAX || r == SIZE_MAX || !number_after(end, r + 6, root))
		return false;
	to = str_find(end, S(">>"), t);
	if (to == SIZE_MAX)
		return false;
	*trailer = str_sub(end, t + 10, to);
	from = last(pdf, str_fmt(a, "\n%lld 0 obj\n<<", (long long)*root));
	if (from == SIZE_MAX)
		return false;
	from = str_find(pdf, S("<<"), from) + 2;
	to = str_find(pdf, S("\nendobj"), from);
	if (to == SIZE_MAX || !str_ends(str_sub(pdf, from, to), S(">>")))
		return false;
	*catalog = str_sub(pdf, from, to - 2);
	return true;
}

struct str pdf_say_language(struct arena *a, struct str pdf)
{
	struct str catalog, trailer;
	struct buf b = { .arena = a };
	int64_t root, before;
	size_t start = last(pdf, S("startxref\n"));

	if (start == SIZE_MAX || !number_after(pdf, start + 10, &before) ||
		!parts(a, pdf, &root, &catalog, &trailer))
		return pdf;
	buf_add(&b, pdf);
	size_t object = b.n;

	buf_addf(&b, "%lld 0 obj\n<<%.*s   /Lang (vi-VN)\n", (long long)root, STR_ARG(catalog));
	buf_addz(&b, "   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n");
	size_t table = b.n;

	buf_addf(&b, "xref\n%lld 1\n%010zu 00000 n \ntrailer\n<<%.*s   /Prev %lld\n>>\n",
		(long long)root, object, STR_ARG(trailer), (long long)before);
	buf_addf(&b, "startxref\n%zu\n%%%%EOF\n", table);
	return buf_str(&b);
}
