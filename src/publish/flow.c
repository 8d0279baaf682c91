/*
 * Laying a paper out: what stands where, by appendix I of Decree 30/2020. The head is a table
 * of two columns, the foot as well; between them the text.
 */
#include "publish/flow.h"

#include "publish/letters.h"

enum { GAP_BODY = -1, GUTTER = 14 /* points between the columns of the head */ };

static const struct flow_style styles[STYLES] = {
	[STYLE_BODY] = { "NoiDung", "Nội dung", MEASURE_BODY, FLOW_BOTH, .indent = true,
		.before = GAP_BODY, .tag = "P" },
	[STYLE_PART] = { "Phan", "Phần", MEASURE_BODY, FLOW_BOTH, .bold = true, .indent = true,
		.keep = true, .outline = 1, .before = GAP_BODY, .tag = "H1" },
	[STYLE_SECTION] = { "Muc", "Mục", MEASURE_BODY, FLOW_BOTH, .bold = true, .indent = true,
		.keep = true, .outline = 2, .before = GAP_BODY, .tag = "H2" },
	[STYLE_CENTRED] = { "CanGiua", "Căn giữa", MEASURE_BODY, FLOW_CENTRE, .bold = true,
		.keep = true, .before = GAP_BODY, .tag = "P" },
	[STYLE_NATIONAL] = { "QuocHieu", "Quốc hiệu", MEASURE_NATIONAL, FLOW_CENTRE, .bold = true,
		.tag = "P" },
	[STYLE_MOTTO] = { "TieuNgu", "Tiêu ngữ", MEASURE_MOTTO, FLOW_CENTRE, .bold = true,
		.tag = "P" },
	[STYLE_PARENT] = { "CoQuanChuQuan", "Cơ quan chủ quản", MEASURE_PARENT, FLOW_CENTRE,
		.balanced = true, .tag = "P" },
	[STYLE_ISSUER] = { "CoQuanBanHanh", "Cơ quan ban hành", MEASURE_ISSUER, FLOW_CENTRE,
		.bold = true, .balanced = true, .tag = "P" },
	[STYLE_NUMBER] = { "SoKyHieu", "Số, ký hiệu", MEASURE_NUMBER, FLOW_CENTRE, .before = 6,
		.tag = "P" },
	[STYLE_SUBJECT] = { "TrichYeuCongVan", "Trích yếu công văn", MEASURE_SUBJECT, FLOW_CENTRE,
		.before = 6, .balanced = true, .tag = "P" },
	[STYLE_PLACE] = { "DiaDanh", "Địa danh, thời gian", MEASURE_PLACE, FLOW_CENTRE,
		.italic = true, .before = 6, .tag = "P" },
	[STYLE_TYPE] = { "TenLoai", "Tên loại", MEASURE_TYPE, FLOW_CENTRE, .bold = true,
		.keep = true, .before = 18, .tag = "H1" },
	[STYLE_ABSTRACT] = { "TrichYeu", "Trích yếu", MEASURE_ABSTRACT, FLOW_CENTRE, .bold = true,
		.keep = true, .balanced = true, .tag = "P" },
	[STYLE_TO] = { "KinhGui", "Kính gửi", MEASURE_TO, FLOW_CENTRE, .before = 12,
		.balanced = true, .tag = "P" },
	[STYLE_TO_HEAD] = { "KinhGuiDau", "Kính gửi: nhiều nơi", MEASURE_TO, FLOW_RIGHT,
		.tag = "P" },
	[STYLE_TO_LIST] = { "KinhGuiDanhSach", "Kính gửi: danh sách", MEASURE_TO, FLOW_LEFT,
		.tag = "P" },
	[STYLE_BASIS] = { "CanCu", "Căn cứ", MEASURE_BASES, FLOW_BOTH, .italic = true,
		.indent = true, .before = GAP_BODY, .tag = "P" },
	[STYLE_RECIPIENTS_HEAD] = { "NoiNhan", "Nơi nhận", MEASURE_RECIPIENTS_HEAD, FLOW_LEFT,
		.bold = true, .italic = true, .tag = "P" },
	[STYLE_RECIPIENT] = { "NoiNhanDanhSach", "Nơi nhận: danh sách", MEASURE_RECIPIENTS,
		FLOW_LEFT, .tag = "P" },
	[STYLE_TYPIST] = { "NguoiSoanThao", "Người soạn thảo", MEASURE_TYPIST, FLOW_LEFT,
		.before = 3, .tag = "P" },
	[STYLE_AUTHORITY] = { "ChucVu", "Quyền hạn, chức vụ", MEASURE_AUTHORITY, FLOW_CENTRE,
		.bold = true, .balanced = true, .tag = "P" },
	[STYLE_SIGNER] = { "HoTen", "Họ tên người ký", MEASURE_SIGNER, FLOW_CENTRE, .bold = true,
		.tag = "P" },
	[STYLE_MARK] = { "DauChiMuc", "Dấu chỉ mức độ", MEASURE_URGENT, FLOW_CENTRE, .bold = true,
		.tag = "P" },
	[STYLE_ANNEX] = { "PhuLuc", "Phụ lục", MEASURE_ANNEX, FLOW_CENTRE, .bold = true,
		.keep = true, .outline = 1, .tag = "H1" },
	[STYLE_ANNEX_TITLE] = { "TenPhuLuc", "Tên phụ lục", MEASURE_ANNEX_TITLE, FLOW_CENTRE,
		.bold = true, .keep = true, .balanced = true, .tag = "P" },
	[STYLE_ANNEX_WITH] = { "KemTheo", "Kèm theo", MEASURE_ANNEX_WITH, FLOW_CENTRE,
		.italic = true, .keep = true, .balanced = true, .tag = "P" },
	[STYLE_CELL] = { "OBang", "Ô bảng", MEASURE_TABLE, FLOW_LEFT, .tag = "P" },
	[STYLE_CELL_CENTRED] = { "OBangGiua", "Ô bảng, giữa", MEASURE_TABLE, FLOW_CENTRE,
		.tag = "P" },
	[STYLE_CELL_HEAD] = { "DauBang", "Đầu bảng", MEASURE_TABLE, FLOW_CENTRE, .bold = true,
		.tag = "P" },
	[STYLE_CODE_WORDS] = { "MaKiemTra", "Mã kiểm tra", MEASURE_CODE_WORDS, FLOW_LEFT,
		.tag = "P" },
	[STYLE_PAGE_NUMBER] = { "SoTrang", "Số trang", MEASURE_PAGE_NUMBER, FLOW_CENTRE,
		.tag = "P" },
	[STYLE_CONTACT] = { "DiaChi", "Địa chỉ cơ quan", MEASURE_CONTACT, FLOW_CENTRE, .before = 3,
		.tag = "P" },
};

const struct flow_style *flow_style(enum flow_style_id id)
{
	return &styles[id];
}

double flow_before(const struct flow_style *s)
{
	return s->before == GAP_BODY	     ? measure(MEASURE_BODY_GAP)
	       : s == &styles[STYLE_SUBJECT] ? measure(MEASURE_SUBJECT_GAP)
					     : s->before;
}

double flow_size(const struct flow_style *s)
{
	return measure(s->size);
}

double flow_line(const struct flow_style *s)
{
	/* ascent, descent and gap of Times New Roman and of Liberation Serif */
	double lines = s->indent ? measure(MEASURE_BODY_LINE) : 1;

	return flow_size(s) * 1.149 * lines;
}

double flow_room(bool wide)
{
	return measure(wide ? MEASURE_PAGE_HEIGHT : MEASURE_PAGE_WIDTH) - measure(MEASURE_LEFT) -
	       measure(MEASURE_RIGHT);
}

/* --- items */

struct composing {
	struct arena *arena;
	const struct paper *p;
	PangoContext *letters;
	double room;  /* of the column being filled */
	size_t bytes; /* of texts so far */
	bool full;
	struct flow *out;
};

static struct str shown(struct composing *k, struct str s, bool lines)
{
	k->bytes += s.n;
	if (k->bytes > PAPER_BYTES) {
		k->full = true;
		return S("");
	}
	return paper_clean(k->arena, s, lines);
}

static struct flow_item *item(struct composing *k, flow_items *to, enum flow_kind kind)
{
	struct flow_item *x = LIST_ADD(k->arena, to);

	x->kind = kind;
	return x;
}

static struct flow_item *para(
	struct composing *k, flow_items *to, enum flow_style_id style, struct str text)
{
	struct flow_item *x = item(k, to, FLOW_PARA);
	struct str s = shown(k, text, false);

	x->style = &styles[style];
	if (x->style->balanced)
		s = letters_balanced(k->arena, k->letters, s, x->style, k->room);
	LIST_PUSH(k->arena, &x->runs, ((struct paper_run){ .text = s }));
	return x;
}

static void lines(struct composing *k, flow_items *to, enum flow_style_id style, struct str text)
{
	struct str rest = text, line;

	if (!text.n)
		para(k, to, style, S(""));
	while (str_split(&rest, '\n', &line))
		para(k, to, style, line);
}

static void rule(struct composing *k, flow_items *to, double width)
{
	item(k, to, FLOW_RULE)->width = width;
}

static void space(struct composing *k, flow_items *to, double height)
{
	item(k, to, FLOW_SPACE)->height = height;
}

/* A rule under the last paragraph, a share of its last line. */
static void rule_under(struct composing *k, flow_items *to, enum measure share)
{
	const struct flow_item *x = &to->v[to->n - 1];

	rule(k, to,
		measure(share) *
			letters_last_line(k->letters, x->runs.v[0].text, x->style, k->room));
}

static struct flow_table *table(struct composing *k, flow_items *to, size_t columns)
{
	struct flow_item *x = item(k, to, FLOW_TABLE);

	x->table = NEW(k->arena, struct flow_table);
	x->table->columns = columns;
	x->table->widths = NEW_N(k->arena, double, columns);
	return x->table;
}

/* A table without lines, of two columns. */
static struct flow_table *halves(struct composing *k, double left)
{
	struct flow_table *t = table(k, &k->out->items, 2);

	t->widths[0] = left * flow_room(false);
	t->widths[1] = (1 - left) * flow_room(false);
	return t;
}

static flow_items *cell(struct composing *k, struct flow_table *t)
{
	k->room = t->widths[t->cells.n % t->columns] - (t->ruled ? 2 * FLOW_PAD : 0);
	return &LIST_ADD(k->arena, &t->cells)->items;
}

/* --- the head */

static struct str day_words(struct arena *a, struct date d)
{
	if (!date_given(d))
		return S("ngày      tháng      năm");
	return str_fmt(
		a, "ngày %02d tháng %s%d năm %d", d.day, d.month < 3 ? "0" : "", d.month, d.year);
}

static void box(struct composing *k, flow_items *to, struct str words, double width)
{
	struct flow_item *x;

	space(k, to, 6);
	x = item(k, to, FLOW_BOX);
	x->style = &styles[STYLE_MARK];
	x->width = width;
	x->height = measure(MEASURE_URGENT_HEIGHT);
	LIST_PUSH(k->arena, &x->runs, ((struct paper_run){ .text = shown(k, words, false) }));
}

static void marks(struct composing *k, flow_items *to)
{
	static const char *const words[] = { "", "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC" };
	const struct paper *p = k->p;
	struct str free[] = { p->secrecy, p->circulation };

	for (size_t i = 0; i < COUNT(free); i++) {
		struct str text = paper_capitals(k->arena, free[i]);

		if (!text.n)
			continue;
		double width = 12 + letters_last_line(k->letters, shown(k, text, false),
					    &styles[STYLE_MARK], k->room - 12);

		box(k, to, text, width);
	}
	if (p->urgency != PAPER_CALM)
		box(k, to, str_z(words[p->urgency]),
			measure(MEASURE_URGENT_WIDTH + (enum measure)(p->urgency - 1)));
}

static void number_cell(struct composing *k, flow_items *to)
{
	const struct paper *p = k->p;
	struct str n = p->number.n ? paper_number(k->arena, p)
				   : str_fmt(k->arena, "       /%.*s", STR_ARG(p->symbol));

	para(k, to, STYLE_NUMBER, str_fmt(k->arena, "Số: %.*s", STR_ARG(n)));
	if (p->kind == PAPER_DISPATCH && p->abstract.n)
		para(k, to, STYLE_SUBJECT, str_fmt(k->arena, "V/v %.*s", STR_ARG(p->abstract)));
	marks(k, to);
}

static void head(struct composing *k)
{
	const struct paper *p = k->p;
	struct flow_table *t = halves(k, measure(MEASURE_LEFT_SHARE));
	flow_items *c = cell(k, t);

	k->room -= GUTTER;
	if (p->parent.n)
		lines(k, c, STYLE_PARENT, paper_capitals(k->arena, p->parent));
	lines(k, c, STYLE_ISSUER, paper_capitals(k->arena, p->issuer));
	rule_under(k, c, MEASURE_ISSUER_LINE);
	c = cell(k, t);
	para(k, c, STYLE_NATIONAL, S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
	para(k, c, STYLE_MOTTO, S("Độc lập - Tự do - Hạnh phúc"));
	rule_under(k, c, MEASURE_MOTTO_LINE);
	c = cell(k, t);
	k->room -= GUTTER;
	number_cell(k, c);
	c = cell(k, t);
	if (p->place.n)
		para(k, c, STYLE_PLACE,
			str_fmt(k->arena, "%.*s, %.*s", STR_ARG(p->place),
				STR_ARG(day_words(k->arena, p->day))));
}

static void title(struct composing *k)
{
	flow_items *to = &k->out->items;
	const struct paper *p = k->p;

	k->room = flow_room(false);
	if (p->kind == PAPER_DISPATCH) {
		space(k, to, 12);
		return;
	}
	para(k, to, STYLE_TYPE, paper_type(p->kind));
	if (!p->abstract.n)
		return;
	lines(k, to, STYLE_ABSTRACT, p->abstract);
	rule_under(k, to, MEASURE_ABSTRACT_LINE);
	space(k, to, 6);
}

/* Without the sign at its end, which is ours to set. */
static struct str bare(struct str s)
{
	s = str_trim(s);
	while (s.n && strchr(";,. ", s.p[s.n - 1]))
		s.n--;
	return s;
}

static void listed(struct composing *k, flow_items *to, enum flow_style_id style,
	const char *before, const paper_strs *all)
{
	LIST_EACH(x, all)
		para(k, to, style,
			str_fmt(k->arena, "%s%.*s%s", before, STR_ARG(bare(*x)),
				x + 1 == all->v + all->n ? "." : ";"));
}

static void addressed(struct composing *k)
{
	const struct paper *p = k->p;
	struct flow_table *t;

	if (p->to.n == 0)
		return;
	if (p->to.n == 1) {
		para(k, &k->out->items, STYLE_TO,
			str_fmt(k->arena, "Kính gửi: %.*s", STR_ARG(bare(p->to.v[0]))));
		space(k, &k->out->items, 6);
		return;
	}
	space(k, &k->out->items, 12);
	t = halves(k, 0.3); /* the words end where the list begins */
	para(k, cell(k, t), STYLE_TO_HEAD, S("Kính gửi:"));
	listed(k, cell(k, t), STYLE_TO_LIST, " - ", &p->to);
	space(k, &k->out->items, 6);
}

/* --- the text */

static void runs_of(struct composing *k, struct flow_item *x, struct str marker,
	const paper_runs *runs, bool bold)
{
	if (marker.n)
		LIST_PUSH(k->arena, &x->runs,
			((struct paper_run){
				.text = shown(
					k, str_fmt(k->arena, "%.*s ", STR_ARG(marker)), false),
				.bold = bold }));
	LIST_EACH(r, runs)
		LIST_PUSH(k->arena, &x->runs,
			((struct paper_run){ shown(k, r->text, false), r->bold, r->italic }));
}

/* Runs with line ends become paragraphs. */
static void cell_runs(
	struct composing *k, flow_items *to, enum flow_style_id style, const paper_runs *runs)
{
	struct flow_item *x = item(k, to, FLOW_PARA);

	x->style = &styles[style];
	LIST_EACH(r, runs) {
		struct str rest = shown(k, r->text, true), line;
		bool first = true;

		while (str_split(&rest, '\n', &line)) {
			if (!first) {
				x = item(k, to, FLOW_PARA);
				x->style = &styles[style];
			}
			first = false;
			LIST_PUSH(k->arena, &x->runs,
				((struct paper_run){ line, r->bold, r->italic }));
		}
	}
}

static void body_table(struct composing *k, const struct paper_table *from, bool wide)
{
	flow_items *to = &k->out->items;
	struct flow_table *t;

	space(k, to, 6);
	t = table(k, to, from->columns);
	t->ruled = true;
	t->headed = from->headed;
	for (size_t i = 0; i < from->columns; i++)
		t->widths[i] = from->shares[i] * flow_room(wide);
	LIST_EACH(c, &from->cells) {
		bool top = from->headed && c < from->cells.v + from->columns;

		cell_runs(k, cell(k, t),
			top	     ? STYLE_CELL_HEAD
			: c->centred ? STYLE_CELL_CENTRED
				     : STYLE_CELL,
			&c->runs);
	}
	while (t->cells.n % t->columns)
		para(k, cell(k, t), STYLE_CELL, S(""));
	space(k, to, 6);
}

static void block(struct composing *k, const struct paper_block *b, bool wide)
{
	static const enum flow_style_id style_of[] = { [PAPER_PART] = STYLE_PART,
		[PAPER_SECTION] = STYLE_SECTION,
		[PAPER_ITEM] = STYLE_BODY,
		[PAPER_TEXT] = STYLE_BODY,
		[PAPER_CENTRED] = STYLE_CENTRED };

	if (b->kind == PAPER_TABLE) {
		if (b->table->columns)
			body_table(k, b->table, wide);
		return;
	}
	struct flow_item *x = item(k, &k->out->items, FLOW_PARA);

	x->style = &styles[style_of[b->kind]];
	runs_of(k, x, b->marker, &b->runs, x->style->bold);
}

/* --- the foot */

static void recipients(struct composing *k, flow_items *to)
{
	const struct paper *p = k->p;

	if (p->recipients.n) {
		para(k, to, STYLE_RECIPIENTS_HEAD, S("Nơi nhận:"));
		listed(k, to, STYLE_RECIPIENT, "- ", &p->recipients);
	}
	if (p->typist.n || p->copies > 0)
		para(k, to, STYLE_TYPIST,
			p->copies > 0 ? str_fmt(k->arena, "%.*s.%lldb",
						STR_ARG(paper_capitals(k->arena, p->typist)),
						(long long)p->copies)
				      : paper_capitals(k->arena, p->typist));
}

static void signer(struct composing *k, flow_items *to, const struct paper_signer *s)
{
	LIST_EACH(x, &s->lines)
		lines(k, to, STYLE_AUTHORITY, paper_capitals(k->arena, *x));
	space(k, to, measure(MEASURE_SIGN_SPACE));
	para(k, to, STYLE_SIGNER, s->name);
}

static void foot(struct composing *k)
{
	const struct paper *p = k->p;
	struct flow_table *t;

	space(k, &k->out->items, 12);
	t = halves(k, 0.5);
	if (p->signers.n > 1) {
		signer(k, cell(k, t), &p->signers.v[0]);
		signer(k, cell(k, t), &p->signers.v[1]);
		space(k, cell(k, t), 12);
		space(k, cell(k, t), 12);
	}
	recipients(k, cell(k, t));
	flow_items *right = cell(k, t);

	if (p->signers.n == 1)
		signer(k, right, &p->signers.v[0]);
}

/* The code that opens its record, and what is said beside it. */
static void code(struct composing *k)
{
	const struct paper *p = k->p;
	double side = measure(MEASURE_CODE_SIDE);
	flow_items *words = &k->out->items;

	if (!p->link.n && !p->check.n)
		return;
	space(k, words, 12);
	if (p->link.n) {
		struct flow_table *t = halves(k, (side + 8) / flow_room(false));
		struct flow_item *x = item(k, cell(k, t), FLOW_CODE);

		x->width = side;
		LIST_PUSH(k->arena, &x->runs, ((struct paper_run){ .text = p->link }));
		words = cell(k, t);
	}
	lines(k, words, STYLE_CODE_WORDS, p->check);
}

static struct str roman(struct arena *a, int n)
{
	static const struct {
		int value;
		const char *letters;
	} signs[] = { { 10, "X" }, { 9, "IX" }, { 5, "V" }, { 4, "IV" }, { 1, "I" } };
	struct buf b = { .arena = a };

	for (size_t i = 0; i < COUNT(signs); i++)
		for (; n >= signs[i].value; n -= signs[i].value)
			buf_addz(&b, signs[i].letters);
	return buf_str(&b);
}

static struct str with_words(struct composing *k)
{
	const struct paper *p = k->p;
	struct arena *a = k->arena;
	struct str type = p->kind == PAPER_DISPATCH ? S("Công văn") : paper_type(p->kind);
	struct paper bare_one = { .arena = a, .kind = p->kind };

	type = p->kind == PAPER_DISPATCH ? type : paper_title(&bare_one);
	return str_fmt(a, "(Kèm theo %.*s số %.*s %.*s của %.*s)", STR_ARG(type),
		STR_ARG(paper_number(a, p)), STR_ARG(day_words(a, p->day)), STR_ARG(p->issuer));
}

/* An annex and what stands in it; answers where the next begins. */
static size_t annex(struct composing *k, size_t at, int n, int of)
{
	const struct paper_block *b = &k->p->body.v[at];
	flow_items *to = &k->out->items;
	bool wide = b->wide;

	if (n == 1 && k->p->annex_alone)
		k->out->wide = wide;
	else
		item(k, to, FLOW_ANNEX)->wide = wide;
	k->room = flow_room(wide);
	para(k, to, STYLE_ANNEX,
		of > 1 ? str_fmt(k->arena, "Phụ lục %.*s", STR_ARG(roman(k->arena, n)))
		       : S("Phụ lục"));
	LIST_EACH(r, &b->runs)
		lines(k, to, STYLE_ANNEX_TITLE, paper_capitals(k->arena, r->text));
	para(k, to, STYLE_ANNEX_WITH, with_words(k));
	rule(k, to, flow_room(wide) / 4);
	for (at++; at < k->p->body.n && k->p->body.v[at].kind != PAPER_ANNEX; at++)
		block(k, &k->p->body.v[at], wide);
	return at;
}

/* From the national name to the signature; the body up to block `end`. */
static void text(struct composing *k, size_t end)
{
	const struct paper *p = k->p;

	head(k);
	title(k);
	addressed(k);
	listed(k, &k->out->items, STYLE_BASIS, "", &p->bases);
	for (size_t i = 0; i < end; i++)
		block(k, &p->body.v[i], false);
	foot(k);
	code(k);
	if (p->contact.n)
		LIST_PUSH(k->arena, &k->out->contact,
			((struct paper_run){ .text = shown(k, p->contact, false) }));
}

bool flow_of(struct arena *a, const struct paper *p, struct flow *out, struct err *e)
{
	struct composing k = { .arena = a, .p = p, .out = out };
	size_t at = 0;
	int annexes = 0, n = 0;

	*out = (struct flow){
		.title = paper_title(p), .author = paper_clean(a, p->issuer, false), .day = p->day
	};
	if (!letters_open(a, &k.letters, e))
		return false;
	LIST_EACH(b, &p->body)
		annexes += b->kind == PAPER_ANNEX;
	while (at < p->body.n && p->body.v[at].kind != PAPER_ANNEX)
		at++;
	if (!p->annex_alone)
		text(&k, at);
	while (at < p->body.n)
		at = annex(&k, at, ++n, annexes);
	return !k.full || FAIL(e, ERR_TOO_LARGE, T_publish_too_large);
}
