/*
 * The sandbox from inside: a child enters it and tries what a server must be able to do and
 * what nobody in it may. Each try is one character of the child's answer.
 */
#include "operation/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "operation/landlock.h"
#include "test/cmocka.h"

enum { ABI_NET = 4, ABI_SCOPE = 6 };

static struct arena *a;
static char *folder, *other;

static int set_up(void **state)
{
	(void)state;
	a = arena_new((size_t)1 << 20);
	folder = str_c(a, S("/tmp/haidang-sandbox.XXXXXX"));
	assert_non_null(mkdtemp(folder));
	other = str_c(a, S("/var/tmp/haidang-other.XXXXXX"));
	int fd = mkstemp(other);

	assert_true(fd >= 0);
	close(fd);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(other);
	unlink(str_fmt(a, "%s/x.db", folder).p);
	rmdir(folder);
	arena_free(a);
	return 0;
}

/* --- what must go on working */

static bool writes_its_folder(void)
{
	char *path = str_c(a, str_fmt(a, "%s/x.db-journal", folder));
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	return fd >= 0 && write(fd, "x", 1) == 1 && ftruncate(fd, 0) == 0 && fsync(fd) == 0 &&
	       close(fd) == 0 && unlink(path) == 0;
}

static void *nothing(void *arg)
{
	return arg;
}

static bool starts_threads(void)
{
	pthread_t t;

	return pthread_create(&t, NULL, nothing, NULL) == 0 && pthread_join(t, NULL) == 0;
}

static bool has_children(void)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(7);
	return pid > 0 && waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 7;
}

static bool looks_up_names(void)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *found = NULL;
	bool ok = getaddrinfo("localhost", "80", &hints, &found) == 0;

	if (ok)
		freeaddrinfo(found);
	return ok;
}

static bool reads_libraries(void)
{
	return access("/usr/lib", R_OK) == 0 && open("/etc/hosts", O_RDONLY | O_CLOEXEC) >= 0;
}

/* --- what must not */

static bool refused(bool done)
{
	return !done && (errno == EACCES || errno == EPERM);
}

static bool no_foreign_file(void)
{
	return refused(open(other, O_RDONLY | O_CLOEXEC) >= 0) &&
	       refused(open("/etc/shadow", O_RDONLY | O_CLOEXEC) >= 0) &&
	       refused(open("/root/.bashrc", O_RDONLY | O_CLOEXEC) >= 0) &&
	       refused(open("/proc/1/environ", O_RDONLY | O_CLOEXEC) >= 0);
}

static bool no_writing_elsewhere(void)
{
	return refused(open("/etc/haidang-sandbox", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0) &&
	       refused(open("/usr/haidang-sandbox", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0) &&
	       refused(mkdir(str_fmt(a, "%s/folder", folder).p, 0700) == 0);
}

static bool no_program(void)
{
	char *const args[] = { "/bin/true", NULL }, *const env[] = { NULL };

	return refused(execve("/bin/true", args, env) == 0);
}

static bool no_debugger(void)
{
	return refused(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0) &&
	       refused(syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0) >= 0);
}

static bool no_other_world(void)
{
	return refused(unshare(CLONE_NEWUSER) == 0) && refused(chroot("/") == 0) &&
	       refused(mount("none", folder, "tmpfs", 0, NULL) == 0) && refused(setuid(1) == 0) &&
	       refused(syscall(SYS_bpf, 0, NULL, 0) >= 0) &&
	       refused(syscall(SYS_io_uring_setup, 1, NULL) >= 0);
}

static bool no_raw_lines(void)
{
	return refused(socket(AF_PACKET, SOCK_RAW, 0) >= 0) &&
	       refused(socket(AF_NETLINK, SOCK_RAW, 9) >= 0);
}

static bool no_new_door(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	in.sin_port = htons(48138);
	return landlock_abi() < ABI_NET ||
	       refused(bind(fd, (struct sockaddr *)&in, sizeof(in)) == 0);
}

static bool no_signal_out(void)
{
	return landlock_abi() < ABI_SCOPE || refused(kill(getppid(), 0) == 0);
}

static bool no_writable_code(void)
{
	void *p = mmap(
		NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return refused(p != MAP_FAILED);
}

static bool leaves_no_core(void)
{
	struct rlimit r;

	return getrlimit(RLIMIT_CORE, &r) == 0 && r.rlim_max == 0 &&
	       prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

static const struct {
	const char *name;
	bool (*run)(void);
	bool files; /* needs Landlock */
} tries[] = {
	{ "writes its folder", writes_its_folder, false },
	{ "starts threads", starts_threads, false },
	{ "has children", has_children, false },
	{ "looks up names", looks_up_names, false },
	{ "reads libraries", reads_libraries, false },
	{ "no foreign file", no_foreign_file, true },
	{ "no writing elsewhere", no_writing_elsewhere, true },
	{ "no program", no_program, false },
	{ "no debugger", no_debugger, false },
	{ "no other world", no_other_world, false },
	{ "no raw lines", no_raw_lines, false },
	{ "no new door", no_new_door, false },
	{ "no signal out", no_signal_out, false },
	{ "no writable code", no_writable_code, false },
	{ "leaves no core", leaves_no_core, false },
};

NORETURN static void try_all(int out, int go)
{
	struct sandbox s = { .db_url = str_fmt(a, "sqlite:%s/x.db", folder) };
	struct err e = { 0 };
	char answer[COUNT(tries)], c;

	if (!sandbox_enter(&s, &e))
		_exit(1);
	for (size_t i = 0; i < COUNT(tries); i++) {
		errno = 0;
		answer[i] = tries[i].run() ? '+' : '-';
	}
	if (write(out, answer, sizeof(answer)) != sizeof(answer) || read(go, &c, 1) != 1)
		_exit(2);
	_exit(0);
}

static void inside(void **state)
{
	int out[2], go[2], status;
	char answer[COUNT(tries)] = { 0 }, path[64], text[4096] = { 0 };

	(void)state;
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	assert_int_equal(pipe2(go, O_CLOEXEC), 0);
	pid_t pid = fork();

	if (pid == 0)
		try_all(out[1], go[0]);
	close(out[1]);
	assert_int_equal(read(out[0], answer, sizeof(answer)), sizeof(answer));
	for (size_t i = 0; i < COUNT(tries); i++)
		if (answer[i] != '+' && (!tries[i].files || landlock_abi() > 0))
			fail_msg("%s", tries[i].name);
	/* and as the kernel tells it to everybody */
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(read(fd, text, sizeof(text) - 1) > 0);
	close(fd);
	assert_non_null(strstr(text, "Seccomp:\t2"));
	assert_non_null(strstr(text, "NoNewPrivs:\t1"));
	assert_int_equal(write(go[1], "x", 1), 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	close(out[0]);
	close(go[0]);
	close(go[1]);
}

static void users(void **state)
{
	struct err e = { 0 };

	(void)state;
	assert_false(sandbox_user(S("root"), &e));
	assert_int_equal(e.code, ERR_INPUT);
	e = (struct err){ 0 };
	assert_false(sandbox_user(S("no such user"), &e));
	assert_int_equal(e.code, ERR_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(inside), cmocka_unit_test(users) };

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
