#include "web/refusal.h"

#include <stdatomic.h>

#include "access/access.h"
#include "web/rate.h"

static const int64_t minute = INT64_C(60) * 1000000;

/* Of strangers, and of accounts beyond the most; since the last entry. */
static atomic_llong strangers, beyond;
/* When the counts were written last; 0: not since the start. */
static atomic_llong written;

int64_t refusal_number(const struct call *c)
{
	const struct route *route = c->rq.route;
	int64_t id;

	for (size_t i = 0; i < route->n_path; i++)
		if (route->params[i].type == PARAM_INT && str_to_int(c->match.values[i], &id) &&
			id > 0)
			return id;
	return 0;
}

static struct str detail_of(struct call *c, const char *why)
{
	struct buf b = { .arena = c->rq.arena };
	struct json j = { .out = &b };

	json_open(&j);
	json_str(&j, "why", str_z(why));
	json_close(&j);
	return buf_str(&b);
}

void refusal_note(struct call *c, const char *why)
{
	struct err e = { 0 };

	if (c->rq.actor.account == 0) {
		atomic_fetch_add(&strangers, 1);
		return;
	}
	if (!rate_take(RATE_REFUSED, &c->rq.actor, c->rq.peer, c->h->ticks, &e)) {
		atomic_fetch_add(&beyond, 1);
		return;
	}
	struct audit_entry entry = {
		.actor = c->rq.actor.account,
		.actor_name = c->rq.actor.name,
		.permission = str_z(permission_name(c->rq.route->permission)),
		.action = S("request.refused"),
		.object = c->rq.route->name,
		.object_id = refusal_number(c),
		.detail = detail_of(c, why),
	};

	memcpy(entry.request, c->rq.id, sizeof(entry.request));
	if (!audit_note_once(c->rq.db, &entry, &e))
		log_err("audit", &e);
}

void refusal_note_failure(struct call *c, const struct err *e)
{
	switch (e->code) {
	case ERR_ABSENT:
		refusal_note(c, "absent");
		break;
	case ERR_DENIED:
		refusal_note(c, "denied");
		break;
	case ERR_TOO_MANY:
		/* as often as somebody likes: counted, whoever it is */
		atomic_fetch_add(c->rq.actor.account ? &beyond : &strangers, 1);
		break;
	default:
		/* a classified paper that was brought here: who did it, not what it says */
		if (e->text == T_file_classified)
			refusal_note(c, "classified");
		break;
	}
}

bool refusal_tick(struct db *db, bool now, struct err *e)
{
	int64_t ticks = clock_ticks(), last = atomic_load(&written);
	char detail[96];

	if (last == 0) {
		atomic_store(&written, ticks);
		last = ticks;
	}
	if (!now && ticks - last < 60 * minute)
		return true;
	int64_t s = atomic_exchange(&strangers, 0), b = atomic_exchange(&beyond, 0);

	atomic_store(&written, ticks);
	if (s + b == 0)
		return true;
	snprintf(detail, sizeof(detail), "{\"strangers\":%lld,\"beyond\":%lld}", (long long)s,
		(long long)b);
	struct audit_entry entry = {
		.actor_name = S("system:web"),
		.permission = S("system"),
		.action = S("request.refused_counted"),
		.object = S("request"),
		.detail = str_z(detail),
	};

	if (audit_note(db, &entry, e))
		return true;
	atomic_fetch_add(&strangers, s);
	atomic_fetch_add(&beyond, b);
	return false;
}
