/*
 * The measures of a paper, from data/publish/measures.tsv: what the decree allows and what the
 * program chose within it. Lengths come in points (1/72 inch), whatever the table has them in.
 */
#ifndef PUBLISH_MEASURE_H
#define PUBLISH_MEASURE_H

#include "base/base.h"

enum measure {
	MEASURE_PAGE_WIDTH,
	MEASURE_PAGE_HEIGHT,
	MEASURE_TOP,
	MEASURE_BOTTOM,
	MEASURE_LEFT,
	MEASURE_RIGHT,
	MEASURE_PAGE_NUMBER,
	MEASURE_NATIONAL,
	MEASURE_MOTTO,
	MEASURE_MOTTO_LINE,
	MEASURE_PARENT,
	MEASURE_ISSUER,
	MEASURE_ISSUER_LINE,
	MEASURE_NUMBER,
	MEASURE_PLACE,
	MEASURE_TYPE,
	MEASURE_ABSTRACT,
	MEASURE_ABSTRACT_LINE,
	MEASURE_SUBJECT,
	MEASURE_SUBJECT_GAP,
	MEASURE_BASES,
	MEASURE_BODY,
	MEASURE_BODY_INDENT,
	MEASURE_BODY_GAP,
	MEASURE_BODY_LINE,
	MEASURE_AUTHORITY,
	MEASURE_SIGNER,
	MEASURE_TO,
	MEASURE_RECIPIENTS_HEAD,
	MEASURE_RECIPIENTS,
	MEASURE_ANNEX,
	MEASURE_ANNEX_TITLE,
	MEASURE_ANNEX_WITH,
	MEASURE_URGENT,
	MEASURE_URGENT_HEIGHT,
	MEASURE_URGENT_WIDTH, /* of KHẨN; the next two of THƯỢNG KHẨN and HỎA TỐC */
	MEASURE_URGENT_WIDTH_2,
	MEASURE_URGENT_WIDTH_3,
	MEASURE_TYPIST,
	MEASURE_CONTACT,
	MEASURE_HEADER,
	MEASURE_LEFT_SHARE,
	MEASURE_TABLE,
	MEASURE_SIGN_SPACE,
	MEASURE_CODE_SIDE,
	MEASURE_CODE_WORDS,
	MEASURES
};

/* What the program writes: points, lines or a share. */
double measure(enum measure m);

struct measure_row {
	struct str code, unit, what, citation;
	double least, most, chosen; /* in the table's unit; NAN: no such bound */
	bool verified;
};
/* The table as it is, in the order of the enum. */
const struct measure_row *measure_rows(void);

#endif
