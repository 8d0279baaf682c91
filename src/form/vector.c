#include "form/vector.h"

enum { SPARSE = 1, DENSE = 2, ARRAYS = 4, VARINT_MAX = 10 };

/* What a cell of the sparse way holds: exactly one figure, one ?, one -, or anything. */
enum shape { ONE_VALUE, ONE_MISSING, ONE_NA, ANY };

struct form_vector form_vector_new(struct arena *a, size_t n)
{
	return (struct form_vector){ 0, n, NEW_N(a, struct form_tally, n) };
}

struct form_vector form_vector_of(struct arena *a, const struct form_figure *v, size_t n)
{
	struct form_vector out = form_vector_new(a, n);

	out.submissions = 1;
	for (size_t i = 0; i < n; i++) {
		struct form_tally *t = &out.v[i];

		t->sum = v[i].state == FORM_VALUE ? v[i].n : 0;
		t->given = v[i].state == FORM_VALUE;
		t->na = v[i].state == FORM_NA;
		t->missing = v[i].state == FORM_MISSING || v[i].state == FORM_BLANK;
	}
	return out;
}

bool form_tally_add(struct form_tally *to, const struct form_tally *from, struct err *e)
{
	if (__builtin_add_overflow(to->sum, from->sum, &to->sum))
		return FAIL(e, ERR_TOO_LARGE, T_form_overflow);
	to->given += from->given;
	to->missing += from->missing;
	to->na += from->na;
	return true;
}

static bool tally_take(struct form_tally *to, const struct form_tally *from, struct err *e)
{
	to->sum -= from->sum;
	to->given -= from->given;
	to->missing -= from->missing;
	to->na -= from->na;
	if (to->sum < 0 || to->given < 0 || to->missing < 0 || to->na < 0) {
		FAIL(e, ERR_INTERNAL, T_form_total_broken);
		return err_detail(e, "a total is less than what it was made of");
	}
	return true;
}

bool form_vector_add(
	struct form_vector *to, const struct form_vector *from, bool away, struct err *e)
{
	if (to->n != from->n) {
		FAIL(e, ERR_INTERNAL, T_form_total_broken);
		return err_detail(e, "%zu cells added to %zu", from->n, to->n);
	}
	for (size_t i = 0; i < to->n; i++)
		if (!(away ? tally_take : form_tally_add)(&to->v[i], &from->v[i], e))
			return false;
	to->submissions += away ? -from->submissions : from->submissions;
	return true;
}

/* --- writing */

static void put(struct buf *b, uint64_t n)
{
	while (n >= 0x80) {
		buf_addc(b, (char)(n | 0x80));
		n >>= 7;
	}
	buf_addc(b, (char)n);
}

static enum shape shape_of(const struct form_tally *t)
{
	if (t->given + t->missing + t->na != 1)
		return ANY;
	return t->given ? ONE_VALUE : t->missing ? ONE_MISSING : ONE_NA;
}

static bool all_zero(const struct form_tally *t)
{
	return !t->given && !t->missing && !t->na;
}

static struct str pack_sparse(struct arena *a, const struct form_vector *v)
{
	struct buf b = { .arena = a };
	size_t next = 0;

	buf_addc(&b, SPARSE);
	put(&b, (uint64_t)v->submissions);
	put(&b, v->n);
	for (size_t i = 0; i < v->n; i++) {
		const struct form_tally *t = &v->v[i];
		enum shape shape = shape_of(t);

		if (all_zero(t))
			continue;
		put(&b, (uint64_t)(i - next) << 2 | shape);
		next = i + 1;
		if (shape == ANY) {
			put(&b, (uint64_t)t->given);
			put(&b, (uint64_t)t->missing);
			put(&b, (uint64_t)t->na);
		}
		if (shape == ANY || shape == ONE_VALUE)
			put(&b, (uint64_t)t->sum);
	}
	return buf_str(&b);
}

static int64_t array_item(const struct form_tally *t, int array)
{
	return array == 0 ? t->given : array == 1 ? t->missing : array == 2 ? t->na : t->sum;
}

static int width_of(const struct form_vector *v, int array)
{
	uint64_t bits = 0;
	int width = 0;

	for (size_t i = 0; i < v->n; i++)
		bits |= (uint64_t)array_item(&v->v[i], array);
	for (; bits; bits >>= 8)
		width++;
	return width;
}

static struct str pack_dense(struct arena *a, const struct form_vector *v)
{
	struct buf b = { .arena = a };
	int width[ARRAYS];

	buf_addc(&b, DENSE);
	put(&b, (uint64_t)v->submissions);
	put(&b, v->n);
	for (int k = 0; k < ARRAYS; k++)
		buf_addc(&b, (char)(width[k] = width_of(v, k)));
	for (int k = 0; k < ARRAYS; k++)
		for (size_t i = 0; width[k] && i < v->n; i++) {
			uint64_t n = (uint64_t)array_item(&v->v[i], k);

			for (int j = 0; j < width[k]; j++, n >>= 8)
				buf_addc(&b, (char)n);
		}
	return buf_str(&b);
}

struct str form_vector_pack(struct arena *a, const struct form_vector *v)
{
	struct str sparse = pack_sparse(a, v);

	/* A single submission's cells are few: the arrays cannot win by much, and need not be tried. */
	if (v->submissions <= 1)
		return sparse;
	struct str dense = pack_dense(a, v);

	/* A cell of the arrays is read at once: worth half as many bytes again. */
	return dense.n <= sparse.n + sparse.n / 2 ? dense : sparse;
}

/* --- reading */

struct packed {
	struct str rest;
	int way;
	int64_t submissions;
	size_t n;
	int width[ARRAYS]; /* DENSE */
	const unsigned char *array[ARRAYS];
};

static bool broken(struct err *e)
{
	FAIL(e, ERR_STORE, T_form_total_broken);
	return err_detail(e, "the bytes of a vector are broken");
}

static bool get(struct str *s, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < s->n && i < VARINT_MAX; i++) {
		unsigned char c = (unsigned char)s->p[i];

		if (i == VARINT_MAX - 1 && c > 1)
			return false;
		*out |= (uint64_t)(c & 0x7f) << (7 * i);
		if (!(c & 0x80)) {
			*s = str_sub(*s, i + 1, s->n);
			return *out <= INT64_MAX;
		}
	}
	return false;
}

static bool open_arrays(struct packed *p)
{
	if (p->rest.n < ARRAYS)
		return false;
	for (int k = 0; k < ARRAYS; k++) {
		p->width[k] = (unsigned char)p->rest.p[k];
		if (p->width[k] > 8)
			return false;
	}
	p->rest = str_sub(p->rest, ARRAYS, p->rest.n);
	for (int k = 0; k < ARRAYS; k++) {
		size_t bytes = (size_t)p->width[k] * p->n;

		if (p->rest.n < bytes)
			return false;
		p->array[k] = (const unsigned char *)p->rest.p;
		p->rest = str_sub(p->rest, bytes, p->rest.n);
	}
	return !p->rest.n;
}

static bool open_packed(struct str packed, struct packed *p)
{
	uint64_t submissions, n;

	*p = (struct packed){ .rest = packed };
	if (!packed.n)
		return false;
	p->way = packed.p[0];
	p->rest = str_sub(packed, 1, packed.n);
	if (!get(&p->rest, &submissions) || !get(&p->rest, &n) || n > FORM_SLOTS_MAX)
		return false;
	p->submissions = (int64_t)submissions;
	p->n = n;
	return p->way == SPARSE || (p->way == DENSE && open_arrays(p));
}

static int64_t item(const struct packed *p, int array, size_t slot)
{
	int width = p->width[array];
	const unsigned char *at = p->array[array] + slot * (size_t)width;
	uint64_t n = 0;

	for (int i = width; i-- > 0;)
		n = n << 8 | at[i];
	return (int64_t)n;
}

static struct form_tally dense_tally(const struct packed *p, size_t slot)
{
	return (struct form_tally){ .given = item(p, 0, slot),
		.missing = item(p, 1, slot),
		.na = item(p, 2, slot),
		.sum = item(p, 3, slot) };
}

/* The next cell of the sparse way that is not all zero; *slot moves on to it. */
static bool next_tally(struct packed *p, size_t *slot, struct form_tally *t)
{
	uint64_t head, given = 0, missing = 0, na = 0, sum = 0;

	if (!get(&p->rest, &head))
		return false;
	enum shape shape = head & 3;

	if (head >> 2 >= p->n - *slot)
		return false;
	*slot += head >> 2;
	given = shape == ONE_VALUE;
	missing = shape == ONE_MISSING;
	na = shape == ONE_NA;
	if (shape == ANY &&
		(!get(&p->rest, &given) || !get(&p->rest, &missing) || !get(&p->rest, &na)))
		return false;
	if ((shape == ANY || shape == ONE_VALUE) && !get(&p->rest, &sum))
		return false;
	*t = (struct form_tally){ (int64_t)sum, (int64_t)given, (int64_t)missing, (int64_t)na };
	return true;
}

bool form_vector_add_packed(struct form_vector *to, struct str packed, struct err *e)
{
	struct packed p;
	struct form_tally t;

	if (!open_packed(packed, &p) || p.n != to->n)
		return broken(e);
	to->submissions += p.submissions;
	if (p.way == DENSE) {
		for (size_t i = 0; i < p.n; i++) {
			t = dense_tally(&p, i);
			if (!form_tally_add(&to->v[i], &t, e))
				return false;
		}
		return true;
	}
	for (size_t slot = 0; p.rest.n; slot++) {
		if (!next_tally(&p, &slot, &t))
			return broken(e);
		if (!form_tally_add(&to->v[slot], &t, e))
			return false;
	}
	return true;
}

bool form_vector_unpack(struct arena *a, struct str packed, struct form_vector *out, struct err *e)
{
	struct packed p;

	if (!open_packed(packed, &p))
		return broken(e);
	*out = form_vector_new(a, p.n);
	return form_vector_add_packed(out, packed, e);
}

bool form_vector_slice(
	struct str packed, size_t slot, size_t n, struct form_tally *out, struct err *e)
{
	struct packed p;

	if (!open_packed(packed, &p) || slot > p.n || n > p.n - slot)
		return broken(e);
	if (p.way == DENSE) {
		for (size_t i = 0; i < n; i++)
			out[i] = dense_tally(&p, slot + i);
		return true;
	}
	memset(out, 0, n * sizeof(*out));
	for (size_t at = 0; p.rest.n; at++) {
		struct form_tally t;

		if (!next_tally(&p, &at, &t))
			return broken(e);
		if (at >= slot + n)
			break;
		if (at >= slot)
			out[at - slot] = t;
	}
	return true;
}
