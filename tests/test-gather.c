/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record.h"

static LsValue
work_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (ls_value_get_int (args[0]), error));
  if (!ls_value_is_none (args[1]))
    g_set_error_literal (error, LS_ERROR, LS_ERROR_VALUE, ls_value_get_string (args[1]));
  return args[0];
}

static LsCoro *
work (int seconds, const char *error)
{
  return ls_coro (work_, LS_INT (seconds), error != NULL ? LS_STR (error) : LS_NONE);
}

static LsValue
forgets (const LsValue *args, GError **error)
{
  ls_gather (work (1, NULL), work (2, "never retrieved, but gathered"));
  LS_TRY (ls_sleep (3, error));
  ls_gather (work (1, NULL));
  return LS_NONE;
}

static void
ignore (LsLoop *loop, const LsExceptionContext *context, gpointer data, GError **error)
{
  ++*(int *) data;
}

/* What nobody awaits is freed with its loop, and reported then. */
static void
test_forgotten (void)
{
  g_autoptr (LsLoop) loop = NULL;
  int reported = 0;

  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  loop = ls_loop_new ();
  ls_loop_set_exception_handler (loop, ignore, &reported);
  ls_loop_run_until_complete (loop, ls_coro (forgets), NULL);
  g_assert_cmpint (reported, ==, 0);
  ls_loop_close (loop);
  g_assert_cmpint (reported, ==, 1);
}

static LsValue
gathers_many (const LsValue *args, GError **error)
{
  LsCoro *coros[100];
  g_auto (LsValue) results = LS_NONE;

  for (int i = 0; i < 100; i++)
    coros[i] = work (i % 7, NULL);
  results = ls_await (ls_gatherv (coros, 100, FALSE), error);
  for (int i = 0; i < 100; i++)
    g_assert_cmpint (ls_value_get_int (ls_value_list_get (results, i)), ==, i % 7);
  return LS_NONE;
}

static void
test_many (void)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  record_run_program (ls_coro (gathers_many));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  record_add_rule ("Gather", "rule-16", "first-exception-and-the-rest", rule_16);
  record_add_rule ("Gather", "rule-17", "cancel-of-who-gathers-exceptions", rule_17);
  g_test_add_func ("/Ls/Gather/forgotten", test_forgotten);
  g_test_add_func ("/Ls/Gather/many", test_many);

  return g_test_run ();
}
