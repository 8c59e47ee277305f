/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asynchronous generators that wait: cancelled, asked by two, cancelled before the first step, and one within another. */
#include "rule.h"

static LsValue
count (const LsValue *args, GError **error)
{
  const char *name = ls_value_get_string (args[0]);

  for (int i = 0; i < ls_value_get_int (args[1]); i++)
    if (!ls_sleep (1, error) || !ls_yield (LS_INT (i), error))
      break;
  if (*error != NULL)
    printf ("%s gets %s %s\n", name, ls_error_get_class (*error), (*error)->message);
  printf ("%s ends\n", name);
  return LS_NONE;
}

static LsValue
stubborn (const LsValue *args, GError **error)
{
  for (;;)
    {
      if (ls_sleep (1, error))
        ls_yield (LS_STR ("item"), error);
      if (ls_error_catch (error, LS_ERROR_CANCELLED))
        printf ("cancelled, and goes on\n");
      LS_TRY (*error == NULL);
    }
}

static LsValue
doubled (const LsValue *args, GError **error)
{
  LS_ASYNC_FOR (item, ls_async_gen (count, args[0], args[1]), error)
    {
      if (!ls_yield (LS_INT (2 * ls_value_get_int (item)), error))
        break;
    }
  if (!g_error_matches (*error, LS_ERROR, LS_ERROR_VALUE))
    return LS_NONE;
  printf ("%s twice gets %s\n", ls_value_get_string (args[0]), (*error)->message);
  g_clear_error (error);
  ls_yield (LS_INT (-1), error);
  return LS_NONE;
}

static void
tell (const char *what, gpointer awaitable)
{
  g_autoptr (GError) error = NULL;
  g_auto (LsValue) value = ls_await (awaitable, &error);
  g_autofree char *text = error == NULL ? ls_value_str (value) : NULL;

  if (error == NULL)
    printf ("%s %s\n", what, text);
  else
    printf ("%s %s %s\n", what, ls_error_get_class (error), error->message);
}

static LsValue
read_ (const LsValue *args, GError **error)
{
  LS_ASYNC_FOR (item, ls_value_get_async_gen (args[0]), error)
    {
      printf ("read %d\n", (int) ls_value_get_int (item));
    }
  return LS_NONE;
}

static LsAsyncGen *
new_of (const char *name, LsCoroFunc func, const char *label, int n)
{
  return ls_async_gen_ref (ls_async_gen_new (name, func, LS_ARGS (LS_STR (label), LS_INT (n))));
}

#define NEW(func, label, n) new_of (#func, func, label, n)

static LsCoro *
read_all (LsAsyncGen *generator)
{
  return ls_coro (read_, ls_async_gen_value (generator));
}

static LsCoro *
throw_value_error (LsAsyncGen *generator, const char *text)
{
  g_autoptr (GError) exception = g_error_new_literal (LS_ERROR, LS_ERROR_VALUE, text);

  return ls_async_gen_athrow (generator, exception);
}

static LsValue
cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsAsyncGen) generator = NEW (count, "numbers", 3);
  g_autoptr (LsTask) task = ls_create_task (read_all (generator), .name = "reader");
  g_autoptr (LsAsyncGen) other = NULL;
  g_autoptr (LsTask) asking = NULL;

  LS_TRY (ls_sleep (1.5, error));
  ls_task_cancel_message (task, "enough");
  tell ("task", task);
  tell ("anext", ls_async_gen_anext (generator));
  g_clear_pointer (&generator, ls_async_gen_unref);
  other = ls_async_gen_ref (ls_async_gen (stubborn));
  asking = ls_create_task (ls_async_gen_anext (other), .name = "stubborn");
  LS_TRY (ls_sleep (0.5, error));
  ls_task_cancel (asking);
  tell ("task", asking);
  LS_TRY (ls_await_done (ls_async_gen_aclose (other), error));
  return LS_NONE;
}

static LsValue
asked_by_two (const LsValue *args, GError **error)
{
  g_autoptr (LsAsyncGen) generator = NEW (count, "shared", 3);
  LsFuture *both = ls_gatherv (LS_AWAITABLES (ls_async_gen_anext (generator), ls_async_gen_anext (generator)), TRUE);
  g_auto (LsValue) results = ls_await (both, error);
  g_autofree char *text = ls_value_repr (results);
  g_autoptr (LsTask) task = NULL;

  printf ("%s\n", text);
  task = ls_create_task (ls_async_gen_anext (generator), .name = "first");
  LS_TRY (ls_sleep (0.5, error));
  tell ("asend", ls_async_gen_asend (generator, LS_STR ("x")));
  tell ("athrow", throw_value_error (generator, "x"));
  tell ("aclose", ls_async_gen_aclose (generator));
  tell ("task", task);
  LS_TRY (ls_await_done (ls_async_gen_aclose (generator), error));
  return LS_NONE;
}

static LsCoro *
ask (LsAsyncGen *generator, int method)
{
  if (method == 0)
    return ls_async_gen_anext (generator);
  return method == 1 ? ls_async_gen_aclose (generator) : throw_value_error (generator, "thrown");
}

static LsValue
before_the_first_step (const LsValue *args, GError **error)
{
  static const char *const methods[] = { "anext", "aclose", "athrow" };

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (LsAsyncGen) generator = NEW (count, methods[i], 2);
      g_autoptr (LsTask) task = NULL;

      LS_TRY (ls_await_done (ls_async_gen_anext (generator), error));
      task = ls_create_task (ask (generator, i), .name = methods[i]);
      ls_task_cancel (task);
      tell ("task", task);
      tell ("anext", ls_async_gen_anext (generator));
    }
  return LS_NONE;
}

static LsValue
limited (const LsValue *args, GError **error)
{
  g_autoptr (LsAsyncGen) slow = NEW (count, "slow", 3);
  g_autoptr (LsAsyncGen) shielded = NULL;
  g_autoptr (LsAsyncGen) timed = NULL;

  tell ("wait_for", ls_wait_for_coro (ls_async_gen_anext (slow), 0.5));
  tell ("anext", ls_async_gen_anext (slow));
  shielded = NEW (count, "shielded", 3);
  tell ("wait_for", ls_wait_for_coro (ls_shield (ls_async_gen_anext (shielded)), 0.5));
  LS_TRY (ls_sleep (1, error));
  tell ("anext", ls_async_gen_anext (shielded));
  LS_TRY (ls_await_done (ls_async_gen_aclose (shielded), error));
  timed = NEW (count, "timed", 9);
  LS_WITH_TIMEOUT (1.5, error)
    {
      LS_ASYNC_FOR (item, timed, error)
        {
          printf ("timed %d\n", (int) ls_value_get_int (item));
        }
    }
  if (ls_error_catch (error, LS_ERROR_TIMEOUT))
    printf ("too late\n");
  return LS_NONE;
}

static LsValue
nested (const LsValue *args, GError **error)
{
  g_autoptr (LsAsyncGen) thrown = NULL;
  g_autoptr (LsAsyncGen) closed = NULL;
  g_autoptr (LsTask) task = NULL;

  LS_TRY (ls_await_done (read_all (ls_async_gen (doubled, LS_STR ("inner"), LS_INT (2))), error));
  thrown = NEW (doubled, "thrown", 3);
  tell ("anext", ls_async_gen_anext (thrown));
  tell ("athrow", throw_value_error (thrown, "from outside"));
  tell ("anext", ls_async_gen_anext (thrown));
  g_clear_pointer (&thrown, ls_async_gen_unref);
  closed = NEW (doubled, "closed", 3);
  tell ("anext", ls_async_gen_anext (closed));
  LS_TRY (ls_await_done (ls_async_gen_aclose (closed), error));
  LS_TRY (ls_sleep (0.1, error));
  task = ls_create_task (read_all (ls_async_gen (doubled, LS_STR ("torn"), LS_INT (3))), .name = "nested");
  LS_TRY (ls_sleep (1.5, error));
  ls_task_cancel (task);
  tell ("task", task);
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LsCoro *parts[] = {
    ls_coro (cancelled), ls_coro (asked_by_two), ls_coro (before_the_first_step), ls_coro (limited), ls_coro (nested),
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      printf ("%s\n", ls_coro_get_name (parts[i]));
      LS_TRY (ls_await_done (parts[i], error));
    }
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
