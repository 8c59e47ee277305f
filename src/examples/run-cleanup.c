/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run() cancels what main has left over. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
consume (const LsValue *args, GError **error)
{
  LsQueue *queue = ls_value_get_queue (args[0]);

  while (TRUE)
    {
      g_auto (LsValue) letter = ls_queue_get (queue, error);
      if (*error != NULL)
        break;
      printf ("got %s\n", ls_value_get_string (letter));
    }

  printf ("The consumer tidies up.\n");
  return LS_NONE;
}

static LsValue
keep_watch (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (3600, error));
  printf ("The watch is over.\n");
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsQueue) queue = ls_queue_new (.name = "queue");
  LsCoro *consuming = ls_coro (consume, ls_queue_value (queue));
  g_autoptr (LsTask) consumer = ls_create_task (consuming, .name = "Consumer");
  g_autoptr (LsTask) watch = ls_create_task (ls_coro (keep_watch), .name = "Watch");

  LS_TRY (ls_queue_put (queue, LS_STR ("a letter"), error));
  LS_TRY (ls_sleep (1, error));
  printf ("main goes home.\n");
  return LS_NONE;
}

int
main (void)
{
  int code = ls_run_main (ls_coro (main_));

  printf ("The loop is closed.\n");
  return code;
}
