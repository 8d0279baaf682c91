/*
 * The page of an account's calendar address: its struct stands with the calendar's other pages.
 */
#ifndef CALENDAR_FEED_WEB_H
#define CALENDAR_FEED_WEB_H

#include "calendar/calendar_web.h"

#endif
