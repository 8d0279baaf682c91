#include "audit/note.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sys/random.h>

#include "audit/hash.h"

enum { ED25519 = 1, SIGNATURE = 64, SIGNATURES_MOST = 64 };

/* --- bytes as letters */

struct str base64_of(struct arena *a, struct str bytes)
{
	unsigned char *out = arena_alloc(a, (bytes.n + 2) / 3 * 4 + 1);
	int n = EVP_EncodeBlock(out, (const unsigned char *)bytes.p, (int)bytes.n);

	return str_n((const char *)out, (size_t)n);
}

bool base64_parse(struct arena *a, struct str text, struct str *out)
{
	unsigned char *bytes = arena_alloc(a, text.n / 4 * 3 + 1);
	int n;

	if (text.n == 0 || text.n % 4 != 0 || text.n > NOTE_MAX)
		return false;
	n = EVP_DecodeBlock(bytes, (const unsigned char *)text.p, (int)text.n);
	if (n < 0)
		return false;
	for (size_t i = text.n; i > text.n - 2 && text.p[i - 1] == '='; i--)
		n--;
	*out = str_n((const char *)bytes, (size_t)n);
	/* OpenSSL takes more than one way of writing the same */
	return str_eq(base64_of(a, *out), text);
}

struct str hex_of(struct arena *a, struct str bytes)
{
	struct buf b = { .arena = a };

	for (size_t i = 0; i < bytes.n; i++)
		buf_addf(&b, "%02x", (unsigned char)bytes.p[i]);
	return buf_str(&b);
}

/* --- keys */

static bool is_space(uint32_t rune)
{
	return rune <= 0x20 || rune == 0x7f || rune == 0x85 || rune == 0xa0 || rune == 0x1680 ||
	       (rune >= 0x2000 && rune <= 0x200a) || rune == 0x2028 || rune == 0x2029 ||
	       rune == 0x202f || rune == 0x205f || rune == 0x3000;
}

static bool name_allowed(struct str name)
{
	size_t len;

	if (name.n == 0 || name.n > NOTE_NAME_MAX || !str_is_utf8(name))
		return false;
	for (size_t i = 0; i < name.n; i += len) {
		uint32_t rune = str_rune(name, i, &len);

		if (rune == '+' || is_space(rune))
			return false;
	}
	return true;
}

/* What stands behind the name in both forms of a key: the algorithm and its bytes. */
static struct str typed(struct arena *a, const unsigned char bytes[32])
{
	char *p = arena_alloc(a, 33);

	p[0] = ED25519;
	memcpy(p + 1, bytes, 32);
	return str_n(p, 33);
}

static void set_id(struct arena *a, struct note_key *k)
{
	struct buf b = { .arena = a };
	unsigned char digest[32];

	buf_add(&b, k->name);
	buf_addc(&b, '\n');
	buf_add(&b, typed(a, k->key));
	hash_sha256(buf_str(&b), digest);
	memcpy(k->id, digest, NOTE_KEY_ID);
}

static struct str id_text(struct arena *a, const struct note_key *k)
{
	return hex_of(a, str_n((const char *)k->id, NOTE_KEY_ID));
}

/* name+hash+base64(0x01 || 32 bytes). */
static bool parse_typed(
	struct arena *a, struct str text, struct str *name, struct str *id, unsigned char out[32])
{
	struct str rest = text, bytes;

	if (!str_split(&rest, '+', name) || !str_split(&rest, '+', id) || !name_allowed(*name) ||
		!base64_parse(a, rest, &bytes) || bytes.n != 33 || bytes.p[0] != ED25519)
		return false;
	memcpy(out, bytes.p + 1, 32);
	return true;
}

bool note_key_parse(struct arena *a, struct str text, struct note_key *out, struct err *e)
{
	struct str id;

	*out = (struct note_key){ 0 };
	if (text.n > NOTE_MAX || !parse_typed(a, str_trim(text), &out->name, &id, out->key))
		return FAIL(e, ERR_INPUT, T_audit_key_bad);
	set_id(a, out);
	return str_eq(id, id_text(a, out)) || FAIL(e, ERR_INPUT, T_audit_key_bad);
}

struct str note_key_text(struct arena *a, const struct note_key *k)
{
	return str_fmt(a, "%.*s+%.*s+%.*s", STR_ARG(k->name), STR_ARG(id_text(a, k)),
		STR_ARG(base64_of(a, typed(a, k->key))));
}

static const char *const private_prefix = "PRIVATE+KEY+";

/* The public half of the seed. */
static void set_public(struct note_signer *s)
{
	size_t n = sizeof(s->key.key);
	EVP_PKEY *pair = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, s->seed, NOTE_SEED);

	if (!pair || !EVP_PKEY_get_raw_public_key(pair, s->key.key, &n))
		die("Ed25519 is missing");
	EVP_PKEY_free(pair);
}

bool note_signer_parse(struct arena *a, struct str text, struct note_signer *out, struct err *e)
{
	struct str prefix = str_z(private_prefix), id, t = str_trim(text);

	*out = (struct note_signer){ 0 };
	if (!str_starts(t, prefix) ||
		!parse_typed(a, str_sub(t, prefix.n, t.n), &out->key.name, &id, out->seed))
		return FAIL(e, ERR_INPUT, T_audit_signer_bad);
	set_public(out);
	set_id(a, &out->key);
	return str_eq(id, id_text(a, &out->key)) || FAIL(e, ERR_INPUT, T_audit_signer_bad);
}

struct str note_signer_text(struct arena *a, const struct note_signer *s)
{
	return str_fmt(a, "%s%.*s+%.*s+%.*s\n", private_prefix, STR_ARG(s->key.name),
		STR_ARG(id_text(a, &s->key)), STR_ARG(base64_of(a, typed(a, s->seed))));
}

bool note_signer_make(struct arena *a, struct str name, struct note_signer *out, struct err *e)
{
	*out = (struct note_signer){ 0 };
	if (getrandom(out->seed, NOTE_SEED, 0) != NOTE_SEED)
		die("no random numbers");
	set_public(out);
	struct str drawn = hex_of(a, str_n((const char *)out->key.key, 8));

	out->key.name = name.n ? name : str_fmt(a, "haidang/%.*s", STR_ARG(drawn));
	if (!name_allowed(out->key.name))
		return FAIL(e, ERR_INPUT, T_audit_key_name, name);
	set_id(a, &out->key);
	return true;
}

void note_forget(struct note_signer *s)
{
	OPENSSL_cleanse(s->seed, NOTE_SEED);
}

/* --- writing */

static void sign(const struct note_signer *s, struct str body, unsigned char out[SIGNATURE])
{
	EVP_PKEY *pair = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, s->seed, NOTE_SEED);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t n = SIGNATURE;

	if (!pair || !ctx || !EVP_DigestSignInit(ctx, NULL, NULL, NULL, pair) ||
		!EVP_DigestSign(ctx, out, &n, (const unsigned char *)body.p, body.n))
		die("Ed25519 is missing");
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pair);
}

struct str checkpoint_make(struct arena *a, const struct note_signer *s, struct str origin,
	int64_t size, const struct tree_hash *root)
{
	unsigned char bytes[NOTE_KEY_ID + SIGNATURE];
	struct str root64 = base64_of(a, str_n((const char *)root->b, TREE_HASH));
	struct str body = str_fmt(
		a, "%.*s\n%lld\n%.*s\n", STR_ARG(origin), (long long)size, STR_ARG(root64));

	memcpy(bytes, s->key.id, NOTE_KEY_ID);
	sign(s, body, bytes + NOTE_KEY_ID);
	return str_fmt(a, "%.*s\n\u2014 %.*s %.*s\n", STR_ARG(body), STR_ARG(s->key.name),
		STR_ARG(base64_of(a, str_n((const char *)bytes, sizeof(bytes)))));
}

/* --- reading */

static bool clean(struct str s)
{
	if (!str_is_utf8(s))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 && s.p[i] != '\n')
			return false;
	return true;
}

/* The last empty line divides what is signed from the signatures. */
static bool divide(struct str bytes, struct checkpoint *out)
{
	for (size_t i = bytes.n; i-- > 1;)
		if (bytes.p[i] == '\n' && bytes.p[i - 1] == '\n') {
			out->body = str_sub(bytes, 0, i);
			out->signatures = str_sub(bytes, i + 1, bytes.n);
			return out->signatures.n > 0 && str_ends(out->signatures, S("\n"));
		}
	return false;
}

static bool parse_size(struct arena *a, struct str line, int64_t *out)
{
	return str_to_int(line, out) && *out >= 0 &&
	       str_eq(line, str_fmt(a, "%lld", (long long)*out));
}

bool checkpoint_parse(
	struct arena *a, struct str source, struct str bytes, struct checkpoint *out, struct err *e)
{
	struct str rest, size, root, hash;

	*out = (struct checkpoint){ 0 };
	if (bytes.n > NOTE_MAX)
		return FAIL(e, ERR_TOO_LARGE, T_audit_note_large, source);
	if (!clean(bytes) || !divide(bytes, out))
		return FAIL(e, ERR_INPUT, T_audit_note_form, source);
	rest = out->body;
	if (!str_split(&rest, '\n', &out->origin) || out->origin.n == 0)
		return FAIL(e, ERR_INPUT, T_audit_note_form, source);
	if (!str_split(&rest, '\n', &size) || !parse_size(a, size, &out->size))
		return FAIL(e, ERR_INPUT, T_audit_note_size, source);
	if (!str_split(&rest, '\n', &root) || !base64_parse(a, root, &hash) || hash.n != TREE_HASH)
		return FAIL(e, ERR_INPUT, T_audit_note_root, source);
	memcpy(out->root.b, hash.p, TREE_HASH);
	return true;
}

static bool holds(const struct checkpoint *c, const struct note_key *k, struct str signature)
{
	EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, k->key, 32);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok;

	if (!ctx)
		die("Ed25519 is missing");
	ok = key && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, key) == 1 &&
	     EVP_DigestVerify(ctx, (const unsigned char *)signature.p, signature.n,
		     (const unsigned char *)c->body.p, c->body.n) == 1;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	return ok;
}

static enum note_signed line_signed(
	struct arena *a, const struct checkpoint *c, const struct note_key *k, struct str line)
{
	struct str dash = S("\u2014 "), name, bytes;

	if (!str_starts(line, dash))
		return NOTE_STRANGE;
	line = str_sub(line, dash.n, line.n);
	if (!str_split(&line, ' ', &name) || !str_eq(name, k->name) ||
		!base64_parse(a, line, &bytes) || bytes.n < NOTE_KEY_ID ||
		memcmp(bytes.p, k->id, NOTE_KEY_ID) != 0)
		return NOTE_STRANGE;
	struct str signature = str_sub(bytes, NOTE_KEY_ID, bytes.n);

	return signature.n == SIGNATURE && holds(c, k, signature) ? NOTE_SIGNED : NOTE_FORGED;
}

enum note_signed checkpoint_signed(
	struct arena *a, const struct checkpoint *c, const struct note_key *k)
{
	enum note_signed found = NOTE_STRANGE;
	struct str rest = c->signatures, line;

	for (int i = 0; i < SIGNATURES_MOST && str_split(&rest, '\n', &line); i++) {
		enum note_signed s = line_signed(a, c, k, line);

		if (s == NOTE_FORGED)
			return s;
		if (s == NOTE_SIGNED)
			found = s;
	}
	return found;
}
