/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 25: generators that were left before their end: a task closes each, or shutdown_asyncgens at the end of run(). */
#include "rule.h"

static LsAsyncGen *kept[4];
static int n_kept;

/* What a `finally` block does: also where there is an exception, which comes after it. */
static void
count_finally (const char *name, int seconds, GError **error)
{
  GError *before = g_steal_pointer (error);

  printf ("%s begins to end\n", name);
  if (ls_sleep (seconds, error))
    printf ("%s ends\n", name);
  if (*error == NULL)
    *error = g_steal_pointer (&before);
  g_clear_error (&before);
}

static LsValue
count (const LsValue *args, GError **error)
{
  const char *name = ls_value_get_string (args[0]);
  int seconds = ls_value_get_int (args[1]);

  for (int i = 0; i < 3; i++)
    if (!ls_sleep (seconds, error) || !ls_yield (LS_INT (i), error))
      break;
  count_finally (name, seconds, error);
  return LS_NONE;
}

static LsValue
fails (const LsValue *args, GError **error)
{
  ls_yield (LS_INT (0), error);
  g_clear_error (error);
  g_set_error_literal (error, LS_ERROR, LS_ERROR_VALUE, ls_value_get_string (args[0]));
  return LS_NONE;
}

static gboolean
keep (LsAsyncGen *generator, GError **error)
{
  g_auto (LsValue) item = LS_NONE;

  kept[n_kept++] = ls_async_gen_ref (generator);
  item = ls_await (ls_async_gen_anext (generator), error);
  if (*error == NULL)
    printf ("kept %d\n", (int) ls_value_get_int (item));
  return *error == NULL;
}

static LsValue
leave_early (const LsValue *args, GError **error)
{
  LS_ASYNC_FOR (i, ls_async_gen (count, LS_STR ("left"), LS_INT (1)), error)
    {
      printf ("item %d\n", (int) ls_value_get_int (i));
      break;
    }
  LS_TRY (*error == NULL);
  printf ("after the loop\n");
  return LS_NONE;
}

static LsValue
return_early (const LsValue *args, GError **error)
{
  LS_ASYNC_FOR (i, ls_async_gen (count, LS_STR ("returned"), LS_INT (1)), error)
    {
      return i;
    }
  return LS_NONE;
}

static LsValue
cancelled (const LsValue *args, GError **error)
{
  LS_ASYNC_FOR (i, ls_async_gen (count, LS_STR ("cancelled"), LS_INT (5)), error)
    {
      printf ("never\n");
    }
  return LS_NONE;
}

static gboolean
cancel_reader (GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (cancelled), .name = "reader");

  if (!ls_sleep (1, error))
    return FALSE;
  ls_task_cancel (task);
  ls_await_done (task, error);
  if (ls_error_catch (error, LS_ERROR_CANCELLED))
    printf ("reader is cancelled\n");
  return *error == NULL;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LsValue item;

  LS_TRY (ls_await_done (ls_coro (leave_early), error));
  item = ls_await (ls_coro (return_early), error);
  LS_TRY (*error == NULL);
  printf ("returned %d\n", (int) ls_value_get_int (item));
  LS_TRY (ls_sleep (3, error));
  LS_TRY (cancel_reader (error));
  kept[n_kept++] = ls_async_gen_ref (ls_async_gen (count, LS_STR ("unbegun"), LS_INT (1)));
  LS_TRY (keep (ls_async_gen (count, LS_STR ("first"), LS_INT (2)), error));
  LS_TRY (keep (ls_async_gen (fails, LS_STR ("second")), error));
  LS_TRY (keep (ls_async_gen (count, LS_STR ("third"), LS_INT (1)), error));
  ls_coro_unref (ls_async_gen_anext (ls_async_gen (count, LS_STR ("never asked"), LS_INT (1))));
  ls_task_unref (ls_create_task (ls_coro (cancelled), .name = "left over"));
  printf ("main ends\n");
  return LS_NONE;
}

int
main (void)
{
  int code = ls_run_main (ls_coro (main_));

  for (int i = 0; i < n_kept; i++)
    ls_async_gen_unref (kept[i]);
  return code;
}
