#ifndef OPERATION_OPERATION_WEB_H
#define OPERATION_OPERATION_WEB_H

#include "operation/doctor.h"
#include "web/parts.h"

struct doctor_page {
	struct findings found;
};

#endif
