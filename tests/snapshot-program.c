/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For test-snapshot: awaits all that comes from outside the loop, for several iterations each. */
#include <loopscope.h>
#include <unistd.h>

static LsValue
works (const LsValue *args, GError **error)
{
  g_usleep (20000);
  return args[0];
}

static LsValue
reads (const LsValue *args, GError **error)
{
  char byte;

  LS_TRY (ls_wait_readable ((int) ls_value_get_int (args[0]), error));
  return LS_INT (read ((int) ls_value_get_int (args[0]), &byte, 1));
}

static LsValue
asks_shell (const LsValue *args, GError **error)
{
  const char *argv[] = { "/bin/sleep", "0.03", NULL };
  g_autoptr (LsSubprocess) child = ls_create_subprocess_exec (argv, error);
  int code;

  LS_TRY (child != NULL && ls_subprocess_wait (child, &code, error));
  return LS_INT (code);
}

static LsValue
counts (const LsValue *args, GError **error)
{
  for (guint i = 0; i < 20; i++)
    {
      LS_TRY (ls_yield (LS_INT (i), error));
      LS_TRY (ls_sleep (0.002, error));
    }
  return LS_NONE;
}

static LsValue
goes_through (const LsValue *args, GError **error)
{
  LS_ASYNC_FOR (item, ls_async_gen (counts), error)
    LS_TRY (ls_sleep (0.001, error));
  return LS_NONE;
}

static LsValue
writes (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (0.02, error));
  return LS_INT (write ((int) ls_value_get_int (args[0]), "x", 1));
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  int fds[2];

  if (pipe (fds) < 0)
    return LS_NONE;
  LS_TRY (ls_await_done (ls_gather (ls_to_thread (works, LS_INT (1)), ls_to_thread (works, LS_INT (2)),
                                    ls_coro (reads, LS_INT (fds[0])), ls_coro (writes, LS_INT (fds[1])),
                                    ls_coro (asks_shell), ls_coro (goes_through)),
                         error));
  close (fds[0]);
  close (fds[1]);
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
