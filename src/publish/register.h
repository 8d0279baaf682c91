/*
 * Registers of numbers (sổ đăng ký văn bản đi): one an agency, a kind of paper and a year, from
 * 1 without a gap, none twice. A number that is taken is issued with the file that went out
 * under it, or cancelled with the reason; both are final. No number is given for an earlier day than
 * the one before it.
 */
#ifndef PUBLISH_REGISTER_H
#define PUBLISH_REGISTER_H

#include "access/actor.h"
#include "audit/audit.h"
#include "publish/paper.h"

enum { REGISTER_SYMBOL_MAX = 60, REGISTER_ABSTRACT_MAX = 500, REGISTER_REASON_MAX = 1000 };

/* "Kế hoạch" of "plan", "đã phát hành" of "issued"; "" for others. */
struct str register_kind_text(enum lang lang, struct str kind);
struct str register_state_text(enum lang lang, struct str state);
/* "09/KH-BCĐ". */
struct str register_number_text(struct arena *a, int64_t number, struct str symbol);

struct register_new {
	int64_t agency;
	struct str kind, symbol, abstract;
	struct date day;
	int64_t start; /* of a register that is yet empty: numbers before it were given on paper;
			* 0: 1 */
};
/* The number that was given stands in `*number` once applied. ERR_INPUT: something missing, a
 * day to come; ERR_CONFLICT: the day before the last one's, a start where there are numbers;
 * ERR_DENIED. */
bool register_take_prepare(struct arena *a, const struct actor *actor,
	const struct register_new *in, int64_t *number, struct change *c, struct err *e) MUST;

/* ERR_STALE, ERR_CONFLICT: issued or cancelled already; ERR_DENIED. */
bool register_cancel_prepare(struct arena *a, const struct actor *actor, int64_t id,
	int64_t version, struct str reason, struct change *c, struct err *e) MUST;
/* The file is kept with its digest; by it `haidang publish check` knows it again. */
bool register_issue_prepare(struct arena *a, const struct actor *actor, int64_t id, int64_t version,
	struct str name, struct str bytes, struct change *c, struct err *e) MUST;

#endif
