/*
 * Reading a proof that somebody hands in. Apart from proof.c because the names of the library
 * that reads JSON and of base/json.h are the same.
 */
#include "audit/proof.h"
#include "base/json_read.h"

static bool take_hash(struct arena *a, const json_t *value, struct tree_hash *out)
{
	struct str bytes;

	if (!json_is_string(value) || !base64_parse(a, json_text(value), &bytes) ||
		bytes.n != TREE_HASH)
		return false;
	memcpy(out->b, bytes.p, TREE_HASH);
	return true;
}

static bool take_int(const json_t *o, const char *name, int64_t *out)
{
	const json_t *value = json_object_get(o, name);

	*out = json_integer_value(value);
	return json_is_integer(value);
}

/* A string, or null: no value. */
static bool take_text(struct arena *a, const json_t *o, const char *name, struct str *out)
{
	const json_t *value = json_object_get(o, name);

	*out = json_text_at(a, o, name);
	return !value || json_is_null(value) || out->p;
}

static bool take_path(struct arena *a, const json_t *o, struct tree_path *out)
{
	const json_t *list = json_object_get(o, "path");
	size_t n = json_array_size(list);

	if (!json_is_array(list) || n > TREE_PATH_MOST)
		return false;
	out->n = (int)n;
	for (size_t i = 0; i < n; i++)
		if (!take_hash(a, json_array_get(list, i), &out->v[i]))
			return false;
	return true;
}

static bool take_proof(struct arena *a, const json_t *o, struct proof *p)
{
	struct str kind;
	int64_t index;

	if (!take_text(a, o, "proof", &kind) || !kind.p || !take_int(o, "tree_size", &p->size) ||
		!take_hash(a, json_object_get(o, "root_hash"), &p->root) ||
		!take_path(a, o, &p->path) || !take_text(a, o, "checkpoint", &p->checkpoint))
		return false;
	p->consistency = str_eq(kind, S("consistency"));
	if (p->consistency)
		return take_int(o, "old_size", &p->old_size) &&
		       take_hash(a, json_object_get(o, "old_root"), &p->old_root);
	return str_eq(kind, S("inclusion")) && take_int(o, "entry", &p->entry) && p->entry > 0 &&
	       take_int(o, "leaf_index", &index) && index == p->entry - 1 &&
	       take_text(a, o, "canonical", &p->canonical) &&
	       take_hash(a, json_object_get(o, "leaf_hash"), &p->leaf);
}

bool proof_parse(
	struct arena *a, struct str source, struct str bytes, struct proof *out, struct err *e)
{
	json_t *o;

	*out = (struct proof){ 0 };
	if (bytes.n > PROOF_MAX)
		return FAIL(e, ERR_TOO_LARGE, T_audit_proof_bad, source);
	o = json_object_read(bytes);
	bool ok = o && take_proof(a, o, out);

	json_decref(o);
	return ok || FAIL(e, ERR_INPUT, T_audit_proof_bad, source);
}
