/*
 * The envelope of a backup under hands that mean harm: whatever is cut, moved, altered or
 * made up is refused, and nothing of the last piece is handed on before the end is known.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "operation/envelope.h"
#include "operation/envelope_form.h"
#include "test/cmocka.h"

static struct arena *a;
static struct recipient_secret *one, *two;

static int set_up(void **state)
{
	(void)state;
	a = arena_new((size_t)512 << 20);
	one = recipient_new(a);
	two = recipient_new(a);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

/* --- a file in memory */

static int file_of(struct str bytes)
{
	int fd = memfd_create("backup", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes.p, bytes.n), (ssize_t)bytes.n);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static struct str read_back(int fd)
{
	off_t n = lseek(fd, 0, SEEK_END);
	char *p = arena_alloc(a, (size_t)n + 1);

	assert_int_equal(pread(fd, p, (size_t)n, 0), n);
	return str_n(p, (size_t)n);
}

/* Bytes that no compressor makes smaller, the same every time. */
static struct str noise(size_t n)
{
	char *p = arena_alloc(a, n + 1);
	uint64_t x = 88172645463325252u;

	for (size_t i = 0; i < n; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		p[i] = (char)x;
	}
	return str_n(p, n);
}

static struct str sealed(struct str plain, int64_t size)
{
	struct recipient to[] = { one->open, two->open };
	struct envelope_head head = { .kind = S("sqlite"),
		.made = 1763795414000000,
		.log_size = 7,
		.log_head = S("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
		.made_by = S("SQLite 3.40.1") };
	struct envelope_manifest m = { .size = size };
	struct table_count *t = LIST_ADD(a, &m.tables);
	struct envelope *v;
	struct err e = { 0 };
	int fd = file_of(S(""));

	*t = (struct table_count){ S("plan"), 3 };
	assert_true(envelope_begin(&v, a, fd, &head, &m, to, 2, &e));
	for (size_t at = 0; at < plain.n; at += 100000)
		assert_true(envelope_write(v, str_sub(plain, at, at + 100000), &e));
	assert_true(envelope_end(v, &e));
	struct str file = read_back(fd);

	assert_int_equal(envelope_size(v), file.n);
	close(fd);
	return file;
}

static bool collect(void *ctx, struct str bytes, struct err *e)
{
	(void)e;
	buf_add(ctx, bytes);
	return true;
}

/* What came out; the error is in *e. */
static bool unsealed(
	struct str file, const struct recipient_secret *key, struct buf *out, struct err *e)
{
	struct opened *o;
	int fd = file_of(file);

	*e = (struct err){ 0 };
	*out = (struct buf){ .arena = a };
	bool ok = envelope_open(&o, a, fd, key, e) && opened_read(o, collect, out, e);

	close(fd);
	return ok;
}

static void comes_back(void **state)
{
	size_t sizes[] = { 0, 1, 65536, 131072, 300000 };
	struct err e;
	struct buf out;

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct str plain = noise(sizes[i]);
		struct str file = sealed(plain, (int64_t)plain.n);

		assert_true(unsealed(file, one, &out, &e));
		assert_true(str_eq(buf_str(&out), plain));
		assert_true(unsealed(file, two, &out, &e));
		assert_true(str_eq(buf_str(&out), plain));
	}
}

static void says_what_it_is(void **state)
{
	struct opened *o;
	struct err e = { 0 };
	int fd = file_of(sealed(S("abc"), 3));

	(void)state;
	assert_true(envelope_open(&o, a, fd, one, &e));
	assert_true(str_eq(opened_head(o)->kind, S("sqlite")));
	assert_int_equal(opened_head(o)->log_size, 7);
	assert_int_equal(opened_manifest(o)->size, 3);
	assert_int_equal(opened_manifest(o)->tables.n, 1);
	assert_true(str_eq(opened_manifest(o)->tables.v[0].name, S("plan")));
	assert_int_equal(opened_manifest(o)->tables.v[0].rows, 3);
	close(fd);
}

static void another_key(void **state)
{
	struct recipient_secret *other = recipient_new(a);
	struct err e;
	struct buf out;

	(void)state;
	assert_false(unsealed(sealed(S("abc"), 3), other, &out, &e));
	assert_int_equal(e.code, ERR_DENIED);
}

static void every_byte_counts(void **state)
{
	struct str plain = noise(700);
	struct str file = sealed(plain, (int64_t)plain.n);
	char *copy = arena_alloc(a, file.n);
	struct arena *keep = a;
	struct err e;
	struct buf out;

	(void)state;
	for (size_t i = 0; i < file.n; i++) {
		a = arena_new((size_t)64 << 20);
		memcpy(copy, file.p, file.n);
		copy[i] ^= 1;
		assert_false(unsealed(str_n(copy, file.n), one, &out, &e));
		assert_true(e.code == ERR_INPUT || e.code == ERR_DENIED || e.code == ERR_TOO_LARGE);
		assert_true(out.n < plain.n);
		arena_free(a);
	}
	a = keep;
}

static void every_cut_shows(void **state)
{
	struct str plain = noise(700);
	struct str file = sealed(plain, (int64_t)plain.n);
	struct arena *keep = a;
	struct err e;
	struct buf out;

	(void)state;
	for (size_t n = 0; n < file.n; n++) {
		a = arena_new((size_t)64 << 20);
		assert_false(unsealed(str_sub(file, 0, n), one, &out, &e));
		assert_int_equal(e.code, ERR_INPUT);
		assert_int_equal(out.n, 0);
		arena_free(a);
	}
	a = keep;
	assert_false(unsealed(str_fmt(a, "%.*s", 0, ""), one, &out, &e));
}

/* The frames behind the head: where each begins. */
static size_t frames(struct str file, size_t *at, size_t most)
{
	size_t i = str_find(file, S("\n\n"), 0) + 2, n = 0;

	while (i + 4 <= file.n && n < most) {
		const unsigned char *p = (const unsigned char *)file.p + i;

		at[n++] = i;
		i += 4 +
		     ((size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24);
	}
	assert_int_equal(i, file.n);
	at[n] = file.n;
	return n;
}

static void moved_and_missing_frames(void **state)
{
	struct str file = sealed(noise(200000), 200000);
	size_t at[17], n = frames(file, at, 16);
	struct err e;
	struct buf out;

	(void)state;
	assert_true(n >= 5);
	for (size_t i = 0; i + 1 < n; i++) {
		struct buf swapped = { .arena = a }, without = { .arena = a },
			   twice = { .arena = a };

		buf_add(&swapped, str_sub(file, 0, at[i]));
		buf_add(&swapped, str_sub(file, at[i + 1], at[i + 2]));
		buf_add(&swapped, str_sub(file, at[i], at[i + 1]));
		buf_add(&swapped, str_sub(file, at[i + 2], file.n));
		assert_false(unsealed(buf_str(&swapped), one, &out, &e));
		buf_add(&without, str_sub(file, 0, at[i]));
		buf_add(&without, str_sub(file, at[i + 1], file.n));
		assert_false(unsealed(buf_str(&without), one, &out, &e));
		buf_add(&twice, str_sub(file, 0, at[i + 1]));
		buf_add(&twice, str_sub(file, at[i], file.n));
		assert_false(unsealed(buf_str(&twice), one, &out, &e));
	}
}

static void nothing_behind_the_end(void **state)
{
	struct buf longer = { .arena = a };
	struct err e;
	struct buf out;

	(void)state;
	buf_add(&longer, sealed(S("abc"), 3));
	buf_add(&longer, S("x"));
	assert_false(unsealed(buf_str(&longer), one, &out, &e));
	assert_int_equal(e.code, ERR_INPUT);
	assert_int_equal(out.n, 0);
}

static void a_head_of_another_file(void **state)
{
	struct str x = sealed(S("abc"), 3), y = sealed(S("abd"), 3);
	size_t cut = str_find(x, S("\n\n"), 0) + 2;
	struct buf mixed = { .arena = a };
	struct err e;
	struct buf out;

	(void)state;
	buf_add(&mixed, str_sub(x, 0, cut));
	buf_add(&mixed, str_sub(y, str_find(y, S("\n\n"), 0) + 2, y.n));
	assert_false(unsealed(buf_str(&mixed), one, &out, &e));
}

/* 100 MB of one byte: some kilobytes of file. */
static void a_bomb_is_stopped(void **state)
{
	struct str zeros = str_n(arena_alloc(a, (size_t)100 << 20), (size_t)100 << 20);
	struct err e;
	struct buf out;

	(void)state;
	assert_false(unsealed(sealed(zeros, 0), one, &out, &e));
	assert_int_equal(e.code, ERR_TOO_LARGE);
	assert_true(out.n <= (size_t)65 << 20);
	assert_false(unsealed(sealed(zeros, 4096), one, &out, &e));
	assert_int_equal(e.code, ERR_TOO_LARGE);
	assert_int_equal(out.n, 0);
}

static void shorter_than_it_says(void **state)
{
	struct err e;
	struct buf out;

	(void)state;
	assert_false(unsealed(sealed(S("abc"), 4), one, &out, &e));
	assert_int_equal(e.code, ERR_INPUT);
}

static void heads_that_are_none(void **state)
{
	static const char *const bad[] = { "", "\n\n", "haidang-backup 1\n\n",
		"haidang-backup 2\n\n", "haidang-backup 1\nkind mysql\n\n",
		"haidang-backup 1\nkind sqlite\nmade -1\nlog-size 0\n\n",
		"haidang-backup 1\nkind sqlite\nmade 1\nlog-size 99999999999999999999\n\n",
		"SQLite format 3" };
	struct err e;
	struct buf out;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(unsealed(str_z(bad[i]), one, &out, &e));
		assert_int_equal(e.code, ERR_INPUT);
	}
	assert_false(unsealed(noise(100000), one, &out, &e));
	struct buf endless = { .arena = a };

	buf_add(&endless, S("haidang-backup 1\n"));
	for (int i = 0; i < 10000; i++)
		buf_add(&endless, S("key 0\n"));
	assert_false(unsealed(buf_str(&endless), one, &out, &e));
	assert_int_equal(e.code, ERR_INPUT);
}

static void keys_as_text(void **state)
{
	struct str open = recipient_text(a, &one->open), secret = recipient_secret_text(a, one);
	struct recipient_secret *back;
	struct recipient r;
	struct err e = { 0 };

	(void)state;
	assert_true(recipient_of(a, str_fmt(a, " %.*s\n", STR_ARG(open)), &r, &e));
	assert_memory_equal(r.key, one->open.key, RECIPIENT_KEY);
	assert_string_equal(r.name, one->open.name);
	assert_true(recipient_secret_of(a, secret, &back, &e));
	assert_memory_equal(back->key, one->key, RECIPIENT_KEY);
	assert_string_equal(back->open.name, one->open.name);
	/* every digit counts, and one is not taken for the other */
	for (size_t i = 12; i < open.n; i++) {
		char *slip = str_c(a, open);

		slip[i] = slip[i] == '0' ? '1' : '0';
		e = (struct err){ 0 };
		assert_false(recipient_of(a, str_z(slip), &r, &e));
	}
	e = (struct err){ 0 };
	assert_false(recipient_of(a, secret, &r, &e));
	e = (struct err){ 0 };
	assert_false(recipient_secret_of(a, open, &back, &e));
	e = (struct err){ 0 };
	assert_false(recipient_of(a, S(""), &r, &e));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back),
		cmocka_unit_test(says_what_it_is),
		cmocka_unit_test(another_key),
		cmocka_unit_test(every_byte_counts),
		cmocka_unit_test(every_cut_shows),
		cmocka_unit_test(moved_and_missing_frames),
		cmocka_unit_test(nothing_behind_the_end),
		cmocka_unit_test(a_head_of_another_file),
		cmocka_unit_test(a_bomb_is_stopped),
		cmocka_unit_test(shorter_than_it_says),
		cmocka_unit_test(heads_that_are_none),
		cmocka_unit_test(keys_as_text),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
