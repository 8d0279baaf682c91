/*
 * The body of a submission: one line of JSON in the order of the cells, so that the same
 * figures are the same bytes.
 */
#include "base/json.h"
#include "form/sheet.h"

/* A count as a number; an amount as its decimal digits, which a reader's floats cannot bend. */
static void write_figure(struct arena *a, struct json *j, const struct form_cell *c, int64_t n)
{
	const char *name = str_c(a, c->code);
	int64_t unit = 1;

	for (int i = 0; i < c->digits; i++)
		unit *= 10;
	if (c->digits == 0)
		json_int(j, name, n);
	else
		json_str(j, name,
			str_fmt(a, "%lld.%0*lld", (long long)(n / unit), c->digits,
				(long long)(n % unit)));
}

static void write_state(struct json *j, const char *name, const struct form_edition *f,
	const struct form_figure *v, enum form_state state)
{
	json_list(j, name);
	for (size_t i = 0; i < f->cells.n; i++)
		if (v[i].state == state)
			json_str(j, NULL, f->cells.v[i].code);
	json_end(j);
}

static void write_remarks(struct json *j, const struct form_body_head *h)
{
	json_list(j, "remarks");
	for (size_t i = 0; i < h->n_remarks; i++) {
		json_open_item(j);
		json_str(j, "check", h->remarks[i].check);
		json_str(j, "text", h->remarks[i].text);
		json_close(j);
	}
	json_end(j);
}

static void write_file(struct json *j, const struct form_body_head *h)
{
	if (!h->file)
		return;
	json_object(j, "file");
	json_str(j, "name", h->file->name);
	json_int(j, "bytes", (int64_t)h->file->bytes.n);
	json_str(j, "sha256", h->file->digest);
	json_close(j);
}

static void write_head(struct json *j, const struct form_body_head *h)
{
	const struct form_sheet_by_id_row *s = h->sheet;

	json_str(j, "form", h->f->code);
	json_int(j, "edition", h->f->number);
	json_str(j, "edition_sha256", h->f->digest);
	json_str(j, "agency", s->agency_code);
	json_str(j, "agency_name", s->agency_name);
	json_str(j, "place", s->place_code);
	json_date(j, "map", s->map_date);
	json_object(j, "period");
	json_str(j, "system", s->period_system);
	json_date(j, "from", s->period_from);
	json_date(j, "to", s->period_to);
	json_close(j);
	json_int(j, "version", h->number);
	json_str(j, "reason", h->reason);
	json_str(j, "author", h->author);
	json_time(j, "at", h->at);
	json_bool(j, "nil", h->nil);
}

struct str form_body_write(struct arena *a, const struct form_body_head *h,
	const struct form_figure *v, struct str *digest)
{
	struct buf out = { .arena = a };
	struct json j = { .out = &out };

	json_open(&j);
	write_head(&j, h);
	write_remarks(&j, h);
	write_file(&j, h);
	json_object(&j, "figures");
	for (size_t i = 0; i < h->f->cells.n; i++)
		if (v[i].state == FORM_VALUE)
			write_figure(a, &j, &h->f->cells.v[i], v[i].n);
	json_close(&j);
	write_state(&j, "missing", h->f, v, FORM_MISSING);
	write_state(&j, "not_applicable", h->f, v, FORM_NA);
	json_str(&j, "rest", S("zero"));
	json_close(&j);
	*digest = form_sha256(a, buf_str(&out));
	return buf_str(&out);
}
