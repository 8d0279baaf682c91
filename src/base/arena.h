/*
 * Arenas: memory with one end of life. A request, a command, a test owns one;
 * everything it makes is taken from there and goes at once. Nobody frees.
 *
 * The memory that comes back is zeroed and aligned for any type. Out of memory
 * ends the process; reaching the arena's cap leaves by arena_on_full, or ends the
 * process where no exit was set. Under AddressSanitizer what was not handed out,
 * and what was rewound, is poisoned.
 *
 * An arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct arena_mark {
	void *block;
	size_t used;
	size_t total;
};

/* An arena that holds at most `cap` bytes. Released by arena_free. */
struct arena *arena_new(size_t cap);

/* Runs what was deferred, newest first, and gives everything back. NULL is allowed. */
void arena_free(struct arena *a);

/* As arena_free, but the arena stays usable and keeps its first block. */
void arena_reset(struct arena *a);

void *arena_alloc(struct arena *a, size_t size) __attribute__((malloc, returns_nonnull));

/* Room for n items; n * size is checked. */
void *arena_alloc_n(struct arena *a, size_t n, size_t size)
	__attribute__((malloc, returns_nonnull));

/* For a type that wants more than any of the language's own: states of a cipher, say. */
static inline void *arena_alloc_aligned(struct arena *a, size_t size, size_t align)
{
	if (align <= _Alignof(max_align_t))
		return arena_alloc(a, size);
	char *p = arena_alloc(a, size + align - 1);

	return p + (-(uintptr_t)p & (align - 1));
}

#define NEW(a, type) ((type *)arena_alloc_aligned((a), sizeof(type), _Alignof(type)))
#define NEW_N(a, type, n) ((type *)arena_alloc_n((a), (n), sizeof(type)))

/* A scratch place in a loop over rows: what came after the mark goes at the rewind.
 * Nothing deferred may lie between the two. */
struct arena_mark arena_mark(struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark);

/* Calls `fn(arg)` when the arena ends or is reset: closes what is not memory. */
void arena_defer(struct arena *a, void (*fn)(void *arg), void *arg);

/* Where to go (longjmp, value 1) when the cap is reached; NULL: end the process.
 * The jump buffer stays the caller's and must outlive its use. */
void arena_on_full(struct arena *a, jmp_buf *exit);

/* Another cap, once it is known what the arena is for. */
void arena_limit(struct arena *a, size_t cap);

/* Bytes handed out so far. */
size_t arena_used(const struct arena *a);

#endif
