/* A paper as a PDF: fonts embedded, tagged, in Vietnamese. */
#ifndef PUBLISH_PDF_H
#define PUBLISH_PDF_H

#include "publish/paper.h"

enum { PDF_PAGES = 5000 };

/* The bytes live in the arena. ERR_TOO_LARGE: too much text, too many pages; ERR_STORE: the
 * machine lacks the letters. */
bool pdf_write(struct arena *a, const struct paper *p, struct str *out, struct err *e) MUST;

/* Says in a finished file of cairo's which language it is in, as an update behind its end, as
 * PDF has it. A file of another form comes back as it is. Inside publish only. */
struct str pdf_say_language(struct arena *a, struct str pdf);

#endif
