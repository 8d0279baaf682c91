/*
 * The ground floor in one include: what nearly every file needs.
 * Nothing here knows of databases, pages or the subjects.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define NORETURN __attribute__((noreturn))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#include "base/banned.h"
#include "base/arena.h"
#include "base/str.h"
#include "base/list.h"
#include "base/text.h"
#include "base/err.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"

#endif
