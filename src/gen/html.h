/*
 * Where in the HTML a template is: followed byte by byte, so that mkhtml can tell
 * what may be printed at each place and with which escaping.
 */
#ifndef GEN_HTML_H
#define GEN_HTML_H

#include <stdbool.h>
#include "base/str.h"

enum html_place {
	HTML_TEXT,
	HTML_TAG_NAME,	  /* <na| */
	HTML_TAG,	  /* between attributes, a blank before */
	HTML_TAG_TIGHT,	  /* behind a name or a closing quote: a blank must follow */
	HTML_ATTR_NAME,	  /* hre| */
	HTML_ATTR_EQUALS, /* href=| */
	HTML_ATTR_VALUE,  /* href="| */
	HTML_COMMENT,	  /* <!-- |; not written out */
	HTML_EMPTY_RAW	  /* <script src="…">|: only its end tag may follow */
};

/* How much of an address stands in the value already. */
enum html_address { HTML_NO_ADDRESS, HTML_ADDRESS_START, HTML_ADDRESS_MADE, HTML_ADDRESS_FREE };

/* A zeroed one is the start of a template's text. */
struct html_state {
	enum html_place place;
	enum html_address address;
	char quote;
	bool line_start;  /* what was written ended with a line */
	bool blank, line; /* white space that waits to be written */
	bool end_tag;
	bool keep;     /* inside pre or textarea */
	bool post;     /* the form tag being read says method="post" */
	bool csrf_due; /* inside such a form, no {{csrf}} yet */
	char tag[16], attr[24], value[8];
	unsigned char dashes; /* of a comment's end */
};

enum html_print {
	HTML_VALUE,   /* escaped text */
	HTML_ADDRESS, /* an address: the value of href and its kind, alone */
	HTML_MARKUP   /* elements */
};

/* Each answers NULL, or what is wrong. */
const char *html_byte(struct html_state *h, char c, struct buf *out);
const char *html_control(struct html_state *h);
const char *html_printing(struct html_state *h, enum html_print what);
const char *html_end(struct html_state *h);

/* Writes the white space that waits. */
void html_settle(struct html_state *h, struct buf *out);
/* Whether two branches may go on as one; `a` becomes what both are. */
bool html_merge(struct html_state *a, const struct html_state *b);

bool html_name_byte(char c);

#endif
