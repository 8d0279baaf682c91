/*
 * ODT and OTT (OpenDocument 1.3): the words of the body as they are printed.
 */
#include "base/viet.h"
#include "intake/package.h"
#include "intake/xml.h"

enum { LEVELS = 10, DEEPEST = 32 };

struct odt_level {
	bool given, bullet;
	enum number_format format;
	int start, shown; /* how many levels the number tells */
	struct str before, after, sign;
};

struct odt_list {
	struct str name;
	struct odt_level levels[LEVELS];
	int value[LEVELS];
	bool begun[LEVELS];
};

struct odt_style {
	struct str name, parent;
	int caps; /* -1: not said */
};

struct odt {
	struct arena *arena;
	struct lines *lines;
	LIST(struct odt_list) lists;
	LIST(struct odt_style) styles;
	struct odt_list *list; /* being defined */
	struct odt_style *style;
	int level; /* likewise, from 0 */
	/* the body */
	int skip;
	bool in_body;
	struct odt_item {
		size_t list; /* index + 1; 0: of none */
		bool fresh;  /* the item's first paragraph is yet to come */
		bool header; /* without a number */
	} items[DEEPEST];
	int depth; /* of lists */
	int notes;
	struct odt_open {
		bool in_paragraph;
		int caps; /* of the paragraph */
		int spans[DEEPEST];
		int n;
	} open[LINES_OPEN];
};

static int number_of(struct str s, int otherwise)
{
	int64_t n;

	return str_to_int(s, &n) && n >= 0 && n <= 100000 ? (int)n : otherwise;
}

/* --- styles and lists */

static enum number_format format_of(struct str word)
{
	return str_eq(word, S("a"))   ? NUMBER_LOWER_LETTER
	       : str_eq(word, S("A")) ? NUMBER_UPPER_LETTER
	       : str_eq(word, S("i")) ? NUMBER_LOWER_ROMAN
	       : str_eq(word, S("I")) ? NUMBER_UPPER_ROMAN
	       : word.n		      ? NUMBER_DECIMAL
				      : NUMBER_NONE;
}

static struct str kept(
	struct odt *o, const struct xml_element *x, enum xml_space space, struct str name)
{
	struct str v = xml_attribute(x, space, name);

	return v.p ? str_dup(o->arena, v) : S("");
}

static void define_level(struct odt *o, const struct xml_element *x)
{
	int level = number_of(xml_attribute(x, XML_TEXT, S("level")), 1) - 1;

	if (!o->list || level < 0 || level >= LEVELS)
		return;
	o->list->levels[level] = (struct odt_level){
		.given = true,
		.bullet = str_eq(x->name.local, S("list-level-style-bullet")),
		.format = format_of(xml_attribute(x, XML_STYLE, S("num-format"))),
		.start = number_of(xml_attribute(x, XML_TEXT, S("start-value")), 1),
		.shown = number_of(xml_attribute(x, XML_TEXT, S("display-levels")), 1),
		.before = kept(o, x, XML_STYLE, S("num-prefix")),
		.after = kept(o, x, XML_STYLE, S("num-suffix")),
		.sign = kept(o, x, XML_TEXT, S("bullet-char")),
	};
}

static void define(struct odt *o, const struct xml_element *x)
{
	struct str name = x->name.local, caps;

	if (xml_is(x->name, XML_TEXT, S("list-style"))) {
		o->list = LIST_ADD(o->arena, &o->lists);
		o->list->name = kept(o, x, XML_STYLE, S("name"));
	} else if (x->name.space == XML_TEXT && str_starts(name, S("list-level-style-"))) {
		define_level(o, x);
	} else if (xml_is(x->name, XML_STYLE, S("style"))) {
		o->style = LIST_ADD(o->arena, &o->styles);
		*o->style = (struct odt_style){ .name = kept(o, x, XML_STYLE, S("name")),
			.parent = kept(o, x, XML_STYLE, S("parent-style-name")),
			.caps = -1 };
	} else if (o->style && xml_is(x->name, XML_STYLE, S("text-properties"))) {
		caps = xml_attribute(x, XML_FO, S("text-transform"));
		if (caps.p)
			o->style->caps = str_eq(caps, S("uppercase"));
	}
}

static int caps_of(const struct odt *o, struct str name)
{
	for (int i = 0; name.n && i < DEEPEST; i++) {
		const struct odt_style *found = NULL;

		LIST_EACH(s, &o->styles)
			if (str_eq(s->name, name))
				found = s;
		if (!found || found->caps >= 0)
			return found ? found->caps : -1;
		name = found->parent;
	}
	return -1;
}

/* --- the body */

static struct odt_open *open_one(struct odt *o)
{
	return &o->open[o->lines->depth];
}

static size_t list_of(const struct odt *o, struct str name)
{
	for (size_t i = 0; name.n && i < o->lists.n; i++)
		if (str_eq(o->lists.v[i].name, name))
			return i + 1;
	return 0;
}

static void begin_list(struct odt *o, const struct xml_element *x)
{
	struct str on = xml_attribute(x, XML_TEXT, S("continue-numbering"));
	bool continues = str_eq(on, S("true")) || xml_attribute(x, XML_TEXT, S("continue-list")).p;
	struct odt_item *item;

	if (o->depth == DEEPEST) {
		o->lines->fault = FAULT_LONG;
		return;
	}
	item = &o->items[o->depth++];
	*item = (struct odt_item){ .list = list_of(
					   o, xml_attribute(x, XML_TEXT, S("style-name"))) };
	if (!item->list && o->depth > 1)
		item->list = o->items[o->depth - 2].list;
	if (item->list && o->depth == 1 && !continues)
		memset(o->lists.v[item->list - 1].begun, 0, sizeof(o->lists.v->begun));
}

static void begin_item(struct odt *o, const struct xml_element *x, bool header)
{
	struct odt_item *item = o->depth ? &o->items[o->depth - 1] : NULL;
	int level = o->depth - 1, start;

	if (!item)
		return;
	item->fresh = true;
	item->header = header;
	start = number_of(xml_attribute(x, XML_TEXT, S("start-value")), -1);
	if (start > 0 && item->list && level < LEVELS) {
		struct odt_list *l = &o->lists.v[item->list - 1];

		l->begun[level] = true;
		l->value[level] = start - 1;
	}
}

static void add_number(struct odt_list *l, int level, struct buf *b)
{
	const struct odt_level *v = &l->levels[level];
	int first = level + 1 - v->shown;

	l->value[level] = l->begun[level] ? l->value[level] + 1 : v->start;
	l->begun[level] = true;
	for (int i = level + 1; i < LEVELS; i++)
		l->begun[i] = false;
	if (v->bullet) {
		buf_add(b, number_bullet(v->sign));
		return;
	}
	if (v->format == NUMBER_NONE && !v->before.n && !v->after.n)
		return;
	buf_add(b, v->before);
	for (int i = first < 0 ? 0 : first; i <= level; i++) {
		if (!l->begun[i])
			l->value[i] = l->levels[i].start;
		number_add(b, l->levels[i].format, l->value[i]);
		if (i < level && l->levels[i].format != NUMBER_NONE)
			buf_addc(b, '.');
	}
	buf_add(b, v->after);
}

static void begin_paragraph(struct odt *o, const struct xml_element *x)
{
	struct odt_open *p = open_one(o);
	struct odt_item *item = o->depth ? &o->items[o->depth - 1] : NULL;
	struct buf b = { .arena = o->arena };

	*p = (struct odt_open){ .in_paragraph = true,
		.caps = caps_of(o, xml_attribute(x, XML_TEXT, S("style-name"))) };
	if (!item || !item->fresh || o->lines->depth)
		return;
	item->fresh = false;
	if (item->header || !item->list || o->depth > LEVELS)
		return;
	struct odt_list *l = &o->lists.v[item->list - 1];

	if (l->levels[o->depth - 1].given)
		add_number(l, o->depth - 1, &b);
	if (b.n)
		buf_addc(&b, ' ');
	lines_add(o->lines, buf_str(&b));
}

static void begin_span(struct odt *o, const struct xml_element *x)
{
	struct odt_open *p = open_one(o);

	if (p->n < DEEPEST)
		p->spans[p->n] = caps_of(o, xml_attribute(x, XML_TEXT, S("style-name")));
	p->n++;
}

static void put_words(struct odt *o, struct str words)
{
	const struct odt_open *p = open_one(o);
	int caps = p->caps;

	for (int i = 0; i < p->n && i < DEEPEST; i++)
		if (p->spans[i] >= 0)
			caps = p->spans[i];
	lines_add(o->lines, caps == 1 ? viet_upper(o->arena, words) : words);
}

static bool begins_what_is_not_printed(struct odt *o, struct xml_name n)
{
	if (xml_is(n, XML_TEXT, S("tracked-changes"))) {
		o->lines->flags |= INTAKE_REVISED;
		return true;
	}
	return xml_is(n, XML_OFFICE, S("annotation")) || xml_is(n, XML_TEXT, S("note-citation")) ||
	       xml_is(n, XML_TEXT, S("ruby-text"));
}

static void table_begin(struct odt *o, const struct xml_element *x)
{
	struct str name = x->name.local;

	if (str_eq(name, S("table")))
		lines_table(o->lines);
	else if (str_eq(name, S("table-row")))
		lines_row(o->lines);
	else if (str_eq(name, S("table-cell")))
		lines_cell(o->lines);
}

static void begin_box(struct odt *o)
{
	if (lines_nest(o->lines))
		*open_one(o) = (struct odt_open){ 0 };
}

static void begin_note(struct odt *o)
{
	lines_note(o->lines, ++o->notes);
	if (!o->lines->fault)
		*open_one(o) = (struct odt_open){ 0 };
}

static void text_begin(struct odt *o, const struct xml_element *x)
{
	struct str name = x->name.local;
	int n;

	if (str_eq(name, S("p")) || str_eq(name, S("h")))
		begin_paragraph(o, x);
	else if (str_eq(name, S("span")))
		begin_span(o, x);
	else if (str_eq(name, S("list")))
		begin_list(o, x);
	else if (str_eq(name, S("list-item")))
		begin_item(o, x, false);
	else if (str_eq(name, S("list-header")))
		begin_item(o, x, true);
	else if (str_eq(name, S("s"))) {
		n = number_of(xml_attribute(x, XML_TEXT, S("c")), 1);
		for (int i = 0; i < n && i < 100; i++)
			put_words(o, S(" "));
	} else if (str_eq(name, S("tab")))
		put_words(o, S(" "));
	else if (str_eq(name, S("line-break")))
		lines_break(o->lines);
	else if (str_eq(name, S("note-body")))
		begin_note(o);
}

static void body_begin(void *arg, const struct xml_element *x)
{
	struct odt *o = arg;

	if (o->skip || begins_what_is_not_printed(o, x->name)) {
		o->skip++;
		return;
	}
	if (xml_is(x->name, XML_OFFICE, S("text")))
		o->in_body = true;
	else if (!o->in_body)
		define(o, x);
	else if (x->name.space == XML_TABLE)
		table_begin(o, x);
	else if (x->name.space == XML_TEXT)
		text_begin(o, x);
	else if (str_eq(x->name.local, S("text-box")))
		begin_box(o);
}

static void body_end(void *arg, struct xml_name n)
{
	struct odt *o = arg;

	if (o->skip) {
		o->skip--;
		return;
	}
	if (xml_is(n, XML_OFFICE, S("text")))
		o->in_body = false;
	else if (xml_is(n, XML_TEXT, S("list-style")))
		o->list = NULL;
	else if (xml_is(n, XML_STYLE, S("style")))
		o->style = NULL;
	else if (!o->in_body)
		return;
	else if (xml_is(n, XML_TEXT, S("p")) || xml_is(n, XML_TEXT, S("h"))) {
		open_one(o)->in_paragraph = false;
		lines_end(o->lines);
	} else if (xml_is(n, XML_TEXT, S("span")) && open_one(o)->n)
		open_one(o)->n--;
	else if (xml_is(n, XML_TEXT, S("list")) && o->depth)
		o->depth--;
	else if (xml_is(n, XML_TABLE, S("table")))
		lines_table_end(o->lines);
	else if ((str_eq(n.local, S("text-box")) || xml_is(n, XML_TEXT, S("note-body"))) &&
		 o->lines->depth)
		lines_unnest(o->lines);
}

/* Words stand only within paragraphs: what is between is the file's own layout. */
static void body_words(void *arg, struct str words)
{
	struct odt *o = arg;

	if (o->in_body && !o->skip && open_one(o)->in_paragraph)
		put_words(o, words);
}

static bool read_part(struct odt *o, const struct unzip *z, struct str name, bool needed)
{
	static const struct xml_handlers handlers = { body_begin, body_end, body_words };
	struct str part = package_part(o->arena, z, name, o->lines);

	if (!part.p && needed && !o->lines->fault)
		o->lines->fault = FAULT_BROKEN;
	if (o->lines->fault || !part.p)
		return !o->lines->fault;
	o->lines->fault = xml_read(part, &handlers, o, &o->lines->fault);
	return !o->lines->fault;
}

bool odt_read(struct arena *a, struct str bytes, struct lines *l)
{
	struct odt o = { .arena = a, .lines = l };
	struct unzip z;

	return package_open(a, bytes, &z, l) && read_part(&o, &z, S("styles.xml"), false) &&
	       read_part(&o, &z, S("content.xml"), true);
}
