#include "audit/proof.h"

#include "audit/leaf.h"
#include "audit/tiles.h"
#include "audit_sql.h"
#include "base/json.h"

/* --- making */

/* The tree to prove in: of the checkpoint, of the newest head, of all. */
static bool choose_tree(struct db_read *r, const struct checkpoint *c, struct str note,
	struct proof *p, struct err *e)
{
	struct audit_head_newest_row head;
	struct audit_last_row last = { 0 };
	bool found;

	if (!audit_last(r, &last, &found, e))
		return false;
	p->size = last.seq;
	if (c) {
		p->size = c->size;
		p->checkpoint = note;
		return c->size <= last.seq ||
		       FAIL(e, ERR_CONFLICT, T_audit_mark_beyond,
			       str_fmt(db_read_arena(r), "%lld", (long long)c->size),
			       str_fmt(db_read_arena(r), "%lld", (long long)last.seq));
	}
	if (!audit_head_newest(r, &head, &found, e))
		return false;
	if (found && head.size >= p->entry && head.size <= last.seq) {
		p->size = head.size;
		p->checkpoint = head.note;
	}
	return true;
}

static bool read_entry(struct db_read *r, int64_t entry, struct proof *p, struct err *e)
{
	struct audit_one_row row;
	bool found;

	if (!audit_one(r, entry, &row, &found, e))
		return false;
	if (!found || row.leaf.n != TREE_HASH)
		return FAIL(e, ERR_ABSENT, T_audit_no_entry,
			str_fmt(db_read_arena(r), "%lld", (long long)entry));
	memcpy(p->leaf.b, row.leaf.p, TREE_HASH);
	p->canonical = row.removed_by == DB_NULL ? row.canonical : STR_NULL;
	return true;
}

bool proof_of_entry(struct db_read *r, int64_t entry, const struct checkpoint *c, struct str note,
	struct proof *out, struct err *e)
{
	struct tree_source tree = audit_tree(r);

	*out = (struct proof){ .entry = entry };
	if (!read_entry(r, entry, out, e) || !choose_tree(r, c, note, out, e))
		return false;
	if (entry > out->size)
		return FAIL(e, ERR_CONFLICT, T_audit_entry_behind,
			str_fmt(db_read_arena(r), "%lld", (long long)out->size));
	if (!tree_inclusion(&tree, entry - 1, out->size, &out->path, e) ||
		!tree_root(&tree, out->size, &out->root, e))
		return false;
	return proof_holds(db_read_arena(r), out) || FAIL(e, ERR_CONFLICT, T_audit_not_provable);
}

bool proof_of_growth(struct db_read *r, int64_t old, int64_t size, struct proof *out, struct err *e)
{
	struct tree_source tree = audit_tree(r);
	struct audit_last_row last = { 0 };
	bool found;

	*out = (struct proof){ .consistency = true, .old_size = old, .size = size };
	if (!audit_last(r, &last, &found, e))
		return false;
	if (old < 1 || old > size || size > last.seq)
		return FAIL(e, ERR_INPUT, T_audit_sizes,
			str_fmt(db_read_arena(r), "%lld", (long long)last.seq));
	return tree_root(&tree, old, &out->old_root, e) && tree_root(&tree, size, &out->root, e) &&
	       tree_consistency(&tree, old, size, &out->path, e) &&
	       (proof_holds(db_read_arena(r), out) || FAIL(e, ERR_CONFLICT, T_audit_not_provable));
}

/* --- writing */

static void json_hash(struct json *j, const char *name, const struct tree_hash *h)
{
	json_str(j, name, base64_of(j->out->arena, str_n((const char *)h->b, TREE_HASH)));
}

struct str proof_json(struct arena *a, const struct proof *p)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b, .indent = 2 };

	json_open(&j);
	json_str(&j, "proof", p->consistency ? S("consistency") : S("inclusion"));
	json_str(&j, "rule", p->consistency ? S("RFC 9162 2.1.4.2") : S("RFC 9162 2.1.3.2"));
	if (p->consistency) {
		json_int(&j, "old_size", p->old_size);
		json_hash(&j, "old_root", &p->old_root);
	} else {
		json_int(&j, "entry", p->entry);
		json_int(&j, "leaf_index", p->entry - 1);
		json_str(&j, "canonical", p->canonical);
		json_hash(&j, "leaf_hash", &p->leaf);
	}
	json_int(&j, "tree_size", p->size);
	json_hash(&j, "root_hash", &p->root);
	json_list(&j, "path");
	for (int i = 0; i < p->path.n; i++)
		json_hash(&j, NULL, &p->path.v[i]);
	json_end(&j);
	json_str(&j, "checkpoint", p->checkpoint);
	json_close(&j);
	return buf_str(&b);
}

/* --- checking */

/* The bytes are those of the entry with this number. */
static bool is_entry(struct arena *a, const struct proof *p)
{
	struct tree_hash leaf;

	audit_leaf(p->canonical, leaf.b);
	return tree_same(&leaf, &p->leaf) &&
	       str_starts(p->canonical, str_fmt(a, "{\"v\":1,\"seq\":%lld,", (long long)p->entry));
}

bool proof_holds(struct arena *a, const struct proof *p)
{
	struct checkpoint c;
	struct err e = { 0 };

	if (p->checkpoint.p && (!checkpoint_parse(a, S(""), p->checkpoint, &c, &e) ||
				       c.size != p->size || !tree_same(&c.root, &p->root)))
		return false;
	if (p->consistency)
		return tree_extends(p->old_size, &p->old_root, p->size, &p->root, &p->path);
	return (!p->canonical.p || is_entry(a, p)) &&
	       tree_includes(&p->leaf, p->entry - 1, p->size, &p->path, &p->root);
}
