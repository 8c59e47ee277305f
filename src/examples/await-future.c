/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One task waits for a value that another will give. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
deliver (const LsValue *args, GError **error)
{
  LsFuture *parcel = ls_value_get_future (args[0]);

  LS_TRY (ls_sleep (1, error));
  printf ("The courier is at the door.\n");
  LS_TRY (ls_future_set_result (parcel, LS_STR ("a book"), error));
  return LS_NONE;
}

static LsFuture *
order (void)
{
  LsFuture *parcel = ls_future_new ();
  LsCoro *delivery = ls_coro (deliver, ls_future_value (parcel));
  g_autoptr (LsTask) courier = ls_create_task (delivery, .name = "courier");

  return parcel;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) parcel = order ();
  g_auto (LsValue) content = LS_NONE;

  printf ("Ordered. Is it there? %s\n", ls_future_done (parcel) ? "yes" : "no");
  content = ls_await (parcel, error);
  LS_TRY (*error == NULL);
  printf ("It is there: %s.\n", ls_value_get_string (content));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
