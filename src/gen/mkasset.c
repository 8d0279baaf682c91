/*
 * Files for the browser. Reads assets/ and writes
 *
 *	assets.h   ASSET_ui_css and so on: the addresses, as struct str
 *	assets.c   the table web/asset.h declares: address, type, bytes, bytes by gzip
 *
 *	mkasset OUT files…
 *
 * An address carries a digest of the content. A style sheet's url(…) is changed to
 * the address of the file it names, which must be among the files.
 */
#include "gen/gen.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

struct file {
	const char *path;
	struct str name; /* "fonts/x.woff2" */
	struct str url;
	const char *type;
	struct str bytes, gzip;
	bool css;
};

static LIST(struct file) files;

static const struct {
	const char *end, *type;
} types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".woff2", "font/woff2" },
	{ ".txt", "text/plain; charset=utf-8" },
	{ ".png", "image/png" },
	{ ".json", "application/json" },
};

static struct str digest(struct str bytes)
{
	unsigned char md[32];
	struct buf b = { .arena = gen_arena };

	if (!EVP_Digest(bytes.p, bytes.n, md, NULL, EVP_sha256(), NULL)) {
		fprintf(stderr, "mkasset: no SHA-256\n");
		exit(1);
	}
	for (int i = 0; i < 8; i++)
		buf_addf(&b, "%02x", md[i]);
	return buf_str(&b);
}

/* Nothing where it saves less than a tenth. */
static struct str squeeze(struct str s)
{
	z_stream z = { 0 };
	struct buf b = { .arena = gen_arena };

	if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
		fprintf(stderr, "mkasset: no gzip\n");
		exit(1);
	}
	size_t bound = deflateBound(&z, s.n);

	z.next_in = (Bytef *)(uintptr_t)s.p;
	z.avail_in = (uInt)s.n;
	z.next_out = (Bytef *)buf_room(&b, bound);
	z.avail_out = (uInt)bound;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END) {
		fprintf(stderr, "mkasset: gzip failed\n");
		exit(1);
	}
	b.n = bound - z.avail_out;
	deflateEnd(&z);
	return b.n < s.n - s.n / 10 ? buf_str(&b) : S("");
}

static const struct file *named(struct str name)
{
	LIST_EACH(f, &files)
		if (str_eq(f->name, name))
			return f;
	return NULL;
}

static struct str with_addresses(const struct file *css)
{
	struct buf b = { .arena = gen_arena };
	struct str s = css->bytes;
	size_t at = 0, from;

	while ((from = str_find(s, S("url("), at)) != SIZE_MAX) {
		size_t end = str_find_char(s, ')', from);
		struct str name = str_sub(s, from + 4, end);

		buf_add(&b, str_sub(s, at, from + 4));
		at = from + 4;
		if (end == SIZE_MAX || str_starts(name, S("#")))
			continue;
		const struct file *f = named(name);

		if (!f || f->css)
			gen_error(
				css->path, 1, "url(%.*s) is not a file of assets/", STR_ARG(name));
		else
			buf_add(&b, f->url);
		at = end;
	}
	buf_add(&b, str_sub(s, at, s.n));
	return buf_str(&b);
}

static void make_url(struct file *f)
{
	struct str stem = f->name;
	size_t dot = stem.n;

	while (dot > 0 && stem.p[dot - 1] != '.')
		dot--;
	f->url = str_fmt(gen_arena, "/assets/%.*s%.*s.%.*s", (int)dot, stem.p,
		STR_ARG(digest(f->bytes)), STR_ARG(str_sub(stem, dot, stem.n)));
	f->gzip = squeeze(f->bytes);
}

static void add_file(const char *path)
{
	struct str name = str_z(path);
	struct file f = { .path = path, .bytes = gen_read(path) };

	if (!str_starts(name, S("assets/"))) {
		gen_error(path, 1, "not below assets/");
		return;
	}
	f.name = str_sub(name, 7, name.n);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_ends(name, str_z(types[i].end)))
			f.type = types[i].type;
	f.css = str_ends(name, S(".css"));
	if (!f.type)
		gen_error(path, 1, "no type is known for this name");
	LIST_PUSH(gen_arena, &files, f);
}

static int by_url(const void *a, const void *b)
{
	return str_cmp(((const struct file *)a)->url, ((const struct file *)b)->url);
}

static void write_header(const char *dir)
{
	struct buf b = { .arena = gen_arena };

	buf_addz(&b, "/* Generated from assets/. */\n#pragma once\n\n");
	LIST_EACH(f, &files) {
		buf_addz(&b, "#define ASSET_");
		for (size_t i = 0; i < f->name.n; i++) {
			char c = f->name.p[i];
			bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
				     (c >= '0' && c <= '9');

			buf_addc(&b, (char)(plain ? c : '_'));
		}
		buf_addf(&b, " S(\"%.*s\")\n", STR_ARG(f->url));
	}
	gen_write(dir, "assets.h", buf_str(&b));
}

static void write_bytes(struct buf *b, struct str s)
{
	buf_addz(b, "\t\t{ ");
	gen_c_string(b, s);
	buf_addf(b, ", %zu },\n", s.n);
}

static void write_table(const char *dir)
{
	struct buf b = { .arena = gen_arena };

	buf_addz(&b, "/* Generated from assets/. */\n#include \"web/asset.h\"\n\n"
		     "const struct asset assets[] = {\n");
	LIST_EACH(f, &files) {
		buf_addf(&b, "\t{ S(\"%.*s\"), S(\"%s\"),\n", STR_ARG(f->url), f->type);
		write_bytes(&b, f->bytes);
		write_bytes(&b, f->gzip);
		buf_addz(&b, "\t},\n");
	}
	buf_addf(&b, "\t{ .url = { 0 } },\n};\nconst size_t assets_n = %zu;\n", files.n);
	gen_write(dir, "assets.c", buf_str(&b));
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: mkasset OUT files…\n");
		return 2;
	}
	for (int i = 2; i < argc; i++)
		add_file(argv[i]);
	if (gen_end())
		return 1;
	LIST_EACH(f, &files)
		if (!f->css)
			make_url(f);
	LIST_EACH(f, &files)
		if (f->css) {
			f->bytes = with_addresses(f);
			make_url(f);
		}
	if (files.n)
		qsort(files.v, files.n, sizeof(files.v[0]), by_url);
	write_header(argv[1]);
	write_table(argv[1]);
	return gen_end();
}
