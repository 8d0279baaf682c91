/*
 * The form of a backup's head and manifest: written, and read with suspicion. For
 * envelope.c and its tests.
 */
#ifndef OPERATION_ENVELOPE_FORM_H
#define OPERATION_ENVELOPE_FORM_H

#include "operation/envelope.h"

enum {
	HEAD_MOST = 8 << 10,
	MANIFEST_MOST = 64 << 10,
	SEALED_KEY = 80,   /* crypto_box_SEALBYTES and a key of 32 */
	STREAM_HEADER = 24 /* crypto_secretstream_xchacha20poly1305_HEADERBYTES */
};

struct sealed_key {
	char name[RECIPIENT_NAME + 1];
	unsigned char bytes[SEALED_KEY];
};

struct head_form {
	struct envelope_head head;
	unsigned char stream[STREAM_HEADER];
	struct sealed_key keys[ENVELOPE_RECIPIENTS];
	size_t n_keys;
};

struct str head_write(struct arena *a, const struct head_form *f);
/* `text` up to and with the empty line. */
bool head_read(struct arena *a, struct str text, struct head_form *out, struct err *e) MUST;

struct str manifest_write(struct arena *a, const struct envelope_manifest *m);
bool manifest_read(
	struct arena *a, struct str text, struct envelope_manifest *out, struct err *e) MUST;

struct str trailer_write(
	struct arena *a, int64_t bytes, const unsigned char digest[ENVELOPE_DIGEST]);

#endif
