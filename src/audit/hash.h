/*
 * SHA-256, many times over: the algorithm is looked up once, each thread keeps a state.
 */
#ifndef AUDIT_HASH_H
#define AUDIT_HASH_H

#include "base/base.h"

void hash_sha256(struct str bytes, unsigned char out[32]);
/* Of a byte and what follows it: RFC 9162 tells leaves and nodes apart by it. */
void hash_sha256_after(unsigned char prefix, struct str bytes, unsigned char out[32]);

#endif
