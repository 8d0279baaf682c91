/* A paper as a file of Word (ECMA-376, transitional). */
#ifndef PUBLISH_DOCX_H
#define PUBLISH_DOCX_H

#include "publish/paper.h"

/* The bytes live in the arena. ERR_TOO_LARGE; ERR_STORE: the machine lacks the letters. */
bool docx_write(struct arena *a, const struct paper *p, struct str *out, struct err *e) MUST;

#endif
