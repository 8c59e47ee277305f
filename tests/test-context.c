/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib-unix.h>
#include <sys/socket.h>
#include <unistd.h>

#include "run-main.h"

/*
 * A program that has sources of its own in the context that the loop runs in: they go on being served, whatever the
 * loop is busy with, and it may be told of what they see.
 */
typedef struct
{
  guint     n_timeouts, n_idles, n_bytes;
  int       fds[2];
  LsFuture *enough;      /* done when all of them have been served often */
} Program;

static gboolean
note (Program *program)
{
  gboolean all = program->n_timeouts >= 5 && program->n_idles >= 5 && program->n_bytes >= 5;

  if (all && program->enough != NULL && !ls_future_done (program->enough))
    ls_future_set_result (program->enough, LS_NONE, NULL);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_timeout (gpointer data)
{
  Program *program = data;

  program->n_timeouts++;
  g_assert_cmpint (write (program->fds[1], "x", 1), ==, 1);
  return note (program);
}

static gboolean
on_idle (gpointer data)
{
  ((Program *) data)->n_idles++;
  return note (data);
}

static gboolean
on_byte (int fd, GIOCondition condition, gpointer data)
{
  char byte;

  g_assert_cmpint (read (fd, &byte, 1), ==, 1);
  ((Program *) data)->n_bytes++;
  return note (data);
}

static void
run (LsCoroFunc body)
{
  Program program = { 0 };
  guint timeout, idle, byte;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, program.fds), ==, 0);
  timeout = g_timeout_add (2, on_timeout, &program);
  idle = g_idle_add_full (G_PRIORITY_LOW, on_idle, &program, NULL);
  byte = g_unix_fd_add (program.fds[0], G_IO_IN, on_byte, &program);
  run_main_with (body, LS_POINTER (&program));
  g_source_remove (timeout);
  g_source_remove (idle);
  g_source_remove (byte);
  close (program.fds[0]);
  close (program.fds[1]);
}

/* The loop waits. */
static LsValue
waits (const LsValue *args, GError **error)
{
  Program *program = ls_value_get_pointer (args[0]);

  program->enough = ls_future_new ();
  LS_TRY (ls_wait_for_done (program->enough, 20, error));
  g_clear_pointer (&program->enough, ls_future_unref);
  return LS_NONE;
}

static void
test_waiting (void)
{
  run (waits);
}

/* The loop always has something ready. */
static LsValue
spins (const LsValue *args, GError **error)
{
  Program *program = ls_value_get_pointer (args[0]);
  double begun = ls_loop_time (ls_get_running_loop ());

  program->enough = ls_future_new ();
  while (!ls_future_done (program->enough))
    {
      LS_TRY (ls_sleep (0, error));
      g_assert_cmpfloat (ls_loop_time (ls_get_running_loop ()) - begun, <, 20);
    }
  g_clear_pointer (&program->enough, ls_future_unref);
  return LS_NONE;
}

static void
test_spinning (void)
{
  run (spins);
}

/* The same with a descriptor that is watched, so that the loop comes back to the context each time. */
static void
never (const LsValue *args, GError **error)
{
  g_assert_not_reached ();
}

static LsValue
spins_watching (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  int fds[2];

  g_assert_cmpint (pipe (fds), ==, 0);
  ls_loop_add_reader (loop, fds[0], never);
  spins (args, error);
  ls_loop_remove_reader (loop, fds[0]);
  close (fds[0]);
  close (fds[1]);
  return LS_NONE;
}

static void
test_watching (void)
{
  run (spins_watching);
}

/* Timers and callbacks as well, in virtual time. */
static LsValue
spins_and_sleeps (const LsValue *args, GError **error)
{
  for (int i = 0; i < 100; i++)
    LS_TRY (ls_sleep (1, error));
  return spins (args, error);
}

static void
test_virtual (void)
{
  run_in_child (run, spins_and_sleeps, LS_CLOCK_INSTANT, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/context/waiting", test_waiting);
  g_test_add_func ("/context/spinning", test_spinning);
  g_test_add_func ("/context/watching", test_watching);
  g_test_add_func ("/context/virtual", test_virtual);
  return g_test_run ();
}
