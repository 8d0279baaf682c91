/*
 * DOCX and DOTX (ECMA-376-1, WordprocessingML): the words of the body as they are printed.
 */
#include "base/viet.h"
#include "intake/docx_list.h"
#include "intake/package.h"
#include "intake/xml.h"

struct docx_style {
	struct str id, based, num;
	int level; /* -1: not said */
	int caps;  /* 1: capitals, 0: not, -1: not said */
	int hidden;
};

struct docx {
	struct arena *arena;
	struct lines *lines;
	struct docx_lists lists;
	LIST(struct docx_style) styles;
	struct docx_style *style; /* being read */
	/* the body */
	int skip;	   /* depth within what is not printed */
	bool in_run_words; /* within w:t */
	struct paragraph {
		bool numbered; /* its number stands there already */
		struct str style, num;
		int level;
		int caps, hidden; /* of the run */
		struct str run_style;
	} open[LINES_OPEN];
	bool in_run, in_properties, in_mark;
	int notes;
};

static struct paragraph *paragraph(struct docx *d)
{
	return &d->open[d->lines->depth];
}

static struct str val(const struct xml_element *x)
{
	return xml_attribute(x, XML_W, S("val"));
}

/* <w:caps/> and <w:caps w:val="1"/>, not <w:caps w:val="0"/>. */
static int is_on(const struct xml_element *x)
{
	struct str v = val(x);

	return !(str_eq(v, S("0")) || str_eq(v, S("false")) || str_eq(v, S("off")));
}

static int level_from(struct str s)
{
	int64_t n;

	return str_to_int(s, &n) && n >= 0 && n < DOCX_LEVELS ? (int)n : -1;
}

/* --- styles */

static void style_begin(void *arg, const struct xml_element *x)
{
	struct docx *d = arg;
	struct docx_style *s = d->style;
	struct str name = x->name.local;

	if (x->name.space != XML_W)
		return;
	if (str_eq(name, S("style"))) {
		d->style = LIST_ADD(d->arena, &d->styles);
		*d->style = (struct docx_style){ .level = -1, .caps = -1, .hidden = -1 };
		d->style->id = str_dup(d->arena, xml_attribute(x, XML_W, S("styleId")));
	} else if (!s) {
		return;
	} else if (str_eq(name, S("basedOn"))) {
		s->based = str_dup(d->arena, val(x));
	} else if (str_eq(name, S("numId"))) {
		s->num = str_dup(d->arena, val(x));
	} else if (str_eq(name, S("ilvl"))) {
		s->level = level_from(val(x));
	} else if (str_eq(name, S("caps"))) {
		s->caps = is_on(x);
	} else if (str_eq(name, S("vanish"))) {
		s->hidden = is_on(x);
	}
}

static void style_end(void *arg, struct xml_name name)
{
	if (xml_is(name, XML_W, S("style")))
		((struct docx *)arg)->style = NULL;
}

static const struct docx_style *find_style(const struct docx *d, struct str id)
{
	if (id.n)
		LIST_EACH(s, &d->styles)
			if (str_eq(s->id, id))
				return s;
	return NULL;
}

/* What a style says, itself or by those it rests on. */
enum { STYLES_DEEP = 16 };

static int style_says(const struct docx *d, struct str id, size_t member)
{
	const struct docx_style *s = find_style(d, id);

	for (int i = 0; s && i < STYLES_DEEP; i++) {
		int says = *(const int *)((const char *)s + member);

		if (says >= 0)
			return says;
		s = find_style(d, s->based);
	}
	return -1;
}

static const struct docx_style *style_numbered(const struct docx *d, struct str id)
{
	const struct docx_style *s = find_style(d, id);

	for (int i = 0; s && !s->num.p && i < STYLES_DEEP; i++)
		s = find_style(d, s->based);
	return s && s->num.p ? s : NULL;
}

/* --- the body */

/* The list and level of a paragraph: its own, else its style's. */
static void put_number(struct docx *d)
{
	struct paragraph *p = paragraph(d);
	struct str num = p->num;
	int level = p->level;
	const struct docx_style *s = num.p ? NULL : style_numbered(d, p->style);
	struct buf b = { .arena = d->arena };

	if (p->numbered)
		return;
	p->numbered = true;
	if (s) {
		num = s->num;
		if (level < 0)
			level = docx_level_of_style(&d->lists, num, p->style);
		if (level < 0)
			level = s->level;
	}
	if (!num.n || str_eq(num, S("0")))
		return;
	docx_number(&d->lists, num, level < 0 ? 0 : level, &b);
	lines_add(d->lines, buf_str(&b));
}

static int run_says(const struct docx *d, int own, size_t member)
{
	const struct paragraph *p = &d->open[d->lines->depth];
	int says = own;

	if (says < 0)
		says = style_says(d, p->run_style, member);
	if (says < 0)
		says = style_says(d, p->style, member);
	return says;
}

static void put_words(struct docx *d, struct str words)
{
	struct paragraph *p = paragraph(d);

	if (run_says(d, p->hidden, offsetof(struct docx_style, hidden)) == 1)
		return;
	put_number(d);
	if (run_says(d, p->caps, offsetof(struct docx_style, caps)) == 1)
		words = viet_upper(d->arena, words);
	lines_add(d->lines, words);
}

static void put_symbol(struct docx *d, const struct xml_element *x)
{
	struct str code = xml_attribute(x, XML_W, S("char"));
	struct buf b = { .arena = d->arena };
	uint32_t rune = 0;

	for (size_t i = 0; i < code.n && i < 4; i++) {
		char c = code.p[i];
		int digit = c >= '0' && c <= '9'		 ? c - '0'
			    : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
								 : -1;
		if (digit < 0)
			return;
		rune = rune * 16 + (uint32_t)digit;
	}
	if (rune < 0x20 || (rune >= 0xD800 && rune < 0xE000))
		return;
	buf_add_rune(&b, rune);
	put_words(d, number_bullet(buf_str(&b)));
}

static bool begins_what_is_not_printed(struct xml_name n)
{
	static const struct str names[] = { S("del"), S("moveFrom"), S("instrText"), S("delText"),
		S("delInstrText"), S("fldData"), S("pPrChange"), S("rPrChange"), S("sectPrChange"),
		S("tblPrChange"), S("trPrChange"), S("tcPrChange") };

	if (xml_is(n, XML_MC, S("Fallback")))
		return true;
	for (size_t i = 0; n.space == XML_W && i < COUNT(names); i++)
		if (str_eq(n.local, names[i]))
			return true;
	return false;
}

static void begin_paragraph(struct docx *d)
{
	*paragraph(d) = (struct paragraph){ .level = -1, .caps = -1, .hidden = -1 };
}

/* What stands in w:pPr and w:rPr. */
static void property(struct docx *d, const struct xml_element *x)
{
	struct paragraph *p = paragraph(d);
	struct str name = x->name.local;

	if (str_eq(name, S("pStyle")))
		p->style = str_dup(d->arena, val(x));
	else if (str_eq(name, S("numId")))
		p->num = str_dup(d->arena, val(x));
	else if (str_eq(name, S("ilvl")))
		p->level = level_from(val(x));
	else if (!d->in_run)
		return;
	else if (str_eq(name, S("caps")))
		p->caps = is_on(x);
	else if (str_eq(name, S("vanish")))
		p->hidden = is_on(x);
	else if (str_eq(name, S("rStyle")))
		p->run_style = str_dup(d->arena, val(x));
}

static void table_part(struct docx *d, const struct xml_element *x)
{
	struct str name = x->name.local;
	int64_t span;

	if (str_eq(name, S("tbl")))
		lines_table(d->lines);
	else if (str_eq(name, S("tr")))
		lines_row(d->lines);
	else if (str_eq(name, S("tc")))
		lines_cell(d->lines);
	else if (str_eq(name, S("gridBefore")) && str_to_int(val(x), &span))
		lines_cells_empty(d->lines, (int)(span < 64 ? span : 64));
}

static void in_words(struct docx *d, const struct xml_element *x)
{
	struct str name = x->name.local;

	if (str_eq(name, S("t")))
		d->in_run_words = true;
	else if (str_eq(name, S("tab")) || str_eq(name, S("ptab")))
		put_words(d, S(" "));
	else if (str_eq(name, S("br")) || str_eq(name, S("cr")))
		lines_break(d->lines);
	else if (str_eq(name, S("noBreakHyphen")))
		put_words(d, S("-"));
	else if (str_eq(name, S("sym")))
		put_symbol(d, x);
}

static void begin_run(struct docx *d)
{
	struct paragraph *p = paragraph(d);

	d->in_run = true;
	p->caps = p->hidden = -1;
	p->run_style = STR_NULL;
}

static void body_begin(void *arg, const struct xml_element *x)
{
	struct docx *d = arg;
	struct str name = x->name.local;

	if (d->skip || begins_what_is_not_printed(x->name)) {
		d->skip++;
		if (str_eq(name, S("del")) || str_eq(name, S("moveFrom")))
			d->lines->flags |= INTAKE_REVISED;
		return;
	}
	if (x->name.space != XML_W)
		return;
	if (str_eq(name, S("ins")) || str_eq(name, S("moveTo")))
		d->lines->flags |= INTAKE_REVISED;
	else if (str_eq(name, S("p")))
		begin_paragraph(d);
	else if (str_eq(name, S("txbxContent"))) {
		d->in_run = false;
		if (lines_nest(d->lines))
			begin_paragraph(d);
	} else if (str_eq(name, S("pPr")) || str_eq(name, S("rPr")))
		d->in_properties = true;
	else if (d->in_properties)
		property(d, x);
	else if (str_eq(name, S("r")))
		begin_run(d);
	else if (d->in_run)
		in_words(d, x);
	else
		table_part(d, x);
}

static void body_end(void *arg, struct xml_name name)
{
	struct docx *d = arg;

	if (d->skip) {
		d->skip--;
		return;
	}
	if (name.space != XML_W)
		return;
	if (str_eq(name.local, S("t")))
		d->in_run_words = false;
	else if (str_eq(name.local, S("pPr")) || str_eq(name.local, S("rPr")))
		d->in_properties = false;
	else if (str_eq(name.local, S("r")))
		d->in_run = false;
	else if (str_eq(name.local, S("p")))
		lines_end(d->lines);
	else if (str_eq(name.local, S("tbl")))
		lines_table_end(d->lines);
	else if (str_eq(name.local, S("txbxContent")) && d->lines->depth) {
		lines_unnest(d->lines);
		d->in_run = true; /* the one the box stands in */
	}
}

static void body_words(void *arg, struct str words)
{
	struct docx *d = arg;

	if (!d->skip && d->in_run_words)
		put_words(d, words);
}

/* --- footnotes, at the end, each under its number */

static bool is_note(struct xml_name n)
{
	return xml_is(n, XML_W, S("footnote")) || xml_is(n, XML_W, S("endnote"));
}

static void note_begin(void *arg, const struct xml_element *x)
{
	struct docx *d = arg;
	struct str type = xml_attribute(x, XML_W, S("type"));

	if (d->skip || !is_note(x->name))
		body_begin(d, x);
	else if (type.p && !str_eq(type, S("normal"))) /* the line above them */
		d->skip++;
	else
		lines_note(d->lines, ++d->notes);
}

static void note_end(void *arg, struct xml_name name)
{
	struct docx *d = arg;

	if (!d->skip && is_note(name) && d->lines->depth)
		lines_unnest(d->lines);
	else
		body_end(d, name);
}

/* --- parts */

static struct str folder_of(struct str path)
{
	size_t n = path.n;

	while (n && path.p[n - 1] != '/')
		n--;
	return str_sub(path, 0, n);
}

struct relations {
	struct arena *arena;
	struct str ends, target; /* the type's end, and what is looked for */
	enum intake_fault stop;
};

static void relation_begin(void *arg, const struct xml_element *x)
{
	struct relations *r = arg;

	if (!xml_is(x->name, XML_REL, S("Relationship")) || r->target.p ||
		!str_ends(xml_attribute(x, XML_OTHER, S("Type")), r->ends) ||
		str_eq(xml_attribute(x, XML_OTHER, S("TargetMode")), S("External")))
		return;
	r->target = str_dup(r->arena, xml_attribute(x, XML_OTHER, S("Target")));
}

static void relation_end(void *arg, struct xml_name name)
{
	(void)arg;
	(void)name;
}

/* The part that `of` ("" for the package) is related to by a type that ends so. */
static struct str related(struct docx *d, const struct unzip *z, struct str of, struct str ends)
{
	static const struct xml_handlers handlers = { relation_begin, relation_end, NULL };
	struct str folder = folder_of(of);
	struct str name = str_fmt(d->arena, "%.*s_rels/%.*s.rels", STR_ARG(folder),
		STR_ARG(str_sub(of, folder.n, of.n)));
	struct relations r = { .arena = d->arena, .ends = ends };
	struct str part = package_part(d->arena, z, name, d->lines);

	if (!part.p || xml_read(part, &handlers, &r, &r.stop) != FAULT_NONE || !r.target.p)
		return STR_NULL;
	return r.target.p[0] == '/'
		       ? str_sub(r.target, 1, r.target.n)
		       : str_fmt(d->arena, "%.*s%.*s", STR_ARG(folder), STR_ARG(r.target));
}

static bool read_part(
	struct docx *d, const struct unzip *z, struct str name, const struct xml_handlers *handlers)
{
	struct str part = name.p ? package_part(d->arena, z, name, d->lines) : STR_NULL;
	enum intake_fault fault;

	if (d->lines->fault || !part.p)
		return !d->lines->fault;
	fault = xml_read(part, handlers, d, &d->lines->fault);
	d->lines->fault = fault;
	return !fault;
}

static bool read_lists(struct docx *d, const struct unzip *z, struct str name)
{
	struct str part = name.p ? package_part(d->arena, z, name, d->lines) : STR_NULL;

	if (!d->lines->fault && part.p)
		d->lines->fault = docx_lists_read(d->arena, part, &d->lists);
	return !d->lines->fault;
}

bool docx_read(struct arena *a, struct str bytes, struct lines *l)
{
	static const struct xml_handlers styles = { style_begin, style_end, NULL };
	static const struct xml_handlers body = { body_begin, body_end, body_words };
	static const struct xml_handlers notes = { note_begin, note_end, body_words };
	struct docx d = { .arena = a, .lines = l };
	struct unzip z;

	if (!package_open(a, bytes, &z, l))
		return false;
	struct str main = related(&d, &z, S(""), S("/officeDocument"));

	if (!main.p || !unzip_find(&z, main)) {
		l->fault = l->fault ? l->fault : FAULT_UNKNOWN;
		return false;
	}
	return read_part(&d, &z, related(&d, &z, main, S("/styles")), &styles) &&
	       read_lists(&d, &z, related(&d, &z, main, S("/numbering"))) &&
	       read_part(&d, &z, main, &body) &&
	       read_part(&d, &z, related(&d, &z, main, S("/footnotes")), &notes) &&
	       read_part(&d, &z, related(&d, &z, main, S("/endnotes")), &notes);
}
