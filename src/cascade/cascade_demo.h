/*
 * The demo's links and members' plans.
 */
#ifndef CASCADE_CASCADE_DEMO_H
#define CASCADE_CASCADE_DEMO_H

#include "audit/audit.h"
#include "base/base.h"
#include "store/db.h"

/* Confirms the certain links of the demo's plans and registers two invented plans of members.
 * Done once; the very same again changes nothing. */
bool cascade_demo(
	struct db *db, struct arena *a, const struct audit_entry *who, struct err *e) MUST;

#endif
