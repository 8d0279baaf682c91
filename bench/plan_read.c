/*
 * plan_read: how fast the reader reads, against one NFC pass of utf8proc over the same
 * bytes in the same run, and whether time grows with the input and no faster.
 *
 *	plan_read FILE…       the files are read in turn until 100 MB are done
 *
 * Prints name and figure, one a line.
 */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "reading/reading.h"

enum { MOST_FILES = 64, FILE_MOST = 16000000 };

static const size_t total = 100000000;

struct input {
	struct str bytes;
};

static struct str load(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *p = malloc(FILE_MOST);

	if (!f || !p)
		die("%s cannot be read", path);
	size_t n = fread(p, 1, FILE_MOST, f);

	fclose(f);
	return str_n(p, n);
}

static double seconds(int64_t from)
{
	return (double)(clock_ticks() - from) / 1e6;
}

static void read_once(struct arena *a, struct str s)
{
	struct reading *r = NULL;
	struct err e = { 0 };

	if (!reading_plan(a, s, NULL, &r, &e))
		die("a sample cannot be read");
	arena_reset(a);
}

static double reader_rate(struct arena *a, const struct input *in, int n)
{
	int64_t from = clock_ticks();
	size_t done = 0;

	for (int i = 0; done < total; i++) {
		read_once(a, in[i % n].bytes);
		done += in[i % n].bytes.n;
	}
	return (double)done / 1e6 / seconds(from);
}

static double nfc_rate(const struct input *in, int n)
{
	int64_t from = clock_ticks();
	size_t done = 0;

	for (int i = 0; done < total; i++) {
		struct str s = in[i % n].bytes;
		utf8proc_uint8_t *out = NULL;

		if (utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &out,
			    UTF8PROC_STABLE | UTF8PROC_COMPOSE) < 0)
			die("utf8proc failed");
		free(out);
		done += s.n;
	}
	return (double)done / 1e6 / seconds(from);
}

/* One text, and the same a hundred times over: time for one byte in either. */
static double growth(struct arena *a, struct str s)
{
	struct buf big = { .arena = arena_new((size_t)1 << 30) };
	int64_t from = clock_ticks();

	for (int i = 0; i < 100; i++)
		read_once(a, s);
	double small = seconds(from);

	for (int i = 0; i < 100; i++)
		buf_add(&big, s);
	from = clock_ticks();
	read_once(a, buf_str(&big));
	double large = seconds(from);

	arena_free(big.arena);
	return 100 * large / small;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new((size_t)8 << 30);
	struct input in[MOST_FILES];
	int n = argc - 1 < MOST_FILES ? argc - 1 : MOST_FILES;

	if (n < 1)
		die("usage: plan_read FILE…");
	for (int i = 0; i < n; i++)
		in[i].bytes = load(argv[i + 1]);
	reader_rate(a, in, n > 1 ? 1 : n);
	double nfc = nfc_rate(in, n), reader = reader_rate(a, in, n);

	printf("reader_mb_per_s %.2f\nnfc_mb_per_s %.2f\nratio %.3f\n", reader, nfc, reader / nfc);
	for (int i = 0; i < n; i++)
		printf("time_of_100_times %s %.1f\n", argv[i + 1], growth(a, in[i].bytes));
	arena_free(a);
	return 0;
}
