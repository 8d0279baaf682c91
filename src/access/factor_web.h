#ifndef ACCESS_FACTOR_WEB_H
#define ACCESS_FACTOR_WEB_H

#include "access/factor.h"
#include "access/qr.h"

struct factor_page {
	bool owes;    /* the account must have a factor */
	bool waiting; /* and has none: nothing else is open */
	bool totp;
	int64_t codes; /* recovery codes left */
	bool offered;
	struct factor_offer offer;
	struct qr qr;
};

#endif
