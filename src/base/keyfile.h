/*
 * A key that lies beside the database and not in it: 32 random bytes in a file of mode
 * 0600, made at the first asking. What is sealed under it is of no use to who has the
 * database alone: a backup of it, a dump, its administrator's queries.
 *
 * Sealing is XChaCha20-Poly1305 under a key of its own for each purpose. `about` is bound
 * to the box and not kept in it: table, row and column, so that a box moved elsewhere does
 * not open. Who loses the file loses what was sealed; the file belongs into the safe, not
 * beside the backup.
 */
#ifndef BASE_KEYFILE_H
#define BASE_KEYFILE_H

#include "base/base.h"

struct keyfile;

enum { KEYFILE_OVERHEAD = 1 + 4 + 24 + 16 }; /* bytes by which a box is longer */

/* Reads the key, or makes it where there is no file; two that make it at once get the same.
 * The key lies in guarded memory until keyfile_close. ERR_STORE where the file cannot be
 * read or written, is no key, or can be read by others than its owner. */
bool keyfile_open(struct keyfile **out, const char *path, struct err *e) MUST;
/* NULL is allowed. */
void keyfile_close(struct keyfile *k);

/* The box, in the arena. One keyfile may be used by many threads. */
struct str keyfile_seal(struct arena *a, const struct keyfile *k, struct str purpose,
	struct str about, struct str plain);

/* Into the caller's `plain`, of box.n - KEYFILE_OVERHEAD bytes, to be zeroed by the caller.
 * ERR_STORE: sealed under another key, or altered; it says which. */
bool keyfile_unseal(const struct keyfile *k, struct str purpose, struct str about, struct str box,
	unsigned char *plain, size_t room, size_t *n, struct err *e) MUST;

enum { KEYFILE_MAC = 32 };

/* A digest that nobody can try words against without the key: of codes too short to be kept
 * as plain digests. `purpose` as above, and never one that something is sealed under. */
void keyfile_mac(const struct keyfile *k, struct str purpose, struct str about, struct str text,
	unsigned char out[KEYFILE_MAC]);

#endif
