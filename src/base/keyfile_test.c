/* The key beside the database: made once, its owner's alone, and what it seals. */
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/keyfile.h"

#include "test/cmocka.h"

enum { MAKERS = 8 };

static struct arena *a;
static struct err e;
static char *folder, *path;

static int set_up(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	a = arena_new(1 << 20);
	folder = str_c(a, str_fmt(a, "%s/haidang-key.XXXXXX", tmp ? tmp : "/tmp"));
	assert_non_null(mkdtemp(folder));
	path = str_c(a, str_fmt(a, "%s/db.key", folder));
	err_clear(&e);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	/* nothing half-made is left in it */
	assert_int_equal(rmdir(folder), 0);
	arena_free(a);
	return 0;
}

static struct keyfile *key_open(void)
{
	struct keyfile *k;

	assert_ok(keyfile_open(&k, path, &e), &e);
	return k;
}

static bool opens(const struct keyfile *k, const char *purpose, const char *about, struct str box)
{
	unsigned char plain[64];
	size_t n;

	err_clear(&e);
	return keyfile_unseal(k, str_z(purpose), str_z(about), box, plain, sizeof(plain), &n, &e);
}

static void what_is_sealed_opens_again_after_a_restart(void **state)
{
	struct keyfile *k = key_open();
	struct str box = keyfile_seal(a, k, S("totp"), S("account 7"), S("a secret"));
	unsigned char plain[8];
	struct stat st;
	size_t n;

	(void)state;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(box.n, 8 + KEYFILE_OVERHEAD);
	keyfile_close(k);
	k = key_open();
	assert_ok(keyfile_unseal(k, S("totp"), S("account 7"), box, plain, sizeof(plain), &n, &e),
		&e);
	assert_str_equal(str_n((char *)plain, n), S("a secret"));
	assert_false(str_eq(box, keyfile_seal(a, k, S("totp"), S("account 7"), S("a secret"))));
	keyfile_close(k);
}

static void a_box_opens_in_its_own_place_only(void **state)
{
	struct keyfile *k = key_open();
	struct str box = keyfile_seal(a, k, S("totp"), S("account 7"), S("a secret"));

	(void)state;
	assert_true(opens(k, "totp", "account 7", box));
	assert_false(opens(k, "totp", "account 8", box));
	assert_int_equal(e.text, T_base_key_altered);
	assert_false(opens(k, "smtp", "account 7", box));
	for (size_t i = 0; i < box.n; i++) {
		char *bent = str_c(a, box);

		bent[i] ^= 1;
		assert_false(opens(k, "totp", "account 7", str_n(bent, box.n)));
	}
	for (size_t n = 0; n < box.n; n++)
		assert_false(opens(k, "totp", "account 7", str_n(box.p, n)));
	keyfile_close(k);
}

static void another_key_is_told_from_an_altered_box(void **state)
{
	struct keyfile *k = key_open();
	struct str box = keyfile_seal(a, k, S("totp"), S("x"), S("a secret"));

	(void)state;
	keyfile_close(k);
	assert_int_equal(unlink(path), 0);
	k = key_open();
	assert_false(opens(k, "totp", "x", box));
	assert_int_equal(e.text, T_base_key_other);
	keyfile_close(k);
}

static void refused(enum text_id text)
{
	struct keyfile *k;

	err_clear(&e);
	assert_false(keyfile_open(&k, path, &e));
	assert_int_equal(e.text, text);
}

static void a_file_that_is_no_key_or_is_not_private_is_refused(void **state)
{
	struct keyfile *k = key_open();
	int fd;

	(void)state;
	keyfile_close(k);
	assert_int_equal(chmod(path, 0640), 0);
	refused(T_base_key_open);
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(truncate(path, 31), 0);
	refused(T_base_key_no_key);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("/etc/passwd", path), 0);
	refused(T_base_key_unusable);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	refused(T_base_key_no_key);
	assert_int_equal(rmdir(path), 0);
	fd = open(path, O_CREAT | O_WRONLY, 0600);
	close(fd);
	refused(T_base_key_no_key);
	path = str_c(a, str_fmt(a, "%s/none/db.key", folder));
	refused(T_base_key_unusable);
	path = str_c(a, str_fmt(a, "%s/db.key", folder));
}

static void *make(void *arg)
{
	struct err mine = { 0 };

	if (!keyfile_open(arg, path, &mine))
		*(struct keyfile **)arg = NULL;
	return NULL;
}

static void those_who_make_it_at_once_get_the_same(void **state)
{
	struct keyfile *k[MAKERS];
	pthread_t threads[MAKERS];

	(void)state;
	for (int i = 0; i < MAKERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, make, &k[i]), 0);
	for (int i = 0; i < MAKERS; i++)
		pthread_join(threads[i], NULL);
	assert_non_null(k[0]);
	struct str box = keyfile_seal(a, k[0], S("totp"), S("x"), S("a secret"));

	for (int i = 0; i < MAKERS; i++) {
		assert_non_null(k[i]);
		assert_true(opens(k[i], "totp", "x", box));
		keyfile_close(k[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_is_sealed_opens_again_after_a_restart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_box_opens_in_its_own_place_only, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			another_key_is_told_from_an_altered_box, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_file_that_is_no_key_or_is_not_private_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			those_who_make_it_at_once_get_the_same, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("base/keyfile", tests, NULL, NULL);
}
