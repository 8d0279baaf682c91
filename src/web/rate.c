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
	[RATE_PEER] = { 500 * 1000, 120 },
	[RATE_CHANGE] = { 10 * 1000, 1000 },
	[RATE_HEAVY] = { 1000 * 1000, 60 },
	[RATE_REFUSED] = { 50 * 1000, 50000 }, /* entries of the log that one account may cause */
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

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_secret(void)
{
	crypto_shorthash_keygen(secret);
}

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
	pthread_once(&once, make_secret);
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

/* Takes one; false with the time to wait where there is none. */
static bool take(uint64_t key, int64_t every, int64_t most, int64_t ticks, struct err *e)
{
	char seconds[24];

	pthread_mutex_lock(&lock);
	struct bucket *b = bucket_of(key, ticks);

	if (b->full_at < ticks)
		b->full_at = ticks;
	int64_t wait = b->full_at + every - ticks - every * most;

	if (wait <= 0)
		b->full_at += every;
	pthread_mutex_unlock(&lock);
	if (wait <= 0)
		return true;
	int n = snprintf(seconds, sizeof(seconds), "%lld", (long long)(wait / 1000000 + 1));

	return FAIL(e, ERR_TOO_MANY, T_web_too_often, str_n(seconds, (size_t)n));
}

bool rate_take(
	enum rate rate, const struct actor *actor, struct str peer, int64_t ticks, struct err *e)
{
	int64_t every = classes[rate].every;

	return !every || take(key_of(rate, actor, peer), every, classes[rate].most, ticks, e);
}

bool rate_token(int64_t token, int64_t per_minute, int64_t ticks, struct err *e)
{
	const struct actor holder = { .account = token };

	return take(key_of(RATES, &holder, STR_NULL), 60 * INT64_C(1000000) / per_minute,
		per_minute, ticks, e);
}
