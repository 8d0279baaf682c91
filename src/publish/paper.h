/*
 * A paper (văn bản hành chính) as an office sends it, before it is laid out: what stands in its
 * head, its text as blocks, who gets it, who signs. publish/flow.h lays it out by the measures
 * of Decree 30/2020 (publish/measure.h), publish/docx.h and publish/pdf.h write it.
 *
 *	struct paper *p = paper_new(a, PAPER_PLAN);
 *	p->issuer = …; p->abstract = …;
 *	paper_text(p, PAPER_PART, S("I."), S("MỤC TIÊU, YÊU CẦU"));
 *	paper_text(p, PAPER_ITEM, S("1."), S("Tiếp tục …"));
 *
 * Texts may be anything: what a page cannot show is taken out when the paper is laid out, what
 * should stand in capitals is put into them. The same paper gives the same bytes.
 */
#ifndef PUBLISH_PAPER_H
#define PUBLISH_PAPER_H

#include "base/base.h"

enum paper_kind {
	PAPER_PLAN,	  /* kế hoạch */
	PAPER_REPORT,	  /* báo cáo */
	PAPER_DISPATCH,	  /* công văn: no type, its abstract stands under the number */
	PAPER_SUBMISSION, /* tờ trình */
	PAPER_NOTICE,	  /* thông báo */
	PAPER_INVITATION, /* giấy mời */
	PAPER_MINUTES,	  /* biên bản: signed by two */
	PAPER_KINDS
};

enum paper_urgency { PAPER_CALM, PAPER_URGENT, PAPER_VERY_URGENT, PAPER_EXPRESS };

/* A piece of a text in one face. */
struct paper_run {
	struct str text;
	bool bold, italic;
};
typedef LIST(struct paper_run) paper_runs;

enum paper_block_kind {
	PAPER_PART,    /* "I. MỤC TIÊU": bold */
	PAPER_SECTION, /* "1. Công tác chỉ đạo": bold */
	PAPER_ITEM,    /* "a) …", "1. …", "- …": a clause with its marker */
	PAPER_TEXT,
	PAPER_CENTRED,
	PAPER_TABLE,
	PAPER_ANNEX /* begins one on a page of its own */
};

struct paper_cell {
	paper_runs runs; /* line ends part paragraphs */
	bool centred;
};

struct paper_table {
	size_t columns;
	const double *shares;	       /* of the width, by column; together 1 */
	bool headed;		       /* the first row is the head, repeated on every page */
	LIST(struct paper_cell) cells; /* row by row */
};

struct paper_block {
	enum paper_block_kind kind;
	struct str marker; /* as printed: "II.", "a)", "-"; "": none */
	paper_runs runs;   /* of an annex: its title */
	struct paper_table *table;
	bool wide; /* annex: the page lies on its side */
};

struct paper_signer {
	LIST(struct str) lines; /* "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH" */
	struct str name;	/* "": to be filled in by hand */
};

typedef LIST(struct str) paper_strs;

struct paper {
	struct arena *arena;
	enum paper_kind kind;
	struct str parent, issuer; /* cơ quan chủ quản, "": none; cơ quan ban hành */
	struct str number, symbol; /* "19" ("": room to write it), "KH-BCĐ138/CP" */
	struct str place;	   /* "": no line of place and day, as minutes have it */
	struct date day;	   /* none: room to write it */
	struct str abstract;
	struct str secrecy;	/* a mark as the issuer prints it; "": none */
	struct str circulation; /* "LƯU HÀNH NỘI BỘ"; "": none */
	enum paper_urgency urgency;
	paper_strs to; /* kính gửi */
	paper_strs bases;
	LIST(struct paper_block) body;
	paper_strs recipients; /* nơi nhận, without dashes and semicolons; the last: "Lưu: VT" */
	LIST(struct paper_signer) signers; /* one, or two beside each other */
	struct str typist;		   /* "LTH"; "": none */
	int64_t copies;			   /* 0: not said */
	struct str contact;		   /* at the foot of the first page; "": none */
	struct str link;		   /* opens its record, as a QR code; "": none */
	struct str check;		   /* what is said beside the code */
	bool annex_alone;		   /* only its annexes, to go with a paper sent before */
};

struct paper *paper_new(struct arena *a, enum paper_kind kind);

/* A block of one face; its bold is the kind's. */
struct paper_block *paper_text(
	struct paper *p, enum paper_block_kind kind, struct str marker, struct str text);
void paper_run(struct paper *p, paper_runs *to, struct str text, bool bold, bool italic);
/* A table; `shares` lives as long as the paper. */
struct paper_table *paper_table(struct paper *p, size_t columns, const double *shares, bool headed);
struct paper_cell *paper_cell(struct paper *p, struct paper_table *t, struct str text);
struct paper_signer *paper_signer(struct paper *p, struct str name);
struct str *paper_line(struct paper *p, paper_strs *to, struct str text);

/* "plan" … "minutes"; PAPER_KINDS for another word. */
enum paper_kind paper_kind_of(struct str word);
const char *paper_kind_word(enum paper_kind kind);
/* "KẾ HOẠCH"; "" for a dispatch. */
struct str paper_type(enum paper_kind kind);
/* "KH", as its symbol begins; "" for a dispatch. */
struct str paper_abbr(enum paper_kind kind);
/* "Kế hoạch số 19/KH-BCĐ", or its type and abstract: for lists, file names, a PDF's title. */
struct str paper_title(const struct paper *p);
/* "19/KH-BCĐ"; numbers below 10 with their zero. Without a number: "…/KH-BCĐ". */
struct str paper_number(struct arena *a, const struct paper *p);

/* Well-formed UTF-8 in NFC without what a page cannot show: control characters, directions
 * of writing, noncharacters. Line ends stay where `lines`, else they and tabs are blanks. */
struct str paper_clean(struct arena *a, struct str s, bool lines);
/* In capitals. */
struct str paper_capitals(struct arena *a, struct str s);

enum { PAPER_BYTES = 8 << 20 }; /* the most texts a paper may hold */

#endif
