#include "operation/envelope.h"

#include <errno.h>
#include <sodium.h>
#include <unistd.h>
#include <zstd.h>

#include "operation/envelope_form.h"

enum {
	FRAME = 64 << 10, /* plain bytes of a frame at most */
	OVERHEAD = crypto_secretstream_xchacha20poly1305_ABYTES,
	LEVEL = 3,
	WINDOW_LOG_MOST = 23,  /* 8 MiB; level 3 asks for less */
	PIECE = 128 << 10,     /* opened bytes handed on at a time */
	RATIO_FREE = 64 << 20, /* a stream may unfold to that much whatever it is */
	RATIO_MOST = 1000
};

_Static_assert(STREAM_HEADER == crypto_secretstream_xchacha20poly1305_HEADERBYTES, "header");
_Static_assert(SEALED_KEY == crypto_secretstream_xchacha20poly1305_KEYBYTES + crypto_box_SEALBYTES,
	"sealed key");

#define TAG_MANIFEST crypto_secretstream_xchacha20poly1305_TAG_PUSH
#define TAG_DATA crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
#define TAG_END crypto_secretstream_xchacha20poly1305_TAG_FINAL

/* --- writing */

/* The state of a stream is as good as its key: guarded memory. */
struct secret_state {
	crypto_secretstream_xchacha20poly1305_state stream;
	unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
};

struct envelope {
	struct arena *arena;
	int fd;
	struct secret_state *secret;
	ZSTD_CCtx *zstd;
	crypto_generichash_state digest;
	int64_t plain, written;
	unsigned char head_digest[ENVELOPE_DIGEST];
	bool begun; /* the head is bound to a frame */
	size_t n;   /* in data */
	unsigned char data[FRAME];
	unsigned char frame[4 + FRAME + OVERHEAD];
};

static void free_secret(void *secret)
{
	sodium_free(secret);
}

static struct secret_state *new_secret(struct arena *a)
{
	struct secret_state *s = sodium_init() < 0 ? NULL : sodium_malloc(sizeof(*s));

	if (!s)
		die("no guarded memory");
	arena_defer(a, free_secret, s);
	return s;
}

static void free_cctx(void *zstd)
{
	ZSTD_freeCCtx(zstd);
}

static bool put(struct envelope *v, const void *bytes, size_t n, struct err *e)
{
	const char *p = bytes;

	v->written += (int64_t)n;
	while (n) {
		ssize_t done = write(v->fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return FAIL(e, ERR_STORE, T_operation_not_written, str_z(strerror(errno)));
		p += done;
		n -= (size_t)done;
	}
	return true;
}

static bool put_frame(
	struct envelope *v, const void *bytes, size_t n, unsigned char tag, struct err *e)
{
	unsigned long long length = 0;

	crypto_secretstream_xchacha20poly1305_push(&v->secret->stream, v->frame + 4, &length, bytes,
		n, v->begun ? NULL : v->head_digest, v->begun ? 0 : ENVELOPE_DIGEST, tag);
	v->begun = true;
	for (int i = 0; i < 4; i++)
		v->frame[i] = (unsigned char)(length >> (8 * i));
	return put(v, v->frame, 4 + (size_t)length, e);
}

static bool seal_key(struct envelope *v, struct head_form *f, const struct recipient *to)
{
	struct sealed_key *k = &f->keys[f->n_keys++];

	memcpy(k->name, to->name, sizeof(k->name));
	return crypto_box_seal(k->bytes, v->secret->key, sizeof(v->secret->key), to->key) == 0;
}

static bool put_head(struct envelope *v, const struct envelope_head *head,
	const struct recipient *to, size_t n_to, struct err *e)
{
	struct head_form *f = NEW(v->arena, struct head_form);

	f->head = *head;
	crypto_secretstream_xchacha20poly1305_keygen(v->secret->key);
	crypto_secretstream_xchacha20poly1305_init_push(
		&v->secret->stream, f->stream, v->secret->key);
	for (size_t i = 0; i < n_to; i++)
		if (!seal_key(v, f, &to[i]))
			return FAIL(e, ERR_INPUT, T_operation_recipient_bad);
	sodium_memzero(v->secret->key, sizeof(v->secret->key));
	struct str text = head_write(v->arena, f);

	crypto_generichash(
		v->head_digest, ENVELOPE_DIGEST, (const unsigned char *)text.p, text.n, NULL, 0);
	return put(v, text.p, text.n, e);
}

bool envelope_begin(struct envelope **out, struct arena *a, int fd,
	const struct envelope_head *head, const struct envelope_manifest *manifest,
	const struct recipient *to, size_t n_to, struct err *e)
{
	struct envelope *v = NEW(a, struct envelope);
	struct str text = manifest_write(a, manifest);

	if (n_to == 0 || n_to > ENVELOPE_RECIPIENTS || text.n > MANIFEST_MOST)
		return FAIL(e, ERR_INPUT, T_operation_recipients);
	v->arena = a;
	v->fd = fd;
	v->secret = new_secret(a);
	v->zstd = ZSTD_createCCtx();
	if (!v->zstd)
		die("no memory for zstd");
	arena_defer(a, free_cctx, v->zstd);
	ZSTD_CCtx_setParameter(v->zstd, ZSTD_c_compressionLevel, LEVEL);
	crypto_generichash_init(&v->digest, NULL, 0, ENVELOPE_DIGEST);
	if (!put_head(v, head, to, n_to, e) || !put_frame(v, text.p, text.n, TAG_MANIFEST, e))
		return false;
	*out = v;
	return true;
}

static bool compress(struct envelope *v, struct str bytes, ZSTD_EndDirective end, struct err *e)
{
	ZSTD_inBuffer in = { bytes.p, bytes.n, 0 };
	size_t left;

	do {
		ZSTD_outBuffer out = { v->data, FRAME, v->n };

		left = ZSTD_compressStream2(v->zstd, &out, &in, end);
		if (ZSTD_isError(left)) {
			err_detail(e, "zstd: %s", ZSTD_getErrorName(left));
			return FAIL(e, ERR_INTERNAL, T_operation_not_written, S("zstd"));
		}
		v->n = out.pos;
		if (v->n == FRAME) {
			if (!put_frame(v, v->data, v->n, TAG_DATA, e))
				return false;
			v->n = 0;
		}
	} while (in.pos < in.size || (end == ZSTD_e_end && left));
	return true;
}

bool envelope_write(void *envelope, struct str bytes, struct err *e)
{
	struct envelope *v = envelope;

	crypto_generichash_update(&v->digest, (const unsigned char *)bytes.p, bytes.n);
	v->plain += (int64_t)bytes.n;
	return compress(v, bytes, ZSTD_e_continue, e);
}

bool envelope_end(struct envelope *v, struct err *e)
{
	unsigned char digest[ENVELOPE_DIGEST];

	if (!compress(v, S(""), ZSTD_e_end, e) ||
		(v->n && !put_frame(v, v->data, v->n, TAG_DATA, e)))
		return false;
	crypto_generichash_final(&v->digest, digest, sizeof(digest));
	struct str text = trailer_write(v->arena, v->plain, digest);

	return put_frame(v, text.p, text.n, TAG_END, e);
}

int64_t envelope_size(const struct envelope *v)
{
	return v->written;
}

/* --- reading */

struct opened {
	struct arena *arena;
	int fd;
	struct secret_state *secret;
	ZSTD_DCtx *zstd;
	bool zstd_done; /* the compressed stream has ended */
	crypto_generichash_state digest;
	int64_t packed, plain;
	struct head_form form;
	struct envelope_manifest manifest;
	/* what was read and not used yet */
	unsigned char raw[FRAME];
	size_t at, n;
	/* a frame, opened */
	unsigned char sealed[FRAME + OVERHEAD];
	unsigned char open[FRAME];
	/* the piece that is held back, and the one in the making */
	char *held, *next;
	size_t n_held;
};

static bool damaged(struct err *e)
{
	return FAIL(e, ERR_INPUT, T_operation_backup_damaged);
}

static bool refill(struct opened *o, struct err *e)
{
	ssize_t n;

	do {
		n = read(o->fd, o->raw, sizeof(o->raw));
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return FAIL(e, ERR_INPUT, T_operation_not_read, str_z(strerror(errno)));
	o->at = 0;
	o->n = (size_t)n;
	return true;
}

/* Exactly n bytes; *got is what there was. */
static bool take(struct opened *o, unsigned char *to, size_t n, size_t *got, struct err *e)
{
	*got = 0;
	while (*got < n) {
		if (o->at == o->n && !refill(o, e))
			return false;
		if (o->n == 0)
			return true;
		size_t part = o->n - o->at < n - *got ? o->n - o->at : n - *got;

		memcpy(to + *got, o->raw + o->at, part);
		o->at += part;
		*got += part;
	}
	return true;
}

/* Byte by byte up to the empty line, and no further than a head may reach. */
static bool take_head(struct opened *o, struct str *text, struct err *e)
{
	struct buf b = { .arena = o->arena };
	unsigned char c;
	size_t got;

	while (b.n < HEAD_MOST) {
		if (!take(o, &c, 1, &got, e))
			return false;
		if (got == 0)
			break;
		buf_addc(&b, (char)c);
		if (b.n == 15 && !str_eq(buf_str(&b), S("haidang-backup ")))
			break;
		if (c == '\n' && b.n >= 2 && b.p[b.n - 2] == '\n') {
			*text = buf_str(&b);
			return true;
		}
	}
	if (!str_starts(buf_str(&b), S("haidang-backup ")))
		return FAIL(e, ERR_INPUT, T_operation_no_backup);
	return damaged(e);
}

/* Any of the sealed keys: its name is what the file says and may be wrong. */
static bool unseal_key(struct opened *o, const struct recipient_secret *secret, struct err *e)
{
	for (size_t i = 0; i < o->form.n_keys; i++)
		if (crypto_box_seal_open(o->secret->key, o->form.keys[i].bytes, SEALED_KEY,
			    secret->open.key, secret->key) == 0)
			return true;
	return FAIL(e, ERR_DENIED, T_operation_wrong_key, str_z(o->form.keys[0].name));
}

/* The next frame, opened. */
static bool take_frame(struct opened *o, const unsigned char *bound, size_t n_bound,
	unsigned char *tag, struct str *plain, struct err *e)
{
	unsigned char size[4];
	unsigned long long length = 0;
	size_t got;

	if (!take(o, size, sizeof(size), &got, e))
		return false;
	if (got != sizeof(size))
		return FAIL(e, ERR_INPUT, T_operation_backup_cut);
	size_t n = (size_t)size[0] | (size_t)size[1] << 8 | (size_t)size[2] << 16 |
		   (size_t)size[3] << 24;

	if (n < OVERHEAD || n > sizeof(o->sealed))
		return damaged(e);
	if (!take(o, o->sealed, n, &got, e))
		return false;
	if (got != n)
		return FAIL(e, ERR_INPUT, T_operation_backup_cut);
	if (crypto_secretstream_xchacha20poly1305_pull(
		    &o->secret->stream, o->open, &length, tag, o->sealed, n, bound, n_bound) != 0)
		return damaged(e);
	*plain = str_n((const char *)o->open, (size_t)length);
	return true;
}

static bool open_stream(
	struct opened *o, struct str head, const struct recipient_secret *secret, struct err *e)
{
	unsigned char digest[ENVELOPE_DIGEST], tag = 0;
	struct str text;

	if (!unseal_key(o, secret, e))
		return false;
	if (crypto_secretstream_xchacha20poly1305_init_pull(
		    &o->secret->stream, o->form.stream, o->secret->key) != 0)
		return damaged(e);
	sodium_memzero(o->secret->key, sizeof(o->secret->key));
	crypto_generichash(digest, sizeof(digest), (const unsigned char *)head.p, head.n, NULL, 0);
	if (!take_frame(o, digest, sizeof(digest), &tag, &text, e))
		return false;
	if (tag != TAG_MANIFEST)
		return damaged(e);
	return manifest_read(o->arena, text, &o->manifest, e);
}

static void free_dctx(void *zstd)
{
	ZSTD_freeDCtx(zstd);
}

bool envelope_open(struct opened **out, struct arena *a, int fd,
	const struct recipient_secret *secret, struct err *e)
{
	struct opened *o = NEW(a, struct opened);
	struct str head;

	o->arena = a;
	o->fd = fd;
	o->secret = new_secret(a);
	o->held = arena_alloc(a, PIECE);
	o->next = arena_alloc(a, PIECE);
	o->zstd = ZSTD_createDCtx();
	if (!o->zstd)
		die("no memory for zstd");
	arena_defer(a, free_dctx, o->zstd);
	ZSTD_DCtx_setParameter(o->zstd, ZSTD_d_windowLogMax, WINDOW_LOG_MOST);
	crypto_generichash_init(&o->digest, NULL, 0, ENVELOPE_DIGEST);
	if (!take_head(o, &head, e) || !head_read(a, head, &o->form, e) ||
		!open_stream(o, head, secret, e))
		return false;
	*out = o;
	return true;
}

const struct envelope_head *opened_head(const struct opened *o)
{
	return &o->form.head;
}

const struct envelope_manifest *opened_manifest(const struct opened *o)
{
	return &o->manifest;
}

/* Few bytes that unfold to very many are no database. */
static bool is_bomb(const struct opened *o)
{
	if (o->manifest.size && o->plain > o->manifest.size)
		return true;
	return o->plain > RATIO_FREE && o->plain / RATIO_MOST > o->packed;
}

/* Hands on what was held back, and holds the new piece. */
static bool hand_on(struct opened *o, size_t n, copy_sink sink, void *ctx, struct err *e)
{
	char *held = o->held;

	if (o->n_held && !sink(ctx, str_n(held, o->n_held), e))
		return false;
	o->held = o->next;
	o->next = held;
	o->n_held = n;
	return true;
}

static bool unfold(struct opened *o, struct str packed, copy_sink sink, void *ctx, struct err *e)
{
	ZSTD_inBuffer in = { packed.p, packed.n, 0 };
	size_t full = PIECE;

	o->packed += (int64_t)packed.n;
	/* a full piece may leave more of it inside */
	while (in.pos < in.size || full == PIECE) {
		ZSTD_outBuffer out = { o->next, PIECE, 0 };

		if (o->zstd_done)
			return in.pos == in.size || damaged(e);
		size_t left = ZSTD_decompressStream(o->zstd, &out, &in);

		if (ZSTD_isError(left)) {
			err_detail(e, "zstd: %s", ZSTD_getErrorName(left));
			return damaged(e);
		}
		o->zstd_done = left == 0;
		full = out.pos;
		o->plain += (int64_t)out.pos;
		if (is_bomb(o))
			return FAIL(e, ERR_TOO_LARGE, T_operation_backup_bomb);
		crypto_generichash_update(&o->digest, (const unsigned char *)o->next, out.pos);
		if (out.pos && !hand_on(o, out.pos, sink, ctx, e))
			return false;
	}
	return true;
}

/* The last frame says what all before it were; behind it comes nothing. */
static bool check_end(struct opened *o, struct str said, struct err *e)
{
	unsigned char digest[ENVELOPE_DIGEST], more;
	size_t got;

	crypto_generichash_final(&o->digest, digest, sizeof(digest));
	if (!o->zstd_done || !str_eq(said, trailer_write(o->arena, o->plain, digest)) ||
		(o->manifest.size && o->plain != o->manifest.size))
		return damaged(e);
	return take(o, &more, 1, &got, e) && (got == 0 || damaged(e));
}

bool opened_read(struct opened *o, copy_sink sink, void *ctx, struct err *e)
{
	unsigned char tag = TAG_DATA;
	struct str plain;

	for (;;) {
		if (!take_frame(o, NULL, 0, &tag, &plain, e))
			return false;
		if (tag == TAG_END)
			break;
		if (tag != TAG_DATA)
			return damaged(e);
		if (!unfold(o, plain, sink, ctx, e))
			return false;
	}
	return check_end(o, plain, e) && hand_on(o, 0, sink, ctx, e);
}
