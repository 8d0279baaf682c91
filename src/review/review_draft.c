/*
 * What happens to a draft as a whole: uploaded, told what it is, told whom a name means,
 * discarded, adopted as a plan.
 */
#include <openssl/sha.h>

#include "agency/agency.h"
#include "agency_sql.h"
#include "base/json.h"
#include "plan/plan_resolve.h"
#include "plan_sql.h"
#include "review/compare.h"
#include "review/review_begin.h"
#include "search/search.h"

/* --- the upload */

struct upload {
	const struct review_upload *in;
	struct review_upload *out;
	int64_t account, agency;
	struct str account_name, digest, title;
	int64_t tasks;
};

static struct str digest_of(struct arena *a, struct str bytes)
{
	unsigned char hash[SHA256_DIGEST_LENGTH];
	struct buf hex = { .arena = a };

	SHA256((const unsigned char *)bytes.p, bytes.n, hash);
	for (size_t i = 0; i < sizeof(hash); i++)
		buf_addf(&hex, "%02x", hash[i]);
	return buf_str(&hex);
}

/* What is kept beside the bytes, where these are not the text. */
static struct str words_of(const struct plan_source *s)
{
	return s->text.p && !str_eq(s->text, s->bytes) ? s->text : STR_NULL;
}

static bool apply_upload(struct db_write *w, struct change *c, struct err *e)
{
	const struct upload *u = c->arg;
	const struct plan_source *s = &u->in->source;

	if (!review_draft_add(w, u->account, u->account_name, u->agency,
		    s->file_name.p ? s->file_name : S(""), s->bytes, words_of(s), u->digest,
		    u->title, u->tasks, s->number, s->issuer, s->issued, s->province, clock_now(),
		    &u->out->draft, e))
		return false;
	c->entry.object_id = u->out->draft;
	return true;
}

/* A province that a person names must be one on the day of the document. */
static bool check_province(struct db_read *r, struct str name, const struct reading *reading,
	struct date issued, struct err *e)
{
	struct str code;

	if (!name.n)
		return true;
	if (!plan_province(r, name,
		    date_given(issued)		       ? issued
		    : date_given(reading->header.date) ? reading->header.date
						       : date_today(),
		    &code, e))
		return false;
	return code.p || FAIL(e, ERR_INPUT, T_plan_no_province, name);
}

/* The very file as an open draft, or its words as a plan. A document that is here with other
 * words is looked through like a new one. */
static bool find_same(struct db_read *r, const struct actor *actor, struct upload *u,
	const struct reading *reading, struct err *e)
{
	struct document_new words = { .body = reading->text };
	struct review_same_file_row draft;
	struct plan_of_document_row plan;
	enum document_match match;
	int64_t document;
	bool found;

	if (!review_same_file(r, u->digest, actor->account, &draft, &found, e))
		return false;
	if (found) {
		u->out->draft = draft.id;
		return true;
	}
	document_prepare(db_read_arena(r), &words);
	if (!document_find(r, &words, &match, &document, e))
		return false;
	if (match != DOCUMENT_SAME)
		return true;
	if (!plan_of_document(r, document, &plan, &found, e))
		return false;
	if (found)
		u->out->plan = plan.id;
	return true;
}

static bool is_here(struct arena *a, struct db *db, const struct actor *actor, struct upload *u,
	const struct reading *reading, struct err *e)
{
	struct db_read *r;
	bool ok;

	if (!db_read_begin(db, a, &r, e))
		return false;
	ok = check_province(r, u->in->source.province, reading, u->in->source.issued, e) &&
	     find_same(r, actor, u, reading, e);
	db_read_end(r);
	return ok;
}

static struct str upload_detail(struct arena *a, const struct upload *u)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "file", u->in->source.file_name);
	json_str(&j, "digest", u->digest);
	json_int(&j, "tasks", u->tasks);
	json_close(&j);
	return buf_str(&out);
}

bool review_upload_prepare(struct arena *a, struct db *db, const struct actor *actor,
	struct review_upload *in, struct change *c, struct err *e)
{
	struct upload *u = NEW(a, struct upload);
	struct reading *reading;

	if (!plan_open_source(a, &in->source, e) || !plan_read_source(a, &in->source, &reading, e))
		return false;
	*u = (struct upload){
		.in = in,
		.out = in,
		.account = actor->account,
		.account_name = actor->name,
		.agency = actor->agency ? actor->agency : DB_NULL,
		.digest = digest_of(a, in->source.bytes),
		.title = reading->header.title.p ? reading->header.title : S(""),
		.tasks = (int64_t)reading->tasks,
	};
	in->draft = in->plan = 0;
	if (!is_here(a, db, actor, u, reading, e))
		return false;
	if (in->draft || in->plan)
		return true;
	c->arg = u;
	c->apply = apply_upload;
	c->entry.object = S("review");
	c->entry.detail = upload_detail(a, u);
	return true;
}

/* --- one draft */

/* The open draft; `*r` is the snapshot it was read in, to be ended by the caller. */
bool review_begin(struct arena *a, struct db *db, const struct actor *actor, int64_t draft,
	struct db_read **r, struct review **v, struct err *e)
{
	if (!db_read_begin(db, a, r, e))
		return false;
	if (review_load(*r, actor->account, draft, v, e) &&
		(str_eq((*v)->draft.state, S("open")) || FAIL(e, ERR_CONFLICT, T_review_ended)))
		return true;
	db_read_end(*r);
	return false;
}

bool review_version_is(const struct review *v, int64_t version, struct err *e)
{
	return v->draft.version == version || FAIL(e, ERR_STALE, T_review_stale);
}

bool review_changed(int64_t changed, struct err *e)
{
	return changed || FAIL(e, ERR_STALE, T_review_stale);
}

/* --- what is known about the document */

static bool apply_head(struct db_write *w, struct change *c, struct err *e)
{
	const struct review_head *h = c->arg;
	int64_t changed;

	return review_draft_head(w, h->draft, h->version, h->number, h->issuer, h->issued, h->title,
		       h->province, clock_now(), &changed, e) &&
	       review_changed(changed, e);
}

static struct str unless(struct str said, struct str read)
{
	return said.n && !str_eq(said, read) ? said : STR_NULL;
}

static struct str head_detail(struct arena *a, const struct review_head *h)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "number", h->number);
	json_str(&j, "issuer", h->issuer);
	json_date(&j, "issued", h->issued);
	json_str(&j, "title", h->title);
	json_str(&j, "province", h->province);
	json_close(&j);
	return buf_str(&out);
}

bool review_head_prepare(struct arena *a, struct db *db, const struct actor *actor,
	const struct review_head *in, struct change *c, struct err *e)
{
	struct review_head *h = NEW(a, struct review_head);
	const struct reading_header *read;
	struct db_read *r;
	struct review *v;
	bool ok;

	if (!review_begin(a, db, actor, in->draft, &r, &v, e))
		return false;
	ok = review_version_is(v, in->version, e) &&
	     check_province(r, in->province, v->reading, in->issued, e);
	db_read_end(r);
	if (!ok)
		return false;
	read = &v->reading->header;
	*h = *in;
	h->number = unless(in->number, read->number);
	h->issuer = unless(in->issuer, read->issuer);
	h->title = unless(in->title, read->title);
	h->province = unless(in->province, read->province);
	if (date_cmp(in->issued, read->date) == 0)
		h->issued = DATE_NONE;
	c->arg = h;
	c->apply = apply_head;
	c->entry.object = S("review");
	c->entry.object_id = in->draft;
	c->entry.detail = head_detail(a, h);
	return true;
}

/* --- whom a name means */

struct name_said {
	int64_t draft, agency, account;
	struct str name, means, account_name;
	bool keep;
};

static bool apply_name(struct db_write *w, struct change *c, struct err *e)
{
	const struct name_said *n = c->arg;
	int64_t changed, now = clock_now();

	if (!review_draft_touch(w, n->draft, now, &changed, e))
		return false;
	if (!changed)
		return FAIL(e, ERR_CONFLICT, T_review_ended);
	if (n->keep && (!agency_alias_keep(w, n->agency, n->name, e) ||
			       !search_put_agency(w, n->agency, e)))
		return false;
	return review_name_put(w, n->draft, n->name, n->means, n->agency, n->keep, n->account,
		n->account_name, now, e);
}

static bool has_name(const struct review *v, struct str name)
{
	LIST_EACH(i, &v->reading->items)
		LIST_EACH(p, &i->parties)
			if (i->kind == READING_TASK && str_eq(p->name, name))
				return true;
	return false;
}

static bool find_agency(
	struct db_read *r, const struct review *v, struct name_said *n, struct err *e)
{
	struct plan_names names = { .arena = db_read_arena(r), .read = r };
	struct agency_by_id_row row;
	bool found;

	if (!review_day_and_place(r, v, &names.day, &names.place, e) ||
		!plan_agency(&names, n->means, names.place, &n->agency, e))
		return false;
	if (n->agency == DB_NULL)
		return FAIL(e, ERR_INPUT, T_review_no_agency, n->means);
	if (!agency_by_id(r, n->agency, &row, &found, e))
		return false;
	n->means = row.name;
	return true;
}

static struct str name_detail(struct arena *a, const struct name_said *n)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	json_str(&j, "name", n->name);
	json_int(&j, "agency", n->agency);
	json_str(&j, "means", n->means);
	json_bool(&j, "alias", n->keep);
	json_close(&j);
	return buf_str(&out);
}

bool review_name_prepare(struct arena *a, struct db *db, const struct actor *actor, int64_t draft,
	struct str name, struct str means, bool keep, struct change *c, struct err *e)
{
	struct name_said *n = NEW(a, struct name_said);
	struct db_read *r;
	struct review *v;
	bool ok;

	if (!review_begin(a, db, actor, draft, &r, &v, e))
		return false;
	*n = (struct name_said){ .draft = draft,
		.account = actor->account,
		.name = name,
		.means = means,
		.account_name = actor->name,
		.keep = keep };
	ok = (has_name(v, name) || FAIL(e, ERR_INPUT, T_review_no_name, name)) &&
	     find_agency(r, v, n, e);
	db_read_end(r);
	if (!ok)
		return false;
	c->arg = n;
	c->apply = apply_name;
	c->entry.object = S("review");
	c->entry.object_id = draft;
	c->entry.detail = name_detail(a, n);
	return true;
}
