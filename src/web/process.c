#include "web/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { DELAY_FIRST_MS = 100, DELAY_MOST_MS = 10 * 1000, STEADY_SECONDS = 60 };

static volatile sig_atomic_t asked_to_end;
static volatile sig_atomic_t child_pid;

static void pass_on(int signal)
{
	asked_to_end = 1;
	if (child_pid > 0)
		kill((pid_t)child_pid, signal);
}

static void catch_signals(void (*handler)(int))
{
	struct sigaction sa = { .sa_handler = handler };

	sigemptyset(&sa.sa_mask);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
}

/* True where the byte came: the child has begun. */
static bool wait_ready(int fd)
{
	char byte;
	ssize_t n;

	do {
		n = read(fd, &byte, 1);
	} while (n < 0 && errno == EINTR);
	return n == 1;
}

static int wait_end(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			die("waitpid: %s", strerror(errno));
	return status;
}

static pid_t start(int (*child)(void *arg, int ready), void *arg, int *ready)
{
	int ends[2];
	pid_t parent = getpid();

	if (pipe(ends) != 0)
		die("pipe: %s", strerror(errno));
	pid_t pid = fork();

	if (pid < 0)
		die("fork: %s", strerror(errno));
	if (pid == 0) {
		close(ends[0]);
		catch_signals(SIG_DFL);
		/* A server without its supervisor would keep the database to itself. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(1);
		exit(child(arg, ends[1]));
	}
	close(ends[1]);
	*ready = ends[0];
	return pid;
}

static void pause_ms(int ms)
{
	struct timespec t = { ms / 1000, (long)(ms % 1000) * 1000000 };

	nanosleep(&t, NULL); /* a signal ends it early, as it should */
}

int process_supervise(int (*child)(void *arg, int ready), void *arg)
{
	int delay = DELAY_FIRST_MS;
	bool served = false; /* before: what a child needs was there, and may come back */

	catch_signals(pass_on);
	for (;;) {
		int ready;
		int64_t began = clock_ticks();
		pid_t pid = start(child, arg, &ready);

		child_pid = pid;
		if (asked_to_end) /* between fork and now */
			kill(pid, SIGTERM);
		bool begun = wait_ready(ready);

		close(ready);
		int status = wait_end(pid);

		child_pid = 0;
		served |= begun;
		if (WIFEXITED(status) && (!served || WEXITSTATUS(status) == 0 || asked_to_end))
			return WEXITSTATUS(status);
		if (asked_to_end)
			return 0;
		if (clock_ticks() - began > (int64_t)STEADY_SECONDS * 1000000)
			delay = DELAY_FIRST_MS;
		log_error("server", "ended by %s %d, starting again in %d ms",
			WIFSIGNALED(status) ? "signal" : "code",
			WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), delay);
		pause_ms(delay);
		delay = delay * 2 < DELAY_MOST_MS ? delay * 2 : DELAY_MOST_MS;
	}
}

/* --- a child for one piece of work */

static void limit(int what, size_t most)
{
	struct rlimit r = { most, most };

	if (setrlimit((__rlimit_resource_t)what, &r) != 0)
		_exit(71);
}

/* Only the pipe and the standard error stay; the places before them are taken, so that
 * with the limit of four nothing can be opened. */
static void close_all_but(int fd)
{
	int nothing = open("/dev/null", O_RDWR);

	if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(nothing, 1) < 0 || dup2(fd, 3) < 0 ||
		close_range(4, ~0U, 0) != 0)
		_exit(71);
}

static void write_all(struct str s)
{
	while (s.n) {
		ssize_t n = write(3, s.p, s.n);

		if (n <= 0 && errno != EINTR)
			_exit(74);
		if (n > 0)
			s = str_sub(s, (size_t)n, s.n);
	}
}

NORETURN static void be_child(
	int fd, const struct process_limits *l, bool (*work)(void *arg, struct buf *out), void *arg)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGPIPE, SIG_DFL);
	close_all_but(fd);
#ifndef __SANITIZE_ADDRESS__ /* its shadow is larger than any limit */
#ifndef __SANITIZE_THREAD__
	limit(RLIMIT_AS, l->memory);
#endif
#endif
	limit(RLIMIT_CPU, (size_t)l->seconds);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_NOFILE, 4);
	struct buf out = { .arena = arena_new(l->output + (64 << 10)) };

	if (!work(arg, &out))
		_exit(65);
	write_all(buf_str(&out));
	_exit(0);
}

static bool collect(int fd, const struct process_limits *l, struct buf *out)
{
	int64_t end = clock_ticks() + (int64_t)l->seconds * 2 * 1000000;
	struct pollfd p = { .fd = fd, .events = POLLIN };

	for (;;) {
		int64_t left = (end - clock_ticks()) / 1000;

		if (left <= 0 || out->n > l->output)
			return false;
		int ready = poll(&p, 1, (int)left);

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return false;
		ssize_t n = read(fd, buf_room(out, 65536), 65536);

		if (n == 0)
			return true;
		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0)
			out->n += (size_t)n;
	}
}

bool process_once(struct arena *a, const struct process_limits *limits,
	bool (*work)(void *arg, struct buf *out), void *arg, enum text_id text, struct str *out,
	struct err *e)
{
	struct buf b = { .arena = a };
	int ends[2];

	if (pipe(ends) != 0)
		return FAIL(e, ERR_BUSY, T_web_busy);
	pid_t pid = fork();

	if (pid < 0) {
		close(ends[0]);
		close(ends[1]);
		return FAIL(e, ERR_BUSY, T_web_busy);
	}
	if (pid == 0)
		be_child(ends[1], limits, work, arg);
	close(ends[1]);
	bool ok = collect(ends[0], limits, &b);

	close(ends[0]);
	if (!ok)
		kill(pid, SIGKILL);
	int status = wait_end(pid);

	ok = ok && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	*out = buf_str(&b);
	return ok || FAIL(e, ERR_INPUT, text);
}
