/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <unistd.h>

#include "run-main.h"


/* asyncio: test_unix_events.py (add_signal_handler), test_events.py (test_add_signal_handler, test_signal_handling_args) */

typedef struct { guint n; LsFuture *came; } Count;

static void
on_signal (const LsValue *args, GError **error)
{
  Count *count = ls_value_get_pointer (args[0]);

  g_assert_cmpstr (ls_value_get_string (args[1]), ==, "a word");
  count->n++;
  if (!ls_future_done (count->came))
    ls_future_set_result (count->came, LS_NONE, NULL);
}

static LsValue
handles (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  g_autoptr (LsFuture) came = ls_future_new ();
  Count count = { 0, came };

  g_assert_true (ls_loop_add_signal_handler (loop, SIGUSR1, on_signal, LS_POINTER (&count), LS_STR ("a word")));
  g_assert_true (ls_loop_add_signal_handler (loop, SIGUSR1, on_signal, LS_POINTER (&count), ls_value_string ("a word")));
  kill (getpid (), SIGUSR1);
  g_assert_cmpuint (count.n, ==, 0);
  LS_TRY (ls_wait_for_done (came, 10, error));
  g_assert_cmpuint (count.n, ==, 1);
  g_assert_true (ls_loop_remove_signal_handler (loop, SIGUSR1));
  g_assert_false (ls_loop_remove_signal_handler (loop, SIGUSR1));
  return LS_NONE;
}

static void
test_handler (void)
{
  signal (SIGUSR1, SIG_IGN);
  run_main (handles);
  /* What was done before is done again. */
  g_assert_true (signal (SIGUSR1, SIG_DFL) == SIG_IGN);
}

/* In place of what Ctrl-C does under run(). */
static LsValue
handles_interrupt (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) came = ls_future_new ();
  Count count = { 0, came };

  g_assert_true (ls_loop_add_signal_handler (ls_get_running_loop (), SIGINT, on_signal, LS_POINTER (&count),
                                             LS_STR ("a word")));
  raise (SIGINT);
  LS_TRY (ls_wait_for_done (came, 10, error));
  return LS_NONE;
}

static void
test_interrupt (void)
{
  run_main (handles_interrupt);
}

static LsValue
refuses (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();

  g_assert_false (ls_loop_add_signal_handler (loop, SIGKILL, on_signal));
  g_assert_false (ls_loop_add_signal_handler (loop, 0, on_signal));
  g_assert_false (ls_loop_add_signal_handler (loop, 100000, on_signal));
  return LS_NONE;
}

static gpointer
refuse_thread (gpointer data)
{
  LsLoop *loop = ls_loop_new ();

  g_assert_false (ls_loop_add_signal_handler (loop, SIGUSR1, on_signal));
  ls_loop_unref (loop);
  return NULL;
}

static void
test_refuse (void)
{
  run_main (refuses);
  g_thread_join (g_thread_new ("loop", refuse_thread, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/LsSignal/handler", test_handler);
  g_test_add_func ("/LsSignal/interrupt", test_interrupt);
  g_test_add_func ("/LsSignal/refuse", test_refuse);
  return g_test_run ();
}
