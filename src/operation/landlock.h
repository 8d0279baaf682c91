/*
 * Landlock by its system calls: Debian 12 has no library for it, and its headers know less
 * than the kernels that run. For sandbox.c.
 */
#ifndef OPERATION_LANDLOCK_H
#define OPERATION_LANDLOCK_H

#include <stdbool.h>

struct landlock;

/* 0: the kernel has none. */
int landlock_abi(void);

enum landlock_may {
	LANDLOCK_READ = 1,  /* files and the lists of folders below */
	LANDLOCK_WRITE = 2, /* and write, make and remove files */
};

/* A set of rules; below -1 stands nothing. */
int landlock_rules(int abi);
/* What is not there needs no rule. False: errno. */
bool landlock_allow(int rules, int abi, const char *path, int may);
/* From here on. */
bool landlock_restrict(int rules);

#endif
