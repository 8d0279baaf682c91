/*
 * A backup as a file: what can be read of it by everybody, what only its recipients can
 * open, and that nothing of it can be cut off, moved or altered unseen.
 *
 *	haidang-backup 1            a head of lines, ended by an empty one
 *	kind sqlite
 *	made 1763795414000000       clock_now() of the snapshot
 *	log-size 4711               entries of the log then, and the newest one's hash
 *	log-head 64 hex digits
 *	made-by SQLite 3.40.1
 *	stream 48 hex digits        header of the secretstream
 *	key NAME 160 hex digits     its key, sealed to a recipient; a line for each
 *
 * Then frames, each its length (4 bytes, lowest first) and one message of libsodium's
 * secretstream (XChaCha20-Poly1305): the manifest, the database compressed by zstd in
 * pieces, and as the last one, tagged as such, its length and digest. The digest of the
 * head is bound to the first frame.
 *
 * A file is hostile input: anybody who knows a recipient's public key can make one. What
 * is read here is bounded before it is used; who wrote it, only the log inside can tell.
 */
#ifndef OPERATION_ENVELOPE_H
#define OPERATION_ENVELOPE_H

#include "operation/recipient.h"
#include "store/copy.h"

enum { ENVELOPE_RECIPIENTS = 8, ENVELOPE_DIGEST = 32 };

struct envelope_head {
	struct str kind; /* "sqlite", "postgres" */
	int64_t made;
	int64_t log_size;
	struct str log_head; /* hexadecimal; 64 zeros where the log is empty */
	struct str made_by;
};

/* What the database says of itself in the snapshot. */
struct envelope_manifest {
	int64_t size; /* bytes of the stream; 0: not known before */
	struct table_counts tables;
};

struct envelope;

/* Begins a file at the open `fd`. */
bool envelope_begin(struct envelope **out, struct arena *a, int fd,
	const struct envelope_head *head, const struct envelope_manifest *manifest,
	const struct recipient *to, size_t n_to, struct err *e) MUST;
/* A copy_sink. */
bool envelope_write(void *envelope, struct str bytes, struct err *e) MUST;
bool envelope_end(struct envelope *v, struct err *e) MUST;
/* Bytes of the file so far. */
int64_t envelope_size(const struct envelope *v);

struct opened;

/* Reads head and manifest. ERR_INPUT: no backup, another version, damaged; ERR_DENIED: this
 * key does not open it. */
bool envelope_open(struct opened **out, struct arena *a, int fd,
	const struct recipient_secret *secret, struct err *e) MUST;
const struct envelope_head *opened_head(const struct opened *o);
const struct envelope_manifest *opened_manifest(const struct opened *o);
/* The stream to its end. The last piece is handed on only when the end was found to be the
 * true one. */
bool opened_read(struct opened *o, copy_sink sink, void *ctx, struct err *e) MUST;

#endif
