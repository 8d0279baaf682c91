/*
 * Live figures: what each counts, and texts in which they stand.
 */
#include "report/figure.h"

#include "activity/activity.h"
#include "report/incoming.h"
#include "report_sql.h"
#include "work/work.h"

enum which {
	PARTS_DUE,
	PARTS_IN,
	PARTS_ACCEPTED,
	PARTS_LATE,
	ACTIVITIES,
	COMMUNICATION,
	SESSIONS,
	REACH,
	LEAFLETS,
	CLASSES,
	TRAINEES,
	OBSTACLES,
	FIGURES
};

/* `field`: the figure of an activity that is added up; NULL: things are counted. */
static const struct {
	const char *code, *field;
	enum text_id name, token;
} all[FIGURES] = {
	[PARTS_DUE] = { "parts_due", NULL, T_report_f_parts_due, T_report_k_parts_due },
	[PARTS_IN] = { "parts_in", NULL, T_report_f_parts_in, T_report_k_parts_in },
	[PARTS_ACCEPTED] = { "parts_accepted", NULL, T_report_f_parts_accepted,
		T_report_k_parts_accepted },
	[PARTS_LATE] = { "parts_late", NULL, T_report_f_parts_late, T_report_k_parts_late },
	[ACTIVITIES] = { "activities", NULL, T_report_f_activities, T_report_k_activities },
	[COMMUNICATION] = { "communication", NULL, T_report_f_communication,
		T_report_k_communication },
	[SESSIONS] = { "sessions", "sessions", T_report_f_sessions, T_report_k_sessions },
	[REACH] = { "reach", "reach", T_report_f_reach, T_report_k_reach },
	[LEAFLETS] = { "leaflets", "leaflets", T_report_f_leaflets, T_report_k_leaflets },
	[CLASSES] = { "classes", "classes", T_report_f_classes, T_report_k_classes },
	[TRAINEES] = { "trainees", "trainees", T_report_f_trainees, T_report_k_trainees },
	[OBSTACLES] = { "obstacles", NULL, T_report_f_obstacles, T_report_k_obstacles },
};

struct counting {
	struct db_read *r;
	struct arena *a;
	enum lang lang;
	const struct report_about *about;
	struct report_figures *out;
};

static void count(struct counting *c, enum which which, struct report_counted one)
{
	struct report_figure *f = &c->out->v[which];

	f->value += one.number;
	LIST_PUSH(c->a, &f->of, one);
}

static bool within(const struct counting *c, struct date d)
{
	return date_given(d) && date_cmp(d, c->about->from) >= 0 && date_cmp(d, c->about->to) <= 0;
}

/* At the end of the period, or today where it has not ended. */
static bool is_late(const struct counting *c, const struct report_parts_row *x)
{
	struct date today = date_today();
	struct date end = date_cmp(today, c->about->to) <= 0 ? date_add(today, -1) : c->about->to;

	if (!within(c, x->due) || date_cmp(x->due, end) > 0)
		return false;
	return !date_given(x->handed_in) || date_cmp(x->handed_in, x->due) > 0;
}

static bool count_parts(struct counting *c, struct err *e)
{
	struct report_parts_rows rows;

	if (!report_parts(
		    c->r, c->about->agency, c->about->plan, c->about->from, c->about->to, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		struct report_counted one = { .kind = S("task"),
			.id = x->task_id,
			.words = str_fmt(c->a, "%.*s %.*s", STR_ARG(x->path), STR_ARG(x->words)),
			.day = x->due,
			.number = 1 };
		bool accepted = str_eq(x->state, S("accepted"));
		bool in = within(c, x->handed_in) && (accepted || str_eq(x->state, S("in")));

		if (within(c, x->due))
			count(c, PARTS_DUE, one);
		if (is_late(c, x))
			count(c, PARTS_LATE, one);
		one.day = x->handed_in;
		if (in)
			count(c, PARTS_IN, one);
		if (in && accepted)
			count(c, PARTS_ACCEPTED, one);
	}
	return true;
}

static bool count_activities(struct counting *c, struct err *e)
{
	struct report_activities_rows rows;
	struct report_sums_rows sums;

	if (!report_activities(c->r, c->about->agency, c->about->from, c->about->to, &rows, e) ||
		!report_sums(c->r, c->about->agency, c->about->from, c->about->to, &sums, e))
		return false;
	LIST_EACH(x, &rows) {
		const struct activity_kind *kind = activity_kind(x->kind);
		struct report_counted one = { .kind = S("activity"),
			.id = x->id,
			.words = kind ? activity_name(c->lang, kind, x->title) : x->title,
			.day = x->ends,
			.number = 1,
			.what = x->kind,
			.place = x->place_code,
			.place_name = x->place_name,
			.from = x->starts };

		count(c, ACTIVITIES, one);
		if (kind && str_eq(kind->group, S("comm")))
			count(c, COMMUNICATION, one);
		LIST_EACH(s, &sums) {
			if (s->activity_id != x->id)
				continue;
			one.number = s->number;
			for (enum which i = 0; i < FIGURES; i++)
				if (all[i].field && str_eq(s->field, str_z(all[i].field)))
					count(c, i, one);
		}
	}
	return true;
}

static bool count_obstacles(struct counting *c, struct err *e)
{
	struct report_obstacles_rows rows;

	if (!report_obstacles(c->r, c->about->agency, c->about->from, c->about->to, &rows, e))
		return false;
	LIST_EACH(x, &rows)
		count(c, OBSTACLES,
			(struct report_counted){ .kind = S("obstacle"),
				.id = x->id,
				.words = x->title,
				.day = x->raised,
				.number = 1 });
	return true;
}

/* The agency's own. */
static bool count_all(struct counting *c, struct err *e)
{
	for (size_t i = 0; i < FIGURES; i++)
		LIST_PUSH(c->a, c->out,
			((struct report_figure){ .code = str_z(all[i].code),
				.token = text_get(LANG_VI, all[i].token),
				.name = text_get(c->lang, all[i].name) }));
	return count_parts(c, e) && count_activities(c, e) && count_obstacles(c, e);
}

bool report_figures_live(struct db_read *r, enum lang lang, const struct report_about *about,
	struct report_figures *out, struct err *e)
{
	struct counting c = { r, db_read_arena(r), lang, about, out };

	*out = (struct report_figures){ 0 };
	return count_all(&c, e) && report_figures_incoming(r, lang, about, out, e);
}

const char *report_figure_code(size_t i)
{
	return i < FIGURES ? all[i].code : NULL;
}

const struct report_figure *report_figure_named(const struct report_figures *f, struct str token)
{
	token = str_trim(token);
	LIST_EACH(x, f)
		if (str_eq(x->token, token))
			return x;
	return NULL;
}

const struct report_figure *report_figure(const struct report_figures *f, struct str code)
{
	LIST_EACH(x, f)
		if (str_eq(x->code, code))
			return x;
	return NULL;
}

struct str report_figure_name(enum lang lang, struct str code)
{
	for (size_t i = 0; i < FIGURES; i++)
		if (str_eq(code, str_z(all[i].code)))
			return text_get(lang, all[i].name);
	return STR_NULL;
}

struct str report_figure_token(struct str code)
{
	for (size_t i = 0; i < FIGURES; i++)
		if (str_eq(code, str_z(all[i].code)))
			return text_get(LANG_VI, all[i].token);
	return STR_NULL;
}

/* --- text with figures */

/* The next {…} at or behind `at`: where it begins and ends. */
static bool next_braces(struct str s, size_t at, size_t *open, size_t *close)
{
	*open = str_find_char(s, '{', at);
	if (*open == SIZE_MAX)
		return false;
	*close = str_find_char(s, '}', *open);
	return *close != SIZE_MAX;
}

bool report_next_token(struct str words, size_t *at, struct str *token)
{
	size_t open, close;

	if (!next_braces(words, *at, &open, &close))
		return false;
	*token = str_sub(words, open + 1, close);
	*at = close + 1;
	return true;
}

struct str report_unknown_token(struct str words, const struct report_figures *f)
{
	struct str token;
	size_t at = 0;

	while (report_next_token(words, &at, &token))
		if (!report_figure_named(f, token))
			return token;
	return STR_NULL;
}

static void add_words(struct arena *a, struct report_paragraph *p, struct str words)
{
	if (words.n)
		LIST_PUSH(a, &p->bits, ((struct report_bit){ .words = words }));
}

struct str report_figure_words(struct arena *a, const struct report_figure *f)
{
	return f->shown.p ? f->shown : text_number(a, LANG_VI, f->value);
}

static void fill_paragraph(struct arena *a, struct str line, const struct report_figures *f,
	struct report_paragraph *p)
{
	size_t at = 0, open, close;

	for (; next_braces(line, at, &open, &close); at = close + 1) {
		const struct report_figure *figure = report_figure_named(
			f, str_sub(line, open + 1, close));

		add_words(a, p, str_sub(line, at, figure ? open : close + 1));
		if (figure)
			LIST_PUSH(a, &p->bits,
				((struct report_bit){ report_figure_words(a, figure), figure }));
	}
	add_words(a, p, str_sub(line, at, line.n));
}

void report_text(
	struct arena *a, struct str words, const struct report_figures *f, struct report_text *out)
{
	struct str line;

	*out = (struct report_text){ 0 };
	while (str_split(&words, '\n', &line)) {
		line = str_trim(line);
		if (line.n)
			fill_paragraph(a, line, f, LIST_ADD(a, out));
	}
}
