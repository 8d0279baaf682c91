/*
 * cmocka with the headers it wants before it, and comparisons of our own strings.
 */
#ifndef TEST_CMOCKA_H
#define TEST_CMOCKA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/str.h"

/* Equal bytes; says both where they are not. */
#define assert_str_equal(got, expected)                                            \
	do {                                                                       \
		struct str got_ = (got), expected_ = (expected);                   \
		if (!str_eq(got_, expected_))                                      \
			fail_msg("got \"%.*s\", expected \"%.*s\"", STR_ARG(got_), \
				STR_ARG(expected_));                               \
	} while (0)

/* Fails with the error's own words when a fallible call did. */
#define assert_ok(call, e)                                                             \
	do {                                                                           \
		if (!(call))                                                           \
			fail_msg("%s: code %s, text %d, detail %s (%s:%d)", #call,     \
				err_code_name((e)->code), (int)(e)->text, (e)->detail, \
				(e)->file ? (e)->file : "?", (e)->line);               \
	} while (0)

#endif
