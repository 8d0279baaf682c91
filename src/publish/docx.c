/*
 * The text of a DOCX. Markers are letters of the text, not Word's own numbering: a plan is
 * cited by them, and Word counts no đ. Headings carry their outline level, so that Word shows
 * the tree.
 */
#include "publish/docx.h"

#include "publish/code.h"
#include "publish/docx_parts.h"

#define HEAD                                                                                   \
	"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"                      \
	"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"" \
	" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""     \
	" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"" \
	" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""                   \
	" xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>"

enum { EMU = 12700 /* of a point */ };

struct writing {
	struct arena *arena;
	const struct flow *f;
	struct buf b;
	struct str code;    /* the image; n == 0: none yet */
	bool wide, counted; /* the section being written */
	bool failed;
	struct err *e;
};

static void items(struct writing *w, const flow_items *all, double room);

static void add_letters(struct writing *w, struct str text)
{
	struct str line;

	for (bool first = true; str_split(&text, '\n', &line); first = false) {
		buf_addf(&w->b, "%s<w:t xml:space=\"preserve\">", first ? "" : "<w:br/>");
		docx_escape(&w->b, line);
		buf_addz(&w->b, "</w:t>");
	}
}

static void add_runs(
	struct writing *w, const paper_runs *runs, const struct flow_style *s, const char *extra)
{
	LIST_EACH(r, runs) {
		bool bold = r->bold && !s->bold, italic = r->italic && !s->italic;

		if (!r->text.n)
			continue;
		buf_addz(&w->b, "<w:r>");
		if (bold || italic || *extra)
			buf_addf(&w->b, "<w:rPr>%s%s%s</w:rPr>", bold ? "<w:b/><w:bCs/>" : "",
				italic ? "<w:i/><w:iCs/>" : "", extra);
		add_letters(w, r->text);
		buf_addz(&w->b, "</w:r>");
	}
}

static void add_para(struct writing *w, const struct flow_item *x)
{
	buf_addf(&w->b, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", x->style->id);
	add_runs(w, &x->runs, x->style, "");
	buf_addz(&w->b, "</w:p>");
}

/* A paragraph without letters, of an exact height. */
static void add_gap(struct writing *w, double height, const char *border, double sides)
{
	int line = docx_twips(height);

	buf_addf(&w->b,
		"<w:p><w:pPr>%s<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"%d\""
		" w:lineRule=\"exact\"/><w:ind w:left=\"%d\" w:right=\"%d\"/>"
		"<w:rPr><w:sz w:val=\"2\"/></w:rPr></w:pPr></w:p>",
		border, line < 20 ? 20 : line, docx_twips(sides), docx_twips(sides));
}

static void add_rule(struct writing *w, const struct flow_item *x, double room)
{
	double sides = (room - x->width) / 2;

	add_gap(w, FLOW_RULE_HEIGHT,
		"<w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"000000\"/>"
		"</w:pBdr>",
		sides > 0 ? sides : 0);
}

/* Said in every table: programs differ in what they take when it is not. */
static void add_pads(struct writing *w, double x, double y)
{
	static const char *const sides[] = { "top", "left", "bottom", "right" };

	buf_addz(&w->b, "<w:tblCellMar>");
	for (size_t i = 0; i < COUNT(sides); i++)
		buf_addf(&w->b, "<w:%s w:w=\"%d\" w:type=\"dxa\"/>", sides[i],
			docx_twips(i % 2 ? x : y));
	buf_addz(&w->b, "</w:tblCellMar>");
}

#define LINE(side) "<w:" side " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"
#define RED(side) "<w:" side " w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"FF0000\"/>"

static void add_box(struct writing *w, const struct flow_item *x)
{
	int width = docx_twips(x->width), height = docx_twips(x->height);

	buf_addf(&w->b,
		"<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>"
		"<w:tblBorders>" RED("top") RED("left") RED("bottom")
			RED("right") "</w:tblBorders><w:tblLayout w:type=\"fixed\"/>",
		width);
	add_pads(w, 0, 0);
	buf_addf(&w->b,
		"</w:tblPr>"
		"<w:tblGrid><w:gridCol w:w=\"%d\"/></w:tblGrid><w:tr><w:trPr>"
		"<w:trHeight w:val=\"%d\" w:hRule=\"exact\"/></w:trPr><w:tc><w:tcPr>"
		"<w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>"
		"<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>",
		width, height, width, x->style->id);
	add_runs(w, &x->runs, x->style, "<w:color w:val=\"FF0000\"/>");
	buf_addz(&w->b, "</w:p></w:tc></w:tr></w:tbl>");
}

static void add_code(struct writing *w, const struct flow_item *x)
{
	long side = (long)(x->width * EMU);

	if (!code_png(w->arena, x->runs.v[0].text, &w->code, w->e)) {
		w->failed = true;
		return;
	}
	buf_addf(&w->b,
		"<w:p><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
		"<wp:extent cx=\"%ld\" cy=\"%ld\"/><wp:docPr id=\"1\" name=\"QR\" descr=\"",
		side, side);
	docx_escape(&w->b, paper_clean(w->arena, x->runs.v[0].text, false));
	buf_addf(&w->b,
		"\"/><a:graphic>"
		"<a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">"
		"<pic:pic><pic:nvPicPr><pic:cNvPr id=\"1\" name=\"QR\"/><pic:cNvPicPr/></pic:nvPicPr>"
		"<pic:blipFill><a:blip r:embed=\"" DOCX_CODE
		"\"/><a:stretch><a:fillRect/></a:stretch>"
		"</pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>"
		"<a:ext cx=\"%ld\" cy=\"%ld\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/>"
		"</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
		"</w:drawing></w:r></w:p>",
		side, side);
}

/* --- tables */

static void add_row(struct writing *w, const struct flow_table *t, size_t from)
{
	bool head = t->headed && from == 0;
	double pad = t->ruled ? 2 * FLOW_PAD : 0;

	buf_addf(&w->b, "<w:tr><w:trPr><w:cantSplit/>%s</w:trPr>", head ? "<w:tblHeader/>" : "");
	for (size_t i = 0; i < t->columns; i++) {
		const flow_items *c = &t->cells.v[from + i].items;

		buf_addf(&w->b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>%s</w:tcPr>",
			docx_twips(t->widths[i]), head ? "<w:vAlign w:val=\"center\"/>" : "");
		items(w, c, t->widths[i] - pad);
		/* a cell ends with a paragraph, or Word mends the file */
		if (!c->n || c->v[c->n - 1].kind == FLOW_BOX || c->v[c->n - 1].kind == FLOW_TABLE)
			add_gap(w, 1, "", 0);
		buf_addz(&w->b, "</w:tc>");
	}
	buf_addz(&w->b, "</w:tr>");
}

static void add_table(struct writing *w, const struct flow_table *t)
{
	double all = 0;

	for (size_t i = 0; i < t->columns; i++)
		all += t->widths[i];
	buf_addf(&w->b, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/>", docx_twips(all));
	if (t->ruled)
		buf_addz(&w->b, "<w:tblBorders>" LINE("top") LINE("left") LINE("bottom") LINE(
					"right") LINE("insideH") LINE("insideV") "</w:tblBorders>");
	buf_addz(&w->b, "<w:tblLayout w:type=\"fixed\"/>");
	add_pads(w, t->ruled ? FLOW_PAD : 0, t->ruled ? FLOW_PAD_Y : 0);
	buf_addz(&w->b, "</w:tblPr><w:tblGrid>");
	for (size_t i = 0; i < t->columns; i++)
		buf_addf(&w->b, "<w:gridCol w:w=\"%d\"/>", docx_twips(t->widths[i]));
	buf_addz(&w->b, "</w:tblGrid>");
	for (size_t i = 0; i < t->cells.n; i += t->columns)
		add_row(w, t, i);
	buf_addz(&w->b, "</w:tbl>");
}

/* --- sections */

static void add_section(struct writing *w)
{
	int across = docx_twips(measure(MEASURE_PAGE_WIDTH));
	int down = docx_twips(measure(MEASURE_PAGE_HEIGHT));

	buf_addf(&w->b,
		"<w:sectPr><w:headerReference w:type=\"default\" r:id=\"" DOCX_HEADER "\"/>"
		"<w:footerReference w:type=\"first\" r:id=\"%s\"/><w:type w:val=\"nextPage\"/>"
		"<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/>",
		w->f->contact.n && !w->counted ? DOCX_CONTACT : DOCX_NO_FOOTER,
		w->wide ? down : across, w->wide ? across : down,
		w->wide ? " w:orient=\"landscape\"" : "");
	buf_addf(&w->b,
		"<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" w:header=\"%d\""
		" w:footer=\"%d\" w:gutter=\"0\"/>%s<w:titlePg/></w:sectPr>",
		docx_twips(measure(MEASURE_TOP)), docx_twips(measure(MEASURE_RIGHT)),
		docx_twips(measure(MEASURE_BOTTOM)), docx_twips(measure(MEASURE_LEFT)),
		docx_twips(measure(MEASURE_HEADER)), docx_twips(measure(MEASURE_HEADER) / 2),
		w->counted ? "<w:pgNumType w:start=\"1\"/>" : "");
}

static void begin_annex(struct writing *w, const struct flow_item *x)
{
	buf_addz(&w->b, "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\""
			" w:lineRule=\"exact\"/>");
	add_section(w);
	buf_addz(&w->b, "</w:pPr></w:p>");
	w->wide = x->wide;
	w->counted = true;
}

static void items(struct writing *w, const flow_items *all, double room)
{
	LIST_EACH(x, all)
		switch (x->kind) {
		case FLOW_PARA:
			add_para(w, x);
			break;
		case FLOW_RULE:
			add_rule(w, x, room);
			break;
		case FLOW_SPACE:
			add_gap(w, x->height, "", 0);
			break;
		case FLOW_BOX:
			add_box(w, x);
			break;
		case FLOW_CODE:
			add_code(w, x);
			break;
		case FLOW_TABLE:
			add_table(w, x->table);
			break;
		case FLOW_ANNEX:
			begin_annex(w, x);
			room = flow_room(x->wide);
			break;
		}
}

bool docx_write(struct arena *a, const struct paper *p, struct str *out, struct err *e)
{
	docx_parts parts = { 0 };
	struct flow f;

	if (!flow_of(a, p, &f, e))
		return false;
	struct writing w = { .arena = a, .f = &f, .b = { .arena = a }, .e = e, .wide = f.wide };

	buf_addz(&w.b, HEAD);
	items(&w, &f.items, flow_room(f.wide));
	add_gap(&w, 1, "", 0); /* no text ends with a table */
	add_section(&w);
	buf_addz(&w.b, "</w:body></w:document>");
	if (w.failed)
		return false;
	docx_add_parts(a, &f, w.code, &parts);
	LIST_PUSH(a, &parts, ((struct docx_part){ "word/document.xml", buf_str(&w.b) }));
	return docx_zip(a, &parts, out, e);
}
