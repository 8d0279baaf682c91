/*
 * The command line: one table of commands, made from the comments above the
 * functions (src/gen/mkroute.c), and what a command gets to work with.
 *
 *	COMMAND plan read
 *	usage FILE… [--json]
 *	help  plan.help_read
 *	db    none
 *
 * (in a comment, each line behind its " * ") stands above
 *
 *	bool plan_read_cmd(struct cli *c, struct err *e)
 *
 * `db` is none, read or write: what the command needs open.
 * A command returns true, or false with e set; main prints the error in the
 * user's language and exits with err_exit(code).
 */
#ifndef BASE_CLI_H
#define BASE_CLI_H

#include <stdio.h>
#include "base/base.h"

struct db;

struct cli {
	struct arena *arena;
	enum lang lang;
	struct db *db;	   /* open where the command says so, else NULL */
	struct str db_url; /* what --db said, or the default */
	bool json;	   /* --json was given */
	char **args;	   /* what stands behind the command's name, options of main taken out */
	int n_args;
	FILE *out;
};

enum cli_db { CLI_DB_NONE, CLI_DB_READ, CLI_DB_WRITE };

struct cli_command {
	const char *name;  /* "plan read" */
	const char *usage; /* "FILE… [--json]" */
	enum text_id help;
	enum cli_db db;
	bool (*run)(struct cli *c, struct err *e);
};

/* Generated, sorted by name. */
extern const struct cli_command cli_commands[];
extern const size_t cli_commands_n;

/* "--name value" or "--name=value" taken out of the arguments; STR_NULL when absent. */
struct str cli_option(struct cli *c, const char *name);
/* "--name" taken out; true when it was there. */
bool cli_flag(struct cli *c, const char *name);
/* The day behind "--name", as 2025-07-01 or 01/7/2025; `otherwise` without the option. */
bool cli_date(struct cli *c, const char *name, struct date otherwise, struct date *out,
	struct err *e) MUST;
/* A line of output. */
void cli_print(struct cli *c, struct str line);
/* False with a message when an option is left over or fewer than `least` or more than
 * `most` arguments (most < 0: any number) are. */
bool cli_done(struct cli *c, int least, int most, struct err *e) MUST;

/* A whole file, or standard input for "-"; at most `max` bytes. Directories, devices and
 * larger files are refused. */
bool cli_read_file(
	struct cli *c, const char *path, size_t max, struct str *out, struct err *e) MUST;

#endif
