/*
 * What may stand in an address, a number, a setting. Inside outbox only.
 */
#ifndef OUTBOX_CHECK_H
#define OUTBOX_CHECK_H

#include "base/base.h"

/* Printable, without line ends. */
bool check_one_line(struct str s);
/* A host name or an address of the network. */
bool check_host(struct str s);
/* "http://…" or "https://…" without blanks, user and password. */
bool check_url(struct str s);

#endif
