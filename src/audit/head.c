#include "audit/head.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/tiles.h"
#include "audit_sql.h"
#include "base/json.h"

enum { KEY_FILE_MOST = 1024 };

/* --- the file */

struct str audit_key_path(struct arena *a, const struct db *db)
{
	const char *said = getenv("HAIDANG_AUDIT_KEY_FILE");

	return said && said[0] ? str_z(said) : db_beside(a, db, "auditkey");
}

static bool write_key(int fd, struct str text)
{
	return write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;
}

bool audit_key_new(
	struct arena *a, const char *path, struct str name, struct str *vkey, struct err *e)
{
	struct note_signer s;
	bool ok;

	if (!note_signer_make(a, name, &s, e))
		return false;
	struct str text = note_signer_text(a, &s);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	*vkey = note_key_text(a, &s.key);
	note_forget(&s);
	if (fd < 0 && errno == EEXIST)
		return FAIL(e, ERR_CONFLICT, T_audit_key_there, str_z(path));
	ok = fd >= 0 && write_key(fd, text);
	explicit_bzero((char *)text.p, text.n);
	if (!ok) {
		err_detail(e, "%s: errno %d", path, errno);
		FAIL(e, ERR_STORE, T_audit_key_unwritten, str_z(path));
	}
	if (fd >= 0)
		close(fd);
	if (!ok && fd >= 0)
		unlink(path);
	return ok;
}

static bool read_text(int fd, const char *path, char text[KEY_FILE_MOST], size_t *n, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size >= KEY_FILE_MOST)
		return FAIL(e, ERR_STORE, T_audit_signer_bad);
	if (st.st_mode & 077)
		return FAIL(e, ERR_STORE, T_audit_key_open, str_z(path));
	ssize_t got = read(fd, text, KEY_FILE_MOST);

	*n = got < 0 ? 0 : (size_t)got;
	return got >= 0 || FAIL(e, ERR_STORE, T_audit_signer_bad);
}

bool audit_key_load(struct arena *a, const char *path, struct note_signer *out, struct err *e)
{
	char *text = arena_alloc(a, KEY_FILE_MOST);
	size_t n = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0 && errno == ENOENT)
		return FAIL(e, ERR_ABSENT, T_audit_key_absent, str_z(path));
	if (fd < 0) {
		err_detail(e, "%s: errno %d", path, errno);
		return FAIL(e, ERR_STORE, T_audit_signer_bad);
	}
	bool ok = read_text(fd, path, text, &n, e) && note_signer_parse(a, str_n(text, n), out, e);

	close(fd);
	if (ok) /* the name outlives the secret beside it */
		out->key.name = str_dup(a, out->key.name);
	explicit_bzero(text, KEY_FILE_MOST);
	return ok;
}

/* --- signing */

bool audit_origin(struct db_read *r, struct str *out, struct err *e)
{
	struct audit_keys_rows keys;
	struct str rest;

	*out = STR_NULL;
	if (!audit_keys(r, &keys, e))
		return false;
	if (keys.n) {
		rest = keys.v[0].vkey;
		str_split(&rest, '+', out);
	}
	return true;
}

/* A log that was cut or rewritten is not made good by a new signature. */
static bool still_holds(struct db_read *r, int64_t size, struct err *e)
{
	struct tree_source tree = audit_tree(r);
	struct audit_head_newest_row last;
	struct tree_hash root;
	bool found;

	if (!audit_head_newest(r, &last, &found, e))
		return false;
	if (!found)
		return true;
	if (last.size > size)
		return FAIL(e, ERR_CONFLICT, T_audit_head_lost);
	return tree_root(&tree, last.size, &root, e) &&
	       (str_eq(last.root, str_n((const char *)root.b, TREE_HASH)) ||
		       FAIL(e, ERR_CONFLICT, T_audit_head_lost));
}

struct signing {
	struct audit_signed head;
	bool daily;
	bool there; /* somebody else has signed for today */
};

/* Looks at the log and signs what it sees: a snapshot, of the committed alone. */
static bool make_head(struct db *db, struct arena *a, struct note_signer *s, struct audit_signed *h,
	struct err *e)
{
	struct audit_last_row last = { 0 };
	struct tree_source tree;
	struct str origin;
	struct db_read *r;
	bool found, ok;

	if (!db_read_begin(db, a, &r, e))
		return false;
	tree = audit_tree(r);
	ok = audit_last(r, &last, &found, e) && still_holds(r, last.seq, e) &&
	     tree_root(&tree, last.seq, &h->root, e) && audit_origin(r, &origin, e);
	db_read_end(r);
	if (!ok)
		return false;
	h->at = clock_now();
	h->size = last.seq;
	h->vkey = note_key_text(a, &s->key);
	h->note = checkpoint_make(a, s, origin.p ? origin : s->key.name, h->size, &h->root);
	return true;
}

static bool key_id(struct db_write *w, const struct audit_signed *h, int64_t *id, struct err *e)
{
	struct audit_key_of_row row;
	bool found;

	if (!audit_key_of(db_write_read(w), h->vkey, &row, &found, e))
		return false;
	if (found)
		*id = row.id;
	return found || audit_key_add(w, h->vkey, h->at, id, e);
}

static bool keep_head(struct db_write *w, struct change *c, struct err *e)
{
	struct signing *x = c->arg;
	struct audit_head_of_day_row row;
	struct date day = date_of_time(x->head.at);
	int64_t key;

	if (!audit_head_of_day(db_write_read(w), day, &row, &x->there, e))
		return false;
	if (x->daily && x->there)
		return FAIL(e, ERR_CONFLICT, T_audit_head_there);
	if (!key_id(w, &x->head, &key, e) || !audit_head_add(w, x->head.at, day, x->head.size,
						     str_n((const char *)x->head.root.b, TREE_HASH),
						     key, x->head.note, &c->entry.object_id, e))
		return false;
	return true;
}

static struct str head_detail(struct arena *a, const struct audit_signed *h)
{
	struct buf b = { .arena = a };
	struct json j = { .out = &b };

	json_open(&j);
	json_int(&j, "size", h->size);
	json_str(&j, "root", base64_of(a, str_n((const char *)h->root.b, TREE_HASH)));
	json_str(&j, "key", h->vkey);
	json_close(&j);
	return buf_str(&b);
}

static bool prepare_head(struct db *db, struct arena *a, const char *path, struct signing *x,
	struct change *c, struct err *e)
{
	struct note_signer s;
	bool ok;

	if (!audit_key_load(a, path, &s, e))
		return false;
	ok = make_head(db, a, &s, &x->head, e);
	note_forget(&s);
	if (!ok)
		return false;
	c->apply = keep_head;
	c->arg = x;
	c->entry.action = S("audit.head");
	c->entry.object = S("audit_head");
	c->entry.detail = head_detail(a, &x->head);
	return true;
}

static bool sign_head(struct db *db, struct arena *a, const char *path,
	const struct audit_entry *who, struct signing *x, struct err *e)
{
	struct change c = { .entry = *who };

	if (!prepare_head(db, a, path, x, &c, e) || !audit_change(db, &c, e))
		return false;
	x->head.id = c.entry.object_id;
	return true;
}

bool audit_head_prepare(struct db *db, struct arena *a, struct change *c, struct err *e)
{
	struct str path = audit_key_path(a, db);

	if (!path.p)
		return FAIL(e, ERR_STORE, T_audit_key_where);
	return prepare_head(db, a, str_c(a, path), NEW(a, struct signing), c, e);
}

bool audit_head_sign(struct db *db, struct arena *a, const struct audit_entry *who,
	struct audit_signed *out, struct err *e)
{
	struct str path = audit_key_path(a, db);
	struct signing x = { 0 };

	if (!path.p)
		return FAIL(e, ERR_STORE, T_audit_key_where);
	if (!sign_head(db, a, str_c(a, path), who, &x, e))
		return false;
	*out = x.head;
	return true;
}

/* --- every day */

/* *need: there is no head of today; *first: nor any key. */
static bool look(struct db *db, struct arena *a, bool *need, bool *first, struct err *e)
{
	struct audit_head_of_day_row row;
	struct audit_keys_rows keys;
	struct db_read *r;
	bool found, ok;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = audit_head_of_day(r, date_today(), &row, &found, e) && audit_keys(r, &keys, e);
	db_read_end(r);
	*need = ok && !found;
	*first = ok && keys.n == 0;
	return ok;
}

static bool sign_daily(struct db *db, struct arena *a, bool first, struct err *e)
{
	struct audit_entry who = { .actor_name = S("system:audit"), .permission = S("system") };
	struct str path = audit_key_path(a, db), vkey;
	struct signing x = { .daily = true };

	if (!path.p)
		return FAIL(e, ERR_STORE, T_audit_key_where);
	char *file = str_c(a, path);

	/* Where heads were signed before, a key that is gone is for people to look after. */
	if (first && access(file, F_OK) != 0 && audit_key_new(a, file, STR_NULL, &vkey, e))
		log_info("audit", "key=%.*s", STR_ARG(vkey));
	err_clear(e);
	if (sign_head(db, a, file, &who, &x, e))
		return true;
	if (!x.there)
		return false;
	err_clear(e);
	return true;
}

enum { TRY_MINUTES = 2, TRY_DOUBLINGS = 5 }; /* 2, 4 … 64 minutes */

bool audit_try_now(const struct audit_tries *t, int32_t day, int64_t now)
{
	return t->day != day || (!t->done && now >= t->again);
}

void audit_tried(struct audit_tries *t, int32_t day, int64_t now, bool signed_now)
{
	int failed = t->day == day ? t->failed : 0;
	int64_t minutes = TRY_MINUTES << (failed < TRY_DOUBLINGS ? failed : TRY_DOUBLINGS);

	*t = (struct audit_tries){ .day = day,
		.done = signed_now,
		.failed = failed + !signed_now,
		.again = now + minutes * 60 * 1000000 };
}

bool audit_tick(struct db *db, struct err *e)
{
	static struct audit_tries tries; /* of the one thread that ticks */
	int32_t today = date_number(date_today());
	int64_t now = clock_now();
	bool need = false, first = false, ok;

	if (!audit_try_now(&tries, today, now))
		return true;
	struct arena *a = arena_new((size_t)4 << 20);

	ok = look(db, a, &need, &first, e) && (!need || sign_daily(db, a, first, e));
	arena_free(a);
	audit_tried(&tries, today, now, ok);
	return ok;
}
