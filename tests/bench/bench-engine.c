/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * bench-engine WORKLOAD N: one workload on the engine, written as for asyncio.
 *
 *   W1    two tasks yield by turns: ns a yield
 *   W2    N trivial tasks created, then all awaited
 *   W3    N tasks each sleep a random time in [0, 1) s, all awaited
 *   M3    N tasks parked in a long sleep at once
 *   W4a   producer and consumer over a queue of 1: ns an item; W4b: of 1000
 *   W5    N timers scheduled, then all cancelled
 *   W6    N sleeping tasks cancelled, then all awaited
 *   W7    one task 100 coroutines deep yields at the bottom: ns a yield
 *   crowd N tasks sleep three times each: a trace with many alive
 *   kept  N tasks yield, 1,000 at a time, all kept when they are done
 */
#include <loopscope.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench-measure.h"

static gint64
count_of (const LsValue *args)
{
  return ls_value_get_int (args[0]);
}

static gboolean
gather_all (gpointer *awaitables, gsize n, gboolean return_exceptions, GError **error)
{
  return ls_await_done (ls_gatherv (awaitables, n, return_exceptions), error);
}

static LsValue
yields (const LsValue *args, GError **error)
{
  for (gint64 i = count_of (args); i > 0; i--)
    LS_TRY (ls_sleep (0, error));
  return LS_NONE;
}

static LsValue
w1 (const LsValue *args, GError **error)
{
  gint64 n = count_of (args);
  Measure measure = measure_begin ();

  LS_TRY (ls_await_done (ls_gather (ls_coro (yields, LS_INT (n / 2)), ls_coro (yields, LS_INT (n / 2))), error));
  measure_end (&measure, n);
  return LS_NONE;
}

static LsValue
trivial (const LsValue *args, GError **error)
{
  return args[0];
}

static LsValue
w2 (const LsValue *args, GError **error)
{
  gint64 n = count_of (args);
  g_autofree gpointer *tasks = g_new (gpointer, n);
  Measure measure = measure_begin ();

  for (gint64 i = 0; i < n; i++)
    tasks[i] = ls_coro (trivial, LS_INT (i));
  LS_TRY (gather_all (tasks, n, FALSE, error));
  measure_end (&measure, n);
  return LS_NONE;
}

static LsValue
sleeps (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (ls_value_get_double (args[0]), error));
  return LS_NONE;
}

static LsValue
w3 (const LsValue *args, GError **error)
{
  gint64 n = count_of (args);
  g_autofree gpointer *tasks = g_new (gpointer, n);
  guint32 random = 1;
  Measure measure = measure_begin ();

  for (gint64 i = 0; i < n; i++)
    tasks[i] = ls_coro (sleeps, LS_DOUBLE (measure_random_double (&random)));
  LS_TRY (gather_all (tasks, n, FALSE, error));
  measure_end (&measure, n);
  return LS_NONE;
}

static gint64 n_up;

static LsValue
counts_and_sleeps (const LsValue *args, GError **error)
{
  n_up++;
  LS_TRY (ls_sleep (ls_value_get_double (args[0]), error));
  return LS_NONE;
}

/* Leaves the process: ending that many tasks is not what is measured. */
static LsValue
m3 (const LsValue *args, GError **error)
{
  gint64 n = count_of (args);
  g_autofree LsTask **tasks = g_new (LsTask *, n);
  guint32 random = 1;
  Measure measure;

  memset (tasks, 0, n * sizeof *tasks);
  measure = measure_begin ();
  for (gint64 i = 0; i < n; i++)
    tasks[i] = ls_create_task (ls_coro (counts_and_sleeps, LS_DOUBLE (1000 + measure_random_double (&random))));
  while (n_up < n)
    LS_TRY (ls_sleep (0, error));
  measure_end (&measure, n);
  _exit (0);
}

static LsValue
produces (const LsValue *args, GError **error)
{
  LsQueue *queue = ls_value_get_queue (args[1]);
  gint64 n = count_of (args);

  for (gint64 i = 0; i < n; i++)
    LS_TRY (ls_queue_put (queue, LS_INT (i), error));
  return LS_NONE;
}

static LsValue
consumes (const LsValue *args, GError **error)
{
  LsQueue *queue = ls_value_get_queue (args[1]);
  gint64 n = count_of (args);

  for (gint64 i = 0; i < n && *error == NULL; i++)
    {
      LsValue item = ls_queue_get (queue, error);

      ls_value_clear (&item);
    }
  return LS_NONE;
}

static gboolean
w4 (gint64 n, gint64 maxsize, GError **error)
{
  g_autoptr (LsQueue) queue = ls_queue_new (.maxsize = maxsize);
  Measure measure = measure_begin ();

  if (!ls_await_done (ls_gather (ls_coro (produces, LS_INT (n), ls_queue_value (queue)),
                                 ls_coro (consumes, LS_INT (n), ls_queue_value (queue))), error))
    return FALSE;
  measure_end (&measure, n);
  return TRUE;
}

static LsValue
w4a (const LsValue *args, GError **error)
{
  LS_TRY (w4 (count_of (args), 1, error));
  return LS_NONE;
}

static LsValue
w4b (const LsValue *args, GError **error)
{
  LS_TRY (w4 (count_of (args), 1000, error));
  return LS_NONE;
}

static void
nothing (const LsValue *args, GError **error)
{
}

static LsValue
w5 (const LsValue *args, GError **error)
{
  gint64 n = count_of (args);
  g_autofree LsHandle **handles = g_new (LsHandle *, n);
  LsLoop *loop = ls_get_running_loop ();
  guint32 random = 1;
  Measure measure = measure_begin ();

  for (gint64 i = 0; i < n; i++)
    handles[i] = ls_handle_ref (ls_loop_call_later (loop, 1 + measure_random_double (&random), nothing));
  for (gint64 i = 0; i < n; i++)
    {
      ls_handle_cancel (handles[i]);
      ls_handle_unref (handles[i]);
    }
  LS_TRY (ls_sleep (0, error));
  measure_end (&measure, n);
  return LS_NONE;
}

static LsValue
w6 (const LsValue *args, GError **error)
{
  gint64 n = count_of (args);
  g_autofree gpointer *tasks = g_new (gpointer, n);
  gboolean ok;
  Measure measure;

  for (gint64 i = 0; i < n; i++)
    tasks[i] = ls_create_task (ls_sleep_coro (1000));
  LS_TRY (ls_sleep (0, error));
  measure = measure_begin ();
  for (gint64 i = 0; i < n; i++)
    ls_task_cancel (tasks[i]);
  ok = gather_all (tasks, n, TRUE, error);
  measure_end (&measure, n);
  for (gint64 i = 0; i < n; i++)
    {
      ok = ok && ls_task_cancelled (tasks[i]);
      ls_task_unref (tasks[i]);
    }
  if (!ok && *error == NULL)
    g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, "a task was not cancelled");
  return LS_NONE;
}

static LsValue
deep (const LsValue *args, GError **error)
{
  gint64 depth = ls_value_get_int (args[1]);

  if (depth > 0)
    return ls_await (ls_coro (deep, args[0], LS_INT (depth - 1)), error);
  return yields (args, error);
}

static LsValue
w7 (const LsValue *args, GError **error)
{
  gint64 n = count_of (args);
  g_autoptr (LsTask) task = ls_create_task (ls_coro (deep, LS_INT (n), LS_INT (99)));
  Measure measure;

  LS_TRY (ls_sleep (0, error));
  measure = measure_begin ();
  LS_TRY (ls_await_done (task, error));
  measure_end (&measure, n);
  return LS_NONE;
}

static LsValue
naps (const LsValue *args, GError **error)
{
  for (int i = 0; i < 3; i++)
    LS_TRY (ls_sleep (ls_value_get_double (args[0]), error));
  return LS_NONE;
}

static LsValue
crowd (const LsValue *args, GError **error)
{
  gint64 n = count_of (args);
  g_autofree gpointer *tasks = g_new (gpointer, n);
  guint32 random = 1;
  Measure measure = measure_begin ();

  for (gint64 i = 0; i < n; i++)
    tasks[i] = ls_coro (naps, LS_DOUBLE (measure_random_double (&random)));
  LS_TRY (gather_all (tasks, n, FALSE, error));
  measure_end (&measure, n);
  return LS_NONE;
}

#define WAVE 1000

static LsValue
kept (const LsValue *args, GError **error)
{
  gint64 n = count_of (args);
  g_autofree gpointer *tasks = g_new0 (gpointer, n);
  gboolean ok = TRUE;
  Measure measure = measure_begin ();

  for (gint64 begin = 0; ok && begin < n; begin += WAVE)
    {
      gint64 end = MIN (begin + WAVE, n);

      for (gint64 i = begin; i < end; i++)
        tasks[i] = ls_create_task (ls_coro (yields, LS_INT (1)));
      ok = gather_all (tasks + begin, end - begin, FALSE, error);
    }
  measure_end (&measure, n);
  for (gint64 i = 0; i < n; i++)
    g_clear_pointer ((LsTask **) &tasks[i], ls_task_unref);
  return LS_NONE;
}

static const struct
{
  const char *name;
  LsCoroFunc  main;
} workloads[] = {
  { "W1", w1 }, { "W2", w2 }, { "W3", w3 }, { "M3", m3 }, { "W4a", w4a },
  { "W4b", w4b }, { "W5", w5 }, { "W6", w6 }, { "W7", w7 }, { "crowd", crowd }, { "kept", kept },
};

int
main (int argc, char *argv[])
{
  gint64 n = argc == 3 ? g_ascii_strtoll (argv[2], NULL, 10) : 0;

  for (guint i = 0; n > 0 && i < G_N_ELEMENTS (workloads); i++)
    if (strcmp (argv[1], workloads[i].name) == 0)
      return ls_run_main (ls_coro_new (workloads[i].name, workloads[i].main, LS_ARGS (LS_INT (n))));
  fprintf (stderr, "Usage: bench-engine W1|W2|W3|M3|W4a|W4b|W5|W6|W7|crowd|kept N\n");
  return 2;
}
