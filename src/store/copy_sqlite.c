/*
 * Copies of a SQLite file. VACUUM INTO reads one snapshot while the writer goes on, and
 * leaves free pages behind, with what was erased in them.
 */
#include "store/copy_engine.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { PIECE = 256 << 10, BUSY_MS = 30 * 1000, CACHE_SPARE = 64 << 20 };

static bool fail_sqlite(sqlite3 *db, const char *what, struct err *e)
{
	int rc = db ? sqlite3_errcode(db) & 0xff : SQLITE_NOMEM;

	err_detail(e, "%s: %s", what, db ? sqlite3_errmsg(db) : "no memory");
	return FAIL(e, ERR_STORE, rc == SQLITE_FULL ? T_store_full : T_store_failed);
}

static bool fail_file(const char *path, struct err *e)
{
	return FAIL(e, ERR_STORE, errno == ENOSPC ? T_store_full : T_store_copy_file, str_z(path),
		str_z(strerror(errno)));
}

/* The folder of a path: what stands before its last '/'. */
static struct str folder_of(struct str path)
{
	size_t n = path.n;

	while (n && path.p[n - 1] != '/')
		n--;
	if (n == 0)
		return S(".");
	return n == 1 ? S("/") : str_sub(path, 0, n - 1);
}

static bool make_folder(struct arena *a, struct str in, char **out, struct err *e)
{
	*out = str_c(a, str_fmt(a, "%.*s/haidang-copy.XXXXXX", STR_ARG(in)));
	if (mkdtemp(*out))
		return true;
	return fail_file(str_c(a, in), e);
}

/* --- out */

/* The main file and its log, as an upper bound of what a copy takes. */
static bool has_room(struct db_copy *c, struct str folder, struct err *e)
{
	struct stat st, wal;
	struct statvfs v;
	uint64_t need;

	if (stat(c->where, &st) != 0)
		return FAIL(
			e, ERR_ABSENT, T_store_copy_file, str_z(c->where), str_z(strerror(errno)));
	need = (uint64_t)st.st_size;
	if (stat(str_fmt(c->arena, "%s-wal", c->where).p, &wal) == 0)
		need += (uint64_t)wal.st_size;
	if (statvfs(str_c(c->arena, folder), &v) != 0)
		return fail_file(str_c(c->arena, folder), e);
	if ((uint64_t)v.f_bavail * v.f_frsize > need)
		return true;
	return FAIL(e, ERR_STORE, T_store_copy_room, folder,
		str_fmt(c->arena, "%llu", (unsigned long long)(need >> 20) + 1));
}

/* The path is a parameter: no name has to be quoted. */
static bool vacuum_into(const char *from, const char *to, struct err *e)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;
	bool ok = sqlite3_open_v2(from, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
		  SQLITE_OK;

	if (ok) {
		sqlite3_busy_timeout(db, BUSY_MS);
		sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
		sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
		ok = sqlite3_prepare_v2(db, "VACUUM INTO ?1", -1, &st, NULL) == SQLITE_OK &&
		     sqlite3_bind_text(st, 1, to, -1, SQLITE_STATIC) == SQLITE_OK &&
		     sqlite3_step(st) == SQLITE_DONE;
	}
	if (!ok)
		fail_sqlite(db, "VACUUM INTO", e);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return ok;
}

static bool begin(struct db_copy *c, const struct copy_place *place, struct err *e)
{
	struct str folder = place->temp.p ? place->temp : folder_of(str_z(c->where));

	c->made_by = str_fmt(c->arena, "SQLite %s", sqlite3_libversion());
	if (!has_room(c, folder, e) || !make_folder(c->arena, folder, &c->folder, e))
		return false;
	c->path = str_c(c->arena, str_fmt(c->arena, "%s/copy.db", c->folder));
	int fd = open(c->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	struct stat st;

	if (fd < 0)
		return fail_file(c->path, e);
	close(fd);
	if (!vacuum_into(c->where, c->path, e) ||
		!engine_sqlite.open(&c->conn, c->path, false, e) ||
		!engine_sqlite.begin(c->conn, false, e))
		return false;
	if (stat(c->path, &st) != 0)
		return fail_file(c->path, e);
	c->size = st.st_size;
	return true;
}

static void remove_copy(struct db_copy *c)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal" };

	for (size_t i = 0; c->path && i < COUNT(ends); i++)
		unlink(str_fmt(c->arena, "%s%s", c->path, ends[i]).p);
	if (c->folder)
		rmdir(c->folder);
	c->path = c->folder = NULL;
}

static bool send_file(struct db_copy *c, int fd, copy_sink sink, void *ctx, struct err *e)
{
	char *piece = arena_alloc(c->arena, PIECE);

	for (;;) {
		ssize_t n = read(fd, piece, PIECE);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_file(c->path, e);
		if (n == 0)
			return true;
		if (!sink(ctx, str_n(piece, (size_t)n), e))
			return false;
	}
}

/* Once it is open it needs no name: whatever ends us now leaves nothing behind. */
static bool sqlite_send(struct db_copy *c, copy_sink sink, void *ctx, struct err *e)
{
	c->conn->engine->rollback(c->conn);
	c->conn->engine->close(c->conn);
	c->conn = NULL;
	int fd = open(c->path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail_file(c->path, e);
	remove_copy(c);
	bool ok = send_file(c, fd, sink, ctx, e);

	close(fd);
	return ok;
}

/* --- back */

static bool is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* A database is its file and what lies beside it. */
static bool refuse_existing(struct db_fill *f, struct err *e)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal" };

	for (size_t i = 0; i < COUNT(ends); i++) {
		struct str path = str_fmt(f->arena, "%s%s", f->where, ends[i]);

		if (is_there(path.p))
			return FAIL(e, ERR_CONFLICT, T_store_fill_exists, path);
	}
	return true;
}

static bool fill_begin(struct db_fill *f, const struct copy_place *place, struct err *e)
{
	(void)place;
	if (!refuse_existing(f, e))
		return false;
	char *path = str_c(f->arena, str_fmt(f->arena, "%s.restoring", f->where));

	f->fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (f->fd < 0 && errno == EEXIST)
		return FAIL(e, ERR_CONFLICT, T_store_fill_exists, str_z(path));
	if (f->fd < 0)
		return fail_file(path, e);
	f->path = path;
	return true;
}

/* Some room is left for others on the disk, whatever a file may want. */
static bool fill_write(struct db_fill *f, struct str bytes, struct err *e)
{
	struct statvfs v;

	if (fstatvfs(f->fd, &v) == 0 && (uint64_t)v.f_bavail * v.f_frsize < CACHE_SPARE)
		return FAIL(e, ERR_STORE, T_store_full);
	while (bytes.n) {
		ssize_t n = write(f->fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_file(f->path, e);
		bytes = str_sub(bytes, (size_t)n, bytes.n);
	}
	return true;
}

/* One row that says "ok", or no row at all. */
static bool check_says(sqlite3 *db, const char *pragma, bool *fine, struct err *e)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db, pragma, -1, &st, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	*fine = rc == SQLITE_DONE ||
		(rc == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(st, 0), "ok") == 0);
	if (rc == SQLITE_ROW && !*fine)
		err_detail(e, "%s: %s", pragma, (const char *)sqlite3_column_text(st, 0));
	else if (!*fine)
		err_detail(e, "%s: %s", pragma, sqlite3_errmsg(db));
	sqlite3_finalize(st);
	return *fine || FAIL(e, ERR_CONFLICT, T_store_fill_broken);
}

static bool check_file(const char *path, struct err *e)
{
	sqlite3 *db = NULL;
	bool fine, ok = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
				NULL) == SQLITE_OK;

	if (ok) {
		sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
		sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
		sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
		sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
		sqlite3_exec(db, "PRAGMA cell_size_check = ON", NULL, NULL, NULL);
	}
	ok = ok && check_says(db, "PRAGMA integrity_check(1)", &fine, e) &&
	     check_says(db, "PRAGMA foreign_key_check", &fine, e);
	if (!ok)
		FAIL(e, ERR_CONFLICT, T_store_fill_broken);
	sqlite3_close(db);
	return ok;
}

static bool fill_finish(struct db_fill *f, struct err *e)
{
	bool ok = fsync(f->fd) == 0 || fail_file(f->path, e);

	close(f->fd);
	f->fd = -1;
	return ok && check_file(f->path, e);
}

/* link() does not replace what stands there by now, as rename() would. */
static bool fill_keep(struct db_fill *f, struct err *e)
{
	char *folder = str_c(f->arena, folder_of(str_z(f->where)));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && link(f->path, f->where) == 0 && unlink(f->path) == 0 && fsync(fd) == 0;

	if (!ok)
		fail_file(f->where, e);
	else
		f->path = NULL;
	if (fd >= 0)
		close(fd);
	return ok;
}

static void fill_end(struct db_fill *f)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal", ".lock" };

	if (f->fd >= 0)
		close(f->fd);
	for (size_t i = 0; f->path && i < COUNT(ends); i++)
		unlink(str_fmt(f->arena, "%s%s", f->path, ends[i]).p);
}

/* --- for a trial */

static bool scratch_make(struct arena *a, const char *where, const struct copy_place *place,
	struct str *scratch, struct err *e)
{
	char *folder;

	if (!make_folder(a, place->temp.p ? place->temp : folder_of(str_z(where)), &folder, e))
		return false;
	*scratch = str_fmt(a, "sqlite:%s/trial.db", folder);
	return true;
}

static void scratch_drop(struct arena *a, const char *where, struct str scratch)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal", ".lock" };
	struct str path = str_sub(scratch, strlen("sqlite:"), scratch.n);

	(void)where;
	for (size_t i = 0; i < COUNT(ends); i++)
		unlink(str_fmt(a, "%.*s%s", STR_ARG(path), ends[i]).p);
	rmdir(str_c(a, folder_of(path)));
}

const struct copy_engine copy_sqlite = {
	.engine = &engine_sqlite,
	.begin = begin,
	.send = sqlite_send,
	.end = remove_copy,
	.fill_begin = fill_begin,
	.fill_write = fill_write,
	.fill_finish = fill_finish,
	.fill_keep = fill_keep,
	.fill_end = fill_end,
	.sound = check_file,
	.scratch_make = scratch_make,
	.scratch_drop = scratch_drop,
};
