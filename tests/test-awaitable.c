/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

typedef struct { LsAwaitable awaitable; int *n_freed; } Stone;

static LsValue
stone_await (gpointer self, GError **error)
{
  LS_TRY (ls_sleep (1, error));
  return LS_INT (42);
}

static void
stone_finalize (gpointer self)
{
  ++*((Stone *) self)->n_freed;
}

static Stone *
stone_new (int *n_freed)
{
  static const LsAwaitableClass klass = { stone_await, stone_finalize };
  Stone *self = ls_awaitable_new (&klass, sizeof (Stone));

  self->n_freed = n_freed;
  return self;
}

static LsValue
await_one (const LsValue *args, GError **error)
{
  return ls_await (stone_new (ls_value_get_pointer (args[0])), error);
}

/* One that floats is gone when it has been awaited, and one that is held is not. */
static void
test_ownership (void)
{
  int n_freed = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (LsAwaitable) held = ls_awaitable_ref (stone_new (&n_freed));
  g_autoptr (LsLoop) loop = NULL;

  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  g_assert_cmpint (ls_value_get_int (ls_run (ls_coro (await_one, LS_POINTER (&n_freed)), &error)), ==, 42);
  g_assert_no_error (error);
  g_assert_cmpint (n_freed, ==, 1);

  loop = ls_loop_new ();
  for (int i = 0; i < 2; i++)
    g_assert_cmpint (ls_value_get_int (ls_loop_run_until_complete (loop, held, &error)), ==, 42);
  g_assert_no_error (error);
  ls_loop_close (loop);
  g_assert_cmpint (n_freed, ==, 1);
}

/* As an argument it is held like every object. */
static void
test_value (void)
{
  int n_freed = 0;
  LsValue list = LS_LIST (ls_awaitable_value (stone_new (&n_freed)), LS_NONE);

  g_assert_cmpint (n_freed, ==, 0);
  ls_value_clear (&list);
  g_assert_cmpint (n_freed, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  record_add_rule ("Awaitable", "rule-awaitable", "wherever-an-awaitable-can-stand", rule_awaitable);
  g_test_add_func ("/Ls/Awaitable/ownership", test_ownership);
  g_test_add_func ("/Ls/Awaitable/value", test_value);
  return g_test_run ();
}
