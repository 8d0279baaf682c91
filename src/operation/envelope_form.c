#include "operation/envelope_form.h"

#include <sodium.h>

static void add_hex(struct buf *b, const unsigned char *bytes, size_t n)
{
	char *p = buf_room(b, 2 * n + 1);

	sodium_bin2hex(p, 2 * n + 1, bytes, n);
	b->n += 2 * n;
}

/* Exactly n bytes of lower-case digits. */
static bool read_hex(struct str s, unsigned char *out, size_t n)
{
	size_t got = 0;

	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return s.n == 2 * n && sodium_hex2bin(out, n, s.p, s.n, NULL, &got, NULL) == 0 && got == n;
}

struct str head_write(struct arena *a, const struct head_form *f)
{
	struct buf b = { .arena = a };

	buf_addf(&b,
		"haidang-backup 1\nkind %.*s\nmade %lld\nlog-size %lld\nlog-head %.*s\n"
		"made-by %.*s\nstream ",
		STR_ARG(f->head.kind), (long long)f->head.made, (long long)f->head.log_size,
		STR_ARG(f->head.log_head), STR_ARG(f->head.made_by));
	add_hex(&b, f->stream, STREAM_HEADER);
	for (size_t i = 0; i < f->n_keys; i++) {
		buf_addf(&b, "\nkey %s ", f->keys[i].name);
		add_hex(&b, f->keys[i].bytes, SEALED_KEY);
	}
	buf_addz(&b, "\n\n");
	return buf_str(&b);
}

/* The rest of the next line, which begins with `word` and a blank. */
static bool line(struct str *text, const char *word, struct str *value)
{
	struct str whole;

	if (!str_split(text, '\n', &whole) || !str_starts(whole, str_z(word)))
		return false;
	whole = str_sub(whole, strlen(word), whole.n);
	if (whole.n < 2 || whole.p[0] != ' ')
		return false;
	*value = str_sub(whole, 1, whole.n);
	return true;
}

static bool number_line(struct str *text, const char *word, int64_t *out)
{
	struct str value;

	return line(text, word, &value) && str_to_int(value, out) && *out >= 0;
}

/* Shown to people: letters of a terminal only. */
static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x20 || s.p[i] > 0x7e)
			return false;
	return s.n <= 200;
}

static bool read_key(struct str value, struct sealed_key *out)
{
	unsigned char name[RECIPIENT_NAME / 2];
	struct str word = str_sub(value, 0, RECIPIENT_NAME);

	if (value.n <= RECIPIENT_NAME || value.p[RECIPIENT_NAME] != ' ' ||
		!read_hex(word, name, sizeof(name)))
		return false;
	memcpy(out->name, word.p, RECIPIENT_NAME);
	out->name[RECIPIENT_NAME] = '\0';
	return read_hex(str_sub(value, RECIPIENT_NAME + 1, value.n), out->bytes, SEALED_KEY);
}

static bool read_keys(struct str *text, struct head_form *out)
{
	struct str value;

	while (!str_eq(*text, S("\n"))) {
		if (out->n_keys == ENVELOPE_RECIPIENTS || !line(text, "key", &value) ||
			!read_key(value, &out->keys[out->n_keys++]))
			return false;
	}
	return out->n_keys > 0;
}

bool head_read(struct arena *a, struct str text, struct head_form *out, struct err *e)
{
	unsigned char digest[32];
	struct envelope_head *h = &out->head;
	struct str value;

	*out = (struct head_form){ 0 };
	text = str_dup(a, text);
	if (!str_starts(text, S("haidang-backup ")))
		return FAIL(e, ERR_INPUT, T_operation_no_backup);
	if (!line(&text, "haidang-backup", &value) || !str_eq(value, S("1")))
		return FAIL(e, ERR_INPUT, T_operation_backup_version);
	if (line(&text, "kind", &h->kind) &&
		(str_eq(h->kind, S("sqlite")) || str_eq(h->kind, S("postgres"))) &&
		number_line(&text, "made", &h->made) &&
		number_line(&text, "log-size", &h->log_size) &&
		line(&text, "log-head", &h->log_head) &&
		read_hex(h->log_head, digest, sizeof(digest)) &&
		line(&text, "made-by", &h->made_by) && is_plain(h->made_by) &&
		line(&text, "stream", &value) && read_hex(value, out->stream, STREAM_HEADER) &&
		read_keys(&text, out))
		return true;
	return FAIL(e, ERR_INPUT, T_operation_backup_damaged);
}

struct str manifest_write(struct arena *a, const struct envelope_manifest *m)
{
	struct buf b = { .arena = a };

	buf_addf(&b, "size %lld\n", (long long)m->size);
	LIST_EACH(t, &m->tables)
		buf_addf(&b, "table %lld %.*s\n", (long long)t->rows, STR_ARG(t->name));
	return buf_str(&b);
}

static bool read_table(struct str value, struct table_count *t)
{
	struct str rows;

	if (!str_split(&value, ' ', &rows) || !str_to_int(rows, &t->rows) || t->rows < 0)
		return false;
	t->name = value;
	return value.n > 0 && is_plain(value);
}

bool manifest_read(struct arena *a, struct str text, struct envelope_manifest *out, struct err *e)
{
	struct str value;
	bool ok;

	*out = (struct envelope_manifest){ 0 };
	text = str_dup(a, text);
	ok = text.n && text.p[text.n - 1] == '\n' && number_line(&text, "size", &out->size);
	while (ok && text.n)
		ok = line(&text, "table", &value) && read_table(value, LIST_ADD(a, &out->tables));
	return ok || FAIL(e, ERR_INPUT, T_operation_backup_damaged);
}

struct str trailer_write(
	struct arena *a, int64_t bytes, const unsigned char digest[ENVELOPE_DIGEST])
{
	struct buf b = { .arena = a };

	buf_addf(&b, "bytes %lld\ndigest ", (long long)bytes);
	add_hex(&b, digest, ENVELOPE_DIGEST);
	buf_addz(&b, "\n");
	return buf_str(&b);
}
