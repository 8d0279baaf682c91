/*
 * The log: what an entry looks like to the byte, that it goes with its change or not at
 * all, that nothing in it can be altered by a statement.
 */
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/audit.h"
#include "audit/head.h"
#include "audit/leaf.h"
#include "audit/note.h"
#include "audit/retention.h"
#include "audit/tiles.h"
#include "audit/verify.h"
#include "audit_sql.h"
#include "base/json.h"
#include "store/stmt.h"
#include "test/cmocka.h"
#include "test/support.h"

enum { TEST_ID = 100000 };

static int setup(void **state)
{
	struct test_db *t = calloc(1, sizeof(*t));
	struct err e = { 0 };

	*state = t;
	assert_ok(test_db_open(t, &e), &e);
	return 0;
}

static int teardown(void **state)
{
	clock_hold(0);
	test_db_close(*state);
	free(*state);
	return 0;
}

static struct audit_entry entry_of(const char *action)
{
	return (struct audit_entry){ .actor = 7,
		.actor_name = S("tt.bca"),
		.permission = S("plan.import"),
		.action = str_z(action),
		.object = S("plan") };
}

static int64_t head_of(struct test_db *t)
{
	struct audit_last_row last = { 0 };
	struct err e = { 0 };
	struct db_read *r;
	bool found;

	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_ok(audit_last(r, &last, &found, &e), &e);
	db_read_end(r);
	return last.seq;
}

/* The bytes and the hash as docs/decisions/0003-an-entry-of-the-log.md gives them. */
static void the_canonical_bytes_are_fixed(void **state)
{
	struct arena *a = arena_new(65536);
	struct audit_line line = {
		.seq = 3, .at = 1766386989000000, .entry = entry_of("plan.import")
	};
	unsigned char leaf[AUDIT_LEAF];

	(void)state;
	line.entry.object_id = 12;
	line.entry.detail = S("{\"số\":\"19/KH\"}\n\t\x7f");
	for (int i = 0; i < AUDIT_REQUEST; i++)
		line.entry.request[i] = (unsigned char)(i * 17);
	struct str canonical = audit_canonical(a, &line);

	assert_str_equal(canonical,
		S("{\"v\":1,\"seq\":3,\"at\":1766386989000000,\"actor\":7,\"actor_name\":\"tt.bca\","
		  "\"permission\":\"plan.import\",\"action\":\"plan.import\",\"object\":\"plan\","
		  "\"object_id\":12,\"request\":\"00112233445566778899aabbccddeeff\","
		  "\"detail\":\"{\\\"số\\\":\\\"19/KH\\\"}\\n\\u0009\\u007f\"}"));
	audit_leaf(canonical, leaf);
	struct buf hex = { .arena = a };

	for (int i = 0; i < AUDIT_LEAF; i++)
		buf_addf(&hex, "%02x", leaf[i]);
	assert_str_equal(buf_str(&hex),
		S("9197daee89e65925bc53b62a641a34be43a3122d196a8a9cd3e65f6665b6315b"));
	arena_free(a);
}

struct made {
	int64_t id;
	bool fail;
};

static bool make_something(struct db_write *w, struct change *c, struct err *e)
{
	struct made *m = c->arg;

	c->entry.object_id = m->id;
	c->entry.detail = str_fmt(db_write_arena(w), "{\"id\":%d}", (int)m->id);
	return !m->fail || FAIL(e, ERR_CONFLICT, T_audit_incomplete);
}

static void an_entry_goes_with_its_change(void **state)
{
	struct test_db *t = *state;
	struct made m = { .id = 42 };
	struct change c = { .entry = entry_of("plan.import"), .apply = make_something, .arg = &m };
	struct audit_lines lines;
	struct db_read *r;
	struct err e = { 0 };

	clock_hold(1766386989000000);
	assert_ok(audit_change(t->db, &c, &e), &e);
	assert_int_equal(c.entry.object_id, 42);
	assert_null(c.entry.detail.p); /* the writer's memory is gone */
	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_ok(audit_read(r, STR_NULL, 0, INT64_MAX, 10, &lines, &e), &e);
	assert_int_equal(lines.n, 1);
	assert_int_equal(lines.v[0].seq, 1);
	assert_int_equal(lines.v[0].at, 1766386989000000);
	assert_int_equal(lines.v[0].entry.actor, 7);
	assert_int_equal(lines.v[0].entry.object_id, 42);
	assert_str_equal(lines.v[0].entry.detail, S("{\"id\":42}"));
	db_read_end(r);
}

static void no_entry_without_its_change(void **state)
{
	struct test_db *t = *state;
	struct made m = { .id = 1, .fail = true };
	struct change c = { .entry = entry_of("plan.import"), .apply = make_something, .arg = &m };
	struct err e = { 0 };

	assert_false(audit_change(t->db, &c, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	assert_int_equal(head_of(t), 0);
	err_clear(&e);
	m.fail = false;
	c.entry.actor_name = STR_NULL;
	assert_false(audit_change(t->db, &c, &e));
	assert_int_equal(e.code, ERR_INTERNAL);
	err_clear(&e);
	c.entry = entry_of("");
	assert_false(audit_change(t->db, &c, &e));
	assert_int_equal(head_of(t), 0);
}

/* The same request twice is done once: the second is told so. */
static void a_request_counts_once(void **state)
{
	struct test_db *t = *state;
	struct audit_entry entry = entry_of("plan.import");
	struct err e = { 0 };

	entry.request[0] = 1;
	assert_ok(audit_note(t->db, &entry, &e), &e);
	assert_false(audit_note(t->db, &entry, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	assert_int_equal(head_of(t), 1);
}

static bool tamper(struct db_write *w, struct change *c, struct err *e)
{
	return stmt_exec(w, c->arg, NULL, e);
}

static void the_log_cannot_be_altered(void **state)
{
	static const char *const tries[] = { "UPDATE audit_entry SET detail = 'x'",
		"DELETE FROM audit_entry", "DELETE FROM audit_entry WHERE seq = 1",
		"UPDATE audit_entry SET seq = 9 WHERE seq = 1",
		/* a removal that is not written */
		"UPDATE audit_entry SET actor = 0, actor_name = '', permission = '', action = '',"
		" object = '', object_id = 0, detail = '', canonical = '', removed_by = 9" };
	static const char *const own[] = { "INSERT OR REPLACE INTO audit_entry"
					   " SELECT seq, at, 99, actor_name, permission, action,"
					   " object, object_id, request, detail, canonical, leaf,"
					   " NULL"
					   " FROM audit_entry",
		"TRUNCATE audit_entry" };
	struct test_db *t = *state;
	struct audit_entry entry = entry_of("plan.import");
	struct stmt s[COUNT(tries) + 1] = { 0 };
	struct err e = { 0 };

	assert_ok(audit_note(t->db, &entry, &e), &e);
	for (size_t i = 0; i < COUNT(s); i++) {
		bool shared = i < COUNT(tries);
		struct change c = { .entry = entry_of("log.alter"), .apply = tamper, .arg = &s[i] };

		s[i] = (struct stmt){ .name = "tamper", .id = TEST_ID + i };
		s[i].sqlite = shared ? tries[i] : own[0];
		s[i].postgres = shared ? tries[i] : own[1];
		s[i].name = s[i].postgres; /* a prepared statement is known by its name */
		err_clear(&e);
		assert_false(audit_change(t->db, &c, &e));
		assert_int_equal(e.code, ERR_CONFLICT);
	}
	assert_int_equal(head_of(t), 1);
	struct audit_lines lines;
	struct db_read *r;

	err_clear(&e);
	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_ok(audit_read(r, STR_NULL, 0, INT64_MAX, 10, &lines, &e), &e);
	assert_int_equal(lines.v[0].entry.actor, 7);
	db_read_end(r);
}

enum { CLIENTS = 8, EACH = 40 };

static void *note_often(void *arg)
{
	struct test_db *t = arg;

	for (int i = 0; i < EACH; i++) {
		struct audit_entry entry = entry_of("plan.import");
		struct made m = { .id = i, .fail = i % 4 == 3 };
		struct change c = { .entry = entry, .apply = make_something, .arg = &m };
		struct err e = { 0 };

		if (audit_change(t->db, &c, &e) == m.fail)
			return t;
	}
	return NULL;
}

static void numbers_have_no_gap(void **state)
{
	struct test_db *t = *state;
	pthread_t threads[CLIENTS];
	struct audit_checked checked;
	struct db_read *r;
	struct err e = { 0 };

	for (int i = 0; i < CLIENTS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, note_often, t), 0);
	for (int i = 0; i < CLIENTS; i++) {
		void *bad;

		pthread_join(threads[i], &bad);
		assert_null(bad);
	}
	assert_int_equal(head_of(t), CLIENTS * EACH * 3 / 4);
	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_ok(audit_verify(r, &checked, &e), &e);
	assert_int_equal(checked.entries, CLIENTS * EACH * 3 / 4);
	assert_int_equal(checked.fault, AUDIT_SOUND);
	db_read_end(r);
}

/* One who owns the database can switch the triggers off; verify tells. */
static void alter(struct test_db *t, const char *sql, struct err *e)
{
	static size_t id = TEST_ID + 100;
	const char *off = test_on_postgres() ? "ALTER TABLE audit_entry DISABLE TRIGGER USER"
					     : "DROP TRIGGER IF EXISTS audit_entry_no_update";
	const char *off_too = test_on_postgres() ? "ALTER TABLE audit_tile DISABLE TRIGGER USER"
						 : "DROP TRIGGER IF EXISTS audit_entry_no_delete";
	const char *const steps[] = { off, off_too,
		test_on_postgres() ? "SELECT 1" : "DROP TRIGGER IF EXISTS audit_tile_no_delete",
		test_on_postgres() ? "SELECT 1" : "DROP TRIGGER IF EXISTS audit_tile_no_update",
		sql };

	for (size_t i = 0; i < COUNT(steps); i++) {
		struct stmt s = { .id = id++, .sqlite = steps[i], .postgres = steps[i] };
		struct change c = { .entry = entry_of("log.alter"), .apply = tamper, .arg = &s };

		s.name = str_c(t->arena, str_fmt(t->arena, "alter_%zu", s.id));
		s.row_size = 1;
		if (strcmp(steps[i], "SELECT 1") != 0)
			assert_ok(audit_change(t->db, &c, e), e);
	}
}

static struct audit_checked verified(struct test_db *t)
{
	struct audit_checked checked;
	struct err e = { 0 };
	struct db_read *r;

	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_ok(audit_verify(r, &checked, &e), &e);
	db_read_end(r);
	return checked;
}

static void verify_finds_what_was_altered(void **state)
{
	static const struct {
		const char *alter;
		enum audit_fault fault;
		int64_t seq;
	} tries[] = {
		{ "UPDATE audit_entry SET detail = '{}' WHERE seq = 5", AUDIT_ALTERED, 5 },
		{ "UPDATE audit_entry SET canonical = replace(canonical, ':7,', ':8,')"
		  " WHERE seq = 4",
			AUDIT_ALTERED, 4 },
		{ "UPDATE audit_entry SET leaf = request WHERE seq = 3", AUDIT_ALTERED, 3 },
		{ "DELETE FROM audit_entry WHERE seq = 2", AUDIT_GAP, 3 },
		{ "DELETE FROM audit_entry WHERE seq = 1", AUDIT_GAP, 3 },
	};
	struct test_db *t = *state;
	struct err e = { 0 };

	for (int i = 0; i < 6; i++) {
		struct audit_entry entry = entry_of("plan.import");

		assert_ok(audit_note(t->db, &entry, &e), &e);
	}
	assert_int_equal(verified(t).fault, AUDIT_SOUND);
	for (size_t i = 0; i < COUNT(tries); i++) {
		alter(t, tries[i].alter, &e);
		struct audit_checked checked = verified(t);

		assert_int_equal(checked.fault, tries[i].fault);
		assert_int_equal(checked.seq, tries[i].seq);
	}
}

/* More than one page of them, and those of one object. */
static void entries_are_read_newest_first(void **state)
{
	struct test_db *t = *state;
	struct audit_lines lines;
	struct db_read *r;
	struct err e = { 0 };

	for (int i = 1; i <= 9; i++) {
		struct audit_entry entry = entry_of("plan.import");

		entry.object = i % 3 ? S("plan") : S("task");
		entry.object_id = i % 2;
		assert_ok(audit_note(t->db, &entry, &e), &e);
	}
	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_ok(audit_read(r, STR_NULL, 0, INT64_MAX, 4, &lines, &e), &e);
	assert_int_equal(lines.n, 4);
	assert_int_equal(lines.v[0].seq, 9);
	assert_ok(audit_read(r, STR_NULL, 0, lines.v[3].seq, 100, &lines, &e), &e);
	assert_int_equal(lines.n, 5);
	assert_int_equal(lines.v[4].seq, 1);
	assert_ok(audit_read(r, S("task"), 1, INT64_MAX, 100, &lines, &e), &e);
	assert_int_equal(lines.n, 2);
	assert_int_equal(lines.v[0].seq, 9);
	assert_int_equal(lines.v[1].seq, 3);
	db_read_end(r);
}

/* --- the tree, heads, the clock, the end of contents */

enum { A_TILE = TREE_TILE / CLIENTS + 4 };

static void note_times(struct test_db *t, int n)
{
	struct err e = { 0 };

	for (int i = 0; i < n; i++) {
		struct audit_entry entry = entry_of("plan.import");

		entry.object_id = i;
		assert_ok(audit_note(t->db, &entry, &e), &e);
	}
}

static void *note_a_share(void *arg)
{
	note_times(arg, A_TILE);
	return NULL;
}

/* More than a tile holds, in groups of the writer. */
static void note_together(struct test_db *t)
{
	pthread_t threads[CLIENTS];

	for (int i = 0; i < CLIENTS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, note_a_share, t), 0);
	for (int i = 0; i < CLIENTS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(head_of(t), CLIENTS * A_TILE);
}

static struct audit_verified verified_all(struct test_db *t)
{
	struct audit_verified v;
	struct err e = { 0 };
	struct db_read *r;

	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_ok(audit_verify_all(r, &(struct audit_marks){ 0 }, &v, &e), &e);
	db_read_end(r);
	return v;
}

/* A tile goes with the entry that completes it; one that is missing is made at the start; the
 * root is the same by tiles, by leaves and by growing. */
static void tiles_follow_the_leaves(void **state)
{
	struct test_db *t = *state;
	struct tree_hash root[2];
	struct err e = { 0 };
	struct db_read *r;

	note_together(t);
	struct audit_verified v = verified_all(t);

	assert_true(audit_is_sound(&v));
	assert_int_equal(v.untiled.n, 0);
	for (int i = 0; i < 2; i++) {
		assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
		struct tree_source tree = audit_tree(r);

		assert_ok(tree_root(&tree, v.last, &root[i], &e), &e);
		db_read_end(r);
		assert_memory_equal(root[i].b, v.root.b, TREE_HASH);
		if (i == 0) {
			alter(t, "DELETE FROM audit_tile", &e);
			v = verified_all(t);
			assert_true(audit_is_sound(&v));
			assert_int_equal(v.untiled.n, 1);
		}
	}
	assert_ok(audit_ready(t->db, &e), &e);
	assert_int_equal(verified_all(t).untiled.n, 0);
	alter(t, "UPDATE audit_tile SET hash = (SELECT leaf FROM audit_entry WHERE seq = 1)", &e);
	v = verified_all(t);
	assert_false(audit_is_sound(&v));
	assert_int_equal(v.tiles.first, 1);
}

/* With a key of the test's own. */
static void heads_are_signed_once_a_day(void **state)
{
	struct test_db *t = *state;
	struct audit_entry who = entry_of("audit.head");
	struct audit_signed head;
	struct str vkey;
	struct err e = { 0 };
	struct stat st;

	note_times(t, 3);
	char *path = str_c(t->arena,
		str_fmt(t->arena, "%s.auditkey",
			t->path ? t->path
				: str_c(t->arena, str_fmt(t->arena, "/tmp/%s", t->name))));

	setenv("HAIDANG_AUDIT_KEY_FILE", path, 1);
	assert_false(audit_head_sign(t->db, t->arena, &who, &head, &e));
	assert_int_equal(e.code, ERR_ABSENT);
	err_clear(&e);
	assert_ok(audit_tick(t->db, &e), &e);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_false(audit_key_new(t->arena, path, STR_NULL, &vkey, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	err_clear(&e);
	assert_ok(audit_tick(t->db, &e), &e); /* nothing more today */
	assert_int_equal(head_of(t), 4);
	assert_ok(audit_head_sign(t->db, t->arena, &who, &head, &e), &e);
	assert_int_equal(head.size, 4);
	struct audit_verified v = verified_all(t);

	assert_true(audit_is_sound(&v));
	assert_int_equal(v.marks.n, 2);
	/* open to others: not used */
	assert_int_equal(chmod(path, 0644), 0);
	assert_false(audit_head_sign(t->db, t->arena, &who, &head, &e));
	assert_int_equal(e.text, T_audit_key_open);
	unlink(path);
	unsetenv("HAIDANG_AUDIT_KEY_FILE");
}

static void a_clock_set_back_is_told(void **state)
{
	struct test_db *t = *state;
	struct audit_lines lines;
	struct db_read *r;
	struct err e = { 0 };

	clock_hold(1766386989000000);
	note_times(t, 1);
	clock_hold(1766386989000000 - 400000); /* another host's clock */
	note_times(t, 1);
	clock_hold(1766386989000000 - INT64_C(3600000000));
	note_times(t, 2);
	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	assert_ok(audit_read(r, STR_NULL, 0, INT64_MAX, 10, &lines, &e), &e);
	assert_int_equal(lines.n, 5);
	assert_int_equal(lines.v[3].at, 1766386989000000);
	assert_str_equal(lines.v[2].entry.action, S("audit.clock"));
	assert_str_equal(lines.v[2].entry.detail, S("{\"back\":3600000000}"));
	assert_str_equal(lines.v[0].entry.action, S("plan.import"));
	db_read_end(r);
	struct audit_verified v = verified_all(t);

	assert_true(audit_is_sound(&v));
	assert_int_equal(v.backward.n, 0);
}

static const int64_t year = INT64_C(366) * 24 * 3600 * 1000000;

/* Contents go when their time has passed, not before; the tree stays as it was. */
static void contents_end_by_the_rule_alone(void **state)
{
	struct test_db *t = *state;
	struct audit_entry who = entry_of("audit.remove");
	struct retention_new rule = { .years = 1, .basis = S("thử"), .verified = true };
	int64_t now = 1766386989000000, removed;
	struct tree_hash before, after;
	struct tree_source tree;
	struct err e = { 0 };
	struct db_read *r;

	clock_hold(now - 2 * year);
	note_times(t, 5);
	clock_hold(now - year / 2);
	note_times(t, 5);
	clock_hold(now);
	assert_ok(retention_apply(t->db, &who, &removed, &e), &e); /* twenty years */
	assert_int_equal(removed, 0);
	rule.from = date_add(date_today(), -1);
	assert_false(retention_set(t->db, &who, &rule, &e));
	err_clear(&e);
	rule.from = date_today();
	assert_ok(retention_set(t->db, &who, &rule, &e), &e);
	before = verified_all(t).root;
	assert_ok(retention_apply(t->db, &who, &removed, &e), &e);
	assert_int_equal(removed, 5);
	assert_int_equal(head_of(t), 12);
	assert_ok(retention_apply(t->db, &who, &removed, &e), &e);
	assert_int_equal(removed, 0);
	assert_int_equal(head_of(t), 12);
	struct audit_verified v = verified_all(t);

	assert_true(audit_is_sound(&v));
	assert_int_equal(v.removed, 5);
	assert_ok(db_read_begin(t->db, t->arena, &r, &e), &e);
	tree = audit_tree(r);
	assert_ok(tree_root(&tree, 11, &after, &e), &e);
	db_read_end(r);
	assert_memory_equal(before.b, after.b, TREE_HASH);
	/* what goes further than a removal says is found */
	alter(t,
		"UPDATE audit_entry SET actor = 0, actor_name = '', permission = '', action = '',"
		" object = '', object_id = 0, detail = '', canonical = '', removed_by = 12"
		" WHERE seq = 7",
		&e);
	v = verified_all(t);
	assert_false(audit_is_sound(&v));
	assert_int_equal(v.unruly.first, 7);
}

/* The same by the writer of all other JSON. */
static struct str canonical_by_json(struct arena *a, const struct audit_line *x)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_int(&j, "v", 1);
	json_int(&j, "seq", x->seq);
	json_int(&j, "at", x->at);
	json_int(&j, "actor", x->entry.actor);
	json_str(&j, "actor_name", x->entry.actor_name);
	json_str(&j, "permission", x->entry.permission);
	json_str(&j, "action", x->entry.action);
	json_str(&j, "object", x->entry.object);
	json_int(&j, "object_id", x->entry.object_id);
	json_str(&j, "request", hex_of(a, str_n((const char *)x->entry.request, AUDIT_REQUEST)));
	json_str(&j, "detail", x->entry.detail);
	json_close(&j);
	return buf_str(&b);
}

/* Letters, signs to be escaped, and bytes that are no UTF-8. */
static struct str any_text(struct arena *a, unsigned *seed)
{
	static const char *const parts[] = { "a", "\"", "\\", "\n", "\t", "\x01", "\x7f", "ậ", "Đ",
		"\xff", "\xe1\xba", "\xf0\x9f\x97\xbc", "mua bán người", "/" };
	struct buf b = { .arena = a };

	for (int n = rand_r(seed) % 12; n > 0; n--)
		buf_addz(&b, parts[(size_t)rand_r(seed) % COUNT(parts)]);
	return b.n ? buf_str(&b) : S("");
}

static void the_canonical_bytes_are_those_of_the_json_writer(void **state)
{
	struct arena *a = arena_new((size_t)1 << 20);
	unsigned seed = 7;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct arena_mark mark = arena_mark(a);
		struct audit_line x = { .seq = i, .at = i % 3 ? -i : INT64_MAX - i };

		x.entry = (struct audit_entry){ .actor = i % 2 ? INT64_MIN : i,
			.actor_name = any_text(a, &seed),
			.permission = any_text(a, &seed),
			.action = any_text(a, &seed),
			.object = i % 5 ? any_text(a, &seed) : STR_NULL,
			.object_id = i * 977,
			.detail = any_text(a, &seed) };
		memset(x.entry.request, i & 255, AUDIT_REQUEST);
		assert_str_equal(audit_canonical(a, &x), canonical_by_json(a, &x));
		arena_rewind(a, mark);
	}
	arena_free(a);
}

static void a_request_is_noted_once(void **state)
{
	struct test_db *t = *state;
	struct audit_entry entry = entry_of("request.refused");
	struct err e = { 0 };

	memset(entry.request, 5, AUDIT_REQUEST);
	assert_ok(audit_note_once(t->db, &entry, &e), &e);
	assert_ok(audit_note_once(t->db, &entry, &e), &e);
	assert_int_equal(head_of(t), 1);
}

/* What failed is tried again the same day, at longer and longer distance; what is done is not. */
static void a_head_that_failed_is_tried_again(void **state)
{
	const int64_t minute = INT64_C(60) * 1000000;
	struct audit_tries t = { 0 };
	int64_t now = 1000 * minute, waits[8];

	(void)state;
	assert_true(audit_try_now(&t, 5, now));
	for (size_t i = 0; i < COUNT(waits); i++) {
		audit_tried(&t, 5, now, false);
		assert_false(audit_try_now(&t, 5, now));
		for (waits[i] = 0; !audit_try_now(&t, 5, now); waits[i]++)
			now += minute;
		assert_true(waits[i] <= 64 && (i == 0 || waits[i] >= waits[i - 1]));
	}
	assert_int_equal(waits[0], 2);
	assert_int_equal(waits[1], 4);
	assert_int_equal(waits[7], 64);
	/* a new day begins at once, whatever was before */
	assert_true(audit_try_now(&t, 6, now));
	audit_tried(&t, 6, now, true);
	assert_false(audit_try_now(&t, 6, now + 600 * minute));
	assert_true(audit_try_now(&t, 7, now + 600 * minute));
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_canonical_bytes_are_fixed),
		cmocka_unit_test(a_head_that_failed_is_tried_again),
		cmocka_unit_test(the_canonical_bytes_are_those_of_the_json_writer),
		T(a_request_is_noted_once),
		T(an_entry_goes_with_its_change),
		T(no_entry_without_its_change),
		T(a_request_counts_once),
		T(the_log_cannot_be_altered),
		T(numbers_have_no_gap),
		T(verify_finds_what_was_altered),
		T(entries_are_read_newest_first),
		T(tiles_follow_the_leaves),
		T(heads_are_signed_once_a_day),
		T(a_clock_set_back_is_told),
		T(contents_end_by_the_rule_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
