#include "gen/gen.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct arena *gen_arena;
static int errors;
static const char *written_dir;	 /* of what gen_write wrote */
static LIST(struct str) written; /* names in it */

__attribute__((constructor)) static void start(void)
{
	gen_arena = arena_new((size_t)1 << 30);
}

static bool read_whole(const char *path, struct str *out)
{
	FILE *f = fopen(path, "rb");

	if (!f)
		return false;
	struct buf b = { .arena = gen_arena };
	size_t n;

	do {
		n = fread(buf_room(&b, 65536), 1, 65536, f);
		b.n += n;
	} while (n);
	bool ok = !ferror(f);

	fclose(f);
	*out = buf_str(&b);
	return ok;
}

struct str gen_read(const char *path)
{
	struct str s;

	if (!read_whole(path, &s)) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(1);
	}
	return s;
}

void gen_write(const char *dir, const char *name, struct str bytes)
{
	char *path = str_c(gen_arena, str_fmt(gen_arena, "%s/%s", dir, name));
	struct str old;

	written_dir = dir;
	LIST_PUSH(gen_arena, &written, str_dup(gen_arena, str_z(name)));
	if (read_whole(path, &old) && str_eq(old, bytes))
		return;
	FILE *f = fopen(path, "wb");

	if (!f || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(1);
	}
}

void gen_error(const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: ", file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	errors++;
}

static bool is_written(struct str name)
{
	LIST_EACH(w, &written)
		if (str_eq(*w, name))
			return true;
	return false;
}

/* What this program wrote here the last time and no longer does goes: its source is gone. */
static void drop_stale(void)
{
	char *path = str_c(gen_arena,
		str_fmt(gen_arena, "%s/.%s.list", written_dir, program_invocation_short_name));
	struct str old = { 0 }, name;
	struct buf now = { .arena = gen_arena };

	(void)read_whole(path, &old);
	while (str_split(&old, '\n', &name))
		if (name.n && !is_written(name))
			remove(str_c(gen_arena,
				str_fmt(gen_arena, "%s/%.*s", written_dir, STR_ARG(name))));
	LIST_EACH(w, &written)
		buf_addf(&now, "%.*s\n", STR_ARG(*w));
	FILE *f = fopen(path, "wb");

	if (!f || fwrite(now.p, 1, now.n, f) != now.n || fclose(f) != 0) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(1);
	}
}

int gen_end(void)
{
	if (errors)
		return 1;
	if (written_dir)
		drop_stale();
	return 0;
}

struct str gen_subject(const char *path)
{
	const char *end = strrchr(path, '/');

	if (!end)
		return S("");
	const char *start = end;

	while (start > path && start[-1] != '/')
		start--;
	return str_n(start, (size_t)(end - start));
}

struct str gen_stem(const char *path)
{
	const char *name = strrchr(path, '/');

	name = name ? name + 1 : path;
	return str_n(name, strcspn(name, "."));
}

void gen_c_string(struct buf *b, struct str s)
{
	buf_addc(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\n')
			buf_addz(b, "\\n");
		else if (c == '"' || c == '\\')
			buf_addf(b, "\\%c", c);
		else if (c < 0x20 || c == '?' || c == 0x7f)
			buf_addf(b, "\\%03o", c);
		else
			buf_addc(b, (char)c);
	}
	buf_addc(b, '"');
}
