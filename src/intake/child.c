#include "intake/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where a lower one is set already, that. */
static void limit(int what, rlim_t most)
{
	struct rlimit r;

	if (getrlimit((__rlimit_resource_t)what, &r) != 0)
		_exit(71);
	r.rlim_max = most < r.rlim_max ? most : r.rlim_max;
	r.rlim_cur = r.rlim_max;
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

/* What takes and gives back memory, hands over the result and ends. */
static void restrict_calls(void)
{
	static const int calls[] = { SCMP_SYS(write), SCMP_SYS(exit), SCMP_SYS(exit_group),
		SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap),
		SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(rt_sigreturn),
		SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(sigaltstack),
		SCMP_SYS(getrandom), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
		SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(tgkill), SCMP_SYS(fcntl),
		SCMP_SYS(restart_syscall) };
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	const uint32_t otherwise = SCMP_ACT_ERRNO(EPERM); /* they ask for this and that */
#else
	const uint32_t otherwise = SCMP_ACT_KILL_PROCESS;
#endif
	scmp_filter_ctx filter = seccomp_init(otherwise);

	if (!filter)
		_exit(71);
	for (size_t i = 0; i < COUNT(calls); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) != 0)
			_exit(71);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || seccomp_load(filter) != 0)
		_exit(71);
	seccomp_release(filter);
}

/* A sanitizer's shadow is larger than any limit. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static void limit_memory(size_t most)
{
	(void)most;
}
#else
/* The address space that is taken already: what the process had when it was divided stays
 * counted. Asked of the kernel itself, for there is no file to read it from: the least limit under
 * which one more page is given. */
static rlim_t space_taken(void)
{
	enum { PAGE = 4096 };
	rlim_t low = 0, high = (rlim_t)1 << 46;
	struct rlimit r;

	if (getrlimit(RLIMIT_AS, &r) != 0)
		_exit(71);
	while (high - low > PAGE) {
		rlim_t middle = low + (high - low) / 2;
		void *page = MAP_FAILED;

		r.rlim_cur = middle;
		if (setrlimit(RLIMIT_AS, &r) == 0)
			page = mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (page == MAP_FAILED) {
			low = middle;
		} else {
			munmap(page, PAGE);
			high = middle;
		}
	}
	return high;
}

static void limit_memory(size_t most)
{
	limit(RLIMIT_AS, space_taken() + most);
}
#endif

NORETURN static void be_child(
	int fd, const struct child_limits *l, bool (*work)(void *arg, struct buf *out), void *arg)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGPIPE, SIG_DFL);
	close_all_but(fd);
	limit_memory(l->memory);
	limit(RLIMIT_CPU, (rlim_t)l->seconds);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_NOFILE, 4);
	restrict_calls();
	struct buf out = { .arena = arena_new(l->output + (64 << 10)) };

	if (!work(arg, &out))
		_exit(65);
	write_all(buf_str(&out));
	_exit(0);
}

static bool collect(int fd, const struct child_limits *l, struct buf *out)
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

bool child_run(struct arena *a, const struct child_limits *limits,
	bool (*work)(void *arg, struct buf *out), void *arg, enum text_id text, struct str *out,
	struct err *e)
{
	struct buf b = { .arena = a };
	int ends[2];

	if (pipe(ends) != 0)
		return FAIL(e, ERR_BUSY, T_intake_busy);
	pid_t pid = fork();

	if (pid < 0) {
		close(ends[0]);
		close(ends[1]);
		return FAIL(e, ERR_BUSY, T_intake_busy);
	}
	if (pid == 0)
		be_child(ends[1], limits, work, arg);
	close(ends[1]);
	bool ok = collect(ends[0], limits, &b);

	close(ends[0]);
	if (!ok)
		kill(pid, SIGKILL);
	int status = 0;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			die("waitpid: %s", strerror(errno));
	ok = ok && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	*out = buf_str(&b);
	return ok || FAIL(e, ERR_INPUT, text);
}
