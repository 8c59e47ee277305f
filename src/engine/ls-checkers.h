/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/*
 * What memory and race checkers must be told about stacks that are switched between.  Without a checker
 * all of it is nothing, or, for valgrind, which checks programs as they were built, a few instructions
 * where stacks are made.
 */

#if defined __has_include
#if __has_include (<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#define LS_ON_VALGRIND RUNNING_ON_VALGRIND
#endif
#endif
#ifndef LS_ON_VALGRIND
#define LS_ON_VALGRIND 0
#define VALGRIND_STACK_REGISTER(low, high) 0
#define VALGRIND_MAKE_MEM_UNDEFINED(start, size) 0
#endif

#ifndef __has_feature
#define __has_feature(x) 0
#endif

#if defined __SANITIZE_ADDRESS__ || __has_feature (address_sanitizer)
#define LS_WITH_ASAN 1
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#else
#define LS_WITH_ASAN 0
#endif

#if defined __SANITIZE_THREAD__ || __has_feature (thread_sanitizer)
#define LS_WITH_TSAN 1
#include <sanitizer/tsan_interface.h>
#else
#define LS_WITH_TSAN 0
#endif

/* A stack is used anew: what its last user left there means nothing. */
static inline void
ls_checkers_forget (gpointer low, gpointer high)
{
#if LS_WITH_ASAN
  ASAN_UNPOISON_MEMORY_REGION (low, (char *) high - (char *) low);
#endif
  (void) VALGRIND_MAKE_MEM_UNDEFINED (low, (char *) high - (char *) low);
}
