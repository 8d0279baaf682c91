/*
 * What a fuzz target exports: the function libFuzzer wants, seeds, and words of the format.
 * A target ends the process (abort, a sanitizer) where something is wrong.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

struct fuzz_seed {
	const char *bytes;
	size_t n;
};

#define FUZZ_SEED(literal)                   \
	{                                    \
		literal, sizeof(literal) - 1 \
	}

extern const struct fuzz_seed fuzz_seeds[];
extern const size_t fuzz_seeds_n;
extern const char *const fuzz_words[];
extern const size_t fuzz_words_n;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#endif
