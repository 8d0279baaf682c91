/* haidang document text: the words of a paper, as the program reads them. */
#include <stdio.h>

#include "base/cli.h"
#include "commands.h"
#include "intake/intake.h"

enum { ROOM = 256 << 20 };

static void say_flags(struct cli *c, const char *path, unsigned flags)
{
	static const struct {
		unsigned flag;
		enum text_id text;
	} words[] = { { INTAKE_REVISED, T_intake_revised }, { INTAKE_NOTES, T_intake_notes },
		{ INTAKE_RECODED, T_intake_recoded } };

	for (size_t i = 0; i < COUNT(words); i++)
		if (flags & words[i].flag)
			fprintf(stderr, "%s: %.*s\n", path,
				STR_ARG(text_get(c->lang, words[i].text)));
}

static bool print_one(struct cli *c, struct arena *a, const char *path, struct err *e)
{
	struct cli own = *c;
	struct intake in;
	struct str bytes;

	own.arena = a;
	if (!cli_read_file(&own, path, INTAKE_MAX, &bytes, e) ||
		!intake_read(a, str_z(path), bytes, &in, e))
		return false;
	fwrite(in.text.p, 1, in.text.n, c->out);
	if (!str_ends(in.text, S("\n")))
		fputc('\n', c->out);
	say_flags(c, path, in.flags);
	return true;
}

/* COMMAND document text
 * usage FILE…
 * help  intake.help_text
 * db    none
 */
bool document_text_cmd(struct cli *c, struct err *e)
{
	if (!cli_done(c, 1, -1, e))
		return false;
	for (int i = 0; i < c->n_args; i++) {
		struct arena *a = arena_new(ROOM);
		bool ok = print_one(c, a, c->args[i], e);

		arena_free(a);
		if (!ok)
			return false;
	}
	return true;
}
