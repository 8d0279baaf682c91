/*
 * A paper laid out: paragraphs in a style, rules, boxes and tables one below the other. What
 * writes a file (docx.h, pdf.h) knows these few things and nothing of papers, so that both
 * files have the same lines in the same places. Inside publish only.
 */
#ifndef PUBLISH_FLOW_H
#define PUBLISH_FLOW_H

#include "publish/measure.h"
#include "publish/paper.h"

enum flow_align { FLOW_LEFT, FLOW_CENTRE, FLOW_RIGHT, FLOW_BOTH };

enum flow_style_id {
	STYLE_BODY,
	STYLE_PART,
	STYLE_SECTION,
	STYLE_CENTRED,
	STYLE_NATIONAL,
	STYLE_MOTTO,
	STYLE_PARENT,
	STYLE_ISSUER,
	STYLE_NUMBER,
	STYLE_SUBJECT,
	STYLE_PLACE,
	STYLE_TYPE,
	STYLE_ABSTRACT,
	STYLE_TO,
	STYLE_TO_HEAD,
	STYLE_TO_LIST,
	STYLE_BASIS,
	STYLE_RECIPIENTS_HEAD,
	STYLE_RECIPIENT,
	STYLE_TYPIST,
	STYLE_AUTHORITY,
	STYLE_SIGNER,
	STYLE_MARK,
	STYLE_ANNEX,
	STYLE_ANNEX_TITLE,
	STYLE_ANNEX_WITH,
	STYLE_CELL,
	STYLE_CELL_CENTRED,
	STYLE_CELL_HEAD,
	STYLE_CODE_WORDS,
	STYLE_PAGE_NUMBER,
	STYLE_CONTACT,
	STYLES
};

struct flow_style {
	const char *id;	  /* in a DOCX */
	const char *name; /* as Word lists it */
	enum measure size;
	enum flow_align align;
	bool bold, italic;
	bool indent;	 /* the first line goes in */
	bool keep;	 /* stays with what follows */
	bool balanced;	 /* its lines are about as long as each other, as one breaks them by hand */
	int outline;	 /* 1 …: a heading of that level */
	double before;	 /* points; GAP_BODY: the decree's between paragraphs */
	const char *tag; /* in a tagged PDF */
};

const struct flow_style *flow_style(enum flow_style_id id);
double flow_before(const struct flow_style *s);
double flow_size(const struct flow_style *s);
/* The height of a line: what Word makes of "single" for these letters, times the lines. */
double flow_line(const struct flow_style *s);

enum flow_kind {
	FLOW_PARA,
	FLOW_RULE,  /* a line of `width`, centred */
	FLOW_SPACE, /* nothing, `height` high */
	FLOW_BOX,   /* a paragraph centred in a frame of width × height, in red */
	FLOW_CODE,  /* a QR code of `runs`' text, width × width */
	FLOW_TABLE,
	FLOW_ANNEX /* a new page, pages are counted from 1 again */
};

struct flow_item {
	enum flow_kind kind;
	const struct flow_style *style;
	paper_runs runs; /* a line end breaks the line */
	double width, height;
	struct flow_table *table;
	bool wide; /* annex: the page lies on its side */
};

typedef LIST(struct flow_item) flow_items;

struct flow_cell {
	flow_items items;
};

struct flow_table {
	size_t columns;
	double *widths; /* points */
	bool ruled;	/* with lines, and room between them and the letters */
	bool headed;
	LIST(struct flow_cell) cells;
};

struct flow {
	flow_items items;
	struct str title, author;
	struct date day;
	paper_runs contact; /* n == 0: none */
	bool wide;	    /* its first page lies on its side */
};

/* ERR_TOO_LARGE: more text than PAPER_BYTES; ERR_STORE: the machine lacks the letters. */
bool flow_of(struct arena *a, const struct paper *p, struct flow *out, struct err *e) MUST;

/* The room between margins of a page. */
double flow_room(bool wide);

#define FLOW_PAD 4.25	     /* points between a table's line and its letters */
#define FLOW_PAD_Y 2.0	     /* … above and below them */
#define FLOW_RULE_HEIGHT 4.0 /* points a rule takes; it lies at their top */

#endif
