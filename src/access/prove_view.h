/* Before a change of what protects an account: the person shows again who they are. */
#ifndef ACCESS_PROVE_VIEW_H
#define ACCESS_PROVE_VIEW_H

#include "web/request.h"

/* True where that was too long ago: the browser is sent to ask for it and comes back to
 * `back`, and the handler returns true. */
bool prove_first(struct request *rq, struct str back);

#endif
