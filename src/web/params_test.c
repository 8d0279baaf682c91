/*
 * From parameters to the typed members of a route's struct: each type, what is absent,
 * what is refused and by which name. The route is one made for this.
 */
#include "web/params.h"

#include "test/cmocka.h"

struct in {
	int64_t plan, n;
	struct str q, kind, pass;
	struct date day;
	bool all;
	struct ids id;
	struct upload file;
};

#define AT(member) offsetof(struct in, member)

static const struct param params[] = {
	{ S("plan"), PARAM_INT, false, true, 0, AT(plan) },
	{ S("n"), PARAM_INT, true, false, 0, AT(n) },
	{ S("q"), PARAM_TEXT, false, false, 12, AT(q) },
	{ S("kind"), PARAM_WORD, true, false, 0, AT(kind) },
	{ S("pass"), PARAM_SECRET, true, false, 8, AT(pass) },
	{ S("day"), PARAM_DATE, true, false, 0, AT(day) },
	{ S("all"), PARAM_BOOL, true, false, 0, AT(all) },
	{ S("id"), PARAM_IDS, true, false, 0, AT(id) },
	{ S("file"), PARAM_FILE, true, false, 4, AT(file) },
};

static bool post(struct request *rq, const void *in, struct change *c, struct err *e)
{
	(void)rq;
	(void)in;
	(void)c;
	(void)e;
	return true;
}

static const struct route form = { .in_size = sizeof(struct in),
	.params = params,
	.n_params = COUNT(params),
	.n_path = 1,
	.post = post };
static const struct route query = {
	.in_size = sizeof(struct in), .params = params, .n_params = COUNT(params), .n_path = 1
};

static struct arena *a;
static struct str field;
static struct err e;

static int set_up(void **state)
{
	(void)state;
	a = arena_new(1 << 24);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

/* NULL where it was refused. */
static struct in *read_of(const struct route *r, const char *text)
{
	struct pairs p = { 0 };
	struct in *in = params_none(a, r);

	err_clear(&e);
	assert_true(form_urlencoded(a, str_z(text), &p, &e));
	return params_read(a, r, &p, in, &field, &e) ? in : NULL;
}

static void refused(const char *text, enum text_id why, const char *name)
{
	assert_null(read_of(&form, text));
	assert_int_equal(e.text, why);
	assert_true(str_eq(field, name ? str_z(name) : STR_NULL));
}

static void reads_every_type(void **state)
{
	(void)state;
	struct in *in = read_of(
		&form, "n=-42&q=+ba%0D%0An+&kind=a.b-c_1&pass=+x+&day=5/9/2025&all=on&id=3&id=4");

	assert_non_null(in);
	assert_int_equal(in->n, -42);
	assert_true(str_eq(in->q, S("ba\nn")));
	assert_true(str_eq(in->kind, S("a.b-c_1")));
	assert_true(str_eq(in->pass, S(" x ")));
	assert_int_equal(date_cmp(in->day, DATE(2025, 9, 5)), 0);
	assert_true(in->all);
	assert_int_equal(in->id.n, 2);
	assert_int_equal(in->id.v[1], 4);
}

static void absent_is_no_value(void **state)
{
	(void)state;
	struct in *in = read_of(&form, "q=x&n=&day=&kind=");

	assert_non_null(in);
	assert_int_equal(in->n, DB_NULL);
	assert_null(in->kind.p);
	assert_false(date_given(in->day));
	assert_false(in->all);
	assert_int_equal(in->id.n, 0);
	assert_null(in->file.bytes.p);
}

static void decomposed_letters_are_composed(void **state)
{
	(void)state;
	struct in *in = read_of(&form, "q=a%CC%81");

	assert_non_null(in);
	assert_true(str_eq(in->q, S("á")));
}

static void says_what_is_wrong_and_where(void **state)
{
	(void)state;
	refused("q=x&nope=1", T_web_param_unknown, NULL);
	refused("q=x&q=y", T_web_param_twice, NULL);
	refused("n=1", T_web_field_missing, "q");
	refused("q=", T_web_field_missing, "q");
	refused("q=+", T_web_field_missing, "q");
	refused("q=1234567890123", T_web_field_long, "q");
	refused("q=a%01", T_web_field_letters, "q");
	refused("q=x&n=1e3", T_web_field_int, "n");
	refused("q=x&n=%2B1", T_web_field_int, "n");
	refused("q=x&n=01", T_web_field_int, "n");
	refused("q=x&n=-0", T_web_field_int, "n");
	refused("q=x&n=9223372036854775808", T_web_field_int, "n");
	refused("q=x&n=-9223372036854775808", T_web_field_int, "n");
	refused("q=x&kind=A", T_web_field_word, "kind");
	refused("q=x&pass=123456789", T_web_field_long, "pass");
	refused("q=x&day=31/9/2025", T_web_field_date, "day");
	refused("q=x&all=maybe", T_web_param_bad, "all");
	refused("q=x&id=a", T_web_field_int, "id");
	refused("q=x&file=abc", T_web_param_bad, NULL);
}

/* An address has no fields under which to say more: the parameter is named. */
static void an_address_names_the_parameter(void **state)
{
	(void)state;
	assert_null(read_of(&query, "q=x&n=a"));
	assert_int_equal(e.text, T_web_param_bad);
	assert_true(str_has(err_text(a, LANG_EN, &e), S("n")));
	assert_null(read_of(&query, ""));
	assert_int_equal(e.text, T_web_param_missing);
}

static void a_file_has_its_limit(void **state)
{
	struct pair v[] = { { S("q"), S("x"), STR_NULL }, { S("file"), S("12345"), S("a.txt") } };
	struct pairs p = { v, 2, 2 };
	struct in *in = params_none(a, &form);

	(void)state;
	err_clear(&e);
	assert_false(params_read(a, &form, &p, in, &field, &e));
	assert_int_equal(e.code, ERR_TOO_LARGE);
	err_clear(&e);
	v[1].value = S("1234");
	assert_true(params_read(a, &form, &p, in, &field, &e));
	assert_true(str_eq(in->file.name, S("a.txt")));
	assert_true(str_eq(in->file.bytes, S("1234")));
}

static void path_of_another_type_is_no_page(void **state)
{
	static const char *const bad[] = { "abc", "-", "1e3", "+1", "0x1", "99999999999999999999",
		"007" };
	struct route_match m = { .route = &query };
	struct in *in = params_none(a, &query);

	(void)state;
	err_clear(&e);
	m.values[0] = S("7");
	assert_true(params_path(a, &m, in, &e));
	assert_int_equal(in->plan, 7);
	for (size_t i = 0; i < COUNT(bad); i++) {
		m.values[0] = str_z(bad[i]);
		err_clear(&e);
		assert_false(params_path(a, &m, in, &e));
		assert_int_equal(e.code, ERR_ABSENT);
	}
	m.values[0] = S("%zz");
	err_clear(&e);
	assert_false(params_path(a, &m, in, &e));
	assert_int_equal(e.code, ERR_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_type),
		cmocka_unit_test(absent_is_no_value),
		cmocka_unit_test(decomposed_letters_are_composed),
		cmocka_unit_test(says_what_is_wrong_and_where),
		cmocka_unit_test(an_address_names_the_parameter),
		cmocka_unit_test(a_file_has_its_limit),
		cmocka_unit_test(path_of_another_type_is_no_page),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
