/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record.h"

static LsValue
main_ (const LsValue *args, GError **error)
{
  return LS_NONE;
}

static LsValue
adds (const LsValue *args, GError **error)
{
  return LS_INT (ls_value_get_int (args[0]) + ls_value_get_int (args[1]));
}

static void
test_name (void)
{
  LsCoro *coro = ls_coro (main_);

  g_assert_cmpstr (ls_coro_get_name (coro), ==, "main");
  record_run_program (coro);
}

static LsValue
awaits_twice (const LsValue *args, GError **error)
{
  g_autoptr (LsCoro) coro = ls_coro_ref (ls_coro (adds, LS_INT (1), LS_INT (2)));
  g_autoptr (GError) refused = NULL;

  g_assert_cmpint (ls_value_get_int (ls_await (coro, error)), ==, 3);
  g_assert_false (ls_await_done (coro, &refused));
  g_assert_error (refused, LS_ERROR, LS_ERROR_RUNTIME);
  g_assert_cmpstr (refused->message, ==, "cannot reuse already awaited coroutine");
  return LS_NONE;
}

static void
test_awaited_twice (void)
{
  record_run_program (ls_coro (awaits_twice));
}

static LsValue
awaits_nothing (const LsValue *args, GError **error)
{
  g_autoptr (GError) refused = NULL;

  g_assert_false (ls_await_done (NULL, &refused));
  g_assert_error (refused, LS_ERROR, LS_ERROR_TYPE);
  return LS_NONE;
}

static void
test_not_awaitable (void)
{
  g_autoptr (GError) error = NULL;

  record_run_program (ls_coro (awaits_nothing));
  g_assert_false (ls_sleep (1, &error));
  g_assert_error (error, LS_ERROR, LS_ERROR_RUNTIME);
}

static LsValue
forgets_one (const LsValue *args, GError **error)
{
  {
    g_autoptr (LsCoro) held G_GNUC_UNUSED = ls_coro_ref (ls_coro (adds, LS_INT (1), LS_INT (2)));
  }
  ls_coro (main_);
  return LS_NONE;
}

/* A held one warns as its last reference goes, one that nobody took when the loop closes. */
static void
test_never_awaited (void)
{
  if (g_test_subprocess ())
    {
      ls_run (ls_coro (forgets_one), NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*RuntimeWarning: coroutine 'adds' was never awaited\n"
                             "RuntimeWarning: coroutine 'main' was never awaited\n");
}

/* Depth of the frames told at a suspension, and their sites. */
static guint n_frames;
static gconstpointer sites[3];

static void
note_frame (guint32 task, guint depth, guint32 coro, gconstpointer site)
{
  g_assert_cmpuint (depth, ==, n_frames);
  sites[n_frames++] = site;
}

static LsValue
innermost (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (1, error));
  return LS_NONE;
}

static LsValue
middle (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (innermost), error));
  return LS_NONE;
}

static LsValue
outermost (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (middle), error));
  return LS_NONE;
}

static gboolean
is_within (gconstpointer site, gpointer function)
{
  gssize offset = (const char *) site - (const char *) function;

  return offset > 0 && offset < 512;
}

static void
test_frames (void)
{
  LsTracer tracer;

  record_begin ();
  tracer = *ls_tracer;
  tracer.frame = note_frame;
  ls_tracer_set (&tracer);
  record_run_program (ls_coro (outermost));
  g_free (record_end ());
  g_assert_cmpuint (n_frames, ==, 3);
  g_assert_true (is_within (sites[0], outermost));
  g_assert_true (is_within (sites[1], middle));
  g_assert_true (is_within (sites[2], innermost));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);

  g_test_add_func ("/Ls/Coro/name", test_name);
  g_test_add_func ("/Ls/Coro/awaited-twice", test_awaited_twice);
  g_test_add_func ("/Ls/Coro/not-awaitable", test_not_awaitable);
  g_test_add_func ("/Ls/Coro/never-awaited", test_never_awaited);
  g_test_add_func ("/Ls/Coro/frames", test_frames);

  return g_test_run ();
}
