/*
 * haidang plan read, haidang plan rules: what the reader makes of a file, and which rule
 * fired how often over many. They need no database.
 */
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/cli.h"
#include "base/json.h"
#include "commands.h"
#include "intake/intake.h"
#include "reading/reading.h"

enum { READ_ARENA = 2000 * 1000 * 1000 };

/* What is done with a reading; `a` lives until it returns. */
typedef void use_fn(struct cli *c, struct arena *a, const struct reading *r, void *ctx);

/* A text that unfolds into more than the arena holds is an error like another. */
static bool read_within(
	struct cli *c, struct arena *a, const char *path, use_fn *use, void *ctx, struct err *e)
{
	struct cli own = *c;
	struct reading *r;
	struct intake in;
	struct str bytes;
	jmp_buf full;

	own.arena = a;
	if (setjmp(full))
		return FAIL(e, ERR_TOO_LARGE, T_reading_too_many, str_z(path));
	arena_on_full(a, &full);
	if (!cli_read_file(&own, path, READING_MAX_BYTES, &bytes, e) ||
		!intake_read(a, str_z(path), bytes, &in, e) ||
		!reading_plan(a, in.text, NULL, &r, e))
		return false;
	use(c, a, r, ctx);
	return true;
}

static bool read_one(struct cli *c, const char *path, use_fn *use, void *ctx, struct err *e)
{
	struct arena *a = arena_new(READ_ARENA);
	bool done = read_within(c, a, path, use, ctx, e);

	arena_free(a);
	return done;
}

static struct str role_word(enum lang lang, const struct reading_party *p)
{
	static const enum text_id words[READING_ROLES] = { T_reading_lead, T_reading_coordinating,
		T_reading_joint, T_reading_requested };

	return text_get(lang, words[p->role]);
}

static struct str sure_word(enum lang lang, enum reading_sure sure)
{
	return text_get(lang, sure == READING_CERTAIN  ? T_reading_certain
			      : sure == READING_LIKELY ? T_reading_likely
						       : T_reading_doubtful);
}

static struct str day_words(struct arena *a, const struct reading_day *d)
{
	return date_given(d->date) ? date_vi(a, d->date)
				   : str_fmt(a, "%02d/%d", d->date.day, d->date.month);
}

static void print_task(struct cli *c, struct arena *a, const struct reading_item *t)
{
	fprintf(c->out, "  %.*s [%.*s, %.*s %d–%d] %.*s\n", STR_ARG(t->path),
		STR_ARG(sure_word(c->lang, t->sure)), STR_ARG(text_get(c->lang, T_reading_lines)),
		t->line, t->line_end, STR_ARG(t->text));
	LIST_EACH(p, &t->parties) {
		fprintf(c->out, "      %.*s: %.*s\n", STR_ARG(role_word(c->lang, p)),
			STR_ARG(p->name));
	}
	if (!t->parties.n)
		fprintf(c->out, "      %.*s\n", STR_ARG(text_get(c->lang, T_reading_nobody)));
	if (t->start.given)
		fprintf(c->out, "      %.*s: %.*s\n", STR_ARG(text_get(c->lang, T_reading_from)),
			STR_ARG(day_words(a, &t->start)));
	if (t->due.given)
		fprintf(c->out, "      %.*s: %.*s\n",
			STR_ARG(text_get(
				c->lang, t->due.before ? T_reading_before : T_reading_until)),
			STR_ARG(day_words(a, &t->due)));
	if (t->recurrence.n)
		fprintf(c->out, "      %.*s\n", STR_ARG(t->recurrence));
	LIST_EACH(f, &t->flags) {
		fprintf(c->out, "      ! %s %.*s\n", reading_flag_name(f->code), STR_ARG(f->note));
	}
}

static void print_reading(struct cli *c, struct arena *a, const struct reading *r)
{
	const struct reading_header *h = &r->header;

	fprintf(c->out, "%.*s %.*s, %.*s %.*s\n%.*s\n", STR_ARG(h->kind), STR_ARG(h->number),
		STR_ARG(h->place), STR_ARG(date_vi(a, h->date)), STR_ARG(h->title));
	LIST_EACH(x, &r->items) {
		if (x->kind == READING_HEADING)
			fprintf(c->out, "%.*s %.*s\n", STR_ARG(x->path), STR_ARG(x->text));
		else if (x->kind == READING_TASK)
			print_task(c, a, x);
	}
	if (!r->tasks)
		fprintf(c->out, "%.*s\n", STR_ARG(text_get(c->lang, T_reading_no_plan)));
	LIST_EACH(t, &r->targets) {
		fprintf(c->out, "%.*s %s %g%%: %.*s\n",
			STR_ARG(text_get(c->lang, T_reading_target)), t->op, t->percent,
			STR_ARG(t->text));
	}
	if (r->repairs.n)
		fprintf(c->out, "%.*s\n",
			STR_ARG(TEXT(
				a, c->lang, T_reading_repaired, str_fmt(a, "%zu", r->repairs.n))));
}

static void print_json(struct cli *c, struct arena *a, const struct reading *r)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	reading_json(&j, NULL, r);
	fwrite(out.p, 1, out.n, c->out);
	fputc('\n', c->out);
}

static void print(struct cli *c, struct arena *a, const struct reading *r, void *ctx)
{
	(void)ctx;
	(c->json ? print_json : print_reading)(c, a, r);
}

/* COMMAND plan read
 * usage FILE… [--json]
 * help  reading.help_read
 * db    none
 */
bool plan_read_cmd(struct cli *c, struct err *e)
{
	if (!cli_done(c, 1, -1, e))
		return false;
	for (int i = 0; i < c->n_args; i++)
		if (!read_one(c, c->args[i], print, NULL, e))
			return false;
	return true;
}

struct rule_count {
	uint32_t fired[READING_RULES];
	uint32_t files;
};

static void count(struct cli *c, struct arena *a, const struct reading *r, void *ctx)
{
	struct rule_count *n = ctx;

	(void)c;
	(void)a;
	for (int i = 0; i < READING_RULES; i++)
		n->fired[i] += r->fired[i];
	n->files++;
}

static bool count_file(struct cli *c, const char *path, struct rule_count *n, struct err *e)
{
	return read_one(c, path, count, n, e);
}

/* Files that are no text are passed over in a folder, refused where they are named. */
static bool count_folder(struct cli *c, const char *path, struct rule_count *n, struct err *e)
{
	DIR *dir = opendir(path);

	if (!dir)
		return FAIL(e, ERR_INPUT, T_reading_no_folder, str_z(path));
	for (struct dirent *d; (d = readdir(dir));) {
		struct str file = str_fmt(c->arena, "%s/%s", path, d->d_name);
		struct stat st;
		struct err skipped = { 0 };

		if (stat(str_c(c->arena, file), &st) == 0 && S_ISREG(st.st_mode) &&
			!count_file(c, str_c(c->arena, file), n, &skipped))
			fprintf(c->out, "%s: %.*s\n", d->d_name,
				STR_ARG(err_text(c->arena, c->lang, &skipped)));
	}
	closedir(dir);
	return true;
}

/* COMMAND plan rules
 * usage FILE|DIR… [--json]
 * help  reading.help_rules
 * db    none
 */
bool plan_rules_cmd(struct cli *c, struct err *e)
{
	struct rule_count n = { 0 };

	if (!cli_done(c, 1, -1, e))
		return false;
	for (int i = 0; i < c->n_args; i++) {
		struct stat st;
		bool folder = stat(c->args[i], &st) == 0 && S_ISDIR(st.st_mode);

		if (folder ? !count_folder(c, c->args[i], &n, e)
			   : !count_file(c, c->args[i], &n, e))
			return false;
	}
	struct buf out = { .arena = c->arena };
	struct json j = { .out = &out };

	if (c->json) {
		json_open(&j);
		json_int(&j, "files", n.files);
		json_object(&j, "rules");
		for (enum reading_rule r = 1; r < READING_RULES; r++)
			json_int(&j, reading_rule_name(r), n.fired[r]);
		json_close(&j);
		json_close(&j);
		fprintf(c->out, "%.*s\n", STR_ARG(buf_str(&out)));
		return true;
	}
	for (enum reading_rule r = 1; r < READING_RULES; r++)
		fprintf(c->out, "%8u  %s\n", n.fired[r], reading_rule_name(r));
	return true;
}
