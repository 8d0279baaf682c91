#include "intake/docx_list.h"

#include "intake/xml.h"

struct reading_lists {
	struct arena *arena;
	struct docx_lists *out;
	struct docx_abstract *abstract; /* being read, NULL: none */
	struct docx_num *num;
	struct docx_level *level;
	int at; /* the level an override speaks of */
	enum intake_fault stop;
};

static int number_of(struct str s, int otherwise, int most)
{
	int64_t n;

	return str_to_int(s, &n) && n >= 0 && n <= most ? (int)n : otherwise;
}

static enum number_format format_of(struct str word)
{
	static const struct {
		struct str word;
		enum number_format format;
	} formats[] = { { S("decimalZero"), NUMBER_DECIMAL_ZERO },
		{ S("lowerLetter"), NUMBER_LOWER_LETTER },
		{ S("upperLetter"), NUMBER_UPPER_LETTER }, { S("lowerRoman"), NUMBER_LOWER_ROMAN },
		{ S("upperRoman"), NUMBER_UPPER_ROMAN }, { S("none"), NUMBER_NONE } };

	for (size_t i = 0; i < COUNT(formats); i++)
		if (str_eq(word, formats[i].word))
			return formats[i].format;
	return NUMBER_DECIMAL;
}

static struct str val(const struct xml_element *x)
{
	return xml_attribute(x, XML_W, S("val"));
}

static void begin_level(struct reading_lists *r, const struct xml_element *x)
{
	int at = number_of(xml_attribute(x, XML_W, S("ilvl")), 0, DOCX_LEVELS - 1);

	r->level = r->abstract ? &r->abstract->levels[at] : r->num ? &r->num->levels[at] : NULL;
	if (r->level)
		*r->level = (struct docx_level){ .given = true, .start = 1, .restart = -1 };
}

static void of_level(struct reading_lists *r, const struct xml_element *x)
{
	struct docx_level *v = r->level;
	struct str name = x->name.local;

	if (str_eq(name, S("start")))
		v->start = number_of(val(x), 1, 100000);
	else if (str_eq(name, S("lvlRestart")))
		v->restart = number_of(val(x), -1, DOCX_LEVELS);
	else if (str_eq(name, S("isLgl")))
		v->legal = true;
	else if (str_eq(name, S("suff")))
		v->close = str_eq(val(x), S("nothing"));
	else if (str_eq(name, S("lvlText")))
		v->text = str_dup(r->arena, val(x));
	else if (str_eq(name, S("pStyle")))
		v->style = str_dup(r->arena, val(x));
	else if (str_eq(name, S("numFmt"))) {
		v->format = format_of(val(x));
		v->bullet = str_eq(val(x), S("bullet"));
	}
}

static void of_list(struct reading_lists *r, const struct xml_element *x)
{
	struct str name = x->name.local;

	if (r->abstract && str_eq(name, S("numStyleLink")))
		r->abstract->style_link = str_dup(r->arena, val(x));
	else if (r->abstract && str_eq(name, S("styleLink")))
		r->abstract->style = str_dup(r->arena, val(x));
	else if (r->num && str_eq(name, S("abstractNumId")))
		r->num->abstract = str_dup(r->arena, val(x));
	else if (r->num && str_eq(name, S("lvlOverride")))
		r->at = number_of(xml_attribute(x, XML_W, S("ilvl")), 0, DOCX_LEVELS - 1);
	else if (r->num && str_eq(name, S("startOverride")))
		r->num->start[r->at] = number_of(val(x), -1, 100000);
}

static void on_begin(void *arg, const struct xml_element *x)
{
	struct reading_lists *r = arg;

	if (x->name.space != XML_W)
		return;
	if (str_eq(x->name.local, S("abstractNum"))) {
		r->abstract = LIST_ADD(r->arena, &r->out->abstracts);
		r->abstract->id = str_dup(r->arena, xml_attribute(x, XML_W, S("abstractNumId")));
	} else if (str_eq(x->name.local, S("num"))) {
		r->num = LIST_ADD(r->arena, &r->out->nums);
		r->num->id = str_dup(r->arena, xml_attribute(x, XML_W, S("numId")));
		for (int i = 0; i < DOCX_LEVELS; i++)
			r->num->start[i] = -1;
	} else if (str_eq(x->name.local, S("lvl"))) {
		begin_level(r, x);
	} else if (r->level) {
		of_level(r, x);
	} else {
		of_list(r, x);
	}
}

static void on_end(void *arg, struct xml_name name)
{
	struct reading_lists *r = arg;

	if (xml_is(name, XML_W, S("lvl")))
		r->level = NULL;
	else if (xml_is(name, XML_W, S("abstractNum")))
		r->abstract = NULL;
	else if (xml_is(name, XML_W, S("num")))
		r->num = NULL;
}

enum intake_fault docx_lists_read(struct arena *a, struct str part, struct docx_lists *out)
{
	static const struct xml_handlers handlers = { on_begin, on_end, NULL };
	struct reading_lists r = { .arena = a, .out = out };

	return xml_read(part, &handlers, &r, &r.stop);
}

/* --- where lists stand */

static struct docx_num *find_num(struct docx_lists *lists, struct str id)
{
	LIST_EACH(n, &lists->nums)
		if (str_eq(n->id, id))
			return n;
	return NULL;
}

/* One that only points to the list of a style gives way to it, once. */
static struct docx_abstract *find_abstract(struct docx_lists *lists, struct str id)
{
	struct docx_abstract *found = NULL;

	LIST_EACH(x, &lists->abstracts)
		if (str_eq(x->id, id))
			found = x;
	if (found && found->style_link.n)
		LIST_EACH(x, &lists->abstracts)
			if (str_eq(x->style, found->style_link))
				return x;
	return found;
}

static const struct docx_level *level_of(
	const struct docx_num *n, const struct docx_abstract *x, int level)
{
	return n->levels[level].given ? &n->levels[level] : &x->levels[level];
}

int docx_level_of_style(const struct docx_lists *lists, struct str num, struct str style)
{
	struct docx_lists *l = (struct docx_lists *)(uintptr_t)lists;
	struct docx_num *n = find_num(l, num);
	struct docx_abstract *x = n ? find_abstract(l, n->abstract) : NULL;

	for (int i = 0; x && i < DOCX_LEVELS; i++)
		if (str_eq(level_of(n, x, i)->style, style) && style.n)
			return i;
	return -1;
}

static void count_on(struct docx_num *n, struct docx_abstract *x, int level)
{
	const struct docx_level *v = level_of(n, x, level);

	if (n->start[level] >= 0 && !n->started[level]) {
		x->value[level] = n->start[level];
		n->started[level] = true;
	} else {
		x->value[level] = x->begun[level] ? x->value[level] + 1 : v->start;
	}
	x->begun[level] = true;
	for (int i = 0; i < level; i++)
		if (!x->begun[i]) { /* above stands what it would begin with */
			x->value[i] = level_of(n, x, i)->start;
			x->begun[i] = true;
		}
	for (int i = level + 1; i < DOCX_LEVELS; i++) {
		int restart = level_of(n, x, i)->restart;

		if (restart < 0 || level < restart)
			x->begun[i] = false;
	}
}

void docx_number(struct docx_lists *lists, struct str num, int level, struct buf *b)
{
	struct docx_num *n = find_num(lists, num);
	struct docx_abstract *x = n ? find_abstract(lists, n->abstract) : NULL;

	if (!x || level < 0 || level >= DOCX_LEVELS || !level_of(n, x, level)->given)
		return;
	const struct docx_level *v = level_of(n, x, level);
	size_t from = b->n;

	count_on(n, x, level);
	if (v->bullet)
		buf_add(b, number_bullet(v->text));
	for (size_t i = 0; !v->bullet && i < v->text.n; i++) {
		int of = i + 1 < v->text.n && v->text.p[i] == '%' ? v->text.p[i + 1] - '1' : -1;

		if (of < 0 || of >= DOCX_LEVELS) {
			buf_addc(b, v->text.p[i]);
			continue;
		}
		enum number_format format = level_of(n, x, of)->format;

		number_add(b, v->legal && format != NUMBER_NONE ? NUMBER_DECIMAL : format,
			x->value[of]);
		i++;
	}
	if (b->n > from && !v->close)
		buf_addc(b, ' ');
}
