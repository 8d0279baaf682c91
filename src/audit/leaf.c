#include "audit/leaf.h"

#include "audit/hash.h"
#include "base/json.h"

/*
 * The form never changes and every entry of a whole log is written in it again to check it, so it
 * is written here directly and in one piece. What the text of a member comes to is that of
 * base/json.h, which writes what is no UTF-8.
 */

/* How long a byte becomes, less one: as it is, behind a backslash, or as \u00xx. */
static const unsigned char widens[256] = {
	[0 ... 9] = 5,
	['\n'] = 1,
	[11 ... 0x1f] = 5,
	['"'] = 1,
	['\\'] = 1,
	[0x7f] = 5,
};

struct member {
	struct str text;
	struct str ready; /* already with its quotation marks; no value: to be written */
	size_t n;	  /* the length it comes to */
};

static void measure(struct arena *a, struct member *m)
{
	unsigned char high = 0;
	size_t n = m->text.n + 2;

	for (size_t i = 0; i < m->text.n; i++) {
		unsigned char c = (unsigned char)m->text.p[i];

		high |= c;
		n += widens[c];
	}
	m->n = n;
	if (m->text.p && (high < 0x80 || str_is_utf8(m->text)))
		return;
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_str(&j, NULL, m->text);
	m->ready = buf_str(&b);
	m->n = b.n;
}

static char *put(char *p, struct str s)
{
	if (s.n)
		memcpy(p, s.p, s.n);
	return p + s.n;
}

static char *put_escape(char *p, unsigned char c)
{
	static const char digits[] = "0123456789abcdef";

	if (widens[c] == 1) {
		*p++ = '\\';
		*p++ = c == '\n' ? 'n' : (char)c;
		return p;
	}
	p = put(p, S("\\u00"));
	*p++ = digits[c >> 4];
	*p++ = digits[c & 15];
	return p;
}

static char *put_text(char *p, const struct member *m)
{
	if (m->ready.p)
		return put(p, m->ready);
	struct str s = m->text;

	*p++ = '"';
	for (size_t i = 0, from = 0; from < s.n; from = ++i) {
		while (i < s.n && !widens[(unsigned char)s.p[i]])
			i++;
		p = put(p, str_sub(s, from, i));
		if (i < s.n)
			p = put_escape(p, (unsigned char)s.p[i]);
	}
	*p++ = '"';
	return p;
}

static char *put_int(char *p, int64_t v)
{
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	char digits[20];
	size_t i = sizeof(digits);

	do
		digits[--i] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (v < 0)
		*p++ = '-';
	return put(p, str_n(digits + i, sizeof(digits) - i));
}

static char *put_hex(char *p, const unsigned char *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*p++ = digits[bytes[i] >> 4];
		*p++ = digits[bytes[i] & 15];
	}
	return p;
}

enum { ACTOR_NAME, PERMISSION, ACTION, OBJECT, DETAIL, MEMBERS };
/* The names and signs of all members, and four numbers. */
enum { REST = 256 };

struct str audit_canonical(struct arena *a, const struct audit_line *line)
{
	const struct audit_entry *e = &line->entry;
	struct member m[MEMBERS] = { { .text = e->actor_name }, { .text = e->permission },
		{ .text = e->action }, { .text = e->object }, { .text = e->detail } };
	size_t most = REST + 2 * AUDIT_REQUEST;
	char *begin, *p;

	for (int i = 0; i < MEMBERS; i++) {
		measure(a, &m[i]);
		most += m[i].n;
	}
	p = begin = arena_alloc(a, most);
	p = put_int(put(p, S("{\"v\":1,\"seq\":")), line->seq);
	p = put_int(put(p, S(",\"at\":")), line->at);
	p = put_int(put(p, S(",\"actor\":")), e->actor);
	p = put_text(put(p, S(",\"actor_name\":")), &m[ACTOR_NAME]);
	p = put_text(put(p, S(",\"permission\":")), &m[PERMISSION]);
	p = put_text(put(p, S(",\"action\":")), &m[ACTION]);
	p = put_text(put(p, S(",\"object\":")), &m[OBJECT]);
	p = put_int(put(p, S(",\"object_id\":")), e->object_id);
	p = put_hex(put(p, S(",\"request\":\"")), e->request, AUDIT_REQUEST);
	p = put_text(put(p, S("\",\"detail\":")), &m[DETAIL]);
	*p++ = '}';
	return str_n(begin, (size_t)(p - begin));
}

void audit_leaf(struct str canonical, unsigned char leaf[AUDIT_LEAF])
{
	hash_sha256_after(0, canonical, leaf);
}
