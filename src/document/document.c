/*
 * Documents: what a file must be to become one, what makes two files the same
 * document, and keeping it. Owns the tables document and document_text.
 */
#include "document/document.h"

#include <openssl/sha.h>
#include "base/viet.h"
#include "document_sql.h"

/* Control bytes a text may hold: tab, line ends, form feed. */
static bool is_text_byte(unsigned char c)
{
	return c >= 0x20 || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static struct str count(struct arena *a, size_t n)
{
	return str_fmt(a, "%zu", n);
}

/* The first byte that begins no well-formed letter; bytes.n where there is none. */
static size_t bad_utf8(struct str bytes)
{
	size_t good = 0, line_end;

	while (good < bytes.n) {
		line_end = str_find_char(bytes, '\n', good);
		line_end = line_end == SIZE_MAX ? bytes.n : line_end + 1;
		if (!str_is_utf8(str_sub(bytes, good, line_end)))
			return good;
		good = line_end;
	}
	return bytes.n;
}

static bool check_bytes(struct arena *a, struct str bytes, struct str name, struct err *e)
{
	size_t line = 1, start = 0;

	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.p[i];

		if (c == 0)
			return FAIL(e, ERR_INPUT, T_document_nul, name, count(a, i + 1));
		if (!is_text_byte(c))
			return FAIL(e, ERR_INPUT, T_document_binary, name, count(a, i + 1));
		if (c == '\n') {
			line++;
			start = i + 1;
		} else if (i - start >= DOCUMENT_LINE_MAX) {
			return FAIL(e, ERR_INPUT, T_document_long_line, name, count(a, line));
		}
	}
	size_t bad = bad_utf8(bytes);

	if (bad == bytes.n)
		return true;
	line = 1;
	for (size_t i = 0; i < bad; i++)
		line += bytes.p[i] == '\n';
	return FAIL(e, ERR_INPUT, T_document_not_utf8, name, count(a, line));
}

bool document_check(struct str bytes, struct str file_name, struct err *e)
{
	struct arena *a = arena_new(4096);
	bool ok;

	if (str_trim(bytes).n == 0)
		ok = FAIL(e, ERR_INPUT, T_document_empty, file_name);
	else if (bytes.n > DOCUMENT_MAX)
		ok = FAIL(e, ERR_TOO_LARGE, T_document_too_large, file_name);
	else
		ok = check_bytes(a, bytes, file_name, e);
	arena_free(a);
	return ok;
}

/* Words with one space between: a copy with other line breaks or doubled spaces has the
 * same. The no-break space counts as a space. */
static struct str words_of(struct arena *a, struct str body)
{
	static const char no_break[] = "\xc2\xa0", mark[] = "\xef\xbb\xbf";
	struct str text = viet_nfc(a, body);
	struct buf out = { .arena = a };
	bool gap = false;

	for (size_t i = 0; i < text.n;) {
		struct str rest = str_sub(text, i, text.n);
		size_t skip = str_starts(rest, str_z(no_break)) ? 2
			      : str_starts(rest, str_z(mark))	? 3
			      : (unsigned char)text.p[i] <= ' ' ? 1
								: 0;

		if (skip) {
			gap = true;
			i += skip;
			continue;
		}
		if (gap && out.n)
			buf_addc(&out, ' ');
		gap = false;
		buf_addc(&out, text.p[i++]);
	}
	return buf_str(&out);
}

static struct str digest(struct arena *a, struct str bytes)
{
	unsigned char hash[SHA256_DIGEST_LENGTH];
	struct buf hex = { .arena = a };

	SHA256((const unsigned char *)bytes.p, bytes.n, hash);
	for (size_t i = 0; i < sizeof(hash); i++)
		buf_addf(&hex, "%02x", hash[i]);
	return buf_str(&hex);
}

void document_prepare(struct arena *a, struct document_new *d)
{
	struct str issuer = d->issuer_name.n ? d->issuer_name : d->issuer;

	d->words = digest(a, words_of(a, d->body));
	d->identity = STR_NULL;
	if (d->number.n && issuer.n && date_given(d->issued))
		d->identity = str_fmt(a, "%.*s|%.*s|%.*s", STR_ARG(viet_fold(a, d->number)),
			STR_ARG(viet_fold(a, issuer)), STR_ARG(date_iso(a, d->issued)));
}

bool document_find(struct db_read *r, const struct document_new *d, enum document_match *match,
	int64_t *id, struct err *e)
{
	struct document_same_words_row words;
	struct document_same_identity_row identity;
	bool found;

	*match = DOCUMENT_NEW;
	if (!document_same_words(r, d->words, &words, &found, e))
		return false;
	if (found) {
		*match = DOCUMENT_SAME;
		*id = words.id;
		return true;
	}
	if (!d->identity.p)
		return true;
	if (!document_same_identity(r, d->identity, &identity, &found, e))
		return false;
	if (found) {
		*match = DOCUMENT_OTHER_TEXT;
		*id = identity.id;
	}
	return true;
}

bool document_keep(struct db_write *w, const struct document_new *d, int64_t *id, struct err *e)
{
	return document_add(w, d->number, d->number_by_hand, d->kind, d->issuer, d->issuer_id,
		       d->issued, d->place, d->title, d->identity, d->words, clock_now(), id, e) &&
	       document_text_add(w, *id, d->file_name, d->received, d->body, e);
}

bool document_keep_repair(struct db_batch *b, int64_t document, int64_t at, uint32_t was,
	uint32_t reads, struct str sure, struct err *e)
{
	return document_repair_add_queue(b, document, at, was, reads, sure, e);
}

bool document_supersede(struct db_write *w, int64_t id, struct err *e)
{
	return document_release(w, id, e);
}
