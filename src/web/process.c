#include "web/process.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
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
