#include "test/support_zip.h"

#include <zlib.h>

static void add_number(struct buf *b, uint32_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_addc(b, (char)(v >> 8 * i));
}

static struct str deflated(struct arena *a, struct str s)
{
	uLong most = compressBound(s.n);
	char *out = NEW_N(a, char, most);
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)s.p,
		.avail_in = (uInt)s.n,
		.next_out = (unsigned char *)out,
		.avail_out = (uInt)most };

	if (deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK ||
		deflate(&z, Z_FINISH) != Z_STREAM_END)
		die("deflate");
	struct str packed = str_n(out, most - z.avail_out);

	deflateEnd(&z);
	return packed;
}

struct str zip_of(struct arena *a, const struct zip_part *parts, size_t n)
{
	struct buf b = { .arena = a }, list = { .arena = a };

	for (size_t i = 0; i < n; i++) {
		const struct zip_part *p = &parts[i];
		struct str data = p->deflated ? deflated(a, p->text) : p->text;
		const char *own = p->head_name ? p->head_name : p->name;
		uint32_t size = p->says ? p->says : (uint32_t)p->text.n, at = (uint32_t)b.n;

		add_number(&b, 0x04034b50, 4);
		add_number(&b, 20, 2);
		add_number(&b, (uint32_t)p->flags, 2);
		add_number(&b, p->deflated ? 8 : 0, 2);
		add_number(&b, 0, 4);
		add_number(&b, 0, 4);
		add_number(&b, (uint32_t)data.n, 4);
		add_number(&b, size, 4);
		add_number(&b, (uint32_t)strlen(own), 2);
		add_number(&b, 0, 2);
		buf_addz(&b, own);
		buf_add(&b, data);
		add_number(&list, 0x02014b50, 4);
		add_number(&list, 20, 4);
		add_number(&list, (uint32_t)p->flags, 2);
		add_number(&list, p->deflated ? 8 : 0, 2);
		add_number(&list, 0, 4);
		add_number(&list, 0, 4);
		add_number(&list, (uint32_t)data.n, 4);
		add_number(&list, size, 4);
		add_number(&list, (uint32_t)strlen(p->name), 2);
		add_number(&list, 0, 4);
		add_number(&list, 0, 4);
		add_number(&list, 0, 4);
		add_number(&list, at, 4);
		buf_addz(&list, p->name);
	}
	uint32_t directory = (uint32_t)b.n;

	buf_add(&b, buf_str(&list));
	add_number(&b, 0x06054b50, 4);
	add_number(&b, 0, 4);
	add_number(&b, (uint32_t)n, 2);
	add_number(&b, (uint32_t)n, 2);
	add_number(&b, (uint32_t)list.n, 4);
	add_number(&b, directory, 4);
	add_number(&b, 0, 2);
	return buf_str(&b);
}
