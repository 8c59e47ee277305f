/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever has an await() can be awaited. */
#include <loopscope.h>
#include <stdio.h>

typedef struct
{
  LsAwaitable awaitable;
  const char *name;
  int         seconds;
} Kettle;

static LsValue
kettle_await (gpointer self, GError **error)
{
  Kettle *kettle = self;

  printf ("The %s is on.\n", kettle->name);
  LS_TRY (ls_sleep (kettle->seconds, error));
  printf ("The %s whistles.\n", kettle->name);
  return ls_value_printf ("hot water from the %s", kettle->name);
}

static const LsAwaitableClass kettle_class = { .await = kettle_await };

static Kettle *
kettle_new (const char *name, int seconds)
{
  Kettle *self = ls_awaitable_new (&kettle_class, sizeof (Kettle));

  self->name = name;
  self->seconds = seconds;
  return self;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsAwaitable) kettle = ls_awaitable_ref (kettle_new ("kettle", 2));
  g_auto (LsValue) water = ls_await (kettle, error);
  g_auto (LsValue) waters = LS_NONE;

  LS_TRY (*error == NULL);
  printf ("main has %s.\n", ls_value_get_string (water));
  waters = ls_await (ls_gather (kettle, kettle_new ("pot", 1)), error);
  LS_TRY (*error == NULL);
  printf ("main has %zu times hot water.\n", ls_value_list_length (waters));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
