/*
 * Routes and commands as mkroute reads them out of the comments in *_web.c and
 * *_cli.c (docs/house.md, Routes and Commands).
 */
#ifndef GEN_ROUTE_H
#define GEN_ROUTE_H

#include "gen/gen.h"

enum type { T_INT, T_TEXT, T_WORD, T_SECRET, T_DATE, T_BOOL, T_IDS, T_TEXTS, T_FILE, TYPES };

struct param {
	struct str name;
	enum type type;
	size_t max;
	bool optional;
	bool in_path;
};

/* What stands behind the words of a ROUTE comment. */
enum line {
	L_METHOD, /* GET or POST: the path */
	L_PARAMS, /* query or form */
	L_PERMISSION,
	L_SCOPE,
	L_CSRF,
	L_AUDIT,
	L_BODY,
	L_RATE,
	L_PAGE, /* html or again */
	L_JSON,
	L_EXPORT, /* of a GET */
	L_TITLE,
	LINES
};

struct route {
	const char *file;
	int line;
	struct str subject;
	struct str name;
	bool post;
	struct str value[LINES];
	LIST(struct param) params; /* the path's first */
	size_t n_path;
	struct str permission; /* PERM_… */
	size_t body;
	struct str page;	    /* "plan_outline_page", "reply" or, of a POST, "change" */
	struct str json, json_path; /* n == 0: none */
	struct str sheet;	    /* the function that writes its table; n == 0: none */
	const struct route *again;
};

struct command {
	const char *file;
	int line;
	struct str name, usage, help, db, function;
};

struct permission {
	struct str constant, name;
};

struct template
{
	struct str name, stem;
};

struct input {
	LIST(struct template) templates;
	LIST(struct route) routes;
	LIST(struct command) commands;
	LIST(struct permission) permissions;
	LIST(struct str) texts; /* the .en.po files, whole */
};

/* Each reports by gen_error what is wrong. */
void route_read_web(struct input *in, const char *path);
void route_read_cli(struct input *in, const char *path);
void route_read_permissions(struct input *in, const char *path);
/* What can be said only of all together. */
void route_check(struct input *in);

static inline bool route_none(struct str s)
{
	return str_eq(s, S("none"));
}

/* The next part of a path without its slash: a literal, or name of a parameter. */
bool route_segment(struct str *rest, struct str *part, bool *typed);

/* Writers: to DIR. */
void route_write_api(const struct input *in, const char *dir);	    /* openapi.c, pages.md */
void route_write_urls(const struct input *in, const char *dir);	    /* urls.h, urls.c */
void route_write_table(const struct input *in, const char *dir);    /* x_routes.h, routes.c */
void route_write_commands(const struct input *in, const char *dir); /* commands.h, commands.c */

#endif
