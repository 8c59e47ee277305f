/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-caller.h"

#include <dlfcn.h>
#include <gnu/libc-version.h>
#include <stdio.h>
#include <unwind.h>

/* Of whom no line is asked: this library, GLib, the C library, and who puts itself in the place of the latter's
 * functions, as a sanitizer does. */
#define N_PASSED_OVER 4

/* Beyond so many frames nobody looks for the caller of a printf(). */
#define MOST_FRAMES 48

typedef struct
{
  gconstpointer found;
  guint         n_frames;
} Search;

static gconstpointer passed_over[N_PASSED_OVER];   /* where each is mapped; constant once set */

/* dladdr() would look through all of a module's symbols, under a lock. */
static gconstpointer
get_base (gconstpointer address)
{
  struct dl_find_object found;

  return _dl_find_object ((gpointer) address, &found) == 0 ? found.dlfo_map_start : NULL;
}

static void
set_up (void)
{
  static gsize done;

  if (!g_once_init_enter (&done))
    return;
  passed_over[0] = get_base ((gconstpointer) ls_caller_find);
  passed_over[1] = get_base ((gconstpointer) g_print);
  passed_over[2] = get_base ((gconstpointer) gnu_get_libc_version);
  passed_over[3] = get_base ((gconstpointer) fputs);
  g_once_init_leave (&done, 1);
}

static _Unwind_Reason_Code
look_at_frame (struct _Unwind_Context *context, void *data)
{
  Search *search = data;
  gconstpointer address = (gconstpointer) (_Unwind_GetIP (context) - 1);
  gconstpointer base = get_base (address);

  for (guint i = 0; base != NULL && i < N_PASSED_OVER; i++)
    if (base == passed_over[i])
      return ++search->n_frames < MOST_FRAMES ? _URC_NO_REASON : _URC_END_OF_STACK;
  search->found = base != NULL ? address : NULL;
  return _URC_END_OF_STACK;
}

/**
 * ls_caller_find:
 *
 * Who called into the libraries, for calls that tell no site: a printf() that comes out here.  It is as expensive as
 * a hundred trace points, next to a write() little, and needs 2 KiB of the stack; it takes no memory.
 *
 * Returns: (nullable): an address inside the calling instruction of the program's innermost function; %NULL where the
 *   stack cannot be read, or where the engine is linked into the program itself and nobody is between
 */
gconstpointer
ls_caller_find (void)
{
  Search search = { NULL, 0 };

  set_up ();
  _Unwind_Backtrace (look_at_frame, &search);
  return search.found;
}
