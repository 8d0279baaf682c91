/* A paper written down as JSON: what `haidang publish write` reads, what samples are. */
#ifndef PUBLISH_PAPER_READ_H
#define PUBLISH_PAPER_READ_H

#include "publish/paper.h"

enum { PAPER_JSON_BYTES = 16 << 20 };

/* ERR_INPUT says which member is wrong. */
bool paper_read(struct arena *a, struct str json, struct paper **out, struct err *e) MUST;

/* The sample of a kind, as it stands in data/publish. */
struct str paper_sample(struct arena *a, enum paper_kind kind);

#endif
