/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

static LsValue
count (const LsValue *args, GError **error)
{
  int *n_ended = ls_value_get_pointer (args[0]);

  for (int i = 0; *error == NULL; i++)
    if (ls_sleep (1, error))
      ls_yield (LS_INT (i), error);
  ++*n_ended;
  return LS_NONE;
}

static LsAsyncGen *
new_count (int *n_ended)
{
  return ls_async_gen_ref (ls_async_gen (count, LS_POINTER (n_ended)));
}

static LsValue
read_ (const LsValue *args, GError **error)
{
  LS_ASYNC_FOR (item, ls_value_get_async_gen (args[0]), error)
    {
      if (ls_value_get_int (item) == ls_value_get_int (args[1]))
        return item;
    }
  return LS_NONE;
}

static LsCoro *
read_to (LsAsyncGen *generator, int last)
{
  return ls_coro (read_, ls_async_gen_value (generator), LS_INT (last));
}

static LsLoop *
new_loop (void)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  return ls_loop_new ();
}

/* What a loop that is closed cannot close any more gives back what its stack owns all the same. */
static void
test_outlives_the_loop (void)
{
  int n_ended = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (LsLoop) loop = new_loop ();
  LsAsyncGen *generator = new_count (&n_ended);

  g_assert_cmpint (ls_value_get_int (ls_loop_run_until_complete (loop, read_to (generator, 2), &error)), ==, 2);
  g_assert_no_error (error);
  ls_loop_close (loop);
  g_assert_cmpint (n_ended, ==, 0);
  ls_async_gen_unref (generator);
  g_assert_cmpint (n_ended, ==, 1);
}

static void
test_shutdown_by_hand (void)
{
  int n_ended = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (LsLoop) loop = new_loop ();
  g_autoptr (LsAsyncGen) generator = new_count (&n_ended);

  ls_loop_run_until_complete (loop, read_to (generator, 2), &error);
  ls_loop_run_until_complete (loop, ls_loop_shutdown_asyncgens (loop), &error);
  g_assert_no_error (error);
  g_assert_cmpint (n_ended, ==, 1);
  ls_loop_close (loop);
}

/* Of a task that is destroyed within a generator both come to their end. */
static void
test_destroyed_within (void)
{
  int n_ended = 0;
  g_autoptr (LsLoop) loop = new_loop ();
  g_autoptr (LsAsyncGen) generator = new_count (&n_ended);
  g_autoptr (LsTask) task = ls_loop_create_task (loop, read_to (generator, -1));

  ls_loop_stop (loop);
  ls_loop_run_forever (loop, NULL);
  ls_loop_close (loop);
  g_assert_cmpint (n_ended, ==, 1);
}

/* A body that takes no notice of its end is given up after some refusals. */
static LsValue
endless (const LsValue *args, GError **error)
{
  while (*error == NULL)
    {
      ls_yield (LS_NONE, error);
      g_clear_error (error);
    }
  return LS_NONE;
}

static void
test_takes_no_notice (void)
{
  g_autoptr (LsLoop) loop = new_loop ();
  g_autoptr (LsAsyncGen) generator = ls_async_gen_ref (ls_async_gen (endless));
  LsValue item;

  if (g_test_subprocess ())
    {
      item = ls_loop_run_until_complete (loop, ls_async_gen_anext (generator), NULL);
      ls_value_clear (&item);
      ls_loop_close (loop);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*Generator endless goes on after GeneratorExit*");
}

static LsValue
yield_elsewhere (const LsValue *args, GError **error)
{
  ls_yield (LS_NONE, error);
  return LS_NONE;
}

static LsValue
await_yield (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (yield_elsewhere), error));
  return LS_NONE;
}

static void
test_yield_elsewhere (void)
{
  g_autoptr (LsLoop) loop = new_loop ();
  GError *error = NULL;

  ls_loop_run_until_complete (loop, ls_coro (yield_elsewhere), &error);
  g_assert_error (error, LS_ERROR, LS_ERROR_RUNTIME);
  g_clear_error (&error);
  ls_loop_run_until_complete (loop, ls_async_gen_anext (ls_async_gen (await_yield)), &error);
  g_assert_error (error, LS_ERROR, LS_ERROR_RUNTIME);
  g_clear_error (&error);
  g_assert_false (ls_yield (LS_NONE, &error));
  g_assert_error (error, LS_ERROR, LS_ERROR_RUNTIME);
  g_clear_error (&error);
  ls_loop_close (loop);
}

/* The frames of a task that waits within a generator, and the generator's own events. */
static GString *told;
static gboolean in_snapshot;

static void
tell_frame (guint32 task, guint depth, guint32 coro, gconstpointer site)
{
  g_string_append_printf (told, "frame %u %s\n", depth,
                          (char *) g_hash_table_lookup (record_coros, GUINT_TO_POINTER (coro)));
}

static void
tell_coro (LsCoroChange what, guint32 coro, const char *name, const LsValue *args, guint n_args, gconstpointer site)
{
  record_coro (what, coro, name, args, n_args, site);
  if (what == LS_CORO_CLOSED || in_snapshot)
    g_string_append_printf (told, "%s %s\n", what == LS_CORO_CLOSED ? "closed" : "created", name);
}

static void
tell_resumed (guint32 coro, guint32 task, LsGeneratorCall how)
{
  static const char *const calls[] = { "resumed", "throws", "closes" };

  g_string_append_printf (told, "%s %s\n", calls[how], (char *) g_hash_table_lookup (record_coros, GUINT_TO_POINTER (coro)));
}

static void
tell_paused (guint32 coro, const LsValue *value, gconstpointer site)
{
  g_autofree char *text = ls_value_repr (*value);

  g_string_append_printf (told, "paused %s%s\n", text, site != NULL ? "" : " nowhere");
}

static void
begin_telling (LsTracer *tracer)
{
  record_begin ();
  *tracer = *ls_tracer;
  tracer->frame = tell_frame;
  tracer->coro = tell_coro;
  tracer->generator_resumed = tell_resumed;
  tracer->generator_paused = tell_paused;
  ls_tracer_set (tracer);
  told = g_string_new (NULL);
}

static void
end_telling (void)
{
  g_string_free (told, TRUE);
  g_free (record_end ());
}

/* In a process of its own, so that tasks are numbered from 1. */
static void
test_told (void)
{
  LsTracer tracer;
  int n_ended = 0;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  begin_telling (&tracer);
  record_run_program (ls_coro (read_, ls_async_gen_value (ls_async_gen (count, LS_POINTER (&n_ended))), LS_INT (1)));
  g_assert_cmpstr (told->str, ==,
                   "resumed count\nframe 0 read\nframe 1 count\npaused 0\n"
                   "resumed count\nframe 0 read\nframe 1 count\npaused 1\n"
                   "closed read\nclosed shutdown_asyncgens\n"
                   "closes count\nclosed count\nclosed aclose\nclosed shutdown_default_executor\n");
  end_telling ();
}

/* What a snapshot tells of one that waits within a task, one that is paused, and one that has not begun. */
static LsValue
look_at (const LsValue *args, GError **error)
{
  int n_ended = 0;
  g_autoptr (LsAsyncGen) waits = new_count (&n_ended);
  g_autoptr (LsAsyncGen) paused = new_count (&n_ended);
  g_autoptr (LsAsyncGen) unbegun = new_count (&n_ended);
  g_autoptr (LsTask) task = ls_create_task (read_to (waits, -1), .name = "reader");

  LS_TRY (ls_await_done (ls_async_gen_anext (paused), error));
  LS_TRY (ls_sleep (0.5, error));
  g_string_truncate (told, 0);
  in_snapshot = TRUE;
  ls_debug_snapshot ();
  in_snapshot = FALSE;
  g_assert_cmpstr (told->str, ==,
                   "created look_at\ncreated read\n"
                   "created count\n"
                   "created count\nresumed count\npaused 0\n"
                   "created count\nresumed count\n"
                   "frame 0 read\nframe 1 count\n");
  ls_task_cancel (task);
  ls_await_done (task, error);
  ls_error_catch (error, LS_ERROR_CANCELLED);
  LS_TRY (ls_await_done (ls_async_gen_aclose (paused), error));
  return LS_NONE;
}

static void
test_snapshot (void)
{
  LsTracer tracer;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  begin_telling (&tracer);
  record_run_program (ls_coro (look_at));
  end_telling ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  record_add_rule ("AsyncGen", "rule-async-generator", "in-each-state", rule_async_generator);
  record_add_rule ("AsyncGen", "rule-async-generator-waits", "cancelled-shared-nested", rule_async_generator_waits);
  record_add_rule ("AsyncGen", "rule-25-asyncgens", "left-before-the-end", rule_25_asyncgens);
  g_test_add_func ("/Ls/AsyncGen/outlives-the-loop", test_outlives_the_loop);
  g_test_add_func ("/Ls/AsyncGen/shutdown-by-hand", test_shutdown_by_hand);
  g_test_add_func ("/Ls/AsyncGen/destroyed-within", test_destroyed_within);
  g_test_add_func ("/Ls/AsyncGen/takes-no-notice", test_takes_no_notice);
  g_test_add_func ("/Ls/AsyncGen/yield-elsewhere", test_yield_elsewhere);
  g_test_add_func ("/Ls/AsyncGen/told", test_told);
  g_test_add_func ("/Ls/AsyncGen/snapshot", test_snapshot);
  return g_test_run ();
}
