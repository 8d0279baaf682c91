/*
 * Backups from strangers: the head, the manifest, keys as text, and the file as a whole under a
 * key that opens none. What is taken as a head comes out the same when it is written and read
 * again.
 */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "operation/envelope_form.h"

static void check_head(struct arena *a, struct str s)
{
	struct head_form f, again;
	struct err e = { 0 };

	if (!head_read(a, s, &f, &e)) {
		if (e.code != ERR_INPUT)
			abort();
		return;
	}
	struct str text = head_write(a, &f);

	if (!head_read(a, text, &again, &e) || !str_eq(text, head_write(a, &again)))
		abort();
}

static void check_manifest(struct arena *a, struct str s)
{
	struct envelope_manifest m;
	struct err e = { 0 };

	if (!manifest_read(a, s, &m, &e))
		return;
	if (m.size < 0)
		abort();
	LIST_EACH(t, &m.tables)
		if (t->rows < 0 || t->name.n == 0)
			abort();
}

/* A secret that the seeds were not made for. */
static const struct recipient_secret *nobody(void)
{
	static struct recipient_secret *s;

	if (!s)
		s = recipient_new(arena_new((size_t)1 << 20));
	return s;
}

static void check_file(struct arena *a, struct str s)
{
	struct opened *o;
	struct err e = { 0 };
	int fd = memfd_create("backup", MFD_CLOEXEC);

	if (fd < 0 || write(fd, s.p, s.n) != (ssize_t)s.n || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	if (envelope_open(&o, a, fd, nobody(), &e))
		abort();
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct str s = str_n((const char *)bytes, n);
	struct recipient r;
	struct recipient_secret *secret;
	struct err e = { 0 };

	check_head(a, s);
	check_manifest(a, s);
	check_file(a, s);
	if (recipient_of(a, s, &r, &e) && r.name[RECIPIENT_NAME] != '\0')
		abort();
	e = (struct err){ 0 };
	if (recipient_secret_of(a, s, &secret, &e) && !secret)
		abort();
	arena_free(a);
	return 0;
}

#define KEY                                                                                         \
	"b59965da2f0b19775fe090198f02cd0b929403cd6254c1759ad339d6db72b976a9890c09694723756f1c317f7" \
	"99b94defd83b27bf42de94e37e685544930b61cff1fd2ed19722dd8048eb9b3de1d9461"

const struct fuzz_seed fuzz_seeds[] = {
	FUZZ_SEED("haidang-backup 1\nkind sqlite\nmade 1795332858644222\nlog-size 2\nlog-head "
		  "74e21b3d99f5bb8deb88fc06dea40c4cb73115f8b72effef2bfb5df2d6ffc60c\n"
		  "made-by SQLite 3.40.1\n"
		  "stream eeab028e5979c5c2cd9d452757754745eddf4b739d9f2ed4\n"
		  "key 8ff49a3a67d16af0 " KEY "\n\n"),
	FUZZ_SEED("size 40718336\ntable 2 audit_entry\ntable 12345 place\n"),
	FUZZ_SEED(
		"hd-backup-1-841122fb767abbeff13f29be14608c9a12ec7358b392dcac4000dbf564e13f4b3088366"
		"b"),
};
const size_t fuzz_seeds_n = COUNT(fuzz_seeds);

const char *const fuzz_words[] = { "haidang-backup ", "kind ", "postgres", "made ", "log-size ",
	"log-head ", "made-by ", "stream ", "key ", "table ", "size ", "\n\n", "\n", " ",
	"9223372036854775807", "-1", "0", "hd-backup-secret-1-", KEY };
const size_t fuzz_words_n = COUNT(fuzz_words);
