/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Executes a description of generators and tasks, which random-generators.py explains. */
#include <loopscope.h>
#include <stdio.h>

#define MOST 10

static char **bodies, **scripts;
static LsAsyncGen *generators[MOST];
static LsTask *tasks[MOST];

static LsValue body (const LsValue *args, GError **error);

static gboolean
yield_all (int k, gboolean only_first, GError **error)
{
  LS_ASYNC_FOR (item, ls_async_gen (body, LS_INT (k)), error)
    {
      if (!ls_yield (item, error) || only_first)
        break;
    }
  return *error == NULL;
}

static gboolean
yield_one (int k, int n, GError **error)
{
  g_auto (LsValue) got = ls_yield_receive (ls_value_printf ("item %d.%d", k, n), error);

  if (!ls_value_is_none (got))
    printf ("body %d receives %s\n", k, ls_value_get_string (got));
  return *error == NULL;
}

typedef struct { gboolean takes, waits; } Manners;

static gboolean
do_step (int k, char letter, int n, Manners *manners, GError **error)
{
  switch (letter)
    {
    case 's':
      return ls_sleep (n / 4.0, error);
    case 'y':
      return yield_one (k, n, error);
    case 'r':
      g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "of %d", k);
      return FALSE;
    case 'n':
    case 'b':
      return yield_all (n, letter == 'b', error);
    case 'c':
      manners->takes = !manners->takes;
      return TRUE;
    case 'f':
      manners->waits = !manners->waits;
      return TRUE;
    default:
      return TRUE;
    }
}

/* Whether the exception is taken. */
static gboolean
take (int k, const Manners *manners, const GError *exception)
{
  gboolean is_end = g_error_matches (exception, LS_ERROR, LS_ERROR_GENERATOR_EXIT);

  if (is_end)
    printf ("body %d is to end\n", k);
  else
    printf ("body %d %s %s\n", k, ls_error_get_class (exception), exception->message);
  return !is_end && manners->takes;
}

/* What Python's `finally` does: an exception of its own takes the place of the one before. */
static void
leave (int k, const Manners *manners, GError **error)
{
  GError *before = g_steal_pointer (error);

  if (manners->waits && !ls_sleep (0.25, error))
    {
      g_clear_error (&before);
      return;
    }
  printf ("body %d ends\n", k);
  if (before != NULL)
    g_propagate_error (error, before);
}

static LsValue
body (const LsValue *args, GError **error)
{
  int k = ls_value_get_int (args[0]);
  Manners manners = { FALSE };

  for (const char *at = bodies[k]; *at != '\0'; at += 2)
    if (!do_step (k, at[0], at[1] - '0', &manners, error))
      {
        if (!take (k, &manners, *error))
          break;
        g_clear_error (error);
      }
  leave (k, &manners, error);
  return LS_NONE;
}

static void
print_awaited (const char *what, LsCoro *coro, GError **error)
{
  g_auto (LsValue) value = ls_await (coro, error);
  g_autofree char *text = *error == NULL ? ls_value_str (value) : NULL;

  if (*error == NULL)
    printf ("%s %s\n", what, text);
}

static void
print_items (const char *what, LsAsyncGen *generator, gboolean only_first, GError **error)
{
  LS_ASYNC_FOR (item, generator, error)
    {
      printf ("%s %s\n", what, ls_value_get_string (item));
      if (only_first)
        break;
    }
}

static LsCoro *
athrow (LsAsyncGen *generator)
{
  g_autoptr (GError) exception = g_error_new_literal (LS_ERROR, LS_ERROR_VALUE, "thrown");

  return ls_async_gen_athrow (generator, exception);
}

static void
put_new (int n)
{
  LsAsyncGen *old = generators[n];

  generators[n] = ls_async_gen_ref (ls_async_gen (body, LS_INT (n)));
  if (old != NULL)
    ls_async_gen_unref (old);
}

static LsValue
act (const LsValue *args, GError **error)
{
  char letter = ls_value_get_int (args[0]);
  int n = ls_value_get_int (args[1]);

  if (letter == 'a')
    print_awaited ("anext", ls_async_gen_anext (generators[n]), error);
  else if (letter == 'v')
    print_awaited ("asend", ls_async_gen_asend (generators[n], LS_STR ("a value")), error);
  else if (letter == 'x')
    print_awaited ("athrow", athrow (generators[n]), error);
  else if (letter == 'q')
    print_awaited ("aclose", ls_async_gen_aclose (generators[n]), error);
  else if (letter == 'w')
    print_awaited ("wait_for", ls_wait_for_coro (ls_async_gen_anext (generators[n]), 0.3), error);
  else if (letter == 'o' || letter == 'l')
    print_items (letter == 'o' ? "item" : "first", generators[n], letter == 'l', error);
  else if (letter == 'm')
    print_items ("new", ls_async_gen (body, LS_INT (n)), FALSE, error);
  else if (letter == 'd')
    put_new (n);
  else if (letter == 'k')
    ls_task_cancel (tasks[n]);
  else if (letter == 's')
    ls_sleep (n / 4.0, error);
  return LS_NONE;
}

static LsValue
follow (const LsValue *args, GError **error)
{
  for (const char *at = ls_value_get_string (args[0]); *at != '\0'; at += 2)
    if (!ls_await_done (ls_coro (act, LS_INT (at[0]), LS_INT (at[1] - '0')), error))
      {
        printf ("%c %s %s\n", at[0], ls_error_get_class (*error), (*error)->message);
        g_clear_error (error);
      }
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  int n = g_strv_length (scripts);

  for (guint k = 0; k < g_strv_length (bodies); k++)
    put_new (k);
  for (int i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("reader %d", i);

      tasks[i] = ls_create_task (ls_coro (follow, LS_STR (scripts[i])), .name = name);
    }
  LS_TRY (ls_await_done (ls_gatherv (tasks, n, TRUE), error));
  return LS_NONE;
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) parts = g_strsplit (argc > 1 ? argv[1] : ";", ";", 2);
  int code;

  bodies = g_strsplit (parts[0], "|", MOST);
  scripts = g_strsplit (parts[1], "|", MOST);
  code = ls_run_main (ls_coro (main_));
  for (int i = 0; i < MOST; i++)
    {
      g_clear_pointer (&generators[i], ls_async_gen_unref);
      g_clear_pointer (&tasks[i], ls_task_unref);
    }
  g_strfreev (bodies);
  g_strfreev (scripts);
  return code;
}
