#include "operation/sandbox.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "operation/calls.h"
#include "operation/landlock.h"

bool sandbox_user(struct str name, struct err *e)
{
	struct arena *a = arena_new(4096);
	struct passwd *p = getpwnam(str_c(a, name));
	bool ok = p && p->pw_uid != 0;

	arena_free(a);
	if (!ok)
		return FAIL(e, ERR_INPUT, T_operation_user_bad, name);
	if (geteuid() != 0)
		return p->pw_uid == geteuid() || FAIL(e, ERR_DENIED, T_operation_user_not_root);
	if (initgroups(p->pw_name, p->pw_gid) == 0 &&
		setresgid(p->pw_gid, p->pw_gid, p->pw_gid) == 0 &&
		setresuid(p->pw_uid, p->pw_uid, p->pw_uid) == 0 && setuid(0) != 0) {
		setenv("HOME", p->pw_dir, 1);
		return true;
	}
	err_detail(e, "setresuid: %s", strerror(errno));
	return FAIL(e, ERR_STORE, T_operation_user_bad, name);
}

void sandbox_harden(void)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* the sanitizers' own debugger has to get in */
#endif
}

/* --- files */

/* What the C library, libpq and libcurl read: libraries, names of hosts, certificates. What
 * is not there is not needed. */
static const char *const system_reads[] = { "/usr", "/lib", "/lib64", "/etc/ld.so.cache",
	"/etc/hosts", "/etc/host.conf", "/etc/gai.conf", "/etc/nsswitch.conf", "/etc/resolv.conf",
	"/etc/services", "/etc/protocols", "/etc/passwd", "/etc/group", "/etc/localtime",
	"/etc/fonts", "/var/cache/fontconfig", "/etc/ssl", "/etc/ca-certificates", "/etc/pki",
	"/etc/gnutls", "/etc/crypto-policies", "/run/systemd/resolve", "/run/resolvconf",
	"/run/NetworkManager", "/dev/urandom", "/dev/random", "/sys/devices/system/cpu",
	"/proc/sys/vm/overcommit_memory" };

struct ground {
	struct arena *arena;
	int rules, abi;
	bool failed;
};

static void let(struct ground *g, const char *path, int may)
{
	if (!g->failed && !landlock_allow(g->rules, g->abi, path, may))
		g->failed = true;
}

static void let_str(struct ground *g, struct str path, int may)
{
	if (path.n)
		let(g, str_c(g->arena, path), may);
}

static struct str folder_of(struct str path)
{
	size_t n = path.n;

	while (n && path.p[n - 1] != '/')
		n--;
	return n == 0 ? S(".") : n == 1 ? S("/") : str_sub(path, 0, n - 1);
}

/* Files that an address of PostgreSQL names: sslrootcert=/…&sslcert=… */
static void let_named(struct ground *g, struct str url)
{
	static const char *const names[] = {
		"sslrootcert=", "sslcert=", "sslkey=", "sslcrl=", "passfile="
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		size_t at = str_find(url, str_z(names[i]), 0);

		if (at == SIZE_MAX)
			continue;
		struct str rest = str_sub(url, at + strlen(names[i]), url.n), value;

		if (str_split(&rest, '&', &value))
			let_str(g, value, LANDLOCK_READ);
	}
}

static void let_postgres(struct ground *g, struct str url)
{
	static const char *const named[] = { "PGPASSFILE", "PGSERVICEFILE", "PGSSLROOTCERT",
		"PGSSLCERT", "PGSSLKEY" };
	const char *home = getenv("HOME");

	for (size_t i = 0; i < COUNT(named); i++)
		let_str(g, str_z(getenv(named[i])), LANDLOCK_READ);
	let_named(g, url);
	if (!home)
		return;
	let_str(g, str_fmt(g->arena, "%s/.pgpass", home), LANDLOCK_READ);
	let_str(g, str_fmt(g->arena, "%s/.pg_service.conf", home), LANDLOCK_READ);
	let_str(g, str_fmt(g->arena, "%s/.postgresql", home), LANDLOCK_READ);
}

/* SQLite sorts large lists in files without a name; they stay beside the database. */
static void let_database(struct ground *g, struct str url)
{
	struct str file = S("sqlite:");

	if (!str_starts(url, file)) {
		let_postgres(g, url);
		return;
	}
	struct str folder = folder_of(str_sub(url, file.n, url.n));

	let_str(g, folder, LANDLOCK_READ | LANDLOCK_WRITE);
	setenv("SQLITE_TMPDIR", str_c(g->arena, folder), 1);
}

static void let_all(struct ground *g, const struct sandbox *s)
{
	struct str key = str_z(getenv("HAIDANG_KEY_FILE"));

	for (size_t i = 0; i < COUNT(system_reads); i++)
		let(g, system_reads[i], LANDLOCK_READ);
	let(g, "/dev/null", LANDLOCK_READ | LANDLOCK_WRITE);
	let(g, "/dev/shm", LANDLOCK_READ | LANDLOCK_WRITE); /* workbooks in the making */
	let_database(g, s->db_url);
	if (key.n)
		let_str(g, folder_of(key), LANDLOCK_READ | LANDLOCK_WRITE);
	for (size_t i = 0; i < s->n_allow; i++)
		let_str(g, s->allow[i], LANDLOCK_READ);
}

static bool restrict_files(const struct sandbox *s, int abi, struct err *e)
{
	struct ground g = { .arena = arena_new((size_t)1 << 20), .abi = abi };

	g.rules = landlock_rules(abi);
	if (g.rules >= 0)
		let_all(&g, s);
	bool ok = g.rules >= 0 && !g.failed && landlock_restrict(g.rules);

	if (!ok) {
		err_detail(e, "landlock: %s", strerror(errno));
		FAIL(e, ERR_STORE, T_operation_no_sandbox);
	}
	if (g.rules >= 0)
		close(g.rules);
	arena_free(g.arena);
	return ok;
}

bool sandbox_enter(const struct sandbox *s, struct err *e)
{
	int abi = landlock_abi();

	sandbox_harden();
	if (abi == 0)
		log_warn("sandbox", "this kernel has no Landlock: files are not restricted");
	else if (!restrict_files(s, abi, e))
		return false;
	if (!calls_restrict(e))
		return false;
	log_info("sandbox", "landlock=%d seccomp=on user=%d", abi, (int)getuid());
	return true;
}
