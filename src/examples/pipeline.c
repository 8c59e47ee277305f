/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pipeline: producers, a queue, consumers, and how long each item was on its way. */
#include <loopscope.h>
#include <stdio.h>
#include <stdlib.h>

static GRand *dice;
static GArray *put_at;

/* As Python's random.Random has it: as many bits as needed, until they are in range. */
static int
randint (int least, int most)
{
  guint n = most - least + 1;
  guint value;

  do
    value = g_rand_int (dice) >> (32 - g_bit_storage (n));
  while (value >= n);
  return least + value;
}

static LsValue
produce (const LsValue *args, GError **error)
{
  int number = ls_value_get_int (args[0]);
  LsQueue *queue = ls_value_get_queue (args[1]);

  for (int left = randint (1, 5); left > 0; left--)
    {
      LS_TRY (ls_sleep (randint (0, 3), error));
      int item = put_at->len;
      double now = ls_perf_counter ();
      g_array_append_val (put_at, now);
      LS_TRY (ls_queue_put (queue, LS_INT (item), error));
      printf ("Producer %d added item %d.\n", number, item);
    }
  return LS_NONE;
}

static LsValue
consume (const LsValue *args, GError **error)
{
  int number = ls_value_get_int (args[0]);
  LsQueue *queue = ls_value_get_queue (args[1]);

  while (TRUE)
    {
      LS_TRY (ls_sleep (randint (0, 3), error));
      LsValue got = ls_queue_get (queue, error);
      LS_TRY (*error == NULL);
      int item = ls_value_get_int (got);
      double seconds = ls_perf_counter () - g_array_index (put_at, double, item);
      printf ("Consumer %d got item %d after %.2f s.\n", number, item, seconds);
      LS_TRY (ls_queue_task_done (queue, error));
    }
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  int n_producers = ls_value_get_int (args[0]);
  int n_consumers = ls_value_get_int (args[1]);
  g_autoptr (LsQueue) queue = ls_queue_new (.name = "queue");
  g_autoptr (GPtrArray) producers = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_task_unref);
  g_autoptr (GPtrArray) consumers = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_task_unref);

  for (int n = 0; n < n_producers; n++)
    {
      g_autofree char *name = g_strdup_printf ("Producer %d", n);
      LsCoro *producing = ls_coro (produce, LS_INT (n), ls_queue_value (queue));
      g_ptr_array_add (producers, ls_create_task (producing, .name = name));
    }
  for (int n = 0; n < n_consumers; n++)
    {
      g_autofree char *name = g_strdup_printf ("Consumer %d", n);
      LsCoro *consuming = ls_coro (consume, LS_INT (n), ls_queue_value (queue));
      g_ptr_array_add (consumers, ls_create_task (consuming, .name = name));
    }

  LS_TRY (ls_await_done (ls_gatherv (producers->pdata, producers->len, FALSE), error));
  printf ("All is put.\n");
  LS_TRY (ls_queue_join (queue, error));
  printf ("All is done.\n");
  for (guint n = 0; n < consumers->len; n++)
    ls_task_cancel (consumers->pdata[n]);
  return LS_NONE;
}

int
main (int argc, char **argv)
{
  int n_producers = 3, n_consumers = 2;
  const GOptionEntry entries[] = {
    { "producers", 'p', 0, G_OPTION_ARG_INT, &n_producers, "How many producers", "N" },
    { "consumers", 'c', 0, G_OPTION_ARG_INT, &n_consumers, "How many consumers", "N" },
    { 0 }
  };
  g_autoptr (GOptionContext) parser = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *seed = g_getenv ("LOOPSCOPE_SEED");
  guint32 number = seed != NULL ? atoi (seed) : 11;
  int code;

  g_option_context_add_main_entries (parser, entries, NULL);
  if (!g_option_context_parse (parser, &argc, &argv, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 2;
    }

  dice = g_rand_new_with_seed_array (&number, 1);
  put_at = g_array_new (FALSE, FALSE, sizeof (double));
  code = ls_run_main (ls_coro (main_, LS_INT (n_producers), LS_INT (n_consumers)));
  g_array_unref (put_at);
  g_rand_free (dice);
  return code;
}
