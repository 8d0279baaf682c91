/*
 * Passages of reports that came in, taken over into a section.
 */
#include "report/gather.h"

#include "audit/note.h"
#include "base/json.h"
#include "report/inside.h"

/* --- as they would stand here */

static bool is_whole(struct str line)
{
	return str_trim(line).n > 0;
}

/* "{lượt người}" of another is "{Bộ Y tế: lượt người}" here. */
static struct str with_author(struct arena *a, const struct report_came *from, struct str line)
{
	struct buf out = { .arena = a };
	struct str token;
	size_t at = 0, done = 0;

	while (report_next_token(line, &at, &token)) {
		if (!report_figure_named(&from->content.figures, token))
			continue;
		buf_add(&out, str_sub(line, done, at - token.n - 1));
		buf_addf(&out, "%.*s: %.*s}", STR_ARG(from->agency_name), STR_ARG(str_trim(token)));
		done = at;
	}
	buf_add(&out, str_sub(line, done, line.n));
	return buf_str(&out);
}

void report_lines_of(
	struct arena *a, const struct report_came *from, int64_t section, report_lines *out)
{
	struct str words, line;

	*out = (report_lines){ 0 };
	if (section < 1 || (size_t)section > from->content.sections.n)
		return;
	words = from->content.sections.v[section - 1].words;
	while (str_split(&words, '\n', &line))
		if (is_whole(line))
			LIST_PUSH(a, out, with_author(a, from, str_trim(line)));
}

struct str report_all_words(struct arena *a, const struct report_sections_rows *rows)
{
	struct buf out = { .arena = a };

	LIST_EACH(s, rows) {
		buf_add(&out, s->words);
		buf_addc(&out, '\n');
	}
	return buf_str(&out);
}

/* --- taken as it was, or written on */

static bool has_line(struct str section, struct str line)
{
	struct str x;

	while (str_split(&section, '\n', &x))
		if (str_eq(str_trim(x), line))
			return true;
	return false;
}

struct report_kept report_kept(struct str section, struct str passage)
{
	struct report_kept k = { 0 };
	struct str line;

	while (str_split(&passage, '\n', &line)) {
		k.of++;
		k.kept += has_line(section, str_trim(line));
	}
	return k;
}

/* --- taking one over */

struct taking {
	struct actor actor;
	int64_t report, position, version;
	const struct report_came *from;
	int64_t section;
	struct str words; /* of the passage */
};

static bool find_section(struct db_read *r, int64_t report, int64_t position,
	struct report_sections_row *out, struct err *e)
{
	struct report_sections_rows rows;

	if (!report_sections(r, report, &rows, e))
		return false;
	LIST_EACH(s, &rows)
		if (s->position == position) {
			*out = *s;
			return true;
		}
	return FAIL(e, ERR_ABSENT, T_report_absent);
}

static bool must_be_written(struct db_read *r, const struct actor *actor, int64_t report,
	struct report_now_row *now, struct err *e)
{
	if (!report_read_now(r, report, now, e) ||
		!report_must_be_own(r, actor, PERM_report_write, now->agency_id, e))
		return false;
	return report_state_of(now->state) == REPORT_DRAFTING ||
	       FAIL(e, ERR_CONFLICT, T_report_not_drafting);
}

static bool apply_take(struct db_write *w, struct change *c, struct err *e)
{
	const struct taking *k = c->arg;
	struct db_read *r = db_write_read(w);
	struct report_sections_row s;
	struct report_now_row now;
	struct buf words = { .arena = db_write_arena(w) };
	int64_t changed, id;

	if (!must_be_written(r, &k->actor, k->report, &now, e) ||
		!find_section(r, k->report, k->position, &s, e))
		return false;
	if (s.version != k->version)
		return FAIL(e, ERR_STALE, T_report_stale_take, s.account_name);
	buf_add(&words, str_trim(s.words));
	if (words.n)
		buf_addc(&words, '\n');
	buf_add(&words, k->words);
	if (words.n > REPORT_WORDS_MAX)
		return FAIL(e, ERR_TOO_LARGE, T_report_too_long);
	return report_section_write(w, k->report, k->position, k->version, buf_str(&words),
		       k->actor.name, clock_now(), &changed, e) &&
	       (changed || FAIL(e, ERR_STALE, T_report_stale_take, s.account_name)) &&
	       report_passage_add(w, k->report, k->position, k->from->report, k->from->round,
		       k->section, k->from->agency, k->from->digest, k->words, k->actor.name,
		       clock_now(), &id, e);
}

static bool find_came(struct db_read *r, const struct report_now_row *now,
	const struct report_take *in, const struct report_came **out, struct err *e)
{
	struct report_about about = {
		.agency = now->agency_id, .plan = now->plan_id, .period = now->period
	};
	report_came_list came;

	if (!report_incoming_read(r, LANG_VI, &about, &came, e))
		return false;
	LIST_EACH(x, &came) {
		if (x->report != in->from || x->sent_back)
			continue;
		*out = x;
		return x->round == in->round ||
		       FAIL(e, ERR_CONFLICT, T_report_signed_again, x->agency_name);
	}
	return FAIL(e, ERR_CONFLICT, T_report_not_come);
}

static bool chosen(const struct report_take *in, size_t paragraph)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->paragraphs[i] == (int64_t)paragraph)
			return true;
	return in->n == 0;
}

static bool gather_words(struct arena *a, const struct report_take *in,
	const struct report_came *from, struct str *out, struct err *e)
{
	struct buf words = { .arena = a };
	report_lines lines;

	report_lines_of(a, from, in->section, &lines);
	for (size_t i = 0; i < in->n; i++)
		if (in->paragraphs[i] < 1 || (size_t)in->paragraphs[i] > lines.n)
			return FAIL(e, ERR_INPUT, T_report_no_paragraph);
	for (size_t i = 0; i < lines.n; i++) {
		if (!chosen(in, i + 1))
			continue;
		if (words.n)
			buf_addc(&words, '\n');
		buf_add(&words, lines.v[i]);
	}
	*out = buf_str(&words);
	return words.n || FAIL(e, ERR_INPUT, T_report_no_paragraph);
}

static struct str take_detail(struct arena *a, const struct taking *k)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_int(&j, "section", k->position);
	json_int(&j, "from", k->from->report);
	json_int(&j, "round", k->from->round);
	json_int(&j, "letters", (int64_t)k->words.n);
	json_close(&j);
	return buf_str(&out);
}

bool report_take_prepare(struct arena *a, struct db_read *r, const struct actor *actor,
	const struct report_take *in, struct change *c, struct err *e)
{
	struct taking *k = NEW(a, struct taking);
	struct report_now_row now;

	*k = (struct taking){ .actor = *actor,
		.report = in->report,
		.position = in->position,
		.version = in->version,
		.section = in->section };
	if (!must_be_written(r, actor, in->report, &now, e) ||
		!find_came(r, &now, in, &k->from, e) || !gather_words(a, in, k->from, &k->words, e))
		return false;
	c->arg = k;
	c->apply = apply_take;
	c->entry.object = S("report");
	c->entry.object_id = in->report;
	c->entry.detail = take_detail(a, k);
	return true;
}

/* --- forgetting one */

struct dropping {
	struct actor actor;
	int64_t report, passage;
};

static bool apply_drop(struct db_write *w, struct change *c, struct err *e)
{
	const struct dropping *k = c->arg;
	struct db_read *r = db_write_read(w);
	struct report_passages_rows rows;
	struct report_sections_row s;
	struct report_now_row now;
	int64_t changed = 0;

	if (!must_be_written(r, &k->actor, k->report, &now, e) ||
		!report_passages(r, k->report, &rows, e))
		return false;
	LIST_EACH(x, &rows) {
		if (x->id != k->passage)
			continue;
		if (!find_section(r, k->report, x->position, &s, e))
			return false;
		if (report_kept(s.words, x->words).kept)
			return FAIL(e, ERR_CONFLICT, T_report_still_stands);
		if (!report_passage_drop(w, k->report, k->passage, &changed, e))
			return false;
	}
	return changed || FAIL(e, ERR_ABSENT, T_report_absent);
}

bool report_drop_prepare(struct arena *a, const struct actor *actor, int64_t report,
	int64_t passage, struct change *c, struct err *e)
{
	struct dropping *k = NEW(a, struct dropping);
	struct buf detail = { .arena = a };
	struct json j = { .out = &detail };

	(void)e;
	*k = (struct dropping){ *actor, report, passage };
	json_open(&j);
	json_int(&j, "passage", passage);
	json_close(&j);
	c->arg = k;
	c->apply = apply_drop;
	c->entry.object = S("report");
	c->entry.object_id = report;
	c->entry.detail = buf_str(&detail);
	return true;
}

/* --- at the signature */

static bool is_as_taken(
	const struct report_sections_rows *rows, const struct report_passages_row *x)
{
	LIST_EACH(s, rows)
		if (s->position == x->position) {
			struct report_kept k = report_kept(s->words, x->words);

			return k.kept == k.of;
		}
	return false;
}

bool report_origins_read(struct db_read *r, int64_t report, const struct report_sections_rows *rows,
	report_origins *out, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct report_passages_rows passages;

	*out = (report_origins){ 0 };
	if (!report_passages(r, report, &passages, e))
		return false;
	LIST_EACH(x, &passages)
		LIST_PUSH(a, out,
			((struct report_origin){ .position = x->position,
				.agency = x->agency_name,
				.report = x->from_id,
				.round = x->from_round,
				.section = x->from_position,
				.number = x->number,
				.day = x->day,
				.sha256 = hex_of(a, x->digest),
				.words = x->words,
				.as_taken = is_as_taken(rows, x) }));
	return true;
}

static void add_rest(struct arena *a, report_rests *out, int64_t report, int64_t round)
{
	LIST_EACH(x, out)
		if (x->report == report && x->round == round)
			return;
	LIST_PUSH(a, out, ((struct report_rest){ report, round }));
}

void report_rests_of(struct arena *a, const struct report_content *c, report_rests *out)
{
	*out = (report_rests){ 0 };
	LIST_EACH(f, &c->figures)
		LIST_EACH(x, &f->of)
			if (str_eq(x->kind, S("report")))
				add_rest(a, out, x->id, x->round);
	LIST_EACH(x, &c->origins)
		add_rest(a, out, x->report, x->round);
}
