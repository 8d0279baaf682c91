/*
 * What the pages of directives show.
 */
#ifndef COMMITTEE_DIRECTIVE_WEB_H
#define COMMITTEE_DIRECTIVE_WEB_H

#include "committee/attach_view.h"
#include "committee/committee_view.h"
#include "committee/directive.h"
#include "directive_sql.h"

struct directive_list_page {
	struct directive_rows_rows rows;
	struct pager pager;
	option_list committees, origins;
	int64_t committee;
	bool all, filtered, may_add; /* all: also those no longer in force */
};

/* A task or plan that cites it. */
struct directive_citing {
	const struct directive_cited_row *row;
	struct str plan, path, words;
};

struct directive_show_page {
	struct directive_by_id_row d;
	bool keeps, over; /* over: no longer in force */
	struct directive_parts_rows parts;
	int64_t done, owed;
	struct directive_cited_rows cited;
	LIST(struct directive_citing) citing;
	struct attach_part files;
};

struct directive_form_page {
	struct directive_by_id_row d; /* as it stands; id 0: a new one */
	option_list owners, origins, kinds;
	struct str issued, due, ended, agencies;
};

struct directive_part_page {
	struct directive_by_id_row d;
	struct directive_part_by_id_row part;
	option_list states;
};

#endif
