/*
 * Heads of the log as text that others keep: the C2SP forms tlog-checkpoint and signed-note,
 * to the byte, with Ed25519.
 *
 *	haidang/3f1c22ab0d5e9a71
 *	1234
 *	CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 *
 *	— haidang/3f1c22ab0d5e9a71 Az3grl…
 *
 * What comes from elsewhere is hostile until it was parsed here.
 */
#ifndef AUDIT_NOTE_H
#define AUDIT_NOTE_H

#include "audit/tree.h"

enum { NOTE_KEY_ID = 4, NOTE_SEED = 32, NOTE_MAX = 64 << 10, NOTE_NAME_MAX = 200 };

struct note_key {
	struct str name;
	unsigned char id[NOTE_KEY_ID]; /* SHA-256(name || 0x0a || 0x01 || key), its beginning */
	unsigned char key[32];
};

struct note_signer {
	struct note_key key;
	unsigned char seed[NOTE_SEED]; /* to be wiped by the caller: note_forget */
};

/* "name+hash+base64", as it is given out. ERR_INPUT. */
bool note_key_parse(struct arena *a, struct str text, struct note_key *out, struct err *e) MUST;
struct str note_key_text(struct arena *a, const struct note_key *k);

/* "PRIVATE+KEY+name+hash+base64", as it lies in the file. */
bool note_signer_parse(
	struct arena *a, struct str text, struct note_signer *out, struct err *e) MUST;
struct str note_signer_text(struct arena *a, const struct note_signer *s);
/* A new one, drawn. No name: one is made of the key. ERR_INPUT: a name that the form does
 * not allow. */
bool note_signer_make(
	struct arena *a, struct str name, struct note_signer *out, struct err *e) MUST;
void note_forget(struct note_signer *s);

struct checkpoint {
	struct str body; /* what is signed */
	struct str origin;
	int64_t size;
	struct tree_hash root;
	struct str signatures; /* the lines */
};

/* The whole note. */
struct str checkpoint_make(struct arena *a, const struct note_signer *s, struct str origin,
	int64_t size, const struct tree_hash *root);

/* Takes one apart; of `source` (a file's name) the messages speak. Says nothing of who
 * signed it. ERR_INPUT, ERR_TOO_LARGE. */
bool checkpoint_parse(struct arena *a, struct str source, struct str bytes, struct checkpoint *out,
	struct err *e) MUST;

enum note_signed {
	NOTE_STRANGE, /* no signature by this key */
	NOTE_FORGED,  /* one that says it is, and is not */
	NOTE_SIGNED
};

enum note_signed checkpoint_signed(
	struct arena *a, const struct checkpoint *c, const struct note_key *k);

/* Standard base64 with padding; back only what this would write. */
struct str base64_of(struct arena *a, struct str bytes);
bool base64_parse(struct arena *a, struct str text, struct str *out);
struct str hex_of(struct arena *a, struct str bytes);

#endif
