/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ls-control.h"
#include "ls-debug.h"
#include "ls-keep.h"
#include "ls-recorder.h"

/* How many bytes of trace to keep where the starter does not say. */
/* 1: a snapshot at each iteration, so that a test may begin to read at any of them. */
#define ENV_SNAPSHOTS "LOOPSCOPE_SNAPSHOTS"

#define LIMIT_DEFAULT (G_GUINT64_CONSTANT (2) << 30)
#define LIMIT_KEEP    (G_GUINT64_CONSTANT (64) << 20)    /* of what may be kept several times */

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

/* Before the recorder's own end is asked for, so that it is over when what was not kept is removed. */
static void
start_keeping (const char *words, const char *trace)
{
  g_autoptr (GError) error = NULL;
  LsKeepReasons reasons;

  if (words != NULL && ls_keep_parse (words, &reasons, &error) && ls_keep_start (&reasons, trace, &error))
    atexit (ls_keep_end);
  if (error != NULL)
    fprintf (stderr, "loopscope: %s\n", error->message);
}

/* A new name in the cache folder: which program, when, and its process. */
static char *
name_trace (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *base = g_path_get_basename (program != NULL ? program : "program");
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "loopscope", NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");

  g_mkdir_with_parents (folder, 0700);
  return g_strdup_printf ("%s/%s-%s-%d.looptrace", folder, base, time, getpid ());
}

/* Runs when the library is loaded, before main(). */
__attribute__ ((constructor)) static void
attach (void)
{
  g_autofree char *self = take (LS_ENV_SELF);
  g_autofree char *trace = take (LS_ENV_TRACE);
  g_autofree char *control = take (LS_ENV_CONTROL);
  g_autofree char *socket = take (LS_ENV_SOCKET);
  g_autofree char *clock = take (LS_ENV_CLOCK);
  g_autofree char *interrupt = take (LS_ENV_INTERRUPT);
  g_autofree char *example = take (LS_ENV_EXAMPLE);
  g_autofree char *limit = take (LS_ENV_LIMIT);
  g_autofree char *keep = take (LS_ENV_KEEP);
  g_autofree char *snapshots = take (ENV_SNAPSHOTS);
  LsRecorderOptions options = { .control = control, .socket = socket, .example = example };
  g_autoptr (GError) error = NULL;

  set_clock (clock);
  set_interrupt (interrupt);
  options.is_host = control == NULL && g_strcmp0 (self, "1") == 0;
  if (trace == NULL && options.is_host)
    trace = name_trace ();
  if (trace == NULL)
    return;
  options.trace = trace;
  options.limit = limit == NULL && keep != NULL ? LIMIT_KEEP : get_limit (limit);
  options.snapshots = g_strcmp0 (snapshots, "1") == 0;
  if (ls_recorder_start (&options, &error))
    {
      start_keeping (keep, trace);
      atexit (ls_recorder_stop);
    }
  if (error != NULL)
    fprintf (stderr, "loopscope: %s\n", error->message);
}
