/*
 * Who acts: an account with its permissions, as the session or the command found it.
 * Lives in the arena of the request.
 */
#ifndef ACCESS_ACTOR_H
#define ACCESS_ACTOR_H

#include "base/base.h"

enum permission {
	PERM_PUBLIC, /* no log-in */
	PERM_ENROL,  /* any account, also one that has yet to set up its second factor */
	PERM_LOGIN,  /* any account that may work */
#define PERMISSION(id, name) PERM_##id,
#include "access/permissions.def"
#undef PERMISSION
	PERM_COUNT
};

enum theme { THEME_SYSTEM, THEME_LIGHT, THEME_DARK };

struct actor {
	int64_t account;    /* 0: nobody has logged in */
	struct str name;    /* log-in name */
	struct str display; /* "Cán bộ BCA-0107" */
	int64_t agency;	    /* 0: none */
	struct str agency_name;
	enum lang lang;
	enum theme theme;
	uint64_t permissions; /* bit PERM_x */
	int64_t session_id;   /* 0: none, as in a command */
	struct str session;   /* digest of the session, for logs */
	int64_t proved;	      /* when the person last showed who they are */
	int64_t emergency;    /* access in an emergency that runs: each page is an entry; 0: none */
	int64_t emergency_ends;
	int64_t token; /* a service account with this token; 0: a person */
	bool owes;     /* a second factor, and has none: nothing else is open to it */
};

static inline bool actor_may(const struct actor *a, enum permission p)
{
	if (p == PERM_PUBLIC)
		return true;
	if (a->account == 0 || (a->owes && p != PERM_ENROL))
		return false;
	if (p == PERM_ENROL || p == PERM_LOGIN) /* what is one's own: a person's */
		return a->token == 0;
	return a->permissions >> p & 1;
}

/* "plan.read" of PERM_plan_read, and back (PERM_COUNT where there is none). */
const char *permission_name(enum permission p);
enum permission permission_of(struct str name);
/* "Xem kế hoạch"; what is no permission stays as it is. */
struct str permission_words(enum lang lang, struct str name);
/* The same of names separated by a blank. */
struct str permission_list_words(struct arena *a, enum lang lang, struct str names);

#endif
