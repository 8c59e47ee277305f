/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fenv.h>
#include <glib.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "ls-fiber.h"
#include "ls-overflow.h"

static gpointer
returns_data (gpointer data)
{
  return data;
}

static void
test_runs_to_its_end (void)
{
  int value;
  LsFiber *fiber = ls_fiber_new (returns_data, &value);

  g_assert_false (ls_fiber_has_started (fiber));
  g_assert_false (ls_fiber_is_done (fiber));
  g_assert_true (ls_fiber_resume (fiber, NULL) == &value);
  g_assert_true (ls_fiber_has_started (fiber));
  g_assert_true (ls_fiber_is_done (fiber));
  ls_fiber_free (fiber);
}

/* Adds up what it is given and answers with the sum so far. */
static gpointer
adder (gpointer data)
{
  gsize sum = 0;

  for (guint i = 0; i < 3; i++)
    sum += GPOINTER_TO_SIZE (ls_fiber_suspend (GSIZE_TO_POINTER (sum)));
  return GSIZE_TO_POINTER (sum * 100);
}

static void
test_values_go_both_ways (void)
{
  LsFiber *fiber = ls_fiber_new (adder, NULL);

  g_assert_cmpuint (GPOINTER_TO_SIZE (ls_fiber_resume (fiber, NULL)), ==, 0);
  g_assert_cmpuint (GPOINTER_TO_SIZE (ls_fiber_resume (fiber, GSIZE_TO_POINTER (1))), ==, 1);
  g_assert_cmpuint (GPOINTER_TO_SIZE (ls_fiber_resume (fiber, GSIZE_TO_POINTER (2))), ==, 3);
  g_assert_false (ls_fiber_is_done (fiber));
  g_assert_cmpuint (GPOINTER_TO_SIZE (ls_fiber_resume (fiber, GSIZE_TO_POINTER (4))), ==, 700);
  g_assert_true (ls_fiber_is_done (fiber));
  ls_fiber_free (fiber);
}

static gpointer
inner (gpointer data)
{
  g_assert_true (ls_fiber_current () != data);
  ls_fiber_suspend ("inner waits");
  return "inner done";
}

static gpointer
outer (gpointer data)
{
  LsFiber *self = ls_fiber_current ();
  LsFiber *fiber = ls_fiber_new (inner, self);

  g_assert_cmpstr (ls_fiber_resume (fiber, NULL), ==, "inner waits");
  g_assert_true (ls_fiber_current () == self);
  ls_fiber_suspend ("outer waits");
  g_assert_cmpstr (ls_fiber_resume (fiber, NULL), ==, "inner done");
  g_assert_true (ls_fiber_current () == self);
  ls_fiber_free (fiber);
  return "outer done";
}

static void
test_nests (void)
{
  LsFiber *fiber = ls_fiber_new (outer, NULL);

  g_assert_null (ls_fiber_current ());
  g_assert_cmpstr (ls_fiber_resume (fiber, NULL), ==, "outer waits");
  g_assert_null (ls_fiber_current ());
  g_assert_cmpstr (ls_fiber_resume (fiber, NULL), ==, "outer done");
  ls_fiber_free (fiber);
}

/* Everything that a call preserves is preserved: many live values, at every optimisation. */
static gpointer
keeps_values (gpointer data)
{
  volatile gsize seed = GPOINTER_TO_SIZE (data);
  gsize a = seed, b = a * 3, c = b * 5, d = c * 7, e = d * 11, f = e * 13, g = f * 17, h = g * 19;
  double x = a / 3.0, y = b / 7.0;

  for (guint i = 0; i < 10; i++)
    {
      ls_fiber_suspend (NULL);
      g_assert_cmpuint (a, ==, seed);
      g_assert_cmpuint (h, ==, (gsize) (seed * 3 * 5 * 7) * (11 * 13 * 17 * 19));
      g_assert_cmpuint (b + c + d + e + f + g, !=, i);
      g_assert_cmpfloat (x, ==, seed / 3.0);
      g_assert_cmpfloat (y, ==, seed * 3 / 7.0);
    }
  return NULL;
}

static void
test_keeps_registers (void)
{
  LsFiber *fibers[5];

  for (gsize i = 0; i < 5; i++)
    fibers[i] = ls_fiber_new (keeps_values, GSIZE_TO_POINTER (i + 1));
  for (guint round = 0; round < 11; round++)
    for (gsize i = 0; i < 5; i++)
      ls_fiber_resume (fibers[i], NULL);
  for (gsize i = 0; i < 5; i++)
    {
      g_assert_true (ls_fiber_is_done (fibers[i]));
      ls_fiber_free (fibers[i]);
    }
}

static gpointer
rounds_up (gpointer data)
{
  fesetround (FE_UPWARD);
  ls_fiber_suspend (NULL);
  g_assert_cmpint (fegetround (), ==, FE_UPWARD);
  return NULL;
}

static void
test_keeps_rounding_mode (void)
{
  LsFiber *fiber = ls_fiber_new (rounds_up, NULL);

  ls_fiber_resume (fiber, NULL);
  g_assert_cmpint (fegetround (), ==, FE_TONEAREST);
  ls_fiber_resume (fiber, NULL);
  g_assert_cmpint (fegetround (), ==, FE_TONEAREST);
  ls_fiber_free (fiber);
}

static gpointer
parks (gpointer data)
{
  return ls_fiber_suspend (data);
}

static void
test_many_alive (void)
{
  const gsize n = ls_stack_guards_are_light () ? 100000 : 10000;
  g_autofree LsFiber **fibers = g_new (LsFiber *, n);

  for (gsize i = 0; i < n; i++)
    {
      fibers[i] = ls_fiber_new (parks, GSIZE_TO_POINTER (i));
      g_assert_cmpuint (GPOINTER_TO_SIZE (ls_fiber_resume (fibers[i], NULL)), ==, i);
    }
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpuint (GPOINTER_TO_SIZE (ls_fiber_resume (fibers[i], GSIZE_TO_POINTER (i + 7))), ==, i + 7);
      g_assert_true (ls_fiber_is_done (fibers[i]));
      ls_fiber_free (fibers[i]);
    }
}

static void
test_reuses_stacks (void)
{
  gconstpointer first, low, high;

  for (guint i = 0; i < 1000; i++)
    {
      LsFiber *fiber = ls_fiber_new (returns_data, NULL);

      ls_fiber_get_stack (fiber, &low, &high);
      g_assert_cmpuint ((const char *) high - (const char *) low, ==, ls_stack_get_size ());
      if (i == 0)
        first = high;
      g_assert_true (high == first);
      ls_fiber_resume (fiber, NULL);
      ls_fiber_free (fiber);
    }
}

/* The stack of a fiber that was dropped in the middle is as good as any. */
static void
test_dropped_suspended (void)
{
  for (guint i = 0; i < 100; i++)
    {
      LsFiber *dropped = ls_fiber_new (parks, NULL);
      LsFiber *next;

      ls_fiber_resume (dropped, NULL);
      ls_fiber_free (dropped);
      next = ls_fiber_new (adder, NULL);
      for (guint j = 0; j < 4; j++)
        ls_fiber_resume (next, GSIZE_TO_POINTER (j));
      g_assert_true (ls_fiber_is_done (next));
      ls_fiber_free (next);
    }
}

static gpointer
thread_main (gpointer data)
{
  LsFiber *fiber = ls_fiber_new (adder, NULL);

  g_assert_null (ls_fiber_current ());
  for (guint i = 0; i < 4; i++)
    ls_fiber_resume (fiber, GSIZE_TO_POINTER (1));
  ls_fiber_free (fiber);
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < 4; i++)
    threads[i] = g_thread_new ("fibers", thread_main, NULL);
  for (guint i = 0; i < 4; i++)
    g_thread_join (threads[i]);
}

#define USES_HALF (LS_STACK_DEFAULT_SIZE / 2)

static gpointer
uses_half (gpointer data)
{
  volatile char block[USES_HALF];

  memset ((char *) block, 1, sizeof block);
  ls_fiber_suspend (NULL);
  return GINT_TO_POINTER (block[sizeof block / 2]);
}

static void
test_deep (void)
{
  LsFiber *fiber = ls_fiber_new (uses_half, NULL);

  ls_fiber_resume (fiber, NULL);
  g_assert_cmpint (GPOINTER_TO_INT (ls_fiber_resume (fiber, NULL)), ==, 1);
  ls_fiber_free (fiber);
}

static void
leave_room_alone (void)
{
  gsize size;
  char *room;

  ls_stack_n_expected = 1;
  room = ls_stack_lend_room (&size);
  memset (room, 'x', size);
  for (guint i = 0; i < 3; i++)
    {
      LsFiber *fiber = ls_fiber_new (uses_half, NULL);

      g_assert_cmpint (room - (char *) fiber, ==, (sizeof (LsFiber) + 63) / 64 * 64);
      ls_fiber_resume (fiber, NULL);
      ls_fiber_free (fiber);
    }
  for (gsize i = 0; i < size; i++)
    g_assert_cmpint (room[i], ==, 'x');
}

/* What lies in the room of its stack is nothing to a fiber. */
static void
test_leaves_room_alone (void)
{
  if (!ls_stack_guards_are_light ())
    {
      g_test_skip ("no room is lent");
      return;
    }
  g_test_trap_subprocess ("/fiber/subprocess/leave-room-alone", 0, 0);
  g_test_trap_assert_passed ();
}

/* --- overflow: each in a process of its own --- */

static gsize __attribute__ ((noinline))
recurse (gsize depth)
{
  volatile char frame[200];

  frame[0] = depth;
  return depth == G_MAXSIZE ? 0 : recurse (depth + 1) + frame[0];
}

static gpointer
recurses (gpointer data)
{
  return GSIZE_TO_POINTER (recurse (0));
}

static gpointer
one_large_frame (gpointer data)
{
  volatile char frame[LS_STACK_DEFAULT_SIZE * 4];

  frame[0] = 1;
  return GINT_TO_POINTER (frame[0]);
}

static gpointer
writes_to_nowhere (gpointer data)
{
  volatile int *volatile nowhere = GSIZE_TO_POINTER (16);

  *nowhere = 1;
  return NULL;
}

static gpointer
sends_itself_the_signal (gpointer data)
{
  raise (SIGSEGV);
  return NULL;
}

static void
run_named (LsFiberFunc func, const char *name)
{
  LsFiber *fiber = ls_fiber_new (func, NULL);

  ls_fiber_set_name (fiber, name);
  ls_fiber_resume (fiber, NULL);
}

static void
overflow_by_recursion (void)
{
  run_named (recurses, "Deep\nThought");
}

static void
overflow_by_frame (void)
{
  run_named (one_large_frame, "Task-1");
}

static gpointer
overflow_in_thread (gpointer data)
{
  overflow_by_frame ();
  return NULL;
}

static void
overflow_of_second_thread (void)
{
  g_thread_join (g_thread_new ("second", overflow_in_thread, NULL));
}

static void
other_fault (void)
{
  run_named (writes_to_nowhere, "Task-1");
}

static void
other_fault_sent (void)
{
  run_named (sends_itself_the_signal, "Task-1");
}

static void
own_handler (int number)
{
  static const char text[] = "the program's own handler\n";

  if (write (STDERR_FILENO, text, sizeof text - 1) < 0)
    _exit (4);
  _exit (3);
}

static void
other_fault_handled (void)
{
  signal (SIGSEGV, own_handler);
  run_named (writes_to_nowhere, "Task-1");
}

/* A checker may have a handler of its own, which other faults are passed on to: then it is no signal that ends. */
static void
assert_died_of_fault (void)
{
  g_test_trap_assert_failed ();
}

static void
test_overflow (gconstpointer path)
{
  g_autofree char *message = g_strdup_printf ("*stack overflow: task '*' needs more than its stack of %d KiB*"
                                              "LOOPSCOPE_STACK=%d*", LS_STACK_DEFAULT_SIZE / 1024,
                                              4 * LS_STACK_DEFAULT_SIZE);

  g_test_trap_subprocess (path, 0, 0);
  assert_died_of_fault ();
  g_test_trap_assert_stderr (message);
}

static void
test_overflow_name (void)
{
  g_test_trap_subprocess ("/fiber/subprocess/recursion", 0, 0);
  g_test_trap_assert_stderr ("*task 'Deep?Thought' needs*");
}

static void
test_other_fault (gconstpointer path)
{
  g_test_trap_subprocess (path, 0, 0);
  assert_died_of_fault ();
  g_test_trap_assert_stderr_unmatched ("*stack overflow: task*");
}

static void
test_other_fault_handled (void)
{
  g_test_trap_subprocess ("/fiber/subprocess/other-fault-handled", 0, 0);
  assert_died_of_fault ();
  g_test_trap_assert_stderr ("*the program's own handler*");
}

/* g_test_trap_subprocess() does not tell the signal. */
static void
test_dies_by_signal (void)
{
  const char *argv[] = { g_test_get_filename (G_TEST_BUILT, "test-fiber", NULL), "-p",
                         "/fiber/subprocess/large-frame", "--GTestSubprocess", NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGSEGV);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fiber/runs-to-its-end", test_runs_to_its_end);
  g_test_add_func ("/fiber/values-go-both-ways", test_values_go_both_ways);
  g_test_add_func ("/fiber/nests", test_nests);
  g_test_add_func ("/fiber/keeps-registers", test_keeps_registers);
  g_test_add_func ("/fiber/keeps-rounding-mode", test_keeps_rounding_mode);
  g_test_add_func ("/fiber/many-alive", test_many_alive);
  g_test_add_func ("/fiber/reuses-stacks", test_reuses_stacks);
  g_test_add_func ("/fiber/dropped-suspended", test_dropped_suspended);
  g_test_add_func ("/fiber/threads", test_threads);
  g_test_add_func ("/fiber/deep", test_deep);
  g_test_add_func ("/fiber/leaves-room-alone", test_leaves_room_alone);
  g_test_add_data_func ("/fiber/overflow/recursion", "/fiber/subprocess/recursion", test_overflow);
  g_test_add_data_func ("/fiber/overflow/large-frame", "/fiber/subprocess/large-frame", test_overflow);
  g_test_add_data_func ("/fiber/overflow/second-thread", "/fiber/subprocess/second-thread", test_overflow);
  g_test_add_func ("/fiber/overflow/name", test_overflow_name);
  g_test_add_func ("/fiber/overflow/dies-by-signal", test_dies_by_signal);
  g_test_add_data_func ("/fiber/other-fault/plain", "/fiber/subprocess/other-fault", test_other_fault);
  g_test_add_data_func ("/fiber/other-fault/sent", "/fiber/subprocess/other-fault-sent", test_other_fault);
  g_test_add_func ("/fiber/other-fault/handled", test_other_fault_handled);
  g_test_add_func ("/fiber/subprocess/leave-room-alone", leave_room_alone);
  g_test_add_func ("/fiber/subprocess/recursion", overflow_by_recursion);
  g_test_add_func ("/fiber/subprocess/large-frame", overflow_by_frame);
  g_test_add_func ("/fiber/subprocess/second-thread", overflow_of_second_thread);
  g_test_add_func ("/fiber/subprocess/other-fault", other_fault);
  g_test_add_func ("/fiber/subprocess/other-fault-sent", other_fault_sent);
  g_test_add_func ("/fiber/subprocess/other-fault-handled", other_fault_handled);
  return g_test_run ();
}
