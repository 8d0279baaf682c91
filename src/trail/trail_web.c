/*
 * The pages of the log: searched, one entry with its proof, the history of a record, the heads
 * that others keep.
 */
#include "trail/trail_web.h"

#include "access/access.h"
#include "audit/tiles.h"
#include "base/viet.h"
#include "trail/trail_view.h"
#include "trail/words.h"
#include "trail_routes.h"
#include "urls.h"

enum { PAGE = 50, HISTORY = 300, TAKERS = 20, HEADS = 60 };

/* --- the list */

static void read_filter(
	const struct request *rq, const struct trail_list_in *in, struct trail_list_page *page)
{
	page->filter = (struct trail_filter){
		.actor = in->actor,
		.object = in->object,
		.object_id = in->id > 0 ? in->id : 0,
		.action = in->action,
		.from = in->from,
		.to = in->to,
	};
	if (str_eq(in->action, S("export")))
		page->tab = TRAIL_EXPORTS;
	if (in->refused && page->administers) {
		page->tab = TRAIL_REFUSED;
		page->filter.refused = true;
	}
	page->from = date_given(in->from) ? date_vi(rq->arena, in->from) : S("");
	page->to = date_given(in->to) ? date_vi(rq->arena, in->to) : S("");
}

struct sorted {
	struct str key;
	struct option option;
};

static int by_key(const void *pa, const void *pb)
{
	const struct sorted *a = pa, *b = pb;
	int order = str_cmp(a->key, b->key);

	return order ? order : str_cmp(a->option.value, b->option.value);
}

/* In words, in the order of the alphabet, behind the one that is no choice; a code that is asked
 * for and has no words stands last. */
static void word_options(struct request *rq, const struct trail_word *words, size_t n,
	enum text_id any, struct str asked, struct trail_choices *out)
{
	struct sorted *v = NEW_N(rq->arena, struct sorted, n);
	bool known = !asked.n;

	for (size_t i = 0; i < n; i++) {
		struct str code = str_z(words[i].code), label = text_get(rq->lang, words[i].text);

		v[i].key = viet_sort_key(rq->arena, label);
		v[i].option = (struct option){ code, label, str_eq(code, asked) };
		known = known || v[i].option.on;
	}
	qsort(v, n, sizeof(*v), by_key);
	LIST_PUSH(rq->arena, out, ((struct option){ S(""), text_get(rq->lang, any), !asked.n }));
	for (size_t i = 0; i < n; i++)
		LIST_PUSH(rq->arena, out, v[i].option);
	if (!known)
		LIST_PUSH(rq->arena, out,
			((struct option){
				asked, trail_object_text(rq->arena, rq->lang, asked, 0), true }));
}

static void fill_options(struct request *rq, struct trail_list_page *page)
{
	size_t n;
	const struct trail_word *words = trail_action_words(&n);

	word_options(rq, words, n, T_trail_any_action, page->filter.action, &page->actions);
	words = trail_object_words(&n);
	word_options(rq, words, n, T_trail_any_object, page->filter.object, &page->objects);
}

/* ROUTE trail_list
 * GET        /log
 * query      actor:text(100)? object:word? id:int? action:word? from:date? to:date? refused:bool? before:int?
 * permission audit.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       trail_list_page
 * json       trail_list_json /api/v1/log
 * export     trail_list_sheet
 * title      trail.title
 */
bool trail_list(struct request *rq, const struct trail_list_in *in, struct trail_list_page *page,
	struct err *e)
{
	int64_t most = request_most(rq, PAGE);
	struct trail_reader who;
	struct trail_lines lines;

	page->administers = actor_may(&rq->actor, PERM_account_manage);
	read_filter(rq, in, page);
	fill_options(rq, page);
	if (!trail_reader(rq->read, &rq->actor, &who, e) ||
		!trail_read(rq->read, &who, &page->filter, in->before > 0 ? in->before : INT64_MAX,
			most + 1, &lines, e))
		return false;
	if ((int64_t)lines.n > most && !rq->export) {
		lines.n = (size_t)most;
		page->next = lines.v[most - 1].line.seq;
		page->next_href = url_trail_list(rq->arena, .actor = in->actor,
			.object = in->object, .id = page->filter.object_id, .action = in->action,
			.from = in->from, .to = in->to, .refused = page->filter.refused,
			.before = page->next);
	}
	if (!trail_fill(rq, &lines, &page->items, e))
		return false;
	trail_tidy(&page->items);
	return true;
}

/* --- one entry */

static bool read_entry(struct request *rq, int64_t seq, struct audit_one_row *row, struct err *e)
{
	struct trail_reader who;
	bool found;

	if (!trail_reader(rq->read, &rq->actor, &who, e) ||
		!trail_must_see(rq->read, &who, seq, e) ||
		!audit_one(rq->read, seq, row, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_trail_absent);
}

static bool read_removal(struct request *rq, struct trail_entry_page *page, struct err *e)
{
	struct audit_removal_of_row row;
	bool found;

	page->removed = page->row.removed_by != DB_NULL;
	if (!page->removed)
		return true;
	if (!audit_removal_of(rq->read, page->row.removed_by, &row, &found, e))
		return false;
	page->removed_at = found ? row.at : 0;
	return true;
}

/* What a log that was tampered with does not prove is said on the page, with the reason. */
static void read_proof(struct request *rq, struct trail_entry_page *page)
{
	struct err why = { 0 };

	page->proved = proof_of_entry(rq->read, page->row.seq, NULL, STR_NULL, &page->proof, &why);
	if (!page->proved) {
		page->why = err_text(rq->arena, rq->lang, &why);
		return;
	}
	for (int i = 0; i < page->proof.path.n; i++)
		LIST_PUSH(rq->arena, &page->path,
			base64_of(rq->arena,
				str_n((const char *)page->proof.path.v[i].b, TREE_HASH)));
	page->leaf = base64_of(rq->arena, str_n((const char *)page->proof.leaf.b, TREE_HASH));
	page->root = base64_of(rq->arena, str_n((const char *)page->proof.root.b, TREE_HASH));
}

/* ROUTE trail_entry
 * GET        /log/{entry:int}
 * query      none
 * permission audit.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       trail_entry_page
 * json       trail_entry_json /api/v1/log/{entry}
 * export     none
 * title      trail.entry
 */
bool trail_entry(struct request *rq, const struct trail_entry_in *in, struct trail_entry_page *page,
	struct err *e)
{
	struct audit_one_row *x = &page->row;
	struct trail_lines one = { 0 };
	struct trail_items items = { 0 };

	if (!read_entry(rq, in->entry, x, e) || !read_removal(rq, page, e))
		return false;
	struct trail_line l = { { x->seq, x->at,
					{ .actor = x->actor,
						.actor_name = x->actor_name,
						.permission = x->permission,
						.action = x->action,
						.object = x->object,
						.object_id = x->object_id,
						.detail = x->detail } },
		page->removed ? x->removed_by : 0 };

	LIST_PUSH(rq->arena, &one, l);
	if (!trail_fill(rq, &one, &items, e))
		return false;
	trail_tidy(&items);
	page->administers = actor_may(&rq->actor, PERM_account_manage);
	page->item = items.v[0];
	if (x->object_id > 0)
		page->object_href = url_trail_of(
			rq->arena, .object = x->object, .id = x->object_id);
	read_proof(rq, page);
	request_title(rq, TEXT(rq->arena, rq->lang, T_trail_entry_no,
				  str_fmt(rq->arena, "%lld", (long long)x->seq)));
	return true;
}

/* ROUTE trail_proof
 * GET        /log/{entry:int}/proof
 * query      none
 * permission audit.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       none
 * json       none
 * export     none
 * title      trail.proof
 */
bool trail_proof(
	struct request *rq, const struct trail_proof_in *in, struct reply *reply, struct err *e)
{
	struct audit_one_row row;
	struct proof proof;

	if (!read_entry(rq, in->entry, &row, e) ||
		!proof_of_entry(rq->read, in->entry, NULL, STR_NULL, &proof, e))
		return false;
	reply->type = S("application/json");
	reply->name = str_fmt(rq->arena, "haidang-log-%lld.json", (long long)in->entry);
	reply->bytes = proof_json(rq->arena, &proof);
	return true;
}

/* --- the history of a record */

/* Oldest first the fields are told apart, newest first they are shown. */
static void tell_differences(struct request *rq, struct trail_items *items)
{
	struct trail_known known = { 0 };

	for (size_t i = items->n; i-- > 0;) {
		struct trail_item *x = &items->v[i];
		struct audit_entry entry = { .action = x->action, .object = x->object };

		trail_differ(rq->arena, &known, &entry, &x->fields);
	}
}

/* ROUTE trail_of
 * GET        /log/of/{object:word}/{id:int}
 * query      none
 * permission audit.read
 * scope      agency
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       trail_of_page
 * json       trail_of_json /api/v1/log/of/{object}/{id}
 * export     none
 * title      trail.history
 */
bool trail_of(
	struct request *rq, const struct trail_of_in *in, struct trail_of_page *page, struct err *e)
{
	struct trail_filter f = { .object = in->object, .object_id = in->id };
	struct trail_lines lines, takers;
	struct trail_reader who;

	if (in->id <= 0)
		return FAIL(e, ERR_ABSENT, T_trail_absent);
	page->object = in->object;
	page->id = in->id;
	page->name = trail_object_text(rq->arena, rq->lang, in->object, in->id);
	page->href = trail_object_href(rq->arena, in->object, in->id);
	if (!trail_reader(rq->read, &rq->actor, &who, e) ||
		!trail_read(rq->read, &who, &f, INT64_MAX, HISTORY + 1, &lines, e))
		return false;
	page->more = lines.n > HISTORY;
	if (page->more)
		lines.n = HISTORY;
	int64_t since = lines.n ? lines.v[lines.n - 1].line.seq : 0;

	if (!trail_takers(rq->read, &who, in->object, in->id, since, TAKERS, &takers, e))
		return false;
	if (!trail_fill(rq, &lines, &page->items, e) || !trail_fill(rq, &takers, &page->takers, e))
		return false;
	tell_differences(rq, &page->items);
	trail_tidy(&page->items);
	request_title(rq, TEXT(rq->arena, rq->lang, T_trail_history_of, page->name));
	return true;
}

/* --- heads */

/* ROUTE trail_heads
 * GET        /log/heads
 * query      before:int?
 * permission audit.read
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       trail_heads_page
 * json       trail_heads_json /api/v1/log/heads
 * export     none
 * title      trail.heads
 */
bool trail_heads(struct request *rq, const struct trail_heads_in *in, struct trail_heads_page *page,
	struct err *e)
{
	page->administers = actor_may(&rq->actor, PERM_account_manage);
	page->may_sign = actor_may(&rq->actor, PERM_audit_manage);
	if (!audit_heads(rq->read, in->before > 0 ? in->before : INT64_MAX, HEADS + 1, &page->heads,
		    e) ||
		!audit_keys(rq->read, &page->keys, e) || !retention_now(rq->read, &page->rule, e))
		return false;
	if (page->heads.n > HEADS) {
		page->heads.n = HEADS;
		page->next = page->heads.v[HEADS - 1].id;
		page->next_href = url_trail_heads(rq->arena, .before = page->next);
	}
	return true;
}

static struct str to_head(struct request *rq, struct change *c)
{
	return url_trail_head(rq->arena, .head = c->entry.object_id);
}

/* ROUTE trail_sign
 * POST       /log/heads
 * form       none
 * permission audit.manage
 * scope      none
 * csrf       token
 * audit      audit.head
 * body       4K
 * rate       change
 * again      trail_heads
 * json       none
 * title      trail.sign
 */
bool trail_sign(struct request *rq, const struct trail_sign_in *in, struct change *c, struct err *e)
{
	(void)in;
	rq->after = to_head;
	return audit_head_prepare(rq->db, rq->arena, c, e);
}

static bool read_head(
	struct request *rq, int64_t id, struct audit_head_by_id_row *out, struct err *e)
{
	bool found;

	if (!audit_head_by_id(rq->read, id, out, &found, e))
		return false;
	return found || FAIL(e, ERR_ABSENT, T_trail_absent);
}

/* ROUTE trail_head
 * GET        /log/heads/{head:int}
 * query      none
 * permission audit.read
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       trail_head_page
 * json       none
 * export     none
 * title      trail.head
 */
bool trail_head(struct request *rq, const struct trail_head_in *in, struct trail_head_page *page,
	struct err *e)
{
	struct str rest, line;

	if (!read_head(rq, in->head, &page->head, e))
		return false;
	rest = page->head.note;
	while (str_split(&rest, '\n', &line))
		LIST_PUSH(rq->arena, &page->lines, line);
	request_title(rq, TEXT(rq->arena, rq->lang, T_trail_head_no,
				  str_fmt(rq->arena, "%lld", (long long)in->head)));
	return qr_draw(rq->arena, page->head.note, &page->code, e);
}

/* ROUTE trail_checkpoint
 * GET        /log/heads/{head:int}/checkpoint
 * query      none
 * permission audit.read
 * scope      none
 * csrf       none
 * audit      none
 * body       0
 * rate       page
 * html       none
 * json       none
 * export     none
 * title      trail.checkpoint
 */
bool trail_checkpoint(struct request *rq, const struct trail_checkpoint_in *in, struct reply *reply,
	struct err *e)
{
	struct audit_head_by_id_row head;

	if (!read_head(rq, in->head, &head, e))
		return false;
	reply->type = S("text/plain; charset=utf-8");
	reply->name = str_fmt(rq->arena, "haidang-log-%lld.checkpoint", (long long)head.size);
	reply->bytes = head.note;
	return true;
}
