#include "operation/calls.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <ucontext.h>
#include <unistd.h>

/* Gathered from runs of all tests, and what the C library takes instead on other kernels. */
static const int plain[] = {
	/* bytes and files; which files, Landlock says */
	SCMP_SYS(read),
	SCMP_SYS(write),
	SCMP_SYS(readv),
	SCMP_SYS(writev),
	SCMP_SYS(pread64),
	SCMP_SYS(pwrite64),
	SCMP_SYS(preadv),
	SCMP_SYS(pwritev),
	SCMP_SYS(lseek),
	SCMP_SYS(open),
	SCMP_SYS(openat),
	SCMP_SYS(close),
	SCMP_SYS(close_range),
	SCMP_SYS(dup),
	SCMP_SYS(dup2),
	SCMP_SYS(dup3),
	SCMP_SYS(fcntl),
	SCMP_SYS(flock),
	SCMP_SYS(stat),
	SCMP_SYS(fstat),
	SCMP_SYS(lstat),
	SCMP_SYS(newfstatat),
	SCMP_SYS(statx),
	SCMP_SYS(statfs),
	SCMP_SYS(fstatfs),
	SCMP_SYS(access),
	SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2),
	SCMP_SYS(readlink),
	SCMP_SYS(readlinkat),
	SCMP_SYS(getcwd),
	SCMP_SYS(getdents64),
	SCMP_SYS(unlink),
	SCMP_SYS(unlinkat),
	SCMP_SYS(rename),
	SCMP_SYS(renameat),
	SCMP_SYS(renameat2),
	SCMP_SYS(link),
	SCMP_SYS(linkat),
	SCMP_SYS(ftruncate),
	SCMP_SYS(fallocate),
	SCMP_SYS(memfd_create), /* workbooks and papers in the making */
	SCMP_SYS(fadvise64),
	SCMP_SYS(fsync),
	SCMP_SYS(fdatasync),
	SCMP_SYS(fchmod),
	SCMP_SYS(fchown),
	SCMP_SYS(utimensat),
	SCMP_SYS(umask),
	SCMP_SYS(sendfile),
	SCMP_SYS(pipe),
	SCMP_SYS(pipe2),
	/* memory; with what rights, see below */
	SCMP_SYS(brk),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(mlock),
	SCMP_SYS(mlock2),
	SCMP_SYS(munlock),
	SCMP_SYS(msync),
	SCMP_SYS(mincore),
	SCMP_SYS(membarrier),
	/* threads, children, signals, time */
	SCMP_SYS(fork),
	SCMP_SYS(vfork),
	SCMP_SYS(wait4),
	SCMP_SYS(waitid),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(kill),
	SCMP_SYS(tgkill),
	SCMP_SYS(tkill),
	SCMP_SYS(getpid),
	SCMP_SYS(getppid),
	SCMP_SYS(gettid),
	SCMP_SYS(set_tid_address),
	SCMP_SYS(set_robust_list),
	SCMP_SYS(get_robust_list),
	SCMP_SYS(rseq),
	SCMP_SYS(futex),
	SCMP_SYS(sched_yield),
	SCMP_SYS(sched_getaffinity),
	SCMP_SYS(sched_getparam),
	SCMP_SYS(sched_getscheduler),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigtimedwait),
	SCMP_SYS(rt_sigpending),
	SCMP_SYS(rt_sigsuspend),
	SCMP_SYS(rt_tgsigqueueinfo),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(nanosleep),
	SCMP_SYS(clock_nanosleep),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_getres),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	SCMP_SYS(times),
	SCMP_SYS(alarm),
	SCMP_SYS(setitimer),
	SCMP_SYS(getitimer),
	SCMP_SYS(arch_prctl),
	SCMP_SYS(prctl),
	SCMP_SYS(seccomp),
	/* lines; of what kind, see below */
	SCMP_SYS(connect),
	SCMP_SYS(accept),
	SCMP_SYS(accept4),
	SCMP_SYS(bind),
	SCMP_SYS(getsockname),
	SCMP_SYS(getpeername),
	SCMP_SYS(setsockopt),
	SCMP_SYS(getsockopt),
	SCMP_SYS(sendto),
	SCMP_SYS(recvfrom),
	SCMP_SYS(sendmsg),
	SCMP_SYS(recvmsg),
	SCMP_SYS(sendmmsg),
	SCMP_SYS(recvmmsg),
	SCMP_SYS(shutdown),
	SCMP_SYS(listen),
	SCMP_SYS(poll),
	SCMP_SYS(ppoll),
	SCMP_SYS(select),
	SCMP_SYS(pselect6),
	SCMP_SYS(epoll_create),
	SCMP_SYS(epoll_create1),
	SCMP_SYS(epoll_ctl),
	SCMP_SYS(epoll_wait),
	SCMP_SYS(epoll_pwait),
	SCMP_SYS(epoll_pwait2),
	SCMP_SYS(eventfd2),
	/* who and how much */
	SCMP_SYS(getuid),
	SCMP_SYS(geteuid),
	SCMP_SYS(getgid),
	SCMP_SYS(getegid),
	SCMP_SYS(getresuid),
	SCMP_SYS(getresgid),
	SCMP_SYS(getgroups),
	SCMP_SYS(getrlimit),
	SCMP_SYS(setrlimit),
	SCMP_SYS(setpriority),
	SCMP_SYS(prlimit64),
	SCMP_SYS(getrusage),
	SCMP_SYS(sysinfo),
	SCMP_SYS(uname),
	SCMP_SYS(getrandom),
	SCMP_SYS(getpgrp),
	SCMP_SYS(getpriority),
};

/* --- what is denied is told */

/* The handler works in whatever thread: only what is safe there. */
static void tell(int number)
{
	char text[] = "haidang: sandbox: denied system call      \n";
	char *end = text + sizeof(text) - 3;

	do {
		*end-- = (char)('0' + number % 10);
		number /= 10;
	} while (number && *end == ' ');
	ssize_t n = write(STDERR_FILENO, text, sizeof(text) - 1);

	(void)n;
}

static void denied(int signal, siginfo_t *info, void *context)
{
	ucontext_t *u = context;
	int before = errno;

	(void)signal;
	tell(info->si_syscall);
#if defined(__x86_64__)
	u->uc_mcontext.gregs[REG_RAX] = -EPERM;
#elif defined(__aarch64__)
	u->uc_mcontext.regs[0] = (uint64_t)-EPERM;
#else
#error "a sandbox for this processor"
#endif
	errno = before;
}

/* --- the list */

static int allow_plain(scmp_filter_ctx f)
{
	int rc = 0;

	/* -1 and -2 mark calls this processor has not */
	for (size_t i = 0; i < COUNT(plain) && rc == 0; i++)
		if (plain[i] >= 0)
			rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, plain[i], 0);
	return rc;
}

/* No page is both written and run. */
static int allow_memory(scmp_filter_ctx f)
{
	static const int calls[] = { SCMP_SYS(mmap), SCMP_SYS(mprotect) };
	int rc = 0;

	for (size_t i = 0; i < COUNT(calls) && rc == 0; i++) {
		rc = seccomp_rule_add(
			f, SCMP_ACT_ALLOW, calls[i], 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
		if (rc == 0)
			rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 1,
				SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_WRITE, 0));
	}
	return rc;
}

/* Threads and children, but no namespaces. clone3 hides its flags behind a pointer; the C
 * library takes clone where it is not there. */
static int allow_clone(scmp_filter_ctx f)
{
	const scmp_datum_t spaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
				    CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
	int rc = seccomp_rule_add(
		f, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, spaces, 0));

	return rc ? rc : seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

/* Netlink only to ask which addresses this machine has, as a look-up of names does. */
static int allow_sockets(scmp_filter_ctx f)
{
	static const int kinds[] = { AF_UNIX, AF_INET, AF_INET6 };
	int rc = 0;

	for (size_t i = 0; i < COUNT(kinds) && rc == 0; i++)
		rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1,
			SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)kinds[i]));
	if (rc == 0)
		rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(socket), 2,
			SCMP_A0(SCMP_CMP_EQ, AF_NETLINK), SCMP_A2(SCMP_CMP_EQ, 0));
	if (rc == 0)
		rc = seccomp_rule_add(
			f, SCMP_ACT_ALLOW, SCMP_SYS(socketpair), 1, SCMP_A0(SCMP_CMP_EQ, AF_UNIX));
	return rc;
}

/* TCGETS answers "no terminal"; TIOCSTI and its kind are not here. */
static int allow_ioctl(scmp_filter_ctx f)
{
	static const scmp_datum_t asks[] = { FIONBIO, FIONREAD, TCGETS, TIOCGWINSZ };
	int rc = 0;

	for (size_t i = 0; i < COUNT(asks) && rc == 0; i++)
		rc = seccomp_rule_add(
			f, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, SCMP_A1(SCMP_CMP_EQ, asks[i]));
	return rc;
}

static int fill(scmp_filter_ctx f)
{
	int rc = seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2);

	rc = rc ? rc : allow_plain(f);
	rc = rc ? rc : allow_memory(f);
	rc = rc ? rc : allow_clone(f);
	rc = rc ? rc : allow_sockets(f);
	rc = rc ? rc : allow_ioctl(f);
	return rc ? rc : seccomp_load(f);
}

bool calls_restrict(struct err *e)
{
	struct sigaction sa = { .sa_sigaction = denied, .sa_flags = SA_SIGINFO | SA_NODEFER };
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_TRAP);

	sigemptyset(&sa.sa_mask);
	sigaction(SIGSYS, &sa, NULL);
	if (!f)
		die("no memory for seccomp");
	int rc = fill(f);

	seccomp_release(f);
	if (rc == 0)
		return true;
	err_detail(e, "seccomp: %s", strerror(-rc));
	return FAIL(e, ERR_STORE, T_operation_no_sandbox);
}
