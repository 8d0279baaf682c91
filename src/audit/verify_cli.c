/*
 * Proving the log from the command line: verifying the whole, signing heads, proofs of one
 * entry and of growth, and checking them without a database.
 */
#include <fcntl.h>
#include <unistd.h>

#include "access/access.h"
#include "audit/head.h"
#include "audit/proof.h"
#include "audit/verify.h"
#include "audit_sql.h"
#include "base/cli.h"
#include "base/json.h"
#include "commands.h"

enum { KEYS_MOST = 64 };

struct keys {
	struct note_key v[KEYS_MOST];
	size_t n;
	bool own; /* as the database lists them: it proves less */
};

static struct str number(struct cli *c, int64_t n)
{
	return str_fmt(c->arena, "%lld", (long long)n);
}

static struct str base64_hash(struct arena *a, const struct tree_hash *h)
{
	return base64_of(a, str_n((const char *)h->b, TREE_HASH));
}

/* --- keys and checkpoints */

static bool read_keys(struct cli *c, struct keys *keys, struct err *e)
{
	struct str given;

	keys->n = 0;
	while ((given = cli_option(c, "--public-key")).p) {
		if (keys->n == KEYS_MOST)
			return FAIL(e, ERR_INPUT, T_audit_key_bad);
		if (!note_key_parse(c->arena, given, &keys->v[keys->n++], e))
			return false;
	}
	return true;
}

static bool listed_keys(struct cli *c, struct db_read *r, struct keys *keys, struct err *e)
{
	struct audit_keys_rows rows;

	if (keys->n)
		return true;
	keys->own = true;
	if (!audit_keys(r, &rows, e))
		return false;
	for (size_t i = 0; i < rows.n && keys->n < KEYS_MOST; i++)
		if (!note_key_parse(c->arena, rows.v[i].vkey, &keys->v[keys->n++], e))
			return false;
	return true;
}

static bool check_signature(struct cli *c, const struct checkpoint *cp, const struct keys *keys,
	struct str source, struct err *e)
{
	bool any = false;

	for (size_t i = 0; i < keys->n; i++) {
		enum note_signed s = checkpoint_signed(c->arena, cp, &keys->v[i]);

		if (s == NOTE_FORGED)
			return FAIL(e, ERR_INPUT, T_audit_note_forged, source);
		any |= s == NOTE_SIGNED;
	}
	return any || FAIL(e, ERR_INPUT, T_audit_note_unsigned, source);
}

struct kept {
	struct str file, note;
	struct checkpoint cp;
};

struct kept_list {
	struct kept *v;
	size_t n, cap;
};

static bool read_checkpoint(struct cli *c, struct str file, struct kept *k, struct err *e)
{
	k->file = file;
	return cli_read_file(c, str_c(c->arena, file), NOTE_MAX, &k->note, e) &&
	       checkpoint_parse(c->arena, file, k->note, &k->cp, e);
}

static bool read_checkpoints(struct cli *c, struct kept_list *out, struct err *e)
{
	struct str file;

	while ((file = cli_option(c, "--checkpoint")).p)
		if (!read_checkpoint(c, file, LIST_ADD(c->arena, out), e))
			return false;
	return true;
}

/* That they are of this log, and signed by whom one trusts. */
static bool trust(struct cli *c, struct db_read *r, const struct kept_list *kept, struct keys *keys,
	struct err *e)
{
	struct str origin;

	if (!listed_keys(c, r, keys, e) || !audit_origin(r, &origin, e))
		return false;
	LIST_EACH(k, kept) {
		if (!check_signature(c, &k->cp, keys, k->file, e))
			return false;
		if (origin.p && !str_eq(origin, k->cp.origin))
			return FAIL(
				e, ERR_CONFLICT, T_audit_note_other, k->file, k->cp.origin, origin);
	}
	return true;
}

/* --- verify */

static void say(struct cli *c, enum text_id text, int64_t x, int64_t y)
{
	cli_print(c, TEXT(c->arena, c->lang, text, number(c, x), number(c, y)));
}

static void say_places(struct cli *c, enum text_id text, const struct audit_places *p)
{
	if (p->n)
		say(c, text, p->first, p->n);
}

static void say_mark(struct cli *c, const struct audit_mark *m, int64_t last)
{
	static const enum text_id texts[] = {
		[MARK_BEYOND] = T_audit_mark_cut,
		[MARK_HOLDS] = T_audit_mark_holds,
		[MARK_DIFFERS] = T_audit_mark_differs,
		[MARK_LOST] = T_audit_mark_lost,
	};
	struct str name = m->file.p ? m->file
				    : TEXT(c->arena, c->lang, T_audit_head_no, number(c, m->head));
	bool differs = m->state == MARK_DIFFERS;

	cli_print(c, TEXT(c->arena, c->lang, texts[m->state], name, number(c, m->size),
			     number(c, differs ? m->behind + 1 : last)));
}

static void verified_words(struct cli *c, const struct audit_verified *v, const struct keys *keys)
{
	say_places(c, T_audit_gap, &v->gaps);
	say_places(c, T_audit_altered, &v->altered);
	say_places(c, T_audit_unruly, &v->unruly);
	say_places(c, T_audit_tile_wrong, &v->tiles);
	say_places(c, T_audit_head_wrong, &v->heads);
	LIST_EACH(m, &v->marks)
		if (m->file.p || m->state != MARK_HOLDS)
			say_mark(c, m, v->last);
	say_places(c, T_audit_backward, &v->backward);
	if (v->removed)
		say(c, T_audit_removed, v->removed, 0);
	if (v->untiled.n)
		say(c, T_audit_untiled, v->untiled.n, 0);
	if (audit_is_sound(v))
		cli_print(c, TEXT(c->arena, c->lang, T_audit_sound, number(c, v->entries),
				     base64_hash(c->arena, &v->root)));
	if (keys->own)
		cli_print(c, text_get(c->lang, T_audit_own_keys));
}

static void places_json(struct json *j, const char *name, const struct audit_places *p)
{
	if (!p->n)
		return;
	json_open_item(j);
	json_str(j, "fault", str_z(name));
	json_int(j, "first", p->first);
	json_int(j, "count", p->n);
	json_close(j);
}

static void marks_json(struct json *j, const struct audit_verified *v)
{
	static const char *const states[] = {
		[MARK_BEYOND] = "beyond",
		[MARK_HOLDS] = "holds",
		[MARK_DIFFERS] = "differs",
		[MARK_LOST] = "lost",
	};

	json_list(j, "marks");
	LIST_EACH(m, &v->marks) {
		json_open_item(j);
		json_str(j, "file", m->file);
		if (!m->file.p)
			json_int(j, "head", m->head);
		json_int(j, "size", m->size);
		json_str(j, "state", str_z(states[m->state]));
		if (m->state == MARK_DIFFERS) {
			json_int(j, "from", m->behind + 1);
			json_int(j, "to", m->size);
		}
		json_close(j);
	}
	json_end(j);
}

static void verified_json(struct cli *c, const struct audit_verified *v, const struct keys *keys)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };

	json_open(&j);
	json_bool(&j, "sound", audit_is_sound(v));
	json_int(&j, "entries", v->entries);
	json_int(&j, "last", v->last);
	json_int(&j, "sound_to", v->sound);
	json_int(&j, "removed", v->removed);
	json_str(&j, "root", base64_hash(c->arena, &v->root));
	json_list(&j, "faults");
	places_json(&j, "gap", &v->gaps);
	places_json(&j, "altered", &v->altered);
	places_json(&j, "removal", &v->unruly);
	places_json(&j, "tile", &v->tiles);
	places_json(&j, "head", &v->heads);
	json_end(&j);
	json_list(&j, "notes");
	places_json(&j, "backward", &v->backward);
	places_json(&j, "tile_missing", &v->untiled);
	json_end(&j);
	marks_json(&j, v);
	json_bool(&j, "own_keys", keys->own);
	json_close(&j);
	cli_print(c, buf_str(&out));
}

static bool verify_in(struct cli *c, struct db_read *r, const struct kept_list *kept,
	struct keys *keys, struct audit_verified *v, struct err *e)
{
	struct audit_marks outside = { 0 };

	if (!trust(c, r, kept, keys, e))
		return false;
	keys->own = keys->own && kept->n;
	LIST_EACH(k, kept)
		LIST_PUSH(c->arena, &outside,
			((struct audit_mark){
				.file = k->file, .size = k->cp.size, .root = k->cp.root }));
	return audit_verify_all(r, &outside, v, e);
}

/* COMMAND audit verify
 * usage [--checkpoint FILE]… [--public-key KEY]… [--json]
 * help  audit.help_verify
 * db    read
 */
bool audit_verify_cmd(struct cli *c, struct err *e)
{
	struct kept_list kept = { 0 };
	struct keys keys = { 0 };
	struct audit_verified v;
	struct db_read *r;

	if (!read_keys(c, &keys, e) || !read_checkpoints(c, &kept, e) || !cli_done(c, 0, 0, e) ||
		!db_read_begin(c->db, c->arena, &r, e) || !verify_in(c, r, &kept, &keys, &v, e))
		return false;
	if (c->json)
		verified_json(c, &v, &keys);
	else
		verified_words(c, &v, &keys);
	db_read_end(r);
	return audit_is_sound(&v) || FAIL(e, ERR_CONFLICT, T_audit_not_sound);
}

/* --- proofs */

static bool print_proof(struct cli *c, const struct proof *p)
{
	if (c->json) {
		cli_print(c, proof_json(c->arena, p));
		return true;
	}
	if (p->consistency)
		say(c, T_audit_proves_growth, p->size, p->old_size);
	else
		say(c, T_audit_proves, p->entry, p->size);
	cli_print(c, str_fmt(c->arena, "leaf %.*s", STR_ARG(base64_hash(c->arena, &p->leaf))));
	for (int i = 0; i < p->path.n; i++)
		cli_print(c, str_fmt(c->arena, "%4d %.*s", i + 1,
				     STR_ARG(base64_hash(c->arena, &p->path.v[i]))));
	cli_print(c, str_fmt(c->arena, "root %.*s", STR_ARG(base64_hash(c->arena, &p->root))));
	if (p->canonical.p)
		cli_print(c, p->canonical);
	if (p->checkpoint.p)
		cli_print(c, p->checkpoint);
	return true;
}

static bool argument(struct cli *c, int i, int64_t *out, struct err *e)
{
	struct str s = str_z(c->args[i]);

	return (str_to_int(s, out) && *out > 0) ||
	       FAIL(e, ERR_INPUT, T_audit_bad_number, S("audit prove"), s);
}

static bool prove_entry(
	struct cli *c, struct db_read *r, struct kept_list *kept, struct keys *keys, struct err *e)
{
	struct kept *k = kept->n ? kept->v : NULL;
	struct proof p;
	int64_t entry;

	return argument(c, 0, &entry, e) && (!k || trust(c, r, kept, keys, e)) &&
	       proof_of_entry(r, entry, k ? &k->cp : NULL, k ? k->note : STR_NULL, &p, e) &&
	       print_proof(c, &p);
}

static bool prove_growth(struct cli *c, struct db_read *r, struct err *e)
{
	int64_t old, size;
	struct proof p;

	return argument(c, 0, &old, e) && argument(c, 1, &size, e) &&
	       proof_of_growth(r, old, size, &p, e) && print_proof(c, &p);
}

/* COMMAND audit prove
 * usage ENTRY [--checkpoint FILE] [--public-key KEY]… | --consistency OLD NEW [--json]
 * help  audit.help_prove
 * db    read
 */
bool audit_prove_cmd(struct cli *c, struct err *e)
{
	bool growth = cli_flag(c, "--consistency");
	struct kept_list kept = { 0 };
	struct keys keys = { 0 };
	struct db_read *r;

	if (!read_keys(c, &keys, e) || !read_checkpoints(c, &kept, e) ||
		!cli_done(c, growth ? 2 : 1, growth ? 2 : 1, e) ||
		!db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = growth ? prove_growth(c, r, e) : prove_entry(c, r, &kept, &keys, e);

	db_read_end(r);
	return ok;
}

/* COMMAND audit check-proof
 * usage FILE [--public-key KEY]…
 * help  audit.help_check_proof
 * db    none
 */
bool audit_check_proof_cmd(struct cli *c, struct err *e)
{
	struct keys keys = { 0 };
	struct checkpoint cp;
	struct str bytes;
	struct proof p;

	if (!read_keys(c, &keys, e) || !cli_done(c, 1, 1, e) ||
		!cli_read_file(c, c->args[0], PROOF_MAX, &bytes, e) ||
		!proof_parse(c->arena, str_z(c->args[0]), bytes, &p, e))
		return false;
	if (!proof_holds(c->arena, &p))
		return FAIL(e, ERR_CONFLICT, T_audit_proof_false);
	if (keys.n && !p.checkpoint.p)
		return FAIL(e, ERR_INPUT, T_audit_note_unsigned, str_z(c->args[0]));
	if (keys.n && (!checkpoint_parse(c->arena, S(""), p.checkpoint, &cp, e) ||
			      !check_signature(c, &cp, &keys, str_z(c->args[0]), e)))
		return false;
	say(c, p.consistency ? T_audit_proves_growth : T_audit_proves,
		p.consistency ? p.size : p.entry, p.consistency ? p.old_size : p.size);
	cli_print(c, text_get(c->lang, keys.n ? T_audit_proof_signed : T_audit_proof_unsigned));
	return true;
}

/* --- keys and heads */

static bool write_new(struct cli *c, struct str path, struct str text, struct err *e)
{
	int fd = open(str_c(c->arena, path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	bool ok = fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok || FAIL(e, ERR_STORE, T_audit_key_unwritten, path);
}

/* COMMAND audit head
 * usage [--out FILE]
 * help  audit.help_head
 * db    write
 */
bool audit_head_cmd(struct cli *c, struct err *e)
{
	struct audit_entry who = { 0 };
	struct str file = cli_option(c, "--out");
	struct audit_signed head;

	access_by_command(c->arena, PERM_audit_manage, &who);
	if (!cli_done(c, 0, 0, e) || !audit_head_sign(c->db, c->arena, &who, &head, e))
		return false;
	if (file.p)
		return write_new(c, file, head.note, e);
	cli_print(c, str_sub(head.note, 0, head.note.n - 1));
	return true;
}

/* COMMAND audit key new
 * usage [FILE] [--name NAME]
 * help  audit.help_key_new
 * db    read
 */
bool audit_key_new_cmd(struct cli *c, struct err *e)
{
	struct str name = cli_option(c, "--name"), path, vkey;
	struct db_read *r;

	if (!cli_done(c, 0, 1, e) || !db_read_begin(c->db, c->arena, &r, e))
		return false;
	bool ok = name.p || audit_origin(r, &name, e);

	db_read_end(r);
	path = c->n_args ? str_z(c->args[0]) : audit_key_path(c->arena, c->db);
	if (!ok)
		return false;
	if (!path.p)
		return FAIL(e, ERR_INPUT, T_audit_key_where);
	if (!audit_key_new(c->arena, str_c(c->arena, path), name, &vkey, e))
		return false;
	cli_print(c, vkey);
	return true;
}

/* COMMAND audit keys
 * usage [--json]
 * help  audit.help_keys
 * db    read
 */
bool audit_keys_cmd(struct cli *c, struct err *e)
{
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out, .indent = 2 };
	struct audit_keys_rows keys;
	struct db_read *r;

	if (!cli_done(c, 0, 0, e) || !db_read_begin(c->db, c->arena, &r, e) ||
		!audit_keys(r, &keys, e))
		return false;
	json_list(&j, NULL);
	LIST_EACH(k, &keys) {
		json_open_item(&j);
		json_str(&j, "key", k->vkey);
		json_time(&j, "since", k->since);
		json_int(&j, "heads", k->heads);
		json_close(&j);
		if (!c->json)
			cli_print(c, k->vkey);
	}
	json_end(&j);
	if (c->json)
		cli_print(c, buf_str(&out));
	db_read_end(r);
	return true;
}
