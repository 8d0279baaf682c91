#include "base/arena.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
/* a gap behind each piece, so that an overrun meets poison */
enum { GAP = 16 };
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
enum { GAP = 0 };
#endif

enum { ALIGN = 16, FIRST_BLOCK = 16 * 1024, LARGEST_STEP = 1024 * 1024 };

struct block {
	struct block *before;
	size_t size; /* of bytes[] */
	size_t used;
	size_t unused; /* keeps bytes[] aligned */
	unsigned char bytes[];
};

struct deferred {
	struct deferred *before;
	void (*fn)(void *arg);
	void *arg;
};

struct arena {
	struct block *block; /* the newest */
	struct deferred *deferred;
	size_t cap;
	size_t total; /* handed out */
	jmp_buf *exit;
};

static __attribute__((noreturn)) void give_up(const char *why)
{
	fprintf(stderr, "haidang: %s\n", why);
	abort();
}

/* --- blocks given back are kept, zeroed, for the next arena: a page would otherwise spend a
 * fifth of its time on getting fresh memory from the kernel. Sizes double from FIRST_BLOCK. */

enum { KEPT_SIZES = 7, KEPT_MOST = 8 * 1024 * 1024 };
_Static_assert(FIRST_BLOCK << (KEPT_SIZES - 1) == LARGEST_STEP, "every step has its shelf");

static struct {
	pthread_mutex_t lock;
	struct block *shelf[KEPT_SIZES];
	size_t bytes;
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* KEPT_SIZES for a block of an odd size. */
static int shelf_of(size_t size)
{
	int i = 0;

	while (i < KEPT_SIZES && size != (size_t)FIRST_BLOCK << i)
		i++;
	return i;
}

static struct block *take_kept(size_t size)
{
	int i = shelf_of(size);
	struct block *b = NULL;

	if (i == KEPT_SIZES)
		return NULL;
	pthread_mutex_lock(&kept.lock);
	b = kept.shelf[i];
	if (b) {
		kept.shelf[i] = b->before;
		kept.bytes -= size;
	}
	pthread_mutex_unlock(&kept.lock);
	return b;
}

static bool keep(struct block *b)
{
	int i = shelf_of(b->size);

	if (i == KEPT_SIZES)
		return false;
	pthread_mutex_lock(&kept.lock);
	bool room = kept.bytes + b->size <= KEPT_MOST;

	if (room) {
		b->before = kept.shelf[i];
		kept.shelf[i] = b;
		kept.bytes += b->size;
	}
	pthread_mutex_unlock(&kept.lock);
	return room;
}

static struct block *block_new(size_t size, struct block *before)
{
	struct block *b = take_kept(size);

	if (!b) {
		if (size > SIZE_MAX - sizeof(struct block))
			give_up("out of memory");
		b = calloc(1, sizeof(*b) + size);
		if (!b)
			give_up("out of memory");
		b->size = size;
		POISON(b->bytes, size);
	}
	b->before = before;
	return b;
}

/* As new: what was handed out is zeroed again, all of it is poisoned. */
static void block_clear(struct block *b)
{
	UNPOISON(b->bytes, b->used);
	memset(b->bytes, 0, b->used);
	POISON(b->bytes, b->size);
	b->used = 0;
}

static void block_free(struct block *b)
{
	block_clear(b);
	if (keep(b))
		return;
	UNPOISON(b->bytes, b->size);
	free(b);
}

struct arena *arena_new(size_t cap)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (!a)
		give_up("out of memory");
	a->cap = cap;
	a->block = block_new(FIRST_BLOCK, NULL);
	return a;
}

static void run_deferred(struct arena *a)
{
	while (a->deferred) {
		struct deferred *d = a->deferred;

		a->deferred = d->before;
		d->fn(d->arg);
	}
}

void arena_reset(struct arena *a)
{
	run_deferred(a);
	while (a->block->before) {
		struct block *b = a->block;

		a->block = b->before;
		block_free(b);
	}
	block_clear(a->block);
	a->total = 0;
	a->exit = NULL;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	block_free(a->block);
	free(a);
}

static __attribute__((noreturn)) void full(struct arena *a)
{
	if (!a->exit)
		give_up("an arena reached its cap");
	longjmp(*a->exit, 1);
}

/* Twice the last block, or as often twice as it takes; beyond the largest step just what is needed.
 */
static struct block *block_for(struct arena *a, size_t need)
{
	size_t size = a->block->size < LARGEST_STEP ? a->block->size * 2 : LARGEST_STEP;

	while (size < need && size < LARGEST_STEP)
		size *= 2;
	return a->block = block_new(need > size ? need : size, a->block);
}

void *arena_alloc(struct arena *a, size_t size)
{
	if (size > a->cap || a->total > a->cap - size)
		full(a);
	size_t need = (size + GAP + ALIGN - 1) / ALIGN * ALIGN;
	struct block *b = a->block;

	if (need > b->size - b->used)
		b = block_for(a, need);
	void *p = b->bytes + b->used;

	b->used += need;
	a->total += size;
	UNPOISON(p, size);
	return p; /* blocks come zeroed, and are zeroed again when given back */
}

void *arena_alloc_n(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		full(a);
	return arena_alloc(a, n * size);
}

struct arena_mark arena_mark(struct arena *a)
{
	return (struct arena_mark){ a->block, a->block->used, a->total };
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
	while (a->block != mark.block) {
		struct block *b = a->block;

		a->block = b->before;
		block_free(b);
	}
	struct block *b = a->block;

	UNPOISON(b->bytes + mark.used, b->used - mark.used);
	memset(b->bytes + mark.used, 0, b->used - mark.used);
	POISON(b->bytes + mark.used, b->used - mark.used);
	b->used = mark.used;
	a->total = mark.total;
}

void arena_defer(struct arena *a, void (*fn)(void *arg), void *arg)
{
	struct deferred *d = NEW(a, struct deferred);

	*d = (struct deferred){ a->deferred, fn, arg };
	a->deferred = d;
}

void arena_on_full(struct arena *a, jmp_buf *exit)
{
	a->exit = exit;
}

size_t arena_used(const struct arena *a)
{
	return a->total;
}

void arena_limit(struct arena *a, size_t cap)
{
	a->cap = cap;
}
