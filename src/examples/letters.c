/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Producers and consumers of letters that never end. */
#include <loopscope.h>
#include <stdio.h>
#include <stdlib.h>

static GRand *dice;

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

  while (TRUE)
    {
      LS_TRY (ls_sleep (randint (1, 6), error));
      char letter[] = { "abcdefghijklmnopqrstuvwxyz"[randint (0, 25)], '\0' };
      LS_TRY (ls_queue_put (queue, ls_value_string (letter), error));
      printf ("Producer %d puts %s.\n", number, letter);
    }
}

static LsValue
consume (const LsValue *args, GError **error)
{
  int number = ls_value_get_int (args[0]);
  LsQueue *queue = ls_value_get_queue (args[1]);

  while (TRUE)
    {
      LS_TRY (ls_sleep (randint (1, 6), error));
      g_auto (LsValue) letter = ls_queue_get (queue, error);
      LS_TRY (*error == NULL);
      printf ("Consumer %d gets %s.\n", number, ls_value_get_string (letter));
    }
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsQueue) queue = ls_queue_new (.name = "queue");
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_task_unref);

  for (int number = 0; number < 2; number++)
    {
      g_autofree char *producer = g_strdup_printf ("Producer %d", number);
      g_autofree char *consumer = g_strdup_printf ("Consumer %d", number);
      LsCoro *producing = ls_coro (produce, LS_INT (number), ls_queue_value (queue));
      LsCoro *consuming = ls_coro (consume, LS_INT (number), ls_queue_value (queue));
      g_ptr_array_add (tasks, ls_create_task (producing, .name = producer));
      g_ptr_array_add (tasks, ls_create_task (consuming, .name = consumer));
    }

  LS_TRY (ls_await_done (ls_gatherv (tasks->pdata, tasks->len, FALSE), error));
  printf ("All letters are read.\n");
  return LS_NONE;
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  const char *seed = g_getenv ("LOOPSCOPE_SEED");
  guint32 number = seed != NULL ? atoi (seed) : 5;

  dice = g_rand_new_with_seed_array (&number, 1);
  ls_run (ls_coro (main_), &error);
  g_rand_free (dice);
  if (ls_error_catch (&error, LS_ERROR_KEYBOARD_INTERRUPT))
    printf ("Interrupted.\n");
  return error != NULL ? ls_report_uncaught (error) : 0;
}
