/*
 * Heads as text: against the example of signed notes that others publish, to the byte, and
 * against what somebody might hand in for one.
 */
#include "audit/note.h"
#include "test/cmocka.h"
#include "test/support.h"

static const char vkey[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
static const char skey[] =
	"PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

static struct arena *a;

static int setup(void **state)
{
	(void)state;
	a = arena_new((size_t)8 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

/* The example of golang.org/x/mod/sumdb/note. */
static void the_form_is_that_of_others(void **state)
{
	struct checkpoint c = { .body = S(
					"If you think cryptography is the answer to your problem,\n"
					"then you don't know what your problem is.\n"),
		.signatures = S("\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZIn"
				"NIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n") };
	struct note_signer s;
	struct note_key k;
	struct err e = { 0 };

	(void)state;
	assert_ok(note_key_parse(a, str_z(vkey), &k, &e), &e);
	assert_str_equal(k.name, S("PeterNeumann"));
	assert_str_equal(note_key_text(a, &k), str_z(vkey));
	assert_int_equal(checkpoint_signed(a, &c, &k), NOTE_SIGNED);
	assert_ok(note_signer_parse(a, str_z(skey), &s, &e), &e);
	assert_str_equal(note_key_text(a, &s.key), str_z(vkey));
	assert_str_equal(note_signer_text(a, &s), str_fmt(a, "%s\n", skey));
}

static struct note_signer signer(const char *name)
{
	struct note_signer s;
	struct err e = { 0 };

	assert_ok(note_signer_make(a, str_z(name), &s, &e), &e);
	return s;
}

static void what_is_made_is_read_back(void **state)
{
	struct note_signer s = signer(""), other = signer("haidang/khac");
	struct tree_hash root;
	struct checkpoint c;
	struct err e = { 0 };

	(void)state;
	tree_empty(&root);
	struct str note = checkpoint_make(a, &s, s.key.name, 12345, &root);

	assert_true(str_starts(s.key.name, S("haidang/")));
	assert_ok(checkpoint_parse(a, S("t"), note, &c, &e), &e);
	assert_str_equal(c.origin, s.key.name);
	assert_int_equal(c.size, 12345);
	assert_true(tree_same(&c.root, &root));
	assert_int_equal(checkpoint_signed(a, &c, &s.key), NOTE_SIGNED);
	assert_int_equal(checkpoint_signed(a, &c, &other.key), NOTE_STRANGE);
	/* another key under the same name is another key */
	struct note_signer same = signer(str_c(a, s.key.name));

	assert_int_equal(checkpoint_signed(a, &c, &same.key), NOTE_STRANGE);
	memcpy(same.key.id, s.key.id, NOTE_KEY_ID);
	assert_int_equal(checkpoint_signed(a, &c, &same.key), NOTE_FORGED);
}

/* One letter anywhere: it is refused, or its signature does not hold. */
static void a_changed_letter_never_passes(void **state)
{
	struct note_signer s = signer("haidang/thu");
	struct tree_hash root;

	(void)state;
	tree_empty(&root);
	struct str note = checkpoint_make(a, &s, s.key.name, 7, &root);

	for (size_t i = 0; i < note.n; i++) {
		char *bent = str_c(a, note);
		struct checkpoint c;
		struct err e = { 0 };

		bent[i] = bent[i] == 'A' ? 'B' : 'A';
		if (checkpoint_parse(a, S("t"), str_n(bent, note.n), &c, &e))
			assert_int_not_equal(checkpoint_signed(a, &c, &s.key), NOTE_SIGNED);
	}
}

#define ROOT "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static void nonsense_is_refused(void **state)
{
	static const struct {
		const char *note;
		enum text_id text;
	} tries[] = {
		{ "", T_audit_note_form },
		{ "\n", T_audit_note_form },
		{ "\n\n", T_audit_note_form },
		{ "a\n1\n" ROOT "\n", T_audit_note_form },
		{ "a\n1\n" ROOT "\n\n", T_audit_note_form },
		{ "a\n1\n" ROOT "\n\n\u2014 a x", T_audit_note_form },
		{ "\n1\n" ROOT "\n\n\u2014 a x\n", T_audit_note_form },
		{ "a\n01\n" ROOT "\n\n\u2014 a x\n", T_audit_note_size },
		{ "a\n-1\n" ROOT "\n\n\u2014 a x\n", T_audit_note_size },
		{ "a\n+1\n" ROOT "\n\n\u2014 a x\n", T_audit_note_size },
		{ "a\n9223372036854775808\n" ROOT "\n\n\u2014 a x\n", T_audit_note_size },
		{ "a\n1 \n" ROOT "\n\n\u2014 a x\n", T_audit_note_size },
		{ "a\n1\n47DEQpj8\n\n\u2014 a x\n", T_audit_note_root },
		{ "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n\n\u2014 a x\n",
			T_audit_note_root },
		{ "a\n1\n \n\n\u2014 a x\n", T_audit_note_root },
		{ "a\r\n1\r\n" ROOT "\r\n\r\n\u2014 a x\r\n", T_audit_note_form },
		{ "a\xff\n1\n" ROOT "\n\n\u2014 a x\n", T_audit_note_form },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(tries); i++) {
		struct checkpoint c;
		struct err e = { 0 };

		assert_false(checkpoint_parse(a, S("t"), str_z(tries[i].note), &c, &e));
		assert_int_equal(e.text, tries[i].text);
	}
	struct checkpoint c;
	struct err e = { 0 };
	char *huge = arena_alloc(a, NOTE_MAX + 1);

	memset(huge, 'a', NOTE_MAX + 1);
	assert_false(checkpoint_parse(a, S("t"), str_n(huge, NOTE_MAX + 1), &c, &e));
	assert_int_equal(e.code, ERR_TOO_LARGE);
	/* as much as is let in, all of it signatures */
	struct buf b = { .arena = a };

	buf_addz(&b, "a\n1\n" ROOT "\n\n");
	while (b.n < NOTE_MAX - 16)
		buf_addz(&b, "\u2014 a AAAA\n");
	err_clear(&e);
	assert_ok(checkpoint_parse(a, S("t"), buf_str(&b), &c, &e), &e);
	struct note_signer s = signer("a");

	assert_int_equal(checkpoint_signed(a, &c, &s.key), NOTE_STRANGE);
}

static void keys_that_are_none(void **state)
{
	static const char *const tries[] = { "", "+", "++", "a+b+c", "PeterNeumann+c74f20a3",
		"PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a3+Axpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy" };
	static const char *const names[] = { "a b", "a+b", "a\u3000b", "a\xff", "a\tb" };

	(void)state;
	for (size_t i = 0; i < COUNT(tries); i++) {
		struct note_signer s;
		struct note_key k;
		struct err e = { 0 };

		assert_false(note_key_parse(a, str_z(tries[i]), &k, &e));
		assert_int_equal(e.code, ERR_INPUT);
		assert_false(note_signer_parse(a, str_fmt(a, "PRIVATE+KEY+%s", tries[i]), &s, &e));
	}
	for (size_t i = 0; i < COUNT(names); i++) {
		struct note_signer s;
		struct err e = { 0 };

		assert_false(note_signer_make(a, str_z(names[i]), &s, &e));
	}
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_form_is_that_of_others),
		T(what_is_made_is_read_back),
		T(a_changed_letter_never_passes),
		T(nonsense_is_refused),
		T(keys_that_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
