#include "publish/office.h"

#include "agency_sql.h"
#include "base/viet.h"
#include "outbox/outbox.h"
#include "publish/docx.h"
#include "publish/pdf.h"

/* "Đồng Nai" of "Tỉnh Đồng Nai". */
static struct str without_type(struct str place)
{
	static const char *const types[] = { "Tỉnh ", "Thành phố ", "Phường ", "Xã ", "Thị trấn ",
		"Đặc khu ", "Huyện ", "Quận ", "Thị xã " };

	for (size_t i = 0; i < COUNT(types); i++)
		if (str_starts(place, str_z(types[i])))
			return str_sub(place, strlen(types[i]), place.n);
	return place;
}

bool office_head(struct db_read *r, int64_t agency, struct paper *p, struct err *e)
{
	struct agency_by_id_row row;
	bool found;

	if (!agency_by_id(r, agency, &row, &found, e))
		return false;
	if (!found)
		return FAIL(e, ERR_ABSENT, T_publish_no_agency_row);
	p->issuer = row.name;
	/* the Government stands above no ministry's name */
	p->parent = row.parent.p && !str_eq(row.parent, S("Chính phủ")) ? row.parent : S("");
	p->place = row.place.p			    ? without_type(row.place)
		   : str_eq(row.level, S("nation")) ? S("Hà Nội")
						    : S("…………");
	return true;
}

void office_number(struct paper *p, struct str written, struct str symbol)
{
	size_t stroke = str_find_char(written, '/', 0);

	p->number = str_sub(written, 0, stroke == SIZE_MAX ? written.n : stroke);
	p->symbol = stroke == SIZE_MAX ? symbol : str_sub(written, stroke + 1, written.n);
	if (written.n && stroke == SIZE_MAX)
		p->symbol = S("");
}

/* "2f6c 19a0 …": what a person can compare. */
static struct str grouped(struct arena *a, struct str digest)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < digest.n; i += 4)
		buf_addf(&b, "%s%.*s", i == 32 ? "\n" : i ? " " : "", 4, digest.p + i);
	return buf_str(&b);
}

bool office_code(
	struct db_read *r, struct paper *p, struct str path, struct str digest, struct err *e)
{
	struct arena *a = p->arena;
	struct str base;

	if (!outbox_base(r, &base, e))
		return false;
	if (base.n)
		p->link = str_fmt(a, "%.*s%.*s", STR_ARG(base), STR_ARG(path));
	digest = grouped(a, digest);
	p->check = base.n ? TEXT(a, LANG_VI, T_publish_beside_code, p->link, digest)
			  : TEXT(a, LANG_VI, T_publish_digest_of, digest);
	return true;
}

/* What a file's name may hold on any system; words, no more than fit. */
static struct str file_name(struct arena *a, const struct paper *p, const char *extension)
{
	struct str folded = viet_fold(a, paper_title(p));
	struct buf b = { .arena = a };

	for (size_t i = 0; i < folded.n && i < 80; i++)
		buf_addc(&b, folded.p[i] == ' ' ? '-' : folded.p[i]);
	buf_addf(&b, ".%s", extension);
	return buf_str(&b);
}

bool office_write(struct arena *a, const struct paper *p, enum office_form form, struct str *type,
	struct str *name, struct str *bytes, struct err *e)
{
	bool docx = form == OFFICE_DOCX;

	*type = docx ? S("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
		     : S("application/pdf");
	*name = file_name(a, p, docx ? "docx" : "pdf");
	return docx ? docx_write(a, p, bytes, e) : pdf_write(a, p, bytes, e);
}
