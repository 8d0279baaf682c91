/*
 * Telling the service manager how we fare (sd_notify(3)), by its socket. Without one
 * nothing happens.
 */
#ifndef OPERATION_NOTIFY_H
#define OPERATION_NOTIFY_H

#include "base/base.h"

/* Opens the socket that NOTIFY_SOCKET names; the variable goes, for children. */
void notify_open(void);
/* "READY=1", "STOPPING=1", "WATCHDOG=1"; lines end in \n. */
void notify(const char *state);
/* Seconds between two signs of life, half of what the manager waits; 0: none is wanted. */
int notify_interval(void);

#endif
