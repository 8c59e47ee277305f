/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asynchronous generators: what anext, asend, athrow and aclose do in each state of the generator. */
#include "rule.h"

static void
report_in_body (const GError *error)
{
  if (error != NULL)
    printf ("in the body: %s %s\n", ls_error_get_class (error), error->message);
  printf ("finally\n");
}

static LsValue
count (const LsValue *args, GError **error)
{
  for (int i = 0; i < ls_value_get_int (args[0]) && *error == NULL; i++)
    {
      g_auto (LsValue) got = ls_yield_receive (LS_INT (i), error);

      if (!ls_value_is_none (got))
        printf ("got %s\n", ls_value_get_string (got));
    }
  report_in_body (*error);
  return LS_NONE;
}

static LsValue
ignores (const LsValue *args, GError **error)
{
  if (!ls_yield (LS_INT (1), error) && ls_error_catch (error, LS_ERROR_GENERATOR_EXIT))
    LS_TRY (ls_yield (LS_INT (2), error));
  LS_TRY (*error == NULL);
  LS_TRY (ls_yield (LS_INT (3), error));
  return LS_NONE;
}

static LsValue
ignores_later (const LsValue *args, GError **error)
{
  if (!ls_yield (LS_INT (1), error) && ls_error_catch (error, LS_ERROR_GENERATOR_EXIT))
    {
      LS_TRY (ls_sleep (0, error));
      LS_TRY (ls_yield (LS_INT (2), error));
    }
  return LS_NONE;
}

static LsValue
swallows (const LsValue *args, GError **error)
{
  ls_yield (LS_INT (1), error);
  ls_error_catch (error, LS_ERROR_GENERATOR_EXIT);
  return LS_NONE;
}

static LsValue
replaces (const LsValue *args, GError **error)
{
  if (!ls_yield (LS_INT (1), error) && ls_error_catch (error, LS_ERROR_GENERATOR_EXIT))
    g_set_error_literal (error, LS_ERROR, LS_ERROR_VALUE, "instead");
  return LS_NONE;
}

static LsValue
stops (const LsValue *args, GError **error)
{
  LS_TRY (ls_yield (LS_INT (1), error));
  g_set_error_literal (error, LS_ERROR, LS_ERROR_STOP_ASYNC_ITERATION, "mine");
  return LS_NONE;
}

static LsValue
stops_otherwise (const LsValue *args, GError **error)
{
  LS_TRY (ls_yield (LS_INT (1), error));
  g_set_error_literal (error, LS_ERROR, LS_ERROR_STOP_ITERATION, "mine");
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

/* An exception to be thrown in. */
static LsCoro *
athrow (LsAsyncGen *generator, LsError code, const char *text)
{
  g_autoptr (GError) exception = g_error_new_literal (LS_ERROR, code, text);

  return ls_async_gen_athrow (generator, exception);
}

static LsAsyncGen *
new_count (int n)
{
  return ls_async_gen_ref (ls_async_gen (count, LS_INT (n)));
}

static void
in_each_state (void)
{
  g_autoptr (LsAsyncGen) generator = new_count (3);

  tell ("asend", ls_async_gen_asend (generator, LS_INT (1)));
  tell ("anext", ls_async_gen_anext (generator));
  tell ("asend", ls_async_gen_asend (generator, LS_STR ("x")));
  tell ("athrow", athrow (generator, LS_ERROR_VALUE, "thrown"));
  tell ("anext", ls_async_gen_anext (generator));
  tell ("athrow", athrow (generator, LS_ERROR_VALUE, "late"));
  tell ("aclose", ls_async_gen_aclose (generator));
}

static void
unbegun (void)
{
  g_autoptr (LsAsyncGen) closed = new_count (3);
  g_autoptr (LsAsyncGen) thrown = new_count (3);
  g_autoptr (LsAsyncGen) stopped = new_count (3);

  tell ("aclose", ls_async_gen_aclose (closed));
  tell ("anext", ls_async_gen_anext (closed));
  tell ("asend", ls_async_gen_asend (closed, LS_INT (1)));
  tell ("athrow", athrow (thrown, LS_ERROR_KEY, "'early'"));
  tell ("anext", ls_async_gen_anext (thrown));
  tell ("athrow", athrow (stopped, LS_ERROR_STOP_ASYNC_ITERATION, "early"));
}

static LsValue
to_the_end (const LsValue *args, GError **error)
{
  g_autoptr (LsAsyncGen) generator = new_count (1);

  for (int i = 0; i < 3; i++)
    tell ("anext", ls_async_gen_anext (generator));
  tell ("aclose", ls_async_gen_aclose (generator));
  LS_ASYNC_FOR (item, ls_async_gen (count, LS_INT (2)), error)
    {
      printf ("item %d\n", (int) ls_value_get_int (item));
    }
  return LS_NONE;
}

static void
closing (void)
{
  LsAsyncGen *generators[] = {
    ls_async_gen (count, LS_INT (2)), ls_async_gen (ignores), ls_async_gen (ignores_later), ls_async_gen (swallows),
    ls_async_gen (replaces),
  };
  g_autoptr (LsAsyncGen) last = ls_async_gen_ref (ls_async_gen (ignores));

  for (guint i = 0; i < G_N_ELEMENTS (generators); i++)
    {
      g_autoptr (LsAsyncGen) generator = ls_async_gen_ref (generators[i]);

      tell ("anext", ls_async_gen_anext (generator));
      tell ("aclose", ls_async_gen_aclose (generator));
      tell ("anext", ls_async_gen_anext (generator));
      tell ("aclose", ls_async_gen_aclose (generator));
    }
  tell ("anext", ls_async_gen_anext (last));
  tell ("athrow", athrow (last, LS_ERROR_GENERATOR_EXIT, ""));
  tell ("anext", ls_async_gen_anext (last));
}

static LsAsyncGen *
nth_to_stop (int n)
{
  LsAsyncGen *generator = n == 0 ? ls_async_gen (stops)
                          : n == 1 ? ls_async_gen (stops_otherwise)
                                   : ls_async_gen (count, LS_INT (2));

  return ls_async_gen_ref (generator);
}

static void
stopping (void)
{
  for (int n = 0; n < 3; n++)
    {
      g_autoptr (LsAsyncGen) thrown = nth_to_stop (n);
      g_autoptr (LsAsyncGen) generator = nth_to_stop (n);

      tell ("anext", ls_async_gen_anext (thrown));
      tell ("athrow", athrow (thrown, LS_ERROR_STOP_ASYNC_ITERATION, "thrown"));
      tell ("anext", ls_async_gen_anext (generator));
      tell ("anext", ls_async_gen_anext (generator));
      tell ("anext", ls_async_gen_anext (generator));
    }
}

static void
twice (void)
{
  g_autoptr (LsAsyncGen) generator = new_count (2);
  g_autoptr (LsCoro) first = ls_coro_ref (ls_async_gen_anext (generator));
  g_autoptr (LsCoro) last = NULL;

  tell ("first", first);
  tell ("again", first);
  last = ls_coro_ref (ls_async_gen_aclose (generator));
  tell ("last", last);
  tell ("again", last);
  ls_coro_unref (ls_async_gen_anext (generator));
  tell ("await", generator);
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  in_each_state ();
  unbegun ();
  LS_TRY (ls_await_done (ls_coro (to_the_end), error));
  closing ();
  stopping ();
  twice ();
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
