/*
 * One-time codes by the clock (RFC 6238): six digits of HMAC-SHA-1, a new one every thirty
 * seconds, as every authenticator app makes them. Reckons only; what is kept is factor.h's.
 */
#ifndef ACCESS_TOTP_H
#define ACCESS_TOTP_H

#include "base/base.h"

enum { TOTP_SECRET = 20, TOTP_DIGITS = 6, TOTP_SECONDS = 30, TOTP_DRIFT = 1 };

/* The step that a moment of clock_now() lies in. */
int64_t totp_step(int64_t at);
/* The code of a step, of TOTP_DIGITS digits. */
void totp_code(const unsigned char secret[TOTP_SECRET], int64_t step, char code[TOTP_DIGITS + 1]);
/* The step within TOTP_DRIFT of `at` whose code this is and that is later than `last`; 0:
 * none. The work does not depend on the code. */
int64_t totp_match(
	const unsigned char secret[TOTP_SECRET], struct str code, int64_t at, int64_t last);

/* Base32 in groups of four, to be typed; and without the groups, for the address. */
struct str totp_groups(struct arena *a, const unsigned char secret[TOTP_SECRET]);
struct str totp_address(
	struct arena *a, const unsigned char secret[TOTP_SECRET], struct str account);

#endif
