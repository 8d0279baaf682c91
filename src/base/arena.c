#include "base/arena.h"

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

static struct block *block_new(size_t size, struct block *before)
{
	if (size > SIZE_MAX - sizeof(struct block))
		give_up("out of memory");
	struct block *b = calloc(1, sizeof(*b) + size);

	if (!b)
		give_up("out of memory");
	b->before = before;
	b->size = size;
	POISON(b->bytes, size);
	return b;
}

static void block_free(struct block *b)
{
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
	UNPOISON(a->block->bytes, a->block->used);
	memset(a->block->bytes, 0, a->block->used);
	a->block->used = 0;
	POISON(a->block->bytes, a->block->size);
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

static struct block *block_for(struct arena *a, size_t need)
{
	size_t step = a->block->size * 2;

	if (step > LARGEST_STEP)
		step = LARGEST_STEP;
	return a->block = block_new(need > step ? need : step, a->block);
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
