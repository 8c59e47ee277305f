/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fenv.h>
#include <signal.h>
#include <unistd.h>

#include "ls-loop-private.h"
#include "record.h"

static void
stop (const LsValue *args, GError **error)
{
  ls_loop_stop (ls_value_get_loop (args[0]));
}

static LsValue
interrupted (const LsValue *args, GError **error)
{
  g_set_error_literal (error, LS_ERROR, LS_ERROR_KEYBOARD_INTERRUPT, "");
  return LS_NONE;
}

static void
count_up (const LsValue *args, GError **error)
{
  ++*(int *) ls_value_get_pointer (args[0]);
}

/* Rule 26: such an exception is kept in the task and leaves run_forever(); what is ready stays ready. */
static void
test_keyboard_interrupt (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();
  g_autoptr (LsTask) task = ls_loop_create_task (loop, ls_coro (interrupted));
  g_autoptr (GError) error = NULL;
  int called = 0;

  ls_loop_call_soon (loop, count_up, LS_POINTER (&called));
  g_assert_false (ls_loop_run_forever (loop, &error));
  g_assert_error (error, LS_ERROR, LS_ERROR_KEYBOARD_INTERRUPT);
  g_assert_cmpint (called, ==, 0);
  g_assert_nonnull (ls_task_exception (task, NULL));

  ls_loop_stop (loop);
  g_assert_true (ls_loop_run_forever (loop, NULL));
  g_assert_cmpint (called, ==, 1);
  ls_loop_close (loop);
}

static void
test_refuses_to_run (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();
  g_autoptr (GError) error = NULL;

  ls_loop_close (loop);
  g_assert_true (ls_loop_is_closed (loop));
  g_assert_false (ls_loop_run_forever (loop, &error));
  g_assert_error (error, LS_ERROR, LS_ERROR_RUNTIME);
  g_assert_cmpstr (error->message, ==, "Event loop is closed");
}

static LsValue
runs_another (const LsValue *args, GError **error)
{
  g_autoptr (LsLoop) other = ls_loop_new ();
  g_autoptr (GError) nested = NULL;

  g_assert_false (ls_loop_run_forever (other, &nested));
  g_assert_cmpstr (nested->message, ==, "Cannot run the event loop while another loop is running");
  g_clear_error (&nested);
  g_assert_false (ls_loop_run_forever (ls_get_running_loop (), &nested));
  g_assert_cmpstr (nested->message, ==, "This event loop is already running");
  return LS_NONE;
}

static void
test_one_loop_at_a_time (void)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  record_run_program (ls_coro (runs_another));
}

/* One iteration at a time: what is due, and what the clock says. */
static void
test_stepping_the_clock (void)
{
  g_autoptr (LsLoop) loop = NULL;
  int called = 0;

  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  loop = ls_loop_new ();
  ls_loop_call_later (loop, 1, count_up, LS_POINTER (&called));
  ls_loop_call_soon (loop, count_up, LS_POINTER (&called));
  g_assert_true (ls_loop_run_once (loop));
  g_assert_cmpint (called, ==, 1);
  /* Readings: by call_later(), and at the end of the poll. */
  g_assert_cmpint (ls_clock_peek (loop->clock), ==, 2);
  g_assert_true (ls_loop_run_once (loop));
  g_assert_cmpint (called, ==, 2);
  /* A reading for the timeout, the wait, and the end of the poll. */
  g_assert_cmpint (ls_clock_peek (loop->clock), ==, 1000000004);
  g_assert_false (ls_loop_run_once (loop));                       /* would wait for ever */
  ls_loop_call_soon (loop, count_up, LS_POINTER (&called));
  g_assert_true (ls_loop_run_once (loop));
  g_assert_cmpint (called, ==, 3);
  ls_loop_close (loop);
}

typedef struct { LsLoop *loop; int ticks; } Beside;

static gboolean
tick_beside (gpointer data)
{
  Beside *beside = data;

  if (++beside->ticks == 3)
    ls_loop_call_soon (beside->loop, stop, ls_loop_value (beside->loop));
  return beside->ticks < 3;
}

static LsValue
yield_for_ever (const LsValue *args, GError **error)
{
  for (;;)
    LS_TRY (ls_sleep (0, error));
}

/* A source of the program's own is served beside a loop that waits, and beside one that never does. */
static void
test_source_beside (gconstpointer busy)
{
  g_autoptr (LsLoop) loop = NULL;
  g_autoptr (LsTask) task = NULL;
  Beside beside = { 0 };

  ls_debug_set_clock (LS_CLOCK_REAL, 1);
  loop = ls_loop_new ();
  beside.loop = loop;
  if (GPOINTER_TO_INT (busy))
    task = ls_loop_create_task (loop, ls_coro (yield_for_ever));
  g_timeout_add (5, tick_beside, &beside);
  g_assert_true (ls_loop_run_forever (loop, NULL));
  g_assert_cmpint (beside.ticks, ==, 3);
  if (task != NULL)
    {
      ls_task_cancel (task);
      ls_loop_run_until_complete (loop, task, NULL);
    }
  ls_loop_close (loop);
}

static LsValue
sleeps (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (ls_value_get_double (args[0]), error));
  return args[0];
}

/* The real and the paced clock do wait; the paced one at its pace. */
static void
test_waits (gconstpointer data)
{
  gboolean paced = GPOINTER_TO_INT (data);
  gint64 begun = g_get_monotonic_time ();
  double length = paced ? 2 : 0.05;
  gint64 gone;
  double before;

  ls_debug_set_clock (paced ? LS_CLOCK_PACED : LS_CLOCK_REAL, 40);
  before = ls_perf_counter ();
  record_run_program (ls_coro (sleeps, LS_DOUBLE (length)));
  gone = g_get_monotonic_time () - begun;
  g_assert_cmpint (gone, >=, 50000);
  g_assert_cmpint (gone, <, 5000000);
  g_assert_cmpfloat (ls_perf_counter () - before, >=, length);
  if (paced)
    g_assert_cmpfloat (ls_perf_counter () - before, <, length + 0.01);
}

/* While the debugger holds the program the clock stands still, also in a wait. */
static gboolean
hold (gpointer data)
{
  g_usleep (60000);
  ls_debug_add_stopped (60000000);
  return G_SOURCE_REMOVE;
}

static void
test_stands_still (gconstpointer data)
{
  gint64 begun = g_get_monotonic_time ();
  double before;

  ls_debug_set_clock (GPOINTER_TO_INT (data) ? LS_CLOCK_PACED : LS_CLOCK_REAL, 1);
  before = ls_perf_counter ();
  g_timeout_add (1, hold, NULL);
  record_run_program (ls_coro (sleeps, LS_DOUBLE (0.05)));
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 110000);
  g_assert_cmpfloat (ls_perf_counter () - before, <, 0.1);
}

static void
fails (const LsValue *args, GError **error)
{
  g_set_error_literal (error, LS_ERROR, LS_ERROR_VALUE, "bad callback");
}

static void
note_exception (LsLoop *loop, const LsExceptionContext *context, gpointer data, GError **error)
{
  g_assert_error (context->exception, LS_ERROR, LS_ERROR_VALUE);
  g_assert_nonnull (context->handle);
  ++*(int *) data;
}

static void
test_callback_that_fails (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();
  int noted = 0, called = 0;

  ls_loop_set_exception_handler (loop, note_exception, &noted);
  ls_loop_call_soon (loop, fails);
  ls_loop_call_soon (loop, count_up, LS_POINTER (&called));
  ls_loop_stop (loop);
  g_assert_true (ls_loop_run_forever (loop, NULL));
  g_assert_cmpint (noted, ==, 1);
  g_assert_cmpint (called, ==, 1);
  ls_loop_close (loop);
}

static gpointer
call_from_thread (gpointer data)
{
  g_usleep (5000);
  ls_loop_call_soon_threadsafe (data, stop, ls_loop_value (data));
  return NULL;
}

static void
test_threadsafe (void)
{
  g_autoptr (LsLoop) loop = NULL;
  GThread *thread;

  ls_debug_set_clock (LS_CLOCK_REAL, 1);
  loop = ls_loop_new ();
  thread = g_thread_new ("caller", call_from_thread, loop);
  g_assert_true (ls_loop_run_forever (loop, NULL));
  g_thread_join (thread);
  ls_loop_close (loop);
}

/* Every thread has a clock, a loop and ids of its own. */
static gpointer
run_in_thread (gpointer data)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  record_run_program (ls_coro (sleeps, LS_DOUBLE (1000)));
  g_assert_cmpfloat (ls_perf_counter (), >, 1000);
  return NULL;
}

static void
test_loops_of_threads (void)
{
  GThread *thread = g_thread_new ("other", run_in_thread, NULL);

  ls_debug_set_clock (LS_CLOCK_REAL, 1);
  record_run_program (ls_coro (sleeps, LS_DOUBLE (0.01)));
  g_thread_join (thread);
  g_assert_cmpfloat (ls_perf_counter (), <, 10);
}

/* The tracer's descriptor is served while the loop idles. */
static int command_pipe[2];
static LsLoop *command_loop;
static int n_commands;

static int
command_fd (void)
{
  return command_pipe[0];
}

static void
command (void)
{
  char byte;

  g_assert_cmpint (read (command_pipe[0], &byte, 1), ==, 1);
  if (++n_commands == 2)
    ls_loop_stop (command_loop);
}

static gboolean
send_command (gpointer data)
{
  g_assert_cmpint (write (command_pipe[1], "x", 1), ==, 1);
  return n_commands < 1;
}

static void
test_commands_while_idle (void)
{
  LsTracer tracer;

  g_assert_cmpint (pipe (command_pipe), ==, 0);
  record_begin ();
  ls_debug_set_clock (LS_CLOCK_REAL, 1);
  tracer = *ls_tracer;
  tracer.command_fd = command_fd;
  tracer.command = command;
  ls_tracer_set (&tracer);
  command_loop = ls_loop_new ();
  g_timeout_add (2, send_command, NULL);
  g_assert_true (ls_loop_run_forever (command_loop, NULL));
  g_assert_cmpint (n_commands, ==, 2);
  ls_loop_close (command_loop);
  g_clear_pointer (&command_loop, ls_loop_unref);
  g_free (record_end ());
  close (command_pipe[0]);
  close (command_pipe[1]);
}

static void
round_upward (const LsValue *args, GError **error)
{
  fesetround (FE_UPWARD);
}

static void
check_upward (const LsValue *args, GError **error)
{
  g_assert_cmpint (fegetround (), ==, FE_UPWARD);
}

static LsValue
rounds_downward (const LsValue *args, GError **error)
{
  g_assert_cmpint (fegetround (), ==, FE_TONEAREST);
  fesetround (FE_DOWNWARD);
  ls_loop_call_soon (ls_get_running_loop (), round_upward);
  for (int i = 0; i < 3; i++)
    {
      LS_TRY (ls_sleep (0, error));
      g_assert_cmpint (fegetround (), ==, FE_DOWNWARD);
      ls_loop_call_soon (ls_get_running_loop (), check_upward);
    }
  return LS_NONE;
}

/* The mode belongs to the task that sets it; what a callback sets is the loop's from then on. */
static void
test_rounding_modes (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();

  ls_value_clear ((LsValue[]) { ls_loop_run_until_complete (loop, ls_coro (rounds_downward), NULL) });
  g_assert_cmpint (fegetround (), ==, FE_UPWARD);
  fesetround (FE_TONEAREST);
  ls_loop_close (loop);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  record_add_rule ("Loop", "rule-01", "one-iteration-runs-what-was-ready", rule_01);
  record_add_rule ("Loop", "rule-02", "timers-go-behind-what-is-ready", rule_02);
  record_add_rule ("Loop", "rule-26", "stop-ends-after-the-iteration", rule_26);
  record_add_rule ("Loop", "rule-27", "never-retrieved-and-bad-callbacks", rule_27);
  g_test_add_func ("/Ls/Loop/rule-26-keyboard-interrupt-leaves-the-loop", test_keyboard_interrupt);
  g_test_add_func ("/Ls/Loop/refuses-to-run", test_refuses_to_run);
  g_test_add_func ("/Ls/Loop/one-at-a-time", test_one_loop_at_a_time);
  g_test_add_func ("/Ls/Loop/stepping-the-clock", test_stepping_the_clock);
  g_test_add_data_func ("/Ls/Loop/source-beside-an-idle-one", GINT_TO_POINTER (FALSE),
                        test_source_beside);
  g_test_add_data_func ("/Ls/Loop/source-beside-a-busy-one", GINT_TO_POINTER (TRUE),
                        test_source_beside);
  g_test_add_data_func ("/Ls/Loop/real-clock-waits", GINT_TO_POINTER (FALSE), test_waits);
  g_test_add_data_func ("/Ls/Loop/paced-clock-waits", GINT_TO_POINTER (TRUE), test_waits);
  g_test_add_data_func ("/Ls/Loop/real-clock-stands-still", GINT_TO_POINTER (FALSE),
                        test_stands_still);
  g_test_add_data_func ("/Ls/Loop/paced-clock-stands-still", GINT_TO_POINTER (TRUE),
                        test_stands_still);
  g_test_add_func ("/Ls/Loop/callback-that-fails", test_callback_that_fails);
  g_test_add_func ("/Ls/Loop/threadsafe", test_threadsafe);
  g_test_add_func ("/Ls/Loop/loops-of-threads", test_loops_of_threads);
  g_test_add_func ("/Ls/Loop/commands-while-idle", test_commands_while_idle);
  g_test_add_func ("/Ls/Loop/rounding-modes", test_rounding_modes);

  return g_test_run ();
}
