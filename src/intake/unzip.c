#include "intake/unzip.h"

#include <zlib.h>

enum {
	HEAD = 30,  /* bytes of a member's head before its name */
	ENTRY = 46, /* of an entry of the directory */
	END = 22,   /* of the directory's end */
	COMMENT = 65535,
	STORED = 0,
	DEFLATED = 8
};

static uint32_t number(struct str s, size_t at, int bytes)
{
	uint32_t v = 0;

	for (int i = 0; i < bytes; i++)
		v |= (uint32_t)(unsigned char)s.p[at + (size_t)i] << 8 * i;
	return v;
}

/* Where the directory's end stands: the last one whose comment reaches the file's end. */
static size_t find_end(struct str s)
{
	size_t least = s.n > END + COMMENT ? s.n - END - COMMENT : 0;

	if (s.n < END)
		return SIZE_MAX;
	for (size_t at = s.n - END; at + 1 > least; at--)
		if (number(s, at, 4) == 0x06054b50 && at + END + number(s, at + 20, 2) == s.n)
			return at;
	return SIZE_MAX;
}

/* No way out of the folder it is unpacked in, for whatever unpacks it later. */
static bool stays_inside(struct str name)
{
	struct str rest = name, part;

	if (name.n == 0 || name.p[0] == '/' || str_find_char(name, '\\', 0) != SIZE_MAX ||
		str_find_char(name, ':', 0) != SIZE_MAX || memchr(name.p, 0, name.n))
		return false;
	while (str_split(&rest, '/', &part))
		if (str_eq(part, S("..")))
			return false;
	return true;
}

/* The member an entry of the directory speaks of; its own head must say the same. */
static enum unzip_fault read_member(
	struct str s, size_t entry, size_t directory, struct unzip_member *m)
{
	size_t head = number(s, entry + 42, 4), packed = number(s, entry + 20, 4);
	uint32_t flags = number(s, entry + 8, 2);

	m->method = (int)number(s, entry + 10, 2);
	m->size = number(s, entry + 24, 4);
	m->name = str_sub(s, entry + ENTRY, entry + ENTRY + number(s, entry + 28, 2));
	if (flags & 1)
		return UNZIP_LOCKED;
	if (!stays_inside(m->name))
		return UNZIP_STRAYS;
	if (head + HEAD > directory || number(s, head, 4) != 0x04034b50)
		return UNZIP_BROKEN;
	size_t name = number(s, head + 26, 2), data = head + HEAD + name + number(s, head + 28, 2);

	if (data > directory || packed > directory - data ||
		(m->method != STORED && m->method != DEFLATED) ||
		!str_eq(m->name, str_sub(s, head + HEAD, head + HEAD + name)))
		return UNZIP_BROKEN;
	if (m->method == STORED && packed != m->size)
		return UNZIP_BROKEN;
	m->packed = str_sub(s, data, data + packed);
	return UNZIP_SOUND;
}

enum unzip_fault unzip_open(struct arena *a, struct str bytes, struct unzip *out)
{
	size_t end = find_end(bytes), at, members;
	uint64_t total = 0;

	*out = (struct unzip){ 0 };
	if (end == SIZE_MAX || number(bytes, end + 4, 4) != 0) /* of several disks */
		return UNZIP_BROKEN;
	members = number(bytes, end + 10, 2);
	at = number(bytes, end + 16, 4);
	size_t directory = at;

	if (members == 0 || at > end)
		return UNZIP_BROKEN;
	if (members > UNZIP_MEMBERS)
		return UNZIP_SWOLLEN;
	for (size_t i = 0; i < members; i++) {
		struct unzip_member m;

		if (end - at < ENTRY || number(bytes, at, 4) != 0x02014b50)
			return UNZIP_BROKEN;
		size_t size = ENTRY + number(bytes, at + 28, 2) + number(bytes, at + 30, 2) +
			      number(bytes, at + 32, 2);

		if (size > end - at)
			return UNZIP_BROKEN;
		enum unzip_fault fault = read_member(bytes, at, directory, &m);

		total += m.size;
		if (fault == UNZIP_SOUND && total > UNZIP_UNPACKED)
			fault = UNZIP_SWOLLEN;
		if (fault == UNZIP_SOUND && unzip_find(out, m.name))
			fault = UNZIP_BROKEN; /* which of the two would be read? */
		if (fault != UNZIP_SOUND)
			return fault;
		LIST_PUSH(a, &out->members, m);
		at += size;
	}
	return UNZIP_SOUND;
}

const struct unzip_member *unzip_find(const struct unzip *z, struct str name)
{
	LIST_EACH(m, &z->members)
		if (str_eq(m->name, name))
			return m;
	return NULL;
}

bool unzip_has_macros(const struct unzip *z)
{
	LIST_EACH(m, &z->members)
		if (str_has(m->name, S("vbaProject")) || str_has(m->name, S("macrosheets/")) ||
			str_has(m->name, S("activeX/")) || str_starts(m->name, S("Basic/")) ||
			str_starts(m->name, S("Scripts/")))
			return true;
	return false;
}

struct str unzip_read(struct arena *a, const struct unzip_member *m, size_t most)
{
	if (m->method == STORED)
		return str_sub(m->packed, 0, most);
	char *out = arena_alloc(a, most);
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)m->packed.p,
		.avail_in = (uInt)m->packed.n,
		.next_out = (unsigned char *)out,
		.avail_out = (uInt)most };

	if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
		return STR_NULL;
	int end = inflate(&z, Z_SYNC_FLUSH);
	size_t n = most - z.avail_out;

	inflateEnd(&z);
	if (end != Z_STREAM_END && !(end == Z_OK && z.avail_out == 0) &&
		!(end == Z_BUF_ERROR && z.avail_out == 0))
		return STR_NULL;
	return str_n(out, n);
}
