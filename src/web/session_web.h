/* Language before log-in, health, the description of the interface: no pages of their own. */
#ifndef WEB_SESSION_WEB_H
#define WEB_SESSION_WEB_H

#include "web/request.h"

#endif
