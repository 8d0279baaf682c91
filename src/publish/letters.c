#include "publish/letters.h"

#include <pango/pangocairo.h>

#ifdef __SANITIZE_ADDRESS__
/* fontconfig keeps a pattern of its own where the leak finder does not see it. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig";
}
#endif

static void end_context(void *arg)
{
	g_object_unref(arg);
}

static bool has_font(PangoContext *c)
{
	PangoFontDescription *d = pango_font_description_from_string(LETTERS_FAMILY);
	PangoFont *font = pango_context_load_font(c, d);
	bool ok = false;

	if (font) {
		PangoFontDescription *got = pango_font_describe(font);

		/* version 1 of the family lacks most Vietnamese letters */
		ok = strcmp(pango_font_description_get_family(got), LETTERS_FAMILY) == 0 &&
		     pango_font_has_char(font, 0x1ebf);
		pango_font_description_free(got);
		g_object_unref(font);
	}
	pango_font_description_free(d);
	return ok;
}

bool letters_open(struct arena *a, PangoContext **out, struct err *e)
{
	PangoFontMap *fonts = pango_cairo_font_map_new();
	PangoContext *c = pango_font_map_create_context(fonts);
	cairo_font_options_t *o = cairo_font_options_create();

	g_object_unref(fonts); /* the context holds it */
	arena_defer(a, end_context, c);
	/* on paper: every letter as wide as it is drawn, whatever a screen would round */
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	pango_cairo_context_set_font_options(c, o);
	cairo_font_options_destroy(o);
	pango_context_set_round_glyph_positions(c, FALSE);
	pango_context_set_language(c, pango_language_from_string("vi"));
	pango_context_set_base_dir(c, PANGO_DIRECTION_LTR);
	*out = c;
	return has_font(c) || FAIL(e, ERR_STORE, T_publish_no_font, S(LETTERS_FAMILY));
}

static void add(PangoAttrList *l, PangoAttribute *x, size_t from, size_t to)
{
	x->start_index = (guint)from;
	x->end_index = (guint)to;
	pango_attr_list_insert(l, x);
}

static PangoAttrList *attributes(const paper_runs *runs, const struct flow_style *s)
{
	PangoAttrList *l = pango_attr_list_new();
	size_t at = 0;

	pango_attr_list_insert(l, pango_attr_font_features_new("kern=0, liga=0, clig=0"));
	pango_attr_list_insert(l, pango_attr_insert_hyphens_new(FALSE));
	LIST_EACH(x, runs) {
		size_t end = at + x->text.n;

		if (x->bold || s->bold)
			add(l, pango_attr_weight_new(PANGO_WEIGHT_BOLD), at, end);
		if (x->italic || s->italic)
			add(l, pango_attr_style_new(PANGO_STYLE_ITALIC), at, end);
		at = end;
	}
	return l;
}

static void set_text(PangoLayout *l, const paper_runs *runs)
{
	GString *all = g_string_new(NULL);

	LIST_EACH(x, runs)
		g_string_append_len(all, x->text.p, (gssize)x->text.n);
	pango_layout_set_text(l, all->str, (int)all->len);
	g_string_free(all, TRUE);
}

PangoLayout *letters_layout(
	PangoContext *c, const paper_runs *runs, const struct flow_style *s, double width)
{
	PangoLayout *l = pango_layout_new(c);
	PangoFontDescription *font = pango_font_description_from_string(LETTERS_FAMILY);
	PangoAttrList *attrs = attributes(runs, s);

	pango_font_description_set_absolute_size(font, flow_size(s) * PANGO_SCALE);
	pango_layout_set_font_description(l, font);
	pango_font_description_free(font);
	set_text(l, runs);
	pango_layout_set_attributes(l, attrs);
	pango_attr_list_unref(attrs);
	pango_layout_set_auto_dir(l, FALSE);
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_width(l, (int)(width * PANGO_SCALE));
	pango_layout_set_justify(l, s->align == FLOW_BOTH);
	pango_layout_set_alignment(l, s->align == FLOW_CENTRE  ? PANGO_ALIGN_CENTER
				      : s->align == FLOW_RIGHT ? PANGO_ALIGN_RIGHT
							       : PANGO_ALIGN_LEFT);
	if (s->indent)
		pango_layout_set_indent(l, (int)(measure(MEASURE_BODY_INDENT) * PANGO_SCALE));
	return l;
}

double letters_last_line(PangoContext *c, struct str text, const struct flow_style *s, double width)
{
	struct paper_run run = { .text = text };
	paper_runs runs = { .v = &run, .n = 1 };
	PangoLayout *l = letters_layout(c, &runs, s, width);
	PangoRectangle all;

	pango_layout_line_get_extents(
		pango_layout_get_line_readonly(l, pango_layout_get_line_count(l) - 1), NULL, &all);
	g_object_unref(l);
	return all.width / (double)PANGO_SCALE;
}

static struct str with_breaks(struct arena *a, PangoLayout *l, struct str text)
{
	struct buf b = { .arena = a };

	for (int i = 0; i < pango_layout_get_line_count(l); i++) {
		const PangoLayoutLine *line = pango_layout_get_line_readonly(l, i);
		size_t from = (size_t)line->start_index, n = (size_t)line->length;

		if (i > 0)
			buf_addc(&b, '\n');
		buf_add(&b, str_trim(str_sub(text, from, from + n)));
	}
	return buf_str(&b);
}

enum { STEPS = 8, HEAD_LETTERS = 800 /* longer is no line of a head */ };

struct str letters_balanced(
	struct arena *a, PangoContext *c, struct str text, const struct flow_style *s, double width)
{
	struct paper_run run = { .text = text };
	paper_runs runs = { .v = &run, .n = 1 };

	if (text.n > HEAD_LETTERS)
		return text;
	PangoLayout *l = letters_layout(c, &runs, s, width);
	int lines = pango_layout_get_line_count(l);
	double low = width / lines, high = width;

	for (int i = 0; lines > 1 && i < STEPS; i++) {
		double middle = (low + high) / 2;

		pango_layout_set_width(l, (int)(middle * PANGO_SCALE));
		if (pango_layout_get_line_count(l) > lines)
			low = middle;
		else
			high = middle;
	}
	pango_layout_set_width(l, (int)(high * PANGO_SCALE));
	if (lines > 1 && lines < 10)
		text = with_breaks(a, l, text);
	g_object_unref(l);
	return text;
}
