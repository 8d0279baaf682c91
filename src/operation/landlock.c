#include "operation/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of later kernels than the headers. */
#define FS_TRUNCATE (1ULL << 14)  /* ABI 3 */
#define FS_IOCTL_DEV (1ULL << 15) /* ABI 5 */
#define NET_BIND_TCP (1ULL << 0)  /* ABI 4 */
#define SCOPE_SOCKET (1ULL << 0)  /* ABI 6: abstract Unix sockets of others */
#define SCOPE_SIGNAL (1ULL << 1)  /* ABI 6: signals to others */

/* As the kernel has it since ABI 6; an older one is told a shorter length. */
struct attributes {
	uint64_t fs, net, scoped;
};

enum { ABI_REFER = 2, ABI_TRUNCATE = 3, ABI_NET = 4, ABI_IOCTL = 5, ABI_SCOPE = 6 };

static const uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t writing = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
				LANDLOCK_ACCESS_FS_MAKE_REG;
static const uint64_t never = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
			      LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
			      LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
			      LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

static uint64_t since(int abi, int first, uint64_t right)
{
	return abi >= first ? right : 0;
}

int landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return abi < 0 ? 0 : (int)abi;
}

int landlock_rules(int abi)
{
	struct attributes a = {
		.fs = reading | writing | never | since(abi, ABI_REFER, LANDLOCK_ACCESS_FS_REFER) |
		      since(abi, ABI_TRUNCATE, FS_TRUNCATE) | since(abi, ABI_IOCTL, FS_IOCTL_DEV),
		.net = since(abi, ABI_NET, NET_BIND_TCP),
		.scoped = since(abi, ABI_SCOPE, SCOPE_SOCKET | SCOPE_SIGNAL),
	};
	size_t n = abi >= ABI_SCOPE ? 24 : abi >= ABI_NET ? 16 : 8;

	return (int)syscall(SYS_landlock_create_ruleset, &a, n, 0);
}

/* A file takes no rights of folders. */
static uint64_t rights_of(int fd, int abi, int may)
{
	uint64_t rights = may & LANDLOCK_READ ? reading : 0;
	struct stat st;

	if (may & LANDLOCK_WRITE)
		rights |= writing | since(abi, ABI_TRUNCATE, FS_TRUNCATE);
	if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rights &= LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |
			  since(abi, ABI_TRUNCATE, FS_TRUNCATE);
	return rights;
}

bool landlock_allow(int rules, int abi, const char *path, int may)
{
	int fd = open(path, O_PATH | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT || errno == EACCES || errno == ENOTDIR;
	struct landlock_path_beneath_attr below = { .allowed_access = rights_of(fd, abi, may),
		.parent_fd = fd };
	long result = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0);

	close(fd);
	return result == 0;
}

bool landlock_restrict(int rules)
{
	return syscall(SYS_landlock_restrict_self, rules, 0) == 0;
}
