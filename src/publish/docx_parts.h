/* The parts of a DOCX beside its text, and the archive around them. Inside publish only. */
#ifndef PUBLISH_DOCX_PARTS_H
#define PUBLISH_DOCX_PARTS_H

#include "publish/flow.h"

struct docx_part {
	const char *name;
	struct str bytes;
};

typedef LIST(struct docx_part) docx_parts;

/* Points in twentieths, as WordprocessingML counts. */
int docx_twips(double points);
/* Text for an element or an attribute. */
void docx_escape(struct buf *b, struct str s);

/* Everything but word/document.xml; `code`: the image, none where n == 0. */
void docx_add_parts(struct arena *a, const struct flow *f, struct str code, docx_parts *out);

#define DOCX_HEADER "rId10" /* the page's number */
#define DOCX_CONTACT "rId11"
#define DOCX_NO_FOOTER "rId12"
#define DOCX_CODE "rId13"

/* One archive of them; times are fixed. ERR_STORE where the library failed. */
bool docx_zip(struct arena *a, const docx_parts *parts, struct str *out, struct err *e) MUST;

#endif
