/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ls-control.h"
#include "ls-debug.h"
#include "ls-recorder.h"

/* How many bytes of trace to keep where the starter does not say. */
#define LIMIT_DEFAULT (G_GUINT64_CONSTANT (2) << 30)

/* What a program started by Loopscope finds in its environment; its own children shall not find it. */
static char *
take (const char *variable)
{
  char *value = g_strdup (g_getenv (variable));

  g_unsetenv (variable);
  return value;
}

static void
set_clock (const char *clock)
{
  for (LsClockKind kind = LS_CLOCK_REAL; clock != NULL && kind <= LS_CLOCK_INSTANT; kind++)
    if (strcmp (clock, ls_clock_kind_name (kind)) == 0)
      {
        ls_debug_set_clock (kind, 1);
        return;
      }
  if (clock != NULL)
    fprintf (stderr, "loopscope: “%s” is not a clock (real, paced, instant): the clock is real.\n", clock);
}

static void
set_interrupt (const char *text)
{
  char *end = NULL;
  double seconds = text != NULL ? g_ascii_strtod (text, &end) : 0;

  if (text == NULL)
    return;
  if (*end == '\0' && seconds > 0)
    ls_debug_interrupt_at (seconds);
  else
    fprintf (stderr, "loopscope: “%s” is not a time above 0: no interrupt will come.\n", text);
}

static guint64
get_limit (const char *limit)
{
  g_autoptr (GError) error = NULL;
  guint64 bytes;

  if (limit == NULL)
    return LIMIT_DEFAULT;
  if (g_ascii_string_to_unsigned (limit, 10, 0, G_MAXINT64, &bytes, &error))
    return bytes;
  fprintf (stderr, "loopscope: “%s” is not a number of bytes: the trace may grow to 2 GiB.\n", limit);
  return LIMIT_DEFAULT;
}

/* Runs when the library is loaded, before main(). */
__attribute__ ((constructor)) static void
attach (void)
{
  g_autofree char *trace = take (LS_ENV_TRACE);
  g_autofree char *control = take (LS_ENV_CONTROL);
  g_autofree char *socket = take (LS_ENV_SOCKET);
  g_autofree char *clock = take (LS_ENV_CLOCK);
  g_autofree char *interrupt = take (LS_ENV_INTERRUPT);
  g_autofree char *example = take (LS_ENV_EXAMPLE);
  g_autofree char *limit = take (LS_ENV_LIMIT);
  LsRecorderOptions options = { trace, control, socket, example, 0 };
  g_autoptr (GError) error = NULL;

  set_clock (clock);
  set_interrupt (interrupt);
  if (trace == NULL)
    return;
  options.limit = get_limit (limit);
  if (ls_recorder_start (&options, &error))
    atexit (ls_recorder_stop);
  if (error != NULL)
    fprintf (stderr, "loopscope: %s\n", error->message);
}
