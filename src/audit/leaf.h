/*
 * An entry as the bytes that are hashed. The form is fixed for ever
 * (docs/decisions/0003-an-entry-of-the-log.md): verifiers elsewhere compute it too.
 */
#ifndef AUDIT_LEAF_H
#define AUDIT_LEAF_H

#include "audit/audit.h"

enum { AUDIT_LEAF = 32 };

/* One line of JSON, without a line feed. */
struct str audit_canonical(struct arena *a, const struct audit_line *line);

/* SHA-256(0x00 || canonical), RFC 9162 §2.1.1. */
void audit_leaf(struct str canonical, unsigned char leaf[AUDIT_LEAF]);

#endif
