/*
 * Reading a plan: bytes in, what the document says out. No database, no files, no
 * clock: the same bytes always give the same reading.
 *
 *	bytes -> text with positions (source.h) -> damaged letters repaired (repair.h)
 *	-> paragraphs (block.h) -> tree (tree.h) -> assignments and parties -> facts
 *
 * Everything read carries where it stands, the rule that read it (docs/reading.md
 * names each once) and how sure it is. Nothing is guessed silently: what is unclear
 * is kept as written and flagged.
 *
 * All of a reading lives in the caller's arena. Texts point into it.
 */
#ifndef READING_READING_H
#define READING_READING_H

#include "base/base.h"

enum { READING_MAX_BYTES = 64 * 1000 * 1000 }; /* larger input is refused */

enum reading_sure { READING_CERTAIN, READING_LIKELY, READING_DOUBTFUL };

enum reading_role {
	READING_LEAD,	      /* chủ trì */
	READING_COORDINATING, /* phối hợp */
	READING_JOINT,	      /* several named, neither word */
	READING_REQUESTED,    /* đề nghị */
	READING_ROLES
};

/* The rules, one a row of rules.def. */
enum reading_rule {
#define RULE(id, stage, name) READING_RULE_##id,
#include "reading/rules.def"
#undef RULE
	READING_RULES
};

/* What a person should look at. */
enum reading_flag_code {
#define FLAG(id) READING_FLAG_##id,
#include "reading/flags.def"
#undef FLAG
	READING_FLAGS
};

/* Bytes [from, to) of reading.text. */
struct reading_span {
	size_t from, to;
};

struct reading_flag {
	enum reading_flag_code code;
	struct reading_span span;
	struct str note; /* the words, date or number it is about; may be empty */
};
typedef LIST(struct reading_flag) reading_flag_list;

/* One letter that was not received as it is read. */
struct reading_repair {
	size_t at;     /* byte in reading.text where the letter now stands */
	uint32_t from; /* the code point received */
	uint32_t to;   /* the letter read */
	enum reading_sure sure;
};
typedef LIST(struct reading_repair) reading_repair_list;

/* Where a line stands in the text as read and in the bytes received. */
struct reading_line {
	size_t at;   /* first byte in reading.text */
	size_t from; /* first byte in the input */
};
typedef LIST(struct reading_line) reading_line_list;

struct reading_party {
	struct str name;    /* canonical: "Ủy ban nhân dân các huyện, thành phố" */
	struct str written; /* "UBND các huyện, thành phố" */
	struct str
		place; /* the province meant by "Công an tỉnh"; STR_NULL where the name says all */
	enum reading_role role;
	enum reading_role request; /* of a requested party: lead or coordinating */
	bool collective;	   /* stands for many agencies */
	bool person;		   /* a position or a person */
	bool resolved;		   /* known to the gazetteer */
	bool explicit_role;	   /* the word chủ trì or phối hợp is there */
	enum reading_rule rule;
	enum reading_sure sure;
	struct reading_span span; /* where the name stands */
};
typedef LIST(struct reading_party) reading_party_list;

/* A day as written: year 0 where the text gives none. */
struct reading_day {
	struct date date; /* year 0: month and day only */
	bool given;
	bool before;  /* "trước ngày": the day itself is too late */
	bool suspect; /* see the flags */
	bool derived; /* from a month, a quarter or a year */
	struct str written;
	struct reading_span span;
};

struct reading_ref {
	struct str number; /* "193/QĐ-TTg"; STR_NULL: cited by name */
	struct str kind;   /* "Quyết định" */
	struct str name;   /* what is cited without a number */
	struct str issuer;
	struct date date;
	struct reading_span span;
};
typedef LIST(struct reading_ref) reading_ref_list;

enum reading_kind {
	READING_HEADING,
	READING_TASK,
	READING_TEXT,	    /* aims, bases, formulas: nobody's work */
	READING_ASSIGNMENT, /* says who does the items around it */
};

enum reading_part {
	READING_PART_AIMS,	   /* mục đích, yêu cầu, tình hình: no tasks */
	READING_PART_TASKS,	   /* nhiệm vụ */
	READING_PART_ORGANISATION, /* tổ chức thực hiện */
	READING_PART_ROADMAP,	   /* lộ trình */
	READING_PART_BUDGET,	   /* kinh phí */
	READING_PART_ARTICLES,	   /* the articles of a decision */
};

/* How a task got its parties. */
enum reading_scope {
	READING_SCOPE_NONE,
	READING_SCOPE_INLINE,  /* at the item itself */
	READING_SCOPE_GROUP,   /* one statement for several items before it */
	READING_SCOPE_SECTION, /* a part that assigns */
	READING_SCOPE_HEADING, /* the heading above names the agency */
	READING_SCOPE_SUBJECT, /* the agency is the subject of the sentence */
	READING_SCOPE_TABLE,
};

struct reading_item {
	enum reading_kind kind;
	enum reading_part part;
	struct str path;    /* "II.2.1.đ.s2" */
	struct str marker;  /* as written: "đ)"; empty for a paragraph */
	int level;	    /* 0 outermost */
	int32_t parent;	    /* index in items; -1 none */
	struct str text;    /* in one line, without marker and closing assignment */
	int line, line_end; /* from 1 */
	struct reading_span span;

	reading_party_list parties;
	enum reading_scope scope;
	struct str assigned_by; /* the assignment as written; empty: none */
	struct reading_span assigned_span;
	reading_ref_list refs;
	struct reading_day start, due;
	struct str recurrence; /* "yearly 07-30"; STR_NULL none */
	struct str trigger;    /* "ngay sau khi …"; STR_NULL none */
	reading_flag_list flags;
	enum reading_rule rule;
	enum reading_sure sure;
};
typedef LIST(struct reading_item) reading_item_list;

struct reading_target {
	struct str text;	    /* the clause */
	const char *op;		    /* "=", ">", ">=", "<", "<=" */
	double percent, percent_to; /* percent_to: the end of "80 - 85 %", else NaN */
	bool bare;		    /* no word of comparison: read as at least */
	struct str counted, over;   /* what is counted over what; may be empty */
	int line;
	struct reading_span span;
	enum reading_rule rule;
	enum reading_sure sure;
};
typedef LIST(struct reading_target) reading_target_list;

enum reading_period {
	READING_ONCE,
	READING_MONTH,
	READING_QUARTER,
	READING_HALF_YEAR,
	READING_YEAR,
	READING_WEEK,
};
const char *reading_period_name(enum reading_period p); /* "half_year" */

struct reading_duty {
	enum reading_period period;
	LIST(struct reading_day) due;
	LIST(struct str) from; /* canonical names */
	struct str to, via;    /* STR_NULL: not said */
	struct str text;
	int line;
	struct reading_span span;
	enum reading_rule rule;
	enum reading_sure sure;
};
typedef LIST(struct reading_duty) reading_duty_list;

struct reading_campaign {
	struct str name;
	struct reading_day start, end;
	bool yearly;
	int line;
	struct reading_span span;
	enum reading_rule rule;
};
typedef LIST(struct reading_campaign) reading_campaign_list;

struct reading_contact {
	struct str text;		  /* as written */
	struct str phone, email, address; /* STR_NULL: not there */
	int line;
	struct reading_span span;
};
typedef LIST(struct reading_contact) reading_contact_list;

struct reading_recipient {
	struct str name, purpose; /* purpose STR_NULL: none */
	int line;
	struct reading_span span;
};
typedef LIST(struct reading_recipient) reading_recipient_list;

struct reading_header {
	struct str number; /* STR_NULL where the file has none; so with all of these */
	struct str kind;   /* "Kế hoạch" */
	struct str issuer;
	struct str place;
	struct date date;
	struct str title;
	struct str signatory, signatory_title;
	struct str
		province; /* the province the names of the document mean; STR_NULL: the nation's */
	struct str covering; /* the number of the decision the plan comes with */
	LIST(int) years;     /* in force */
	reading_ref_list bases;
	int32_t parent_plan; /* index in bases; -1 none */
	reading_recipient_list recipients;
	reading_flag_list flags;
};

struct reading {
	struct str text; /* as read: NFC, repaired, "\n" at line ends, no marks without width */
	reading_line_list lines;
	reading_repair_list repairs;
	struct reading_header header;
	reading_item_list items; /* in the order of the document */
	reading_target_list targets;
	reading_duty_list duties;
	reading_campaign_list campaigns;
	reading_contact_list contacts;
	reading_flag_list flags; /* about the document as a whole */
	size_t tasks;		 /* items of kind READING_TASK */
	uint32_t fired[READING_RULES];
};

struct reading_options {
	struct str province; /* of the office that reads; used where the document names none */
};

/* Reads `bytes`; `opt` may be NULL. Fails on input that is no UTF-8 text (binary, other
 * encodings, empty) or larger than READING_MAX_BYTES, never on what the text says: a document
 * without a plan gives no task and says so in the flags. */
bool reading_plan(struct arena *a, struct str bytes, const struct reading_options *opt,
	struct reading **out, struct err *e) MUST;

/* The line (from 1) of a byte of reading.text. */
int reading_line_of(const struct reading *r, size_t at);

/* A name with the abbreviations of offices spelled out: "UBND các tỉnh, TP". */
struct str reading_spelled(struct arena *a, struct str name);

const char *reading_rule_name(enum reading_rule rule); /* "assign.closing" */
const char *reading_flag_name(enum reading_flag_code code);
const char *reading_sure_name(enum reading_sure sure); /* "certain" */
const char *reading_role_name(enum reading_role role); /* "coordinating" */
const char *reading_scope_name(enum reading_scope scope);
const char *reading_part_name(enum reading_part part);
const char *reading_kind_name(enum reading_kind kind);

struct json;
/* The whole reading as one JSON object under `name` (NULL in a list). */
void reading_json(struct json *j, const char *name, const struct reading *r);

#endif
