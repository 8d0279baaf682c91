/*
 * A disk for SQLite that loses power: what was written but not synced is kept in memory,
 * and when the power goes, any part of it may have reached the file or not, a write
 * torn in the middle included. It can be full, too.
 *
 * For a child process: disk_install() makes it the way every later database is opened.
 */
#ifndef TEST_SUPPORT_DISK_H
#define TEST_SUPPORT_DISK_H

#include <stdint.h>

void disk_install(unsigned seed);

/* The power goes at the n-th write or sync from now: the process dies of SIGKILL. */
void disk_cut_at(int64_t n);

/* From now on only that many bytes may be added to files; < 0: any number. */
void disk_room(int64_t bytes);

/* The next n syncs fail. */
void disk_fail_syncs(int n);

#endif
