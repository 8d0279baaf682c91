/*
 * haidang: one program, many commands. Here stands only the way from the words of
 * the command line to the command; the commands stand beside their subjects in
 * x_cli.c (table: base/cli.h).
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "access/tell.h"
#include "agency/agency.h"
#include "base/cli.h"
#include "cascade/cascade.h"
#include "calendar/feed.h"
#include "committee/committee.h"
#include "desk/desk_entries.h"
#include "duty/duty.h"
#include "outbox/outbox.h"
#include "plan/plan.h"
#include "search/search.h"
#include "store/db.h"
#include "work/work.h"

static const char version[] = "haidang 0.1";
enum { COMMAND_ARENA = 1 << 30 };

/* Number of words of the command's name that the arguments begin with, 0 where not all. */
static int words_matched(const char *name, char **args, int n)
{
	struct str rest = str_z(name), word;
	int i = 0;

	while (str_split(&rest, ' ', &word)) {
		if (i == n || !str_eq(word, str_z(args[i])))
			return 0;
		i++;
	}
	return i;
}

static const struct cli_command *find_command(struct cli *c)
{
	const struct cli_command *found = NULL;
	int longest = 0;

	for (size_t i = 0; i < cli_commands_n; i++) {
		int words = words_matched(cli_commands[i].name, c->args, c->n_args);

		if (words > longest) {
			longest = words;
			found = &cli_commands[i];
		}
	}
	c->args += longest;
	c->n_args -= longest;
	return found;
}

static void print_help(struct cli *c, struct str only)
{
	fprintf(c->out, "%.*s\n\n", STR_ARG(text_get(c->lang, T_base_usage)));
	for (size_t i = 0; i < cli_commands_n; i++) {
		const struct cli_command *command = &cli_commands[i];

		if (only.n && !str_starts(str_z(command->name), only))
			continue;
		fprintf(c->out, "  haidang %s %s\n      %.*s\n", command->name, command->usage,
			STR_ARG(text_get(c->lang, command->help)));
	}
}

/* Vietnamese unless --lang or HAIDANG_LANG says en. */
static enum lang choose_lang(struct cli *c)
{
	struct str asked = cli_option(c, "--lang");

	if (!asked.p)
		asked = str_z(getenv("HAIDANG_LANG"));
	return text_lang(asked);
}

static struct str choose_db(struct cli *c)
{
	struct str url = cli_option(c, "--db");

	if (!url.p)
		url = str_z(getenv("HAIDANG_DB"));
	return url.p ? url : S("sqlite:haidang.db");
}

static int report(struct cli *c, const struct err *e)
{
	struct str text = err_text(c->arena, c->lang, e);

	fprintf(stderr, "haidang: %.*s\n", STR_ARG(text));
	if (e->detail[0])
		log_err("command", e);
	return err_exit(e->code);
}

/* A text that unfolds into more than a command may hold is an error like another. */
static bool run_bounded(struct cli *c, const struct cli_command *command, struct err *e)
{
	jmp_buf full;

	if (setjmp(full)) {
		arena_on_full(c->arena, NULL);
		return FAIL(e, ERR_TOO_LARGE, T_base_too_much);
	}
	arena_on_full(c->arena, &full);
	bool ok = command->run(c, e);

	arena_on_full(c->arena, NULL);
	return ok;
}

static int run(struct cli *c, const struct cli_command *command)
{
	struct err e = { 0 };
	bool ok = command->db == CLI_DB_NONE || db_open(&c->db, c->db_url, DB_COMMAND, &e);

	ok = ok && run_bounded(c, command, &e);
	arena_reset(c->arena); /* ends a snapshot that a failing command left open */
	db_close(c->db);
	if (ok && fflush(c->out) != 0)
		ok = FAIL(&e, ERR_STORE, T_base_output_failed);
	return ok ? 0 : report(c, &e);
}

int main(int argc, char **argv)
{
	struct cli c = { .arena = arena_new(COMMAND_ARENA),
		.args = argv + 1,
		.n_args = argc - 1,
		.out = stdout };
	int status;

	access_tell_by(outbox_tell);
	plan_when_adopted(work_adopted);
	plan_when_adopted(cascade_adopted);
	agency_seats_from(committee_seats_on);
	calendar_entries_from(duty_entries);
	calendar_entries_from(desk_entries);
	plan_when_later(work_later);
	plan_when_later(search_later);
	plan_when_later(cascade_later);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a limit reached is a failed write, not the end */
	c.lang = choose_lang(&c);
	c.db_url = choose_db(&c);
	c.json = cli_flag(&c, "--json");
	bool help = cli_flag(&c, "--help");

	if (c.n_args && strcmp(c.args[0], "--version") == 0) {
		puts(version);
		status = 0;
	} else if (help || c.n_args == 0 || strcmp(c.args[0], "help") == 0) {
		bool asked = c.n_args && strcmp(c.args[0], "help") == 0;

		print_help(&c, asked && c.n_args > 1 ? str_z(c.args[1]) : S(""));
		status = c.n_args || help ? 0 : 64;
	} else {
		char **words = c.args;
		const struct cli_command *command = find_command(&c);

		if (command) {
			status = run(&c, command);
		} else {
			struct err e = { 0 };

			FAIL(&e, ERR_INPUT, T_base_unknown_command, str_z(words[0]));
			status = report(&c, &e);
		}
	}
	arena_free(c.arena);
	return status;
}
