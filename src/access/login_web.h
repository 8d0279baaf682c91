#ifndef ACCESS_LOGIN_WEB_H
#define ACCESS_LOGIN_WEB_H

#include "base/base.h"

struct login_page {
	struct str next; /* where it leads after the log-in; no value: home */
};

#endif
