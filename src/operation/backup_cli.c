/*
 * Backups from the command line. What is said goes to standard error where the backup
 * itself goes to standard output.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cli.h"
#include "base/json.h"
#include "commands.h"
#include "operation/backup.h"

enum { KEY_FILE_MOST = 4096 };

static bool fail_file(struct str path, struct err *e)
{
	return FAIL(e, ERR_STORE, T_operation_file, path, str_z(strerror(errno)));
}

/* --- keys */

static bool write_new(const char *path, mode_t mode, struct str text, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);

	if (fd < 0)
		return fail_file(str_z(path), e);
	bool ok = write(fd, text.p, text.n) == (ssize_t)text.n && write(fd, "\n", 1) == 1 &&
		  fsync(fd) == 0;

	if (!ok)
		fail_file(str_z(path), e);
	close(fd);
	return ok;
}

/* COMMAND backup key new
 * usage FILE
 * help  operation.help_key_new
 * db    none
 */
bool backup_key_new_cmd(struct cli *c, struct err *e)
{
	if (!cli_done(c, 1, 1, e))
		return false;
	struct recipient_secret *s = recipient_new(c->arena);
	struct str secret = recipient_secret_text(c->arena, s);
	struct str open = recipient_text(c->arena, &s->open);
	const char *path = c->args[0];
	bool ok = write_new(path, 0600, secret, e) &&
		  write_new(str_fmt(c->arena, "%s.pub", path).p, 0644, open, e);

	explicit_bzero((char *)(uintptr_t)secret.p, secret.n);
	if (!ok)
		return false;
	fprintf(stderr, "%.*s\n",
		STR_ARG(TEXT(c->arena, c->lang, T_operation_key_made, str_z(path),
			str_z(s->open.name))));
	cli_print(c, open);
	return true;
}

/* The key itself, or a file that holds it. */
static bool read_recipient(struct cli *c, struct str given, struct recipient *out, struct err *e)
{
	struct str text = given;

	if (!str_starts(given, S("hd-backup-")) &&
		!cli_read_file(c, str_c(c->arena, given), KEY_FILE_MOST, &text, e))
		return false;
	return recipient_of(c->arena, text, out, e);
}

static bool read_recipients(struct cli *c, struct backup_job *job, struct err *e)
{
	struct str given;

	while ((given = cli_option(c, "--recipient")).p) {
		if (job->n_to == ENVELOPE_RECIPIENTS)
			return FAIL(e, ERR_INPUT, T_operation_recipients);
		if (!read_recipient(c, given, &job->to[job->n_to++], e))
			return false;
	}
	return job->n_to > 0 || FAIL(e, ERR_INPUT, T_operation_recipients);
}

/* A private key that others can read is no private key. */
static bool read_secret(
	struct cli *c, struct str path, struct recipient_secret **out, struct err *e)
{
	char *z = str_c(c->arena, path);
	struct stat st;
	struct str text;

	if (stat(z, &st) != 0)
		return fail_file(path, e);
	if (st.st_mode & 077)
		return FAIL(e, ERR_DENIED, T_operation_secret_open, path);
	if (!cli_read_file(c, z, KEY_FILE_MOST, &text, e))
		return false;
	bool ok = recipient_secret_of(c->arena, text, out, e);

	explicit_bzero((char *)(uintptr_t)text.p, text.n);
	return ok;
}

static void read_place(struct cli *c, struct copy_place *place)
{
	place->temp = cli_option(c, "--temp");
	place->pg_bin = cli_option(c, "--pg-bin");
}

/* --- backup */

struct target {
	struct str path; /* as it is to be called in the end */
	char *part;	 /* under which name it is written; NULL: standard output */
	int fd;
};

static bool open_target(struct cli *c, struct str path, struct target *t, struct err *e)
{
	struct stat st;

	*t = (struct target){ .path = path, .fd = STDOUT_FILENO };
	if (str_eq(path, S("-")))
		return !isatty(STDOUT_FILENO) || FAIL(e, ERR_INPUT, T_operation_terminal);
	if (lstat(str_c(c->arena, path), &st) == 0)
		return FAIL(e, ERR_CONFLICT, T_operation_file_there, path);
	t->part = str_c(c->arena, str_fmt(c->arena, "%.*s.part", STR_ARG(path)));
	/* what a run that was cut off has left there is of no use */
	unlink(t->part);
	t->fd = open(t->part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	return t->fd >= 0 || fail_file(str_z(t->part), e);
}

/* Its name only when it is whole and on disk. */
static bool keep_target(struct cli *c, struct target *t, struct err *e)
{
	if (!t->part)
		return true;
	if (fsync(t->fd) != 0 || link(t->part, str_c(c->arena, t->path)) != 0)
		return fail_file(t->path, e);
	return true;
}

static void close_target(struct target *t)
{
	if (!t->part || t->fd < 0)
		return;
	close(t->fd);
	unlink(t->part);
}

static struct str count(struct cli *c, int64_t n)
{
	return str_fmt(c->arena, "%lld", (long long)n);
}

static void say_made(struct cli *c, const struct backup_made *made)
{
	struct buf b = { .arena = c->arena };
	struct json j = { .out = &b, .indent = 2 };
	FILE *out = c->json ? c->out : stderr;

	if (!c->json) {
		fprintf(out, "%.*s\n",
			STR_ARG(TEXT(c->arena, c->lang, T_operation_backup_made,
				time_vi(c->arena, made->made), count(c, made->rows),
				count(c, made->log_size), count(c, made->bytes))));
		return;
	}
	json_open(&j);
	json_time(&j, "made", made->made);
	json_int(&j, "bytes", made->bytes);
	json_int(&j, "tables", made->tables);
	json_int(&j, "rows", made->rows);
	json_int(&j, "log_size", made->log_size);
	json_str(&j, "log_head", made->log_head);
	json_close(&j);
	fprintf(out, "%.*s\n", STR_ARG(buf_str(&b)));
}

/* Brought back on trial from the file as it lies there. */
static bool verify_target(struct cli *c, const struct backup_job *job, struct target *t,
	const struct recipient_secret *secret, struct err *e)
{
	struct restore_job back = { .fd = t->fd,
		.secret = secret,
		.db_url = job->db_url,
		.place = job->place,
		.trial = true };
	struct restored r;

	if (lseek(t->fd, 0, SEEK_SET) != 0)
		return fail_file(t->path, e);
	if (!restore_run(c->arena, &back, &r, e))
		return false;
	if (r.log.fault != AUDIT_SOUND)
		return FAIL(e, ERR_CONFLICT, T_operation_log_unsound, count(c, r.log.seq));
	fprintf(stderr, "%.*s\n",
		STR_ARG(TEXT(c->arena, c->lang, T_operation_backup_verified, count(c, r.tables),
			count(c, r.rows), count(c, r.log.entries))));
	return true;
}

static bool make(struct cli *c, const struct backup_job *job, struct target *t,
	const struct recipient_secret *secret, struct err *e)
{
	struct backup_made made;

	if (!backup_write(c->arena, job, t->fd, &made, e) ||
		(secret && !verify_target(c, job, t, secret, e)) || !keep_target(c, t, e) ||
		!backup_note(c->db, c->arena, job, &made, e))
		return false;
	say_made(c, &made);
	return true;
}

/* COMMAND backup
 * usage --to FILE|- --recipient KEY|FILE… [--verify-key FILE] [--temp FOLDER] [--pg-bin FOLDER] [--json]
 * help  operation.help_backup
 * db    write
 */
bool backup_cmd(struct cli *c, struct err *e)
{
	struct backup_job job = { .db_url = c->db_url };
	struct str to = cli_option(c, "--to"), verify = cli_option(c, "--verify-key");
	struct recipient_secret *secret = NULL;
	struct target t = { .fd = -1 };

	read_place(c, &job.place);
	if (!to.p)
		return FAIL(e, ERR_INPUT, T_operation_to_missing);
	if (str_eq(to, S("-")) && (verify.p || c->json))
		return FAIL(e, ERR_INPUT, T_operation_to_file);
	if (!read_recipients(c, &job, e) || (verify.p && !read_secret(c, verify, &secret, e)) ||
		!cli_done(c, 0, 0, e) || !open_target(c, to, &t, e))
		return false;
	bool ok = make(c, &job, &t, secret, e);

	close_target(&t);
	return ok;
}

/* --- the way back */

static void say_restored(struct cli *c, const struct restored *r)
{
	fprintf(c->out, "%.*s\n",
		STR_ARG(TEXT(c->arena, c->lang, T_operation_restored,
			time_vi(c->arena, r->head.made), count(c, r->tables), count(c, r->rows),
			count(c, r->log.entries))));
	fprintf(c->out, "%.*s\n",
		STR_ARG(TEXT(c->arena, c->lang, T_operation_restored_head, r->head.log_head)));
	if (r->doubted)
		fprintf(c->out, "%.*s\n",
			STR_ARG(TEXT(
				c->arena, c->lang, T_operation_doubted, count(c, r->doubted))));
}

/* COMMAND restore
 * usage --from FILE|- --key FILE --db NEW [--pg-bin FOLDER]
 * help  operation.help_restore
 * db    none
 */
bool restore_cmd(struct cli *c, struct err *e)
{
	struct restore_job job = { .db_url = c->db_url, .fd = STDIN_FILENO };
	struct str from = cli_option(c, "--from"), key = cli_option(c, "--key");
	struct recipient_secret *secret;
	struct restored r;

	read_place(c, &job.place);
	if (!from.p || !key.p)
		return FAIL(e, ERR_INPUT, T_operation_from_missing);
	if (!cli_done(c, 0, 0, e) || !read_secret(c, key, &secret, e))
		return false;
	job.secret = secret;
	if (!str_eq(from, S("-")))
		job.fd = open(str_c(c->arena, from), O_RDONLY | O_CLOEXEC);
	if (job.fd < 0)
		return fail_file(from, e);
	bool ok = restore_run(c->arena, &job, &r, e);

	if (job.fd != STDIN_FILENO)
		close(job.fd);
	if (!ok)
		return false;
	say_restored(c, &r);
	return r.log.fault == AUDIT_SOUND ||
	       FAIL(e, ERR_CONFLICT, T_operation_log_unsound, count(c, r.log.seq));
}
