#ifndef REPORT_REPORT_DUTY_WEB_H
#define REPORT_REPORT_DUTY_WEB_H

#include "report/report.h"
#include "web/request.h"

#endif
