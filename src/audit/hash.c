#include "audit/hash.h"

#include <openssl/evp.h>
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static EVP_MD *sha256;

static void end_state(void *state)
{
	EVP_MD_CTX_free(state);
}

static void look_up(void)
{
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (!sha256 || pthread_key_create(&key, end_state) != 0)
		die("SHA-256 is missing");
}

/* The key ends the state with the thread; the variable finds it quickly. */
static _Thread_local EVP_MD_CTX *kept;

static EVP_MD_CTX *state_of_thread(void)
{
	if (kept)
		return kept;
	pthread_once(&once, look_up);
	kept = EVP_MD_CTX_new();
	if (!kept || pthread_setspecific(key, kept) != 0)
		die("SHA-256 is missing");
	return kept;
}

static void hash(const unsigned char *prefix, struct str bytes, unsigned char out[32])
{
	EVP_MD_CTX *state = state_of_thread();
	unsigned n = 0;

	if (!EVP_DigestInit_ex(state, sha256, NULL) ||
		(prefix && !EVP_DigestUpdate(state, prefix, 1)) ||
		!EVP_DigestUpdate(state, bytes.p, bytes.n) || !EVP_DigestFinal_ex(state, out, &n) ||
		n != 32)
		die("SHA-256 failed");
}

void hash_sha256(struct str bytes, unsigned char out[32])
{
	hash(NULL, bytes, out);
}

void hash_sha256_after(unsigned char prefix, struct str bytes, unsigned char out[32])
{
	hash(&prefix, bytes, out);
}
