#include "plan/head.h"

struct str plan_number_text(struct arena *a, enum lang lang, struct str number)
{
	return number.n ? number : TEXT(a, lang, T_plan_no_number);
}

/* "Thực hiện Quyết định số 193/QĐ-TTg …": the plan this one carries out, else its first
 * numbered basis. */
static bool read_basis(struct db_read *r, enum lang lang, struct plan_head *head, struct err *e)
{
	struct arena *a = db_read_arena(r);
	struct plan_bases_rows bases;
	const struct plan_bases_row *best = NULL;

	if (!plan_bases(r, head->id, &bases, e))
		return false;
	LIST_EACH(b, &bases)
		if (b->number.n && (!best || (b->carries_out && !best->carries_out)))
			best = b;
	if (best)
		head->basis = TEXT(a, lang, T_plan_carries_out,
			plan_ref_text(a, lang, best->kind, best->number, DATE_NONE, best->name,
				STR_NULL));
	return true;
}

bool plan_head_load(struct db_read *r, enum lang lang, int64_t account, int64_t plan,
	struct plan_head *head, struct plan_by_id_row *row, struct err *e)
{
	struct arena *a = db_read_arena(r);
	bool found;

	if (!plan_by_id(r, plan, account, row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_plan_not_found, str_fmt(a, "%lld", (long long)plan));
	struct str issuer = row->agency_name.n ? row->agency_name : row->issuer;

	*head = (struct plan_head){
		.id = row->id,
		.name = plan_number_text(a, lang, row->number),
		.title = row->title.n ? plan_sentence(a, row->title)
				      : TEXT(a, lang, T_plan_untitled),
		.line = plan_ref_text(
			a, lang, row->kind, row->number, row->issued, STR_NULL, STR_NULL),
		.no_number = row->number.n == 0,
		.targets = row->targets,
		.duties = row->duties,
		.recipients = row->recipients,
		.superseded_by = row->superseded_by == DB_NULL ? 0 : row->superseded_by,
	};
	if (issuer.n)
		head->line = str_fmt(a, "%.*s%.*s", STR_ARG(head->line),
			STR_ARG(TEXT(a, lang, T_plan_ref_issuer, issuer)));
	head->line = str_fmt(a, "%.*s.", STR_ARG(head->line));
	return read_basis(r, lang, head, e);
}
