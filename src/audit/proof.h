/*
 * Proofs to be handed to a stranger: JSON that says everything needed to check it by RFC 9162
 * alone, without a database and without this program.
 */
#ifndef AUDIT_PROOF_H
#define AUDIT_PROOF_H

#include "audit/audit.h"
#include "audit/note.h"
#include "audit/tree.h"

enum { PROOF_MAX = 1 << 20 };

struct proof {
	bool consistency; /* else inclusion */
	/* inclusion: entry number `entry` is leaf entry - 1 */
	int64_t entry;
	struct str canonical; /* no value: its content has ended */
	struct tree_hash leaf;
	/* consistency */
	int64_t old_size;
	struct tree_hash old_root;
	/* both: in the tree of the first `size` entries */
	int64_t size;
	struct tree_hash root;
	struct tree_path path;
	struct str checkpoint; /* a signed note over size and root; no value: none */
};

/* That an entry is in the tree of a checkpoint or, without one, of the newest head that covers it,
 * else of the whole log. ERR_ABSENT; ERR_CONFLICT where the log is not what the
 * checkpoint says. */
bool proof_of_entry(struct db_read *r, int64_t entry, const struct checkpoint *c, struct str note,
	struct proof *out, struct err *e) MUST;
/* That the tree of `size` entries begins with that of `old`. */
bool proof_of_growth(
	struct db_read *r, int64_t old, int64_t size, struct proof *out, struct err *e) MUST;

struct str proof_json(struct arena *a, const struct proof *p);
/* ERR_INPUT where it is none; says nothing of whether it holds. */
bool proof_parse(struct arena *a, struct str source, struct str bytes, struct proof *out,
	struct err *e) MUST;

/* Whether it holds: the leaf is that of the bytes, the path leads to the root, and a checkpoint
 * that comes with it says the same root. Who signed that is another question. */
bool proof_holds(struct arena *a, const struct proof *p);

#endif
