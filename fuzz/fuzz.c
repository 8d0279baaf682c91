/*
 * Runs a fuzz target without a fuzzer: seeds, and what becomes of them when bytes are
 * flipped, cut out, doubled, swapped between seeds or replaced by tokens of the format.
 * Same seed, same inputs, so that a failure comes again. Targets export libFuzzer's
 * function and can be linked with it (clang -fsanitize=fuzzer) in place of this file.
 *
 *	x_fuzz [RUNS [SEED]]        an input that fails is left in fuzz-failure.bin
 */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_MAX = 16384, RUNS = 200000 };

static uint64_t state;
static uint8_t input[INPUT_MAX];
static size_t input_n;

/* xorshift64*: good enough to choose bytes. */
static uint64_t draw(uint64_t below)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (state * 0x2545F4914F6CDD1DULL >> 33) % below;
}

static void keep_failure(void)
{
	FILE *f = fopen("fuzz-failure.bin", "wb");

	if (!f)
		return;
	fwrite(input, 1, input_n, f);
	fclose(f);
}

void __asan_set_death_callback(void (*callback)(void)) __attribute__((weak));

static void insert(size_t at, const void *bytes, size_t n)
{
	if (input_n + n > INPUT_MAX)
		return;
	memmove(input + at + n, input + at, input_n - at);
	memcpy(input + at, bytes, n);
	input_n += n;
}

static void cut(void)
{
	size_t from = draw(input_n), n = 1 + draw(input_n - from);

	memmove(input + from, input + from + n, input_n - from - n);
	input_n -= n;
}

static void double_part(void)
{
	uint8_t part[64];
	size_t from = draw(input_n), n = 1 + draw(sizeof(part));

	if (n > input_n - from)
		n = input_n - from;
	memcpy(part, input + from, n);
	insert(draw(input_n + 1), part, n);
}

static void mutate(void)
{
	const char *word = fuzz_words[draw(fuzz_words_n)];
	const struct fuzz_seed *other = &fuzz_seeds[draw(fuzz_seeds_n)];

	if (input_n == 0) {
		insert(0, word, strlen(word));
		return;
	}
	switch (draw(6)) {
	case 0:
		input[draw(input_n)] ^= (uint8_t)(1u << draw(8));
		break;
	case 1:
		input[draw(input_n)] = (uint8_t)draw(256);
		break;
	case 2:
		cut();
		break;
	case 3:
		double_part();
		break;
	case 4:
		insert(draw(input_n + 1), word, strlen(word));
		break;
	default:
		insert(draw(input_n + 1), other->bytes, draw(other->n + 1));
		break;
	}
}

static void run(void)
{
	/* A copy of exactly its size, so that a byte too far is seen. */
	uint8_t *copy = malloc(input_n ? input_n : 1);

	if (!copy)
		abort();
	memcpy(copy, input, input_n);
	LLVMFuzzerTestOneInput(copy, input_n);
	free(copy);
}

int main(int argc, char **argv)
{
	uint64_t runs = argc > 1 ? strtoull(argv[1], NULL, 10) : RUNS;

	state = argc > 2 ? strtoull(argv[2], NULL, 10) : 88172645463325252ULL;
	if (__asan_set_death_callback)
		__asan_set_death_callback(keep_failure);
	for (uint64_t i = 0; i < runs; i++) {
		const struct fuzz_seed *seed = &fuzz_seeds[draw(fuzz_seeds_n)];

		input_n = seed->n < INPUT_MAX ? seed->n : INPUT_MAX;
		memcpy(input, seed->bytes, input_n);
		for (uint64_t k = i < fuzz_seeds_n ? 0 : 1 + draw(8); k > 0; k--)
			mutate();
		run();
	}
	printf("%s: %llu inputs\n", argv[0], (unsigned long long)runs);
	return 0;
}
