/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Awaitables of one's own: awaited anew each time, and wherever an awaitable can stand. */
#include "rule.h"

typedef struct
{
  LsAwaitable awaitable;
  const char *name;
  int         minutes;
} Egg;

static LsValue
egg_await (gpointer self, GError **error)
{
  Egg *egg = self;

  if (egg->minutes < 0)
    g_set_error_literal (error, LS_ERROR, LS_ERROR_VALUE, egg->name);
  LS_TRY (*error == NULL);
  LS_TRY (ls_sleep (egg->minutes, error));
  return ls_value_printf ("%s after %d", egg->name, egg->minutes);
}

static Egg *
egg_new (const char *name, int minutes)
{
  static const LsAwaitableClass klass = { .await = egg_await };
  Egg *self = ls_awaitable_new (&klass, sizeof (Egg));

  self->name = name;
  self->minutes = minutes;
  return self;
}

static LsValue
ready_await (gpointer self, GError **error)
{
  return LS_NONE;
}

static LsAwaitable *
ready_new (void)
{
  static const LsAwaitableClass klass = { .await = ready_await };

  return ls_awaitable_new (&klass, sizeof (LsAwaitable));
}

static LsValue
tell_ (const LsValue *args, GError **error)
{
  GError *raised = NULL;
  g_auto (LsValue) value = ls_await (ls_value_get_pointer (args[1]), &raised);
  g_autofree char *text = raised == NULL ? ls_value_str (value) : NULL;

  if (raised == NULL)
    printf ("%s %s\n", ls_value_get_string (args[0]), text);
  else
    printf ("%s %s %s\n", ls_value_get_string (args[0]), ls_error_get_class (raised), raised->message);
  g_clear_error (&raised);
  return LS_NONE;
}

static LsCoro *
telling (const char *what, gpointer awaitable)
{
  return ls_coro_new ("tell", tell_, LS_ARGS (LS_STR (what), LS_POINTER (awaitable)));
}

static void
tell (const char *what, gpointer awaitable)
{
  ls_await_done (telling (what, awaitable), NULL);
}

static void
print (LsValue value)
{
  g_autofree char *text = ls_value_repr (value);

  printf ("%s\n", text);
  ls_value_clear (&value);
}

static void
awaited (void)
{
  g_autoptr (LsAwaitable) egg = ls_awaitable_ref (egg_new ("egg", 1));

  tell ("await", egg);
  tell ("again", egg);
  tell ("await", egg_new ("bad", -1));
  tell ("await", ready_new ());
}

static LsValue
in_tasks (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_ensure_future (egg_new ("future", 1));
  g_autoptr (LsAwaitable) egg = NULL;
  g_autoptr (LsAsCompleted) ends = NULL;

  printf ("Task %s\n", str (ls_future_done (future)));
  tell ("future", future);
  egg = ls_awaitable_ref (egg_new ("twice", 2));
  print (ls_await (ls_gather (egg, egg_new ("other", 1), egg, ready_new ()), error));
  tell ("gather", ls_gather (egg_new ("bad", -1), egg_new ("good", 1)));
  LS_TRY (ls_sleep (2, error));
  ends = ls_as_completed (LS_AWAITABLES (egg_new ("late", 2), egg_new ("early", 1)), LS_FOREVER);
  for (LsCoro *next; (next = ls_as_completed_next (ends)) != NULL;)
    tell ("next", next);
  return LS_NONE;
}

static LsValue
limited (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = NULL;

  tell ("wait_for", ls_wait_for_coro (egg_new ("in time", 1), 2));
  tell ("wait_for", ls_wait_for_coro (egg_new ("too slow", 3), 2));
  tell ("wait_for", ls_wait_for_coro (egg_new ("for ever", 1), LS_FOREVER));
  tell ("wait_for", ls_wait_for_coro (egg_new ("never", 1), 0));
  task = ls_create_task (telling ("shield", ls_shield (egg_new ("shielded", 2))), .name = "shielding");
  LS_TRY (ls_sleep (1, error));
  ls_task_cancel (task);
  LS_TRY (ls_await_done (task, error));
  LS_TRY (ls_sleep (2, error));
  return LS_NONE;
}

static LsValue
cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_ensure_future (egg_new ("cancelled", 5));
  g_autoptr (LsFuture) unbegun = NULL;

  LS_TRY (ls_sleep (1, error));
  ls_future_cancel (future);
  tell ("future", future);
  unbegun = ls_ensure_future (egg_new ("unbegun", 5));
  ls_future_cancel (unbegun);
  tell ("unbegun", unbegun);
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  awaited ();
  LS_TRY (ls_await_done (ls_coro (in_tasks), error));
  LS_TRY (ls_await_done (ls_coro (limited), error));
  LS_TRY (ls_await_done (ls_coro (cancelled), error));
  return LS_NONE;
}

int
main (void)
{
  int code = ls_run_main (ls_coro (main_));
  g_autoptr (LsLoop) loop = ls_loop_new ();
  g_auto (LsValue) value = ls_loop_run_until_complete (loop, egg_new ("by hand", 1), NULL);

  printf ("%s\n", ls_value_get_string (value));
  ls_loop_close (loop);
  return code;
}
