/*
 * What the server's process may do, once it has what it needs: nothing it has no use for.
 * Another user than root; no new privileges, no core file, no debugger; files by Landlock
 * (the database's folder, keys, certificates, the system's libraries), system calls by
 * seccomp (no program is started, no debugging, no mounting, no raw sockets). Children
 * inherit it.
 *
 * To be entered before the first thread: Landlock holds for the thread that asks and what
 * it starts. The kernel is asked what it knows; what it lacks is said in the log.
 */
#ifndef OPERATION_SANDBOX_H
#define OPERATION_SANDBOX_H

#include "base/base.h"

struct sandbox {
	struct str db_url;
	const struct str *allow; /* further files and folders to be read */
	size_t n_allow;
};

/* Becomes this user with its groups. ERR_INPUT where there is none or it is root;
 * ERR_DENIED where we are not root. */
bool sandbox_user(struct str name, struct err *e) MUST;

/* No core, no debugger of the same user, no privileges gained by a program. */
void sandbox_harden(void);

/* Files and system calls. ERR_STORE where the kernel refuses what it should know. */
bool sandbox_enter(const struct sandbox *s, struct err *e) MUST;

#endif
