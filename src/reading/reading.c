#include "reading/reading.h"

#include "reading/build.h"
#include "reading/header.h"
#include "reading/letters.h"
#include "reading/plan.h"
#include "reading/repair.h"
#include "reading/source.h"

void flag_add(struct arena *a, reading_flag_list *l, enum reading_flag_code code,
	struct reading_span span, struct str note)
{
	enum { MOST_FLAGS = 10000 };
	struct reading_flag f = { .code = code, .span = span, .note = note };

	if (l->n < MOST_FLAGS)
		LIST_PUSH(a, l, f);
}

int reading_line_of(const struct reading *r, size_t at)
{
	size_t low = 0, high = r->lines.n;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (r->lines.v[mid].at <= at)
			low = mid;
		else
			high = mid;
	}
	return (int)low + 1;
}

/* Letters with marks are a fifth and more of any Vietnamese text. */
static bool is_vietnamese(struct str t)
{
	size_t letters = 0, marked = 0, len, to = t.n < 200000 ? t.n : 200000;

	for (size_t i = 0; i < to; i += len) {
		uint32_t r = str_rune(t, i, &len);
		struct letter l = letter_of(r);

		letters += !!(l.flags & LETTER_IS);
		marked += r > 0x7F && l.flags & LETTER_VIET;
	}
	return marked * 20 > letters;
}

/* Kinds of documents that give nobody work, whatever lists they hold. */
static bool gives_no_work(struct str kind)
{
	static const char *const kinds[] = { "Báo cáo", "Luật", "Nghị định", "Thông tư", "Giấy mời",
		"Tờ trình", "Bộ luật", "Hiến pháp", "Pháp lệnh", "Thông tư liên tịch", "Công ước",
		"Hiệp định" };

	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (str_eq(kind, str_z(kinds[i])))
			return true;
	}
	return false;
}

static bool any_party(const struct reading *r)
{
	LIST_EACH(item, &r->items) {
		if (item->kind == READING_TASK && item->parties.n)
			return true;
	}
	return false;
}

static void drop_tasks(struct reading *r)
{
	LIST_EACH(item, &r->items) {
		if (item->kind == READING_TASK)
			item->kind = READING_TEXT;
	}
	r->tasks = 0;
}

/* A document without a plan gives no task and says so. */
static void judge(struct reading_build *b)
{
	struct reading *r = b->r;
	struct reading_span all = { 0, r->text.n };

	if (!is_vietnamese(r->text)) {
		flag_add(b->a, &r->flags, READING_FLAG_not_vietnamese, all, S(""));
		drop_tasks(r);
	}
	if (gives_no_work(r->header.kind) || (!r->header.kind.n && !any_party(r)))
		drop_tasks(r);
	if (!r->tasks)
		flag_add(b->a, &r->flags, READING_FLAG_no_plan, all, S(""));
}

bool reading_plan(struct arena *a, struct str bytes, const struct reading_options *opt,
	struct reading **out, struct err *e)
{
	struct source source;
	struct reading *r = NEW(a, struct reading);
	struct reading_build b = { .a = a, .r = r, .opt = opt };
	body_list bodies = { 0 };

	if (!source_read(a, bytes, &source, e))
		return false;
	r->text = source.text;
	r->lines = source.lines;
	if (source.damaged)
		repair_text(&b);
	layout_make(&b);
	header_read(&b, &bodies);
	for (size_t i = 0; i < bodies.n; i++) {
		struct body *x = &bodies.v[i];
		size_t first = b.nodes.n;
		struct str prefix = S("");

		if (i > 0 && !bodies.v[0].articles)
			prefix = str_fmt(a, "PL%zu", i);
		tree_make(&b, x->from, x->to, prefix);
		plan_read_body(&b, first, x->articles);
	}
	judge(&b);
	*out = r;
	return true;
}
