/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ls-tracer.h"
#include "run-main.h"

/* asyncio: test_selector_events.py, test_events.py (add_reader, add_writer) */

typedef struct { int here, there; } Pair;

static Pair
make_pair (void)
{
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), ==, 0);
  return (Pair) { fds[0], fds[1] };
}

static void
close_pair (Pair *pair)
{
  close (pair->here);
  if (pair->there >= 0)
    close (pair->there);
}

static void
run (LsCoroFunc body)
{
  Pair pair = make_pair ();

  run_main_with (body, LS_POINTER (&pair));
  close_pair (&pair);
}

static void
send_byte (int fd)
{
  g_assert_cmpint (write (fd, "x", 1), ==, 1);
}

/* Readers and writers */

typedef struct { Pair *pair; guint n_calls, n_bytes; } Count;

static void
read_one (const LsValue *args, GError **error)
{
  Count *count = ls_value_get_pointer (args[0]);
  char byte;

  g_assert_cmpstr (ls_value_get_string (args[1]), ==, "a word");
  count->n_calls++;
  if (read (count->pair->here, &byte, 1) == 1)
    count->n_bytes++;
  if (count->n_bytes == 3)
    g_assert_true (ls_loop_remove_reader (ls_get_running_loop (), count->pair->here));
  g_assert_cmpstr (ls_value_get_string (args[1]), ==, "a word");
}

static LsValue
reads (const LsValue *args, GError **error)
{
  Count count = { .pair = ls_value_get_pointer (args[0]) };
  LsLoop *loop = ls_get_running_loop ();

  ls_loop_add_reader (loop, count.pair->here, read_one, LS_POINTER (&count), ls_value_string ("a word"));
  for (int i = 0; i < 3; i++)
    send_byte (count.pair->there);
  LS_TRY (ls_sleep (0.05, error));
  g_assert_cmpuint (count.n_calls, ==, 3);
  g_assert_cmpuint (count.n_bytes, ==, 3);
  g_assert_false (ls_loop_remove_reader (loop, count.pair->here));
  send_byte (count.pair->there);
  LS_TRY (ls_sleep (0.01, error));
  g_assert_cmpuint (count.n_calls, ==, 3);
  return LS_NONE;
}

static void
test_reader (void)
{
  run (reads);
}

static void
count_call (const LsValue *args, GError **error)
{
  ++*(guint *) ls_value_get_pointer (args[0]);
}

/* A writer is ready at each iteration until it is taken off; a second one takes the first one's place. */
static LsValue
writes (const LsValue *args, GError **error)
{
  Pair *pair = ls_value_get_pointer (args[0]);
  LsLoop *loop = ls_get_running_loop ();
  guint first = 0;
  guint second = 0;

  ls_loop_add_writer (loop, pair->here, count_call, LS_POINTER (&first));
  for (int i = 0; i < 4; i++)
    LS_TRY (ls_sleep (0, error));
  g_assert_cmpuint (first, >=, 2);
  g_assert_cmpuint (first, <=, 4);
  ls_loop_add_writer (loop, pair->here, count_call, LS_POINTER (&second));
  first = 0;
  for (int i = 0; i < 4; i++)
    LS_TRY (ls_sleep (0, error));
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (second, >=, 2);
  g_assert_true (ls_loop_remove_writer (loop, pair->here));
  g_assert_false (ls_loop_remove_writer (loop, pair->here));
  return LS_NONE;
}

static void
test_writer (void)
{
  run (writes);
}

/* The other end's leaving is something to read, and a descriptor that was closed is forgotten. */
static LsValue
ends (const LsValue *args, GError **error)
{
  Pair *pair = ls_value_get_pointer (args[0]);
  LsLoop *loop = ls_get_running_loop ();
  Pair other = make_pair ();
  guint n = 0;

  close (pair->there);
  pair->there = -1;
  LS_TRY (ls_wait_readable (pair->here, error));
  ls_loop_add_reader (loop, other.here, count_call, LS_POINTER (&n));
  close_pair (&other);
  LS_TRY (ls_sleep (0.01, error));
  g_assert_cmpuint (n, ==, 0);
  g_assert_false (ls_loop_remove_reader (loop, other.here));
  return LS_NONE;
}

static void
test_end (void)
{
  run (ends);
}

/* Waiting */

static LsValue
send_later (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (0.02, error));
  send_byte (ls_value_get_int (args[0]));
  return LS_NONE;
}

static LsValue
waits (const LsValue *args, GError **error)
{
  Pair *pair = ls_value_get_pointer (args[0]);
  g_autoptr (LsTask) sender = ls_create_task (ls_coro (send_later, LS_INT (pair->there)));
  double begun = ls_loop_time (ls_get_running_loop ());
  char byte;

  LS_TRY (ls_wait_writable (pair->here, error));
  LS_TRY (ls_wait_readable (pair->here, error));
  g_assert_cmpfloat (ls_loop_time (ls_get_running_loop ()) - begun, >=, 0.015);
  g_assert_cmpint (read (pair->here, &byte, 1), ==, 1);
  return LS_NONE;
}

static void
test_wait (void)
{
  run (waits);
}

static LsValue
wait_in_task (const LsValue *args, GError **error)
{
  LS_TRY (ls_wait_readable (ls_value_get_int (args[0]), error));
  return LS_NONE;
}

static LsValue
cancels (const LsValue *args, GError **error)
{
  Pair *pair = ls_value_get_pointer (args[0]);
  g_autoptr (LsTask) task = ls_create_task (ls_coro (wait_in_task, LS_INT (pair->here)));
  g_autoptr (GError) raised = NULL;

  LS_TRY (ls_sleep (0, error));
  g_assert_false (ls_wait_readable (pair->here, &raised));
  g_assert_error (raised, LS_ERROR, LS_ERROR_RUNTIME);
  g_clear_error (&raised);
  cancel_and_await (task);
  g_assert_false (ls_loop_remove_reader (ls_get_running_loop (), pair->here));
  g_assert_false (ls_wait_readable (12345, &raised));
  g_assert_error (raised, LS_ERROR, LS_ERROR_OS);
  g_assert_cmpstr (raised->message, ==, "[Errno 9] Bad file descriptor");
  return LS_NONE;
}

static void
test_cancel (void)
{
  run (cancels);
}

/* What is watched when the loop closes is watched no more. */
static void
test_close (void)
{
  Pair pair = make_pair ();
  LsLoop *loop = ls_loop_new ();
  LsTask *task = ls_loop_create_task (loop, ls_coro (wait_in_task, LS_INT (pair.here)));
  guint n = 0;

  ls_loop_add_reader (loop, pair.there, count_call, LS_POINTER (&n));
  ls_loop_stop (loop);
  g_assert_true (ls_loop_run_forever (loop, NULL));
  ls_loop_set_exception_handler (loop, ignore_report, NULL);
  ls_loop_close (loop);
  ls_task_unref (task);
  ls_loop_unref (loop);
  close_pair (&pair);
}

/* Virtual time stands still but for what the wait for the descriptor really takes. */
static void
test_time (void)
{
  run_in_child (run, waits, LS_CLOCK_INSTANT, 1);
}

/* What the tracer is told, in FORMAT.md's order. */

static GString *told;

static void
tell_polled (gint64 waited, guint n_io)
{
  if (n_io > 0)
    g_string_append_printf (told, "polled %u\n", n_io);
}

static void
tell_run (guint32 handle)
{
  g_string_append_printf (told, "run %u\n", handle);
}

static void
tell_scheduled (guint32 handle, const char *name, guint32 task)
{
  g_string_append_printf (told, "scheduled %u %s\n", handle, name);
}

static void
tell_watched (guint32 handle, guint direction, int fd, guint32 future)
{
  g_string_append_printf (told, "watched %u %u f%u\n", handle, direction, future);
}

static void
tell_ready (guint32 handle, guint direction, int fd)
{
  g_string_append_printf (told, "ready %u %u\n", handle, direction);
}

static void
tell_unwatched (guint32 handle, guint direction, int fd)
{
  g_string_append_printf (told, "unwatched %u %u\n", handle, direction);
}

static void
tell_created (guint32 future, LsFutureKind kind, guint32 object, const char *name, gconstpointer site)
{
  g_string_append_printf (told, "created f%u %d\n", future, kind);
}

static void
tell_awaited (guint32 future, LsFutureKind kind, guint32 task)
{
  g_string_append_printf (told, "awaited f%u\n", future);
}

static void
tell_resolved (guint32 future, LsFutureKind kind, LsOutcome how, const LsValue *result,
               const char *exception)
{
  g_string_append_printf (told, "resolved f%u\n", future);
}

static void
tell_suspended (guint32 task, LsWaitKind what, guint32 object, guint32 future, gconstpointer site)
{
  g_string_append_printf (told, "suspended %d f%u\n", what, future);
}

static void
tell_nothing (void)
{
}

#define NOTHING ((gpointer) tell_nothing)

static const LsTracer tracer = {
  .loop = NOTHING, .iteration = NOTHING, .poll = NOTHING, .polled = tell_polled, .coro = NOTHING, .task_created = NOTHING,
  .task_ready = NOTHING, .turn = NOTHING, .frame = NOTHING, .suspended = tell_suspended, .task_done = NOTHING,
  .future_created = tell_created, .future_awaited = tell_awaited, .future_resolved = tell_resolved,
  .scheduled = tell_scheduled, .run = tell_run, .fd_watched = tell_watched, .fd_ready = tell_ready,
  .fd_unwatched = tell_unwatched,
};

static LsValue
waits_once (const LsValue *args, GError **error)
{
  Pair *pair = ls_value_get_pointer (args[0]);

  send_byte (pair->there);
  LS_TRY (ls_wait_readable (pair->here, error));
  ls_tracer_set (NULL);
  return LS_NONE;
}

static void
test_told (void)
{
  if (g_test_subprocess ())
    {
      told = g_string_new (NULL);
      ls_tracer_set (&tracer);
      run (waits_once);
      g_assert_cmpstr (told->str, ==,
                       "scheduled 1 step\n" "run 1\n" "created f2 11\n" "watched 2 1 f2\n" "awaited f2\n"
                       "suspended 19 f2\n" "polled 1\n" "ready 2 1\n" "unwatched 2 1\n" "run 2\n" "resolved f2\n"
                       "scheduled 3 wakeup\n" "run 3\n");
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/LsDescriptor/reader", test_reader);
  g_test_add_func ("/LsDescriptor/writer", test_writer);
  g_test_add_func ("/LsDescriptor/end", test_end);
  g_test_add_func ("/LsDescriptor/wait", test_wait);
  g_test_add_func ("/LsDescriptor/cancel", test_cancel);
  g_test_add_func ("/LsDescriptor/close", test_close);
  g_test_add_func ("/LsDescriptor/time", test_time);
  g_test_add_func ("/LsDescriptor/told", test_told);
  return g_test_run ();
}
