/*
 * What the pages of published reports show.
 */
#ifndef REPORT_REPORT_PUBLISH_WEB_H
#define REPORT_REPORT_PUBLISH_WEB_H

#include "report/report_web.h"

#endif
