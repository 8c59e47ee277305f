/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>
#include <string.h>

#include "loopscope.h"

/* Makes a mistake on purpose, in a task: what the sanitizers have to catch. */

static gpointer lost;

static LsValue
leak (const LsValue *args, GError **error)
{
  lost = g_malloc (4321);
  LS_TRY (ls_sleep (0, error));
  lost = NULL;
  return LS_NONE;
}

static LsValue
write_behind (const LsValue *args, GError **error)
{
  char *volatile four = g_malloc (4);

  LS_TRY (ls_sleep (0, error));
  four[4] = 1;
  g_free (four);
  return LS_NONE;
}

static LsValue
overflow (const LsValue *args, GError **error)
{
  volatile int most = INT_MAX;

  LS_TRY (ls_sleep (0, error));
  most = most + 1;
  return LS_NONE;
}

int
main (int argc, char *argv[])
{
  static const struct { const char *name; LsCoroFunc body; } mistakes[] = {
    { "leak", leak }, { "write-behind", write_behind }, { "overflow", overflow },
  };

  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    if (argc == 2 && strcmp (argv[1], mistakes[i].name) == 0)
      return ls_run_main (ls_coro_new (mistakes[i].name, mistakes[i].body, NULL, 0));
  return 2;
}
