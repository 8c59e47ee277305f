/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A consumer forgets task_done(), and join() never returns. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
produce (const LsValue *args, GError **error)
{
  LsQueue *queue = ls_value_get_queue (args[0]);

  for (int item = 0; item < 3; item++)
    {
      LS_TRY (ls_queue_put (queue, LS_INT (item), error));
      printf ("put %d\n", item);
    }
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
      printf ("got %d\n", (int) ls_value_get_int (item));
      /* ls_queue_task_done (queue, error) is missing here. */
    }
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
  LS_TRY (ls_queue_join (queue, error));
  printf ("All is done.\n");
  ls_task_cancel (consumer);
  return LS_NONE;
}

int
main (void)
{
  g_autoptr (GError) error = NULL;

  ls_run (ls_coro (main_), &error);
  if (ls_error_catch (&error, LS_ERROR_KEYBOARD_INTERRUPT))
    printf ("Interrupted.\n");
  return error != NULL ? ls_report_uncaught (error) : 0;
}
