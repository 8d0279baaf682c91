#include "store/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NEWEST = 30, SAID_MOST = 4000, PIECE = 256 << 10, ENV_MOST = 64 };

struct tool {
	struct arena *arena;
	pid_t pid; /* 0: has ended */
	int fd;	   /* our end of its input or output */
	int errors;
	struct buf said;
};

extern char **environ;

/* --- finding one */

/* "pg_dump (PostgreSQL) 15.8 (Debian …)": 15. */
static int major_of(struct str text)
{
	size_t at = str_find(text, S("(PostgreSQL) "), 0);
	int64_t major = 0;
	struct str rest, part;

	if (at == SIZE_MAX)
		return 0;
	rest = str_sub(text, at + strlen("(PostgreSQL) "), text.n);
	return str_split(&rest, '.', &part) && str_to_int(part, &major) && major < 1000 ? (int)major
											: 0;
}

static bool keep_said(void *ctx, struct str bytes, struct err *e)
{
	struct buf *b = ctx;

	(void)e;
	if (b->n + bytes.n <= SAID_MOST)
		buf_add(b, bytes);
	return true;
}

static bool is_right(
	struct arena *a, const char *path, int version, struct str *text, struct err *e)
{
	const char *const args[] = { path, "--version", NULL };
	struct buf b = { .arena = a };
	struct tool *t;

	if (access(path, X_OK) != 0 || !tool_start(&t, a, path, args, NULL, false, e))
		return false;
	if (!tool_read(t, keep_said, &b, e)) {
		tool_kill(t);
		return false;
	}
	*text = str_trim(buf_str(&b));
	return tool_end(t, e) && major_of(*text) >= version;
}

bool tool_find(struct arena *a, const char *name, int version, struct str folder, char **path,
	struct str *version_text, struct err *e)
{
	struct err ignored = { 0 };

	if (folder.p) {
		*path = str_c(a, str_fmt(a, "%.*s/%s", STR_ARG(folder), name));
		if (is_right(a, *path, version, version_text, &ignored))
			return true;
	}
	for (int v = version; !folder.p && v < NEWEST; v++) {
		*path = str_c(a, str_fmt(a, "/usr/lib/postgresql/%d/bin/%s", v, name));
		if (is_right(a, *path, version, version_text, &ignored))
			return true;
	}
	*path = str_c(a, str_fmt(a, "/usr/bin/%s", name));
	if (!folder.p && is_right(a, *path, version, version_text, &ignored))
		return true;
	return FAIL(e, ERR_ABSENT, T_store_no_tool, str_z(name), str_fmt(a, "%d", version));
}

/* --- its environment */

/* What the address says, as libpq's environment has it; the rest of ours without its own
 * words for that. */
static bool environment(struct arena *a, const char *conninfo, char **env, struct err *e)
{
	char *why = NULL;
	PQconninfoOption *all = conninfo ? PQconninfoParse(conninfo, &why) : NULL;
	int n = 0;

	if (conninfo && !all) {
		PQfreemem(why); /* may hold the password */
		return FAIL(e, ERR_INPUT, T_store_bad_url, S("postgres://"));
	}
	for (char **v = environ; *v && n < ENV_MOST / 2; v++)
		if (!str_starts(str_z(*v), S("PG")) || !conninfo)
			env[n++] = *v;
	for (PQconninfoOption *o = all; o && o->keyword && n < ENV_MOST - 1; o++)
		if (o->envvar && o->val)
			env[n++] = str_c(a, str_fmt(a, "%s=%s", o->envvar, o->val));
	env[n] = NULL;
	PQconninfoFree(all);
	return true;
}

/* --- running it */

static bool fail_start(const char *path, int error, struct err *e)
{
	return FAIL(e, ERR_STORE, T_store_copy_file, str_z(path), str_z(strerror(error)));
}

/* Its three: the pipe, nothing, and a pipe for what it has to say. */
static int spawn(pid_t *pid, const char *path, const char *const *args, char **env, int theirs,
	int errors, bool input)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none, defaults;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, theirs, input ? 0 : 1);
	posix_spawn_file_actions_addopen(
		&actions, input ? 1 : 0, "/dev/null", input ? O_WRONLY : O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, errors, 2);
	posix_spawnattr_init(&attr);
	sigemptyset(&none);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &defaults);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	int error = posix_spawn(pid, path, &actions, &attr, (char *const *)args, env);

	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

bool tool_start(struct tool **out, struct arena *a, const char *path, const char *const *args,
	const char *conninfo, bool input, struct err *e)
{
	struct tool *t = NEW(a, struct tool);
	char *env[ENV_MOST];
	int data[2], errors[2];

	*t = (struct tool){ .arena = a, .said = { .arena = a } };
	if (!environment(a, conninfo, env, e))
		return false;
	if (pipe2(data, O_CLOEXEC) != 0)
		return fail_start(path, errno, e);
	if (pipe2(errors, O_CLOEXEC) != 0) {
		close(data[0]);
		close(data[1]);
		return fail_start(path, errno, e);
	}
	int error = spawn(&t->pid, path, args, env, data[input ? 0 : 1], errors[1], input);

	close(data[input ? 0 : 1]);
	close(errors[1]);
	t->fd = data[input ? 1 : 0];
	t->errors = errors[0];
	if (error) {
		t->pid = 0;
		close(t->fd);
		close(t->errors);
		return fail_start(path, error, e);
	}
	fcntl(t->errors, F_SETFL, O_NONBLOCK);
	*out = t;
	return true;
}

/* What it has to say must not fill its pipe and stop it. */
static void hear(struct tool *t)
{
	char piece[1024];
	ssize_t n;

	while ((n = read(t->errors, piece, sizeof(piece))) > 0)
		if (t->said.n + (size_t)n <= SAID_MOST)
			buf_add(&t->said, str_n(piece, (size_t)n));
}

/* Until our end is ready. */
static bool wait_for(struct tool *t, short events)
{
	struct pollfd p[2] = { { .fd = t->fd, .events = events },
		{ .fd = t->errors, .events = POLLIN } };

	for (;;) {
		int n = poll(p, 2, -1);

		if (n < 0 && errno != EINTR)
			return false;
		hear(t);
		if (p[1].revents & POLLHUP)
			p[1].fd = -1;
		if (n > 0 && p[0].revents)
			return true;
	}
}

bool tool_read(struct tool *t, bool (*sink)(void *ctx, struct str bytes, struct err *e), void *ctx,
	struct err *e)
{
	char *piece = arena_alloc(t->arena, PIECE);

	for (;;) {
		ssize_t n = wait_for(t, POLLIN) ? read(t->fd, piece, PIECE) : -1;

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_start("pipe", errno, e);
		if (n == 0)
			return true;
		if (!sink(ctx, str_n(piece, (size_t)n), e))
			return false;
	}
}

static bool fail_said(struct tool *t, struct err *e)
{
	hear(t);
	struct str said = str_trim(buf_str(&t->said));

	err_detail(e, "%.*s", STR_ARG(said));
	return FAIL(e, ERR_STORE, T_store_tool_failed, said);
}

/* Never waits for one that says something and reads nothing. */
bool tool_write(struct tool *t, struct str bytes, struct err *e)
{
	fcntl(t->fd, F_SETFL, O_NONBLOCK);
	while (bytes.n) {
		ssize_t n = wait_for(t, POLLOUT) ? write(t->fd, bytes.p, bytes.n) : -1;

		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n < 0)
			return fail_said(t, e);
		bytes = str_sub(bytes, (size_t)n, bytes.n);
	}
	return true;
}

static int wait_pid(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

bool tool_end(struct tool *t, struct err *e)
{
	struct pollfd p = { .fd = t->errors, .events = POLLIN };

	close(t->fd);
	/* its end closes the pipe */
	do {
		while (poll(&p, 1, -1) < 0 && errno == EINTR)
			;
		hear(t);
	} while (!(p.revents & (POLLHUP | POLLERR | POLLNVAL)));
	int status = wait_pid(t->pid);

	t->pid = 0;
	bool ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;

	if (!ok)
		fail_said(t, e);
	close(t->errors);
	return ok;
}

void tool_kill(struct tool *t)
{
	if (!t || !t->pid)
		return;
	kill(t->pid, SIGKILL);
	wait_pid(t->pid);
	t->pid = 0;
	close(t->fd);
	close(t->errors);
}
