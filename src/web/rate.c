#include "web/rate.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>

/* Tokens come one every `every` microseconds, up to `most`. */
static const struct {
	int64_t every;
	int most;
} classes[RATES] = {
	[RATE_PAGE] = { 0, 0 },
	[RATE_FREE] = { 0, 0 },
	[RATE_LOGIN] = { 500 * 1000, 120 },
	[RATE_CHANGE] = { 10 * 1000, 1000 },
	[RATE_HEAVY] = { 1000 * 1000, 60 },
	[RATE_REFUSED] = { 50 * 1000, 20000 }, /* entries of the log that one account may cause */
};

enum { SETS = 1024, WAYS = 4 };

/* When the bucket will be full again says how full it is. Whoever is full is forgotten:
 * a free place and a full bucket are the same. */
struct bucket {
	uint64_t key;
	int64_t full_at;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct bucket table[SETS][WAYS];
static unsigned char secret[crypto_shorthash_KEYBYTES];
static bool secret_made;

static uint64_t key_of(enum rate rate, const struct actor *actor, struct str peer)
{
	unsigned char in[80] = { (unsigned char)rate };
	uint64_t key;
	size_t n = 16;

	if (actor->account) {
		memcpy(in + 8, &actor->account, sizeof(actor->account));
	} else {
		in[1] = 1;
		size_t room = peer.n < sizeof(in) - n ? peer.n : sizeof(in) - n;

		memcpy(in + n, room ? peer.p : "", room);
		n += room;
	}
	crypto_shorthash((unsigned char *)&key, in, n, secret);
	return key;
}

/* The key's bucket, else the one of its set that is nearest to full. */
static struct bucket *bucket_of(uint64_t key, int64_t now)
{
	struct bucket *set = table[key % SETS], *best = &set[0];

	for (int i = 0; i < WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (set[i].full_at < best->full_at)
			best = &set[i];
	}
	*best = (struct bucket){ .key = key, .full_at = now };
	return best;
}

bool rate_take(
	enum rate rate, const struct actor *actor, struct str peer, int64_t ticks, struct err *e)
{
	int64_t every = classes[rate].every, wait;
	char seconds[24];

	if (!every)
		return true;
	pthread_mutex_lock(&lock);
	if (!secret_made)
		crypto_shorthash_keygen(secret);
	secret_made = true;
	struct bucket *b = bucket_of(key_of(rate, actor, peer), ticks);

	if (b->full_at < ticks)
		b->full_at = ticks;
	wait = b->full_at + every - ticks - every * classes[rate].most;
	if (wait <= 0)
		b->full_at += every;
	pthread_mutex_unlock(&lock);
	if (wait <= 0)
		return true;
	int n = snprintf(seconds, sizeof(seconds), "%lld", (long long)(wait / 1000000 + 1));

	return FAIL(e, ERR_TOO_MANY, T_web_too_often, str_n(seconds, (size_t)n));
}
