#include "base/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	NAME = 4, /* of the key, so that a wrong one is told from an altered box */
	FORM = 1, /* first byte of a box */
	TRIES = 3,
};

_Static_assert(KEYFILE_OVERHEAD == 1 + NAME + NONCE + TAG, "a box is what the header says");

struct keyfile {
	unsigned char key[KEY];
	unsigned char name[NAME];
};

static bool failed(struct err *e, const char *path, const char *what)
{
	err_detail(e, "%s: %s, errno %d", path, what, errno);
	return FAIL(e, ERR_STORE, T_base_key_unusable, str_z(path));
}

/* --- the file */

/* Its owner's alone, and of the right length. */
static bool looks_right(int fd, const char *path, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return failed(e, path, "fstat");
	if (!S_ISREG(st.st_mode) || st.st_size != KEY)
		return FAIL(e, ERR_STORE, T_base_key_no_key, str_z(path));
	if (st.st_mode & 077)
		return FAIL(e, ERR_STORE, T_base_key_open, str_z(path));
	return true;
}

/* *there is false where there is no file. */
static bool read_key(unsigned char key[KEY], const char *path, bool *there, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	*there = fd >= 0;
	if (fd < 0)
		return errno == ENOENT || failed(e, path, "open");
	bool ok = looks_right(fd, path, e);

	if (ok && read(fd, key, KEY) != KEY)
		ok = failed(e, path, "read");
	close(fd);
	return ok;
}

static void sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct arena *a = arena_new(8192);
	const char *folder = slash ? str_c(a, str_n(path, (size_t)(slash - path) + (slash == path)))
				   : ".";
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	arena_free(a);
}

static bool write_drawn(int fd)
{
	unsigned char *drawn = sodium_malloc(KEY);

	if (!drawn)
		die("no memory for a key");
	randombytes_buf(drawn, KEY);
	bool ok = write(fd, drawn, KEY) == KEY && fsync(fd) == 0;

	sodium_free(drawn);
	return ok;
}

/* Written whole under another name first: a file of that name is a key, always. Where
 * another was quicker, theirs stays. */
static bool make_key(const char *path, struct err *e)
{
	struct arena *a = arena_new(8192);
	char *fresh = str_c(a, str_fmt(a, "%s.XXXXXX", path));
	int fd = mkostemp(fresh, O_CLOEXEC);
	bool ok = fd >= 0 && fchmod(fd, 0600) == 0 && write_drawn(fd) &&
		  (link(fresh, path) == 0 || errno == EEXIST);

	if (!ok)
		failed(e, path, "make");
	if (fd >= 0) {
		close(fd);
		unlink(fresh);
	}
	if (ok)
		sync_folder(path);
	arena_free(a);
	return ok;
}

bool keyfile_open(struct keyfile **out, const char *path, struct err *e)
{
	struct keyfile *k;
	bool there = false, ok = true;

	if (sodium_init() < 0)
		die("libsodium does not start");
	k = sodium_malloc(sizeof(*k));
	if (!k)
		die("no memory for a key");
	for (int i = 0; ok && !there && i < TRIES; i++) {
		ok = read_key(k->key, path, &there, e);
		if (ok && !there)
			ok = make_key(path, e);
	}
	if (ok && !there)
		ok = failed(e, path, "it goes as soon as it comes");
	if (!ok) {
		sodium_free(k);
		return false;
	}
	unsigned char hash[crypto_generichash_BYTES_MIN];

	crypto_generichash(
		hash, sizeof(hash), (const unsigned char *)"name of the key", 15, k->key, KEY);
	memcpy(k->name, hash, NAME);
	sodium_mprotect_readonly(k);
	*out = k;
	return true;
}

void keyfile_close(struct keyfile *k)
{
	if (k)
		sodium_free(k);
}

/* --- boxes */

static void key_for(unsigned char out[KEY], const struct keyfile *k, struct str purpose)
{
	crypto_generichash(out, KEY, (const unsigned char *)purpose.p, purpose.n, k->key, KEY);
}

struct str keyfile_seal(struct arena *a, const struct keyfile *k, struct str purpose,
	struct str about, struct str plain)
{
	unsigned char *box = arena_alloc(a, plain.n + KEYFILE_OVERHEAD);
	unsigned char *nonce = box + 1 + NAME;
	unsigned char key[KEY];

	box[0] = FORM;
	memcpy(box + 1, k->name, NAME);
	randombytes_buf(nonce, NONCE);
	key_for(key, k, purpose);
	crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + NONCE, NULL,
		(const unsigned char *)plain.p, plain.n, (const unsigned char *)about.p, about.n,
		NULL, nonce, key);
	sodium_memzero(key, sizeof(key));
	return str_n((const char *)box, plain.n + KEYFILE_OVERHEAD);
}

bool keyfile_unseal(const struct keyfile *k, struct str purpose, struct str about, struct str box,
	unsigned char *plain, size_t room, size_t *n, struct err *e)
{
	const unsigned char *b = (const unsigned char *)box.p;
	const unsigned char *nonce = b + 1 + NAME;
	unsigned char key[KEY];

	if (box.n < KEYFILE_OVERHEAD || box.n - KEYFILE_OVERHEAD > room || b[0] != FORM)
		return FAIL(e, ERR_STORE, T_base_key_altered);
	if (memcmp(b + 1, k->name, NAME) != 0)
		return FAIL(e, ERR_STORE, T_base_key_other);
	key_for(key, k, purpose);
	int wrong = crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, nonce + NONCE,
		box.n - 1 - NAME - NONCE, (const unsigned char *)about.p, about.n, nonce, key);

	sodium_memzero(key, sizeof(key));
	if (wrong)
		return FAIL(e, ERR_STORE, T_base_key_altered);
	*n = box.n - KEYFILE_OVERHEAD;
	return true;
}

void keyfile_mac(const struct keyfile *k, struct str purpose, struct str about, struct str text,
	unsigned char out[KEYFILE_MAC])
{
	unsigned char key[KEY], n[8];
	crypto_generichash_state s;

	key_for(key, k, purpose);
	for (size_t i = 0; i < sizeof(n); i++)
		n[i] = (unsigned char)((uint64_t)about.n >> 8 * i);
	crypto_generichash_init(&s, key, KEY, KEYFILE_MAC);
	crypto_generichash_update(&s, n, sizeof(n));
	crypto_generichash_update(&s, (const unsigned char *)about.p, about.n);
	crypto_generichash_update(&s, (const unsigned char *)text.p, text.n);
	crypto_generichash_final(&s, out, KEYFILE_MAC);
	sodium_memzero(key, sizeof(key));
}
