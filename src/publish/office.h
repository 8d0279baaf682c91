/*
 * What an office writes into the head of its papers, from what is known of the agency; and a
 * paper as a download.
 */
#ifndef PUBLISH_OFFICE_H
#define PUBLISH_OFFICE_H

#include "publish/paper.h"
#include "store/db.h"

/* Issuer, whom it is under, and the place: "Hà Nội" of a body of the nation, else its own
 * place without the word before it. ERR_ABSENT: no such agency. */
bool office_head(struct db_read *r, int64_t agency, struct paper *p, struct err *e) MUST;

/* "120/BC-CAT" into number and symbol; "" leaves room to write the number. */
void office_number(struct paper *p, struct str written, struct str symbol);

/* The QR code that opens a page of the program, and its digest, hexadecimal, beside it; nothing
 * where the program's own address is not set. */
bool office_code(
	struct db_read *r, struct paper *p, struct str path, struct str digest, struct err *e) MUST;

enum office_form { OFFICE_DOCX, OFFICE_PDF };
/* Written, with the type and the name of the download. */
bool office_write(struct arena *a, const struct paper *p, enum office_form form, struct str *type,
	struct str *name, struct str *bytes, struct err *e) MUST;

#endif
