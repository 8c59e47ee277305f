/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record.h"

#define BOOL(value) ((value) ? "True" : "False")

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
first_exception (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) late = ls_create_task (work (3, NULL), .name = "late");
  g_autoptr (GError) failure = NULL;

  ls_await (ls_gather (work (2, "second"), work (1, "first"), late), &failure);
  record_print ("main got %s", failure->message);
  record_print ("late done %s", BOOL (ls_task_done (late)));
  record_print ("late gave %d", (int) ls_value_get_int (ls_await (late, error)));
  return LS_NONE;
}

static LsValue
exceptions_in_the_list (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) child = ls_create_task (work (5, NULL), .name = "child");
  LsFuture *both = ls_gather_exceptions (work (1, NULL), child, work (1, "bad"));
  g_auto (LsValue) results = LS_NONE;

  LS_TRY (ls_sleep (0, error));
  ls_task_cancel (child);
  results = ls_await (both, error);
  for (gsize i = 0; i < ls_value_list_length (results); i++)
    {
      g_autofree char *text = ls_value_str (ls_value_list_get (results, i));

      record_print ("in the list: %s", text);
    }
  return LS_NONE;
}

static LsValue
child_cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) child = ls_create_task (work (5, NULL), .name = "lost");
  g_autoptr (LsFuture) both = ls_future_ref (ls_gather (child, work (1, NULL)));
  GError *cancelled = NULL;

  LS_TRY (ls_sleep (0, error));
  ls_task_cancel (child);
  ls_await (both, &cancelled);
  if (ls_error_catch (&cancelled, LS_ERROR_CANCELLED))
    record_print ("main got CancelledError");
  record_print ("%s %s", BOOL (ls_future_done (both)), BOOL (ls_future_cancelled (both)));
  return LS_NONE;
}

static void
print_list (LsFuture *gathered, GError **error)
{
  g_auto (LsValue) results = ls_await (gathered, error);
  g_autofree char *text = ls_value_repr (results);

  record_print ("%s", text);
}

static LsValue
twice_and_none (const LsValue *args, GError **error)
{
  LsCoro *again = work (1, NULL);

  print_list (ls_gather (again, work (2, NULL), again), error);
  print_list (ls_gather (), error);
  return LS_NONE;
}

static LsValue
cancelled_as_a_whole (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) both = ls_future_ref (ls_gather (work (5, NULL), work (6, NULL)));
  GError *cancelled = NULL;
  gboolean asked;

  LS_TRY (ls_sleep (1, error));
  asked = ls_future_cancel (both);
  record_print ("cancel %s done %s", BOOL (asked), BOOL (ls_future_done (both)));
  ls_await (both, &cancelled);
  if (ls_error_catch (&cancelled, LS_ERROR_CANCELLED))
    record_print ("cancelled");
  record_print ("%s %s", BOOL (ls_future_done (both)), BOOL (ls_future_cancelled (both)));
  return LS_NONE;
}

static LsValue
rule_16_main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (first_exception), error));
  LS_TRY (ls_await_done (ls_coro (exceptions_in_the_list), error));
  LS_TRY (ls_await_done (ls_coro (child_cancelled), error));
  LS_TRY (ls_await_done (ls_coro (twice_and_none), error));
  LS_TRY (ls_await_done (ls_coro (cancelled_as_a_whole), error));
  return LS_NONE;
}

static void
rule_16 (void)
{
  record_run_program (ls_coro_new ("main", rule_16_main_, NULL, 0));
}

static LsValue
child (const LsValue *args, GError **error)
{
  ls_sleep (10, error);
  record_print ("child ends");
  return LS_NONE;
}

static LsValue
waiter (const LsValue *args, GError **error)
{
  g_auto (LsValue) results = ls_await (ls_gather_exceptions (ls_coro (child), ls_coro (child)), error);

  if (ls_error_is_cancelled (*error))
    record_print ("waiter cancelled");
  return LS_NONE;
}

static LsValue
rule_17_main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (waiter), .name = "waiter");
  GError *cancelled = NULL;

  LS_TRY (ls_sleep (1, error));
  record_print ("cancel %s", BOOL (ls_task_cancel (task)));
  ls_await (task, &cancelled);
  if (ls_error_catch (&cancelled, LS_ERROR_CANCELLED))
    record_print ("main sees it");
  record_print ("%s", BOOL (ls_task_cancelled (task)));
  return LS_NONE;
}

static void
rule_17 (void)
{
  record_run_program (ls_coro_new ("main", rule_17_main_, NULL, 0));
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
ignore (LsLoop *loop, const LsExceptionContext *context, gpointer data)
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

  record_add_rule ("Gather", "rule-16-first-exception-and-the-rest", rule_16);
  record_add_rule ("Gather", "rule-17-cancel-of-who-gathers-exceptions", rule_17);
  g_test_add_func ("/Ls/Gather/forgotten", test_forgotten);
  g_test_add_func ("/Ls/Gather/many", test_many);

  return g_test_run ();
}
