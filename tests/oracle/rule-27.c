/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 27: an exception that nobody asked for is told of when it goes, not when it comes; a bad callback ends nothing. */
#include "rule.h"

static LsValue
fails (const LsValue *args, GError **error)
{
  g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "%s", ls_value_get_string (args[0]));
  return LS_NONE;
}

static LsValue
forgotten (const LsValue *args, GError **error)
{
  LsTask *task = ls_create_task (ls_coro (fails, LS_STR ("forgotten")), .name = "forgotten");
  g_autoptr (GError) in_future = g_error_new_literal (LS_ERROR, LS_ERROR_VALUE, "in a future");
  LsFuture *future, *both;

  LS_TRY (ls_sleep (1, error));
  printf ("done %s\n", str (ls_task_done (task)));
  ls_task_unref (task);
  printf ("gone\n");
  future = ls_future_new ();
  ls_future_set_exception (future, in_future, error);
  printf ("future done %s\n", str (ls_future_done (future)));
  ls_future_unref (future);
  both = ls_future_ref (ls_gather (ls_coro (fails, LS_STR ("one")), ls_coro (fails, LS_STR ("other"))));
  LS_TRY (ls_sleep (1, error));
  ls_future_unref (both);
  printf ("gather gone\n");
  return LS_NONE;
}

static void
print_repr (LsValue value)
{
  g_auto (LsValue) held = ls_value_copy (value);
  g_autofree char *repr = ls_value_repr (held);

  printf ("%s\n", repr);
}

static LsValue
asked_for (const LsValue *args, GError **error)
{
  static const char *const words[] = { "exception", "result", "await", "gather", "cancel" };
  LsTask *tasks[G_N_ELEMENTS (words)];
  g_auto (LsValue) gathered = LS_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    tasks[i] = ls_create_task (ls_coro (fails, LS_STR (words[i])), .name = words[i]);
  LS_TRY (ls_sleep (1, error));
  print_repr (ls_value_error (ls_task_exception (tasks[0], error)));
  ls_task_result (tasks[1], error);
  printf ("result %s\n", (*error)->message);
  g_clear_error (error);
  ls_await_done (tasks[2], error);
  printf ("await %s\n", (*error)->message);
  g_clear_error (error);
  gathered = ls_await (ls_gatherv (&tasks[3], 1, TRUE), error);
  print_repr (gathered);
  printf ("cancel %s\n", str (ls_task_cancel (tasks[4])));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    ls_task_unref (tasks[i]);
  printf ("nothing told\n");
  return LS_NONE;
}

static void
bad (const LsValue *args, GError **error)
{
  g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "%s", ls_value_get_string (args[0]));
}

static void
bad_when_done (LsFuture *future, gpointer data, GError **error)
{
  g_set_error (error, LS_ERROR, LS_ERROR_TYPE, "done with %d", (int) ls_value_get_int (ls_future_result (future, NULL)));
}

static void
good (const LsValue *args, GError **error)
{
  printf ("good %s\n", ls_value_get_string (args[0]));
}

static LsValue
bad_callbacks (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  g_autoptr (LsFuture) future = ls_future_new ();

  ls_future_add_done_callback (future, bad_when_done, NULL);
  ls_future_set_result (future, LS_INT (5), error);
  ls_loop_call_soon (loop, bad, LS_STR ("soon"));
  ls_loop_call_soon (loop, good, LS_STR ("goes on"));
  ls_loop_call_later (loop, 1, bad, LS_STR ("later"));
  LS_TRY (ls_sleep (2, error));
  return LS_NONE;
}

static void
note (LsLoop *loop, const LsExceptionContext *context, gpointer data, GError **error)
{
  g_auto (LsValue) value = context->exception != NULL ? ls_value_copy (ls_value_error (context->exception)) : LS_NONE;
  g_autofree char *repr = ls_value_repr (value);

  printf ("noted %s %s %s\n", context->message, repr, str (context->handle != NULL));
}

static void
note_and_pass_on (LsLoop *loop, const LsExceptionContext *context, gpointer data, GError **error)
{
  note (loop, context, data, error);
  ls_loop_default_exception_handler (loop, context);
}

static void
note_and_fail (LsLoop *loop, const LsExceptionContext *context, gpointer data, GError **error)
{
  note (loop, context, data, error);
  g_set_error (error, LS_ERROR, LS_ERROR_RUNTIME, "the handler fails too");
}

static LsValue
own_handlers (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  const LsExceptionHandler handlers[] = { note, note_and_pass_on, note_and_fail };

  printf ("%s\n", str (ls_loop_get_exception_handler (loop, NULL) == NULL));
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    {
      ls_loop_set_exception_handler (loop, handlers[i], NULL);
      printf ("%s\n", str (ls_loop_get_exception_handler (loop, NULL) == handlers[i]));
      ls_loop_call_soon (loop, bad, LS_STR ("word"));
      ls_loop_call_exception_handler (loop, &(LsExceptionContext) { .message = "by hand" });
      LS_TRY (ls_sleep (1, error));
    }
  ls_loop_set_exception_handler (loop, NULL, NULL);
  ls_loop_call_soon (loop, bad, LS_STR ("to the default one"));
  LS_TRY (ls_sleep (1, error));
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (forgotten), error));
  LS_TRY (ls_await_done (ls_coro (asked_for), error));
  LS_TRY (ls_await_done (ls_coro (bad_callbacks), error));
  LS_TRY (ls_await_done (ls_coro (own_handlers), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
