/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A last item that means: there are no more. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
produce (const LsValue *args, GError **error)
{
  LsQueue *queue = ls_value_get_queue (args[0]);

  for (int item = 0; item < 10; item++)
    {
      LS_TRY (ls_queue_put (queue, LS_INT (item), error));
      printf ("put %d\n", item);
    }
  LS_TRY (ls_queue_put (queue, LS_NONE, error));
  return LS_NONE;
}

static LsValue
consume (const LsValue *args, GError **error)
{
  LsQueue *queue = ls_value_get_queue (args[0]);

  while (TRUE)
    {
      LsValue item = ls_queue_get (queue, error);
      LS_TRY (*error == NULL);
      if (ls_value_is_none (item))
        break;
      printf ("got %d\n", (int) ls_value_get_int (item));
    }
  printf ("The consumer goes home.\n");
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsQueue) queue = ls_queue_new (.name = "queue");
  LsCoro *consuming = ls_coro (consume, ls_queue_value (queue));
  LsCoro *producing = ls_coro (produce, ls_queue_value (queue));
  g_autoptr (LsTask) consumer = ls_create_task (consuming, .name = "Consumer");
  g_autoptr (LsTask) producer = ls_create_task (producing, .name = "Producer");

  LS_TRY (ls_await_done (producer, error));
  printf ("All is put.\n");
  LS_TRY (ls_await_done (consumer, error));
  printf ("All is done.\n");
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
