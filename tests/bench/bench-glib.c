/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * bench-glib WORKLOAD N: what comes nearest to a workload of bench-engine.c on GMainContext alone.  There are no tasks,
 * so nothing is resumed, and W4 and W7 have no counterpart.
 *
 *   W1    two idle sources dispatched by turns
 *   W2    N GTasks that return a value, the callbacks called by the loop
 *   W3    N timeouts of up to a second, all awaited
 *   M3    N timeouts at once
 *   W5    N timeouts attached, then all destroyed
 *   W6    N GTasks cancelled by a GCancellable each, the callbacks called by the loop
 */
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench-measure.h"

static GMainLoop *loop;
static gint64 n_left;

static void
count_down (void)
{
  if (--n_left == 0)
    g_main_loop_quit (loop);
}

static gboolean
idle_cb (gpointer data)
{
  count_down ();
  return G_SOURCE_CONTINUE;
}

static gboolean
timeout_cb (gpointer data)
{
  count_down ();
  return G_SOURCE_REMOVE;
}

static void
task_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_task_propagate_int (G_TASK (result), NULL);
  count_down ();
}

static void
cancelled_cb (GCancellable *cancellable, GTask *task)
{
  g_task_return_error_if_cancelled (task);
}

static void
w1 (gint64 n)
{
  Measure measure;

  g_idle_add (idle_cb, NULL);
  g_idle_add (idle_cb, NULL);
  measure = measure_begin ();
  g_main_loop_run (loop);
  measure_end (&measure, n);
}

static void
w2 (gint64 n)
{
  Measure measure = measure_begin ();

  for (gint64 i = 0; i < n; i++)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, task_cb, NULL);

      g_task_return_int (task, i);
    }
  g_main_loop_run (loop);
  measure_end (&measure, n);
}

static void
w3 (gint64 n)
{
  guint32 random = 1;
  Measure measure = measure_begin ();

  for (gint64 i = 0; i < n; i++)
    g_timeout_add (measure_random (&random) % 1000, timeout_cb, NULL);
  g_main_loop_run (loop);
  measure_end (&measure, n);
}

/* Leaves the process, as the engine's does. */
static void
m3 (gint64 n)
{
  guint32 random = 1;
  Measure measure = measure_begin ();

  for (gint64 i = 0; i < n; i++)
    g_timeout_add (1000000 + measure_random (&random) % 1000, timeout_cb, NULL);
  g_main_context_iteration (NULL, FALSE);
  measure_end (&measure, n);
  _exit (0);
}

static void
w5 (gint64 n)
{
  g_autofree GSource **sources = g_new (GSource *, n);
  guint32 random = 1;
  Measure measure = measure_begin ();

  for (gint64 i = 0; i < n; i++)
    {
      sources[i] = g_timeout_source_new (1000 + measure_random (&random) % 1000);
      g_source_set_callback (sources[i], timeout_cb, NULL, NULL);
      g_source_attach (sources[i], NULL);
    }
  for (gint64 i = 0; i < n; i++)
    {
      g_source_destroy (sources[i]);
      g_source_unref (sources[i]);
    }
  measure_end (&measure, n);
}

static void
w6 (gint64 n)
{
  g_autoptr (GPtrArray) cancellables = g_ptr_array_new_with_free_func (g_object_unref);
  Measure measure;

  for (gint64 i = 0; i < n; i++)
    {
      GCancellable *cancellable = g_cancellable_new ();
      GTask *task = g_task_new (NULL, cancellable, task_cb, NULL);

      g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), task, g_object_unref);
      g_ptr_array_add (cancellables, cancellable);
    }
  measure = measure_begin ();
  g_ptr_array_foreach (cancellables, (GFunc) (gpointer) g_cancellable_cancel, NULL);
  g_main_loop_run (loop);
  measure_end (&measure, n);
}

static const struct
{
  const char *name;
  void      (*main) (gint64 n);
} workloads[] = { { "W1", w1 }, { "W2", w2 }, { "W3", w3 }, { "M3", m3 }, { "W5", w5 }, { "W6", w6 } };

int
main (int argc, char *argv[])
{
  gint64 n = argc == 3 ? g_ascii_strtoll (argv[2], NULL, 10) : 0;

  for (guint i = 0; n > 0 && i < G_N_ELEMENTS (workloads); i++)
    if (strcmp (argv[1], workloads[i].name) == 0)
      {
        loop = g_main_loop_new (NULL, FALSE);
        n_left = n;
        workloads[i].main (n);
        g_main_loop_unref (loop);
        return 0;
      }
  fprintf (stderr, "Usage: bench-glib W1|W2|W3|M3|W5|W6 N\n");
  return 2;
}
