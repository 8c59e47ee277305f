/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asynchronous context managers: entered, left with and without an exception, which they may take or replace. */
#include "rule.h"

static LsAsyncContext *kept[2];

typedef struct
{
  LsAsyncContext context;
  const char    *name;
  gboolean       takes;
  const char    *fails;
} Session;

static LsValue
session_aenter (gpointer self, GError **error)
{
  Session *session = self;

  LS_TRY (ls_sleep (1, error));
  if (g_strcmp0 (session->fails, "enter") == 0)
    g_set_error (error, LS_ERROR, LS_ERROR_RUNTIME, "%s cannot be entered", session->name);
  return ls_value_printf ("%s is open", session->name);
}

static gboolean
session_aexit (gpointer self, const GError *exception, GError **error)
{
  Session *session = self;

  printf ("%s is left with %s\n", session->name, exception != NULL ? ls_error_get_class (exception) : "None");
  if (!ls_sleep (1, error))
    return FALSE;
  if (g_strcmp0 (session->fails, "exit") == 0)
    g_set_error (error, LS_ERROR, LS_ERROR_RUNTIME, "%s cannot be left", session->name);
  return session->takes && g_error_matches (exception, LS_ERROR, LS_ERROR_VALUE);
}

static gpointer
session_new (const char *name, gboolean takes, const char *fails)
{
  static const LsAsyncContextClass klass = { .aenter = session_aenter, .aexit = session_aexit };
  Session *self = ls_async_context_new (&klass, sizeof (Session));

  self->name = name;
  self->takes = takes;
  self->fails = fails;
  return self;
}

static LsValue
use_ (const LsValue *args, GError **error)
{
  LS_ASYNC_WITH_AS (text, ls_value_get_pointer (args[0]), error)
    {
      printf ("%s\n", ls_value_get_string (text));
      if (!ls_value_is_none (args[1]))
        {
          *error = g_error_copy (ls_value_get_error (args[1]));
          break;
        }
      LS_TRY (ls_sleep (1, error));
      return LS_STR ("used");
    }
  return LS_STR ("taken");
}

static LsCoro *
use (gpointer context, LsValue exception)
{
  return ls_coro_new ("use", use_, LS_ARGS (LS_POINTER (context), exception));
}

static LsValue
exception (LsError code, const char *text)
{
  g_autoptr (GError) error = g_error_new_literal (LS_ERROR, code, text);

  return ls_value_error (error);
}

static void
tell (const char *what, gpointer awaitable)
{
  g_autoptr (GError) error = NULL;
  g_auto (LsValue) value = ls_await (awaitable, &error);

  if (error == NULL)
    printf ("%s %s\n", what, ls_value_get_string (value));
  else
    printf ("%s %s %s\n", what, ls_error_get_class (error), error->message);
}

/* The end of a `finally` block, which an exception of its own ends too. */
static void
transaction_finally (const char *name, GError **error)
{
  GError *before = g_steal_pointer (error);

  if (ls_sleep (1, error))
    printf ("%s ends\n", name);
  if (*error == NULL)
    *error = g_steal_pointer (&before);
  g_clear_error (&before);
}

static LsValue
transaction (const LsValue *args, GError **error)
{
  const char *name = ls_value_get_string (args[0]);

  printf ("%s begins\n", name);
  LS_TRY (ls_sleep (1, error));
  if (ls_yield (ls_value_printf ("%s is open", name), error))
    printf ("%s commits\n", name);
  else if (g_error_matches (*error, LS_ERROR, LS_ERROR_VALUE))
    {
      printf ("%s rolls back %s\n", name, (*error)->message);
      g_clear_error (error);
    }
  else if (ls_error_catch (error, LS_ERROR_KEY))
    g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, name);
  transaction_finally (name, error);
  return LS_NONE;
}

static LsValue
odd (const LsValue *args, GError **error)
{
  for (int i = 0; i < ls_value_get_int (args[0]); i++)
    {
      if (!ls_yield (ls_value_printf ("yield %d", i), error) && ls_error_catch (error, LS_ERROR_VALUE))
        printf ("goes on\n");
      LS_TRY (*error == NULL);
    }
  return LS_NONE;
}

static LsValue
count (const LsValue *args, GError **error)
{
  GError *raised = NULL;

  for (int i = 0; i < ls_value_get_int (args[0]); i++)
    if (!ls_yield (LS_INT (i), &raised))
      break;
  if (ls_sleep (1, error))
    {
      printf ("closed\n");
      g_propagate_error (error, raised);
    }
  return LS_NONE;
}

static LsValue
of_a_class (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = NULL;

  tell ("plain", use (session_new ("plain", FALSE, NULL), LS_NONE));
  tell ("raises", use (session_new ("raises", FALSE, NULL), exception (LS_ERROR_VALUE, "in the block")));
  tell ("takes", use (session_new ("takes", TRUE, NULL), exception (LS_ERROR_VALUE, "in the block")));
  tell ("enter", use (session_new ("enter", FALSE, "enter"), LS_NONE));
  tell ("exit", use (session_new ("exit", FALSE, "exit"), exception (LS_ERROR_VALUE, "in the block")));
  task = ls_create_task (use (session_new ("cancelled", FALSE, NULL), LS_NONE), .name = "user");
  LS_TRY (ls_sleep (1.5, error));
  ls_task_cancel (task);
  tell ("task", task);
  return LS_NONE;
}

static void
of_a_generator (void)
{
  tell ("plain", use (ls_async_context (transaction, LS_STR ("plain")), LS_NONE));
  tell ("value", use (ls_async_context (transaction, LS_STR ("value")), exception (LS_ERROR_VALUE, "in the block")));
  tell ("key", use (ls_async_context (transaction, LS_STR ("key")), exception (LS_ERROR_KEY, "'in the block'")));
  tell ("type", use (ls_async_context (transaction, LS_STR ("type")), exception (LS_ERROR_TYPE, "in the block")));
  tell ("none", use (ls_async_context (odd, LS_INT (0)), LS_NONE));
  for (int i = 0; i < 2; i++)
    kept[i] = ls_async_context_ref (ls_async_context (odd, LS_INT (2)));
  tell ("two", use (kept[0], LS_NONE));
  tell ("after athrow", use (kept[1], exception (LS_ERROR_VALUE, "in the block")));
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (of_a_class), error));
  of_a_generator ();
  LS_ASYNC_WITH_AS (numbers, ls_aclosing (ls_async_gen (count, LS_INT (3))), error)
    {
      LS_ASYNC_FOR (number, ls_value_get_async_gen (numbers), error)
        {
          printf ("number %d\n", (int) ls_value_get_int (number));
          break;
        }
    }
  LS_TRY (*error == NULL);
  printf ("end\n");
  return LS_NONE;
}

int
main (void)
{
  int code = ls_run_main (ls_coro (main_));

  for (int i = 0; i < 2; i++)
    ls_async_context_unref (kept[i]);
  return code;
}
