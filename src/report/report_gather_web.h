/*
 * What the page for putting a section together shows.
 */
#ifndef REPORT_REPORT_GATHER_WEB_H
#define REPORT_REPORT_GATHER_WEB_H

#include "report/report_web.h"

#endif
