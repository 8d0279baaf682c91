/*
 * Files of an activity: handed in on its page, read by who reaches it.
 */
#ifndef ACTIVITY_ACTIVITY_FILE_WEB_H
#define ACTIVITY_ACTIVITY_FILE_WEB_H

#include "activity/activity_web.h"

#endif
