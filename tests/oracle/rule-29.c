/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 29: a task begins with a copy of its maker's context, callbacks have that of registering, awaiting shares it. */
#include "rule.h"

static LsContextVar who = LS_CONTEXT_VAR_WITH_DEFAULT ("who", LS_STR ("nobody"));
static LsContextVar depth = LS_CONTEXT_VAR ("depth");

static void
show (const char *label)
{
  g_auto (LsValue) name = ls_context_var_get (&who, NULL);
  LsValue level = ls_context_var_get_or (&depth, LS_INT (-1));

  printf ("%s %s %d\n", label, ls_value_get_string (name), (int) ls_value_get_int (level));
}

static void
show_of (const char *name, const char *what)
{
  g_autofree char *label = g_strconcat (name, what, NULL);

  show (label);
}

static LsValue
child (const LsValue *args, GError **error)
{
  show_of (ls_value_get_string (args[0]), " begins:");
  ls_context_var_set (&who, args[0]);
  LS_TRY (ls_sleep (0, error));
  show_of (ls_value_get_string (args[0]), " goes on:");
  return LS_NONE;
}

static LsValue
part (const LsValue *args, GError **error)
{
  ls_context_var_set (&depth, LS_INT (2));
  LS_TRY (ls_sleep (0, error));
  ls_context_var_set (&who, LS_STR ("part"));
  return LS_NONE;
}

static LsValue
generate (const LsValue *args, GError **error)
{
  ls_context_var_set (&who, LS_STR ("generator"));
  LS_TRY (ls_yield (LS_INT (1), error));
  show ("generator goes on:");
  ls_context_var_set (&who, LS_STR ("generator again"));
  return LS_NONE;
}

static void
callback (const LsValue *args, GError **error)
{
  show (ls_value_get_string (args[0]));
  ls_context_var_set (&who, LS_STR ("callback"));
}

static void
on_done (LsFuture *future, gpointer data, GError **error)
{
  show ("done callback:");
}

static LsValue
set_who (const LsValue *args, GError **error)
{
  ls_context_var_set (&who, args[0]);
  return LS_NONE;
}

static LsValue
callbacks (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  g_autoptr (LsFuture) future = ls_loop_create_future (loop);
  g_autoptr (LsContext) other = ls_context_new ();

  ls_context_run (other, error, set_who, LS_STR ("other"));
  ls_context_var_set (&who, LS_STR ("early"));
  ls_loop_call_soon (loop, callback, LS_STR ("call_soon:"));
  ls_loop_call_later (loop, 0.01, callback, LS_STR ("call_later:"));
  ls_loop_call_at (loop, ls_loop_time (loop) + 0.01, callback, LS_STR ("call_at:"));
  ls_loop_call_soon_threadsafe (loop, callback, LS_STR ("call_soon_threadsafe:"));
  ls_loop_call_soon_in (loop, other, callback, LS_STR ("call_soon in other:"));
  ls_loop_call_soon_in (loop, other, callback, LS_STR ("the same once more:"));
  ls_loop_call_later_in (loop, other, 0.01, callback, LS_STR ("call_later in other:"));
  ls_future_add_done_callback (future, on_done, NULL);
  ls_future_add_done_callback_in (future, other, on_done, NULL);
  ls_context_var_set (&who, LS_STR ("late"));
  ls_future_set_result (future, LS_NONE, NULL);
  ls_future_add_done_callback (future, on_done, NULL);
  LS_TRY (ls_sleep (0.02, error));
  show ("after callbacks:");
  return LS_NONE;
}

static LsValue
tasks (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) first = NULL;

  ls_context_var_set (&who, LS_STR ("maker"));
  first = ls_create_task (ls_coro (child, LS_STR ("first")));
  ls_context_var_set (&who, LS_STR ("maker later"));
  LS_TRY (ls_await_done (first, error));
  show ("after first:");
  LS_TRY (ls_await_done (ls_coro (child, LS_STR ("no task")), error));
  show ("after no task:");
  LS_TRY (ls_await_done (ls_gather (ls_coro (child, LS_STR ("second")), ls_coro (child, LS_STR ("third"))), error));
  ls_wait_for (ls_coro (child, LS_STR ("fourth")), 1, error);
  show ("after wait_for:");
  LS_WITH_TIMEOUT (1, error)
    ls_await_done (ls_coro (part), error);
  show ("after part:");
  return LS_NONE;
}

static LsValue
run_callback (const LsValue *args, GError **error)
{
  callback (args, error);
  return LS_NONE;
}

static void
show_inside (LsContext *context)
{
  g_auto (LsValue) name = ls_context_get (context, &who, NULL);

  printf ("in it: %s\n", ls_value_get_string (name));
}

static LsValue
shared (const LsValue *args, GError **error)
{
  g_autoptr (LsContext) context = ls_copy_context ();
  g_auto (LsValue) name = LS_NONE;
  LsTask *task;

  task = ls_create_task (ls_coro (child, LS_STR ("guest")), .context = context);
  LS_TRY (ls_await_done (task, error));
  ls_task_unref (task);
  name = ls_context_get (context, &who, error);
  printf ("in it: %s %s %s\n", ls_value_get_string (name), str (ls_context_contains (context, &who)),
          str (ls_context_contains (context, &depth)));
  task = ls_loop_create_task (ls_get_running_loop (), ls_coro (part), .context = context);
  LS_TRY (ls_await_done (task, error));
  ls_task_unref (task);
  ls_value_clear (&name);
  name = ls_context_get (context, &who, error);
  printf ("in it: %s %d\n", ls_value_get_string (name), (int) ls_value_get_int (ls_context_get (context, &depth, NULL)));
  LS_WITH_TASK_GROUP (group, error)
    ls_task_group_create_task (group, ls_coro (child, LS_STR ("member")), error, .context = context);
  show ("outside:");
  ls_context_run (context, error, run_callback, LS_STR ("run:"));
  show_inside (context);
  return LS_NONE;
}

static LsValue
generators (const LsValue *args, GError **error)
{
  LS_ASYNC_FOR (item, ls_async_gen (generate), error)
    {
      show ("item:");
      ls_context_var_set (&who, LS_STR ("asker"));
    }
  show ("after generator:");
  return LS_NONE;
}

/* Python's print (type (error).__name__), where there is one. */
static void
refused (GError **error)
{
  if (*error != NULL)
    printf ("%s\n", ls_error_get_class (*error));
  g_clear_error (error);
}

static LsValue
reset_depth (const LsValue *args, GError **error)
{
  ls_context_var_reset (&depth, ls_value_get_pointer (args[0]), error);
  return LS_NONE;
}

static LsValue
enter_twice (const LsValue *args, GError **error)
{
  ls_context_run (ls_value_get_pointer (args[0]), error, set_who, LS_STR ("never"));
  return LS_NONE;
}

static LsValue
tokens (const LsValue *args, GError **error)
{
  g_autoptr (LsContextToken) token = ls_context_var_set_token (&who, LS_STR ("once"));
  g_autoptr (LsContextToken) deeper = NULL;
  g_autoptr (LsContext) context = NULL;
  g_autoptr (LsContext) empty = ls_context_new ();

  ls_context_var_set (&who, LS_STR ("twice"));
  ls_context_var_reset (&depth, token, error);
  refused (error);
  ls_context_var_reset (&who, token, error);
  show ("reset:");
  ls_context_var_reset (&who, token, error);
  refused (error);
  deeper = ls_context_var_set_token (&depth, LS_INT (1));
  context = ls_copy_context ();
  ls_context_run (context, error, reset_depth, LS_POINTER (deeper));
  refused (error);
  ls_context_var_reset (&depth, deeper, error);
  ls_context_var_get (&depth, error);
  refused (error);
  ls_context_run (context, error, enter_twice, LS_POINTER (context));
  refused (error);
  ls_context_get (empty, &who, error);
  refused (error);
  return LS_NONE;
}

static LsValue
fails (const LsValue *args, GError **error)
{
  g_set_error_literal (error, LS_ERROR, LS_ERROR_VALUE, "bad");
  return LS_NONE;
}

static void
handler (LsLoop *loop, const LsExceptionContext *context, gpointer data, GError **error)
{
  show ("handler:");
}

static void
bad (const LsValue *args, GError **error)
{
  ls_context_var_set (&who, LS_STR ("bad"));
  g_set_error_literal (error, LS_ERROR, LS_ERROR_VALUE, ls_value_get_string (args[0]));
}

static LsValue
handlers (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  LsTask *task;

  ls_loop_set_exception_handler (loop, handler, NULL);
  ls_context_var_set (&who, LS_STR ("who schedules"));
  ls_loop_call_soon (loop, bad, LS_STR ("really"));
  LS_TRY (ls_sleep (0, error));
  task = ls_create_task (ls_coro (fails));
  LS_TRY (ls_sleep (0, error));
  ls_task_unref (task);
  LS_TRY (ls_sleep (0, error));
  return LS_NONE;
}

static LsValue
remembers (const LsValue *args, GError **error)
{
  show_of (ls_value_get_string (args[0]), ":");
  ls_context_var_set (&who, args[0]);
  return LS_NONE;
}

static void
run_each (LsRunner *runner, GError **error)
{
  static const struct { const char *name; LsCoroFunc func; } functions[] = {
    { "tasks", tasks }, { "callbacks", callbacks }, { "shared", shared }, { "generators", generators },
    { "tokens", tokens }, { "handlers", handlers },
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      printf ("%s\n", functions[i].name);
      ls_runner_run (runner, ls_coro_new (functions[i].name, functions[i].func, NULL, 0), error);
    }
}

int
main (void)
{
  GError *error = NULL;

  show ("at first:");
  ls_context_var_get (&depth, &error);
  refused (&error);
  ls_context_var_set (&who, LS_STR ("module"));
  LS_WITH_RUNNER (runner, &error)
    {
      g_autoptr (LsContext) empty = ls_context_new ();

      ls_runner_run (runner, ls_coro (remembers, LS_STR ("one")), &error);
      ls_context_var_set (&who, LS_STR ("changed"));
      ls_runner_run (runner, ls_coro (remembers, LS_STR ("two")), &error);
      ls_runner_run_in (runner, empty, ls_coro (remembers, LS_STR ("three")), &error);
      run_each (runner, &error);
    }
  show ("at last:");
  return error != NULL ? ls_report_uncaught (error) : 0;
}
