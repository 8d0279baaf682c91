#include "audit/leaf.h"

#include "audit/hash.h"
#include "base/json.h"

static struct str hex(struct arena *a, const unsigned char *p, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	char *out = arena_alloc(a, 2 * n);

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[p[i] >> 4];
		out[2 * i + 1] = digits[p[i] & 15];
	}
	return str_n(out, 2 * n);
}

struct str audit_canonical(struct arena *a, const struct audit_line *line)
{
	const struct audit_entry *e = &line->entry;
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "v", 1);
	json_int(&j, "seq", line->seq);
	json_int(&j, "at", line->at);
	json_int(&j, "actor", e->actor);
	json_str(&j, "actor_name", e->actor_name);
	json_str(&j, "permission", e->permission);
	json_str(&j, "action", e->action);
	json_str(&j, "object", e->object);
	json_int(&j, "object_id", e->object_id);
	json_str(&j, "request", hex(a, e->request, AUDIT_REQUEST));
	json_str(&j, "detail", e->detail);
	json_close(&j);
	return buf_str(&out);
}

void audit_leaf(struct str canonical, unsigned char leaf[AUDIT_LEAF])
{
	hash_sha256_after(0, canonical, leaf);
}
