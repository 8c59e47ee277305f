/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ls-stack.h"

static gsize
page_size (void)
{
  return sysconf (_SC_PAGESIZE);
}

static gboolean
is_resident (gpointer top)
{
  unsigned char in_core;

  g_assert_cmpint (mincore ((char *) top - page_size (), page_size (), &in_core), ==, 0);
  return in_core & 1;
}

static void
touch (gpointer top)
{
  ((char *) ls_stack_get_room (top))[-1] = 1;
}

static void
test_size (void)
{
  g_assert_cmpuint (ls_stack_get_size (), ==, LS_STACK_DEFAULT_SIZE);
}

static void
test_whole_is_writable (void)
{
  char *top = ls_stack_acquire ();

  g_assert_cmpuint ((guintptr) top % page_size (), ==, 0);
  memset (top - ls_stack_get_size (), 1, (char *) ls_stack_get_room (top) - (top - ls_stack_get_size ()));
  ls_stack_release (top);
}

static void
test_warmest_first (void)
{
  gpointer first = ls_stack_acquire ();
  gpointer second = ls_stack_acquire ();

  g_assert_true (first != second);
  ls_stack_release (first);
  ls_stack_release (second);
  g_assert_true (ls_stack_acquire () == second);
  g_assert_true (ls_stack_acquire () == first);
  ls_stack_release (first);
  ls_stack_release (second);
}

static void
test_find_guarded (void)
{
  char *top = ls_stack_acquire ();
  char *low = top - ls_stack_get_size ();
  char on_main;

  g_assert_null (ls_stack_find_guarded (low));
  g_assert_null (ls_stack_find_guarded (top - 1));
  g_assert_true (ls_stack_find_guarded (low - 1) == top);
  g_assert_true (ls_stack_find_guarded (low - LS_STACK_GUARD) == top);
  g_assert_true (ls_stack_find_guarded (low - LS_STACK_GUARD - 1) != top);
  g_assert_null (ls_stack_find_guarded (NULL));
  g_assert_null (ls_stack_find_guarded (&on_main));
  ls_stack_release (top);
}

/* The many arenas are all found again. */
static void
test_many (void)
{
  const guint n = ls_stack_guards_are_light () ? 100000 : 10000;
  g_autofree gpointer *tops = g_new (gpointer, n);

  for (guint i = 0; i < n; i++)
    tops[i] = ls_stack_acquire ();
  for (guint i = 0; i < n; i++)
    g_assert_true (ls_stack_find_guarded ((char *) tops[i] - ls_stack_get_size () - 1) == tops[i]);
  for (guint i = 0; i < n; i++)
    ls_stack_release (tops[i]);
}

/* Two looks some seconds apart, with one stack used in between: its memory stays, the others' goes. */
static void
test_trim (void)
{
  gpointer tops[3];

  for (guint i = 0; i < 3; i++)
    {
      tops[i] = ls_stack_acquire ();
      touch (tops[i]);
    }
  for (guint i = 0; i < 3; i++)
    ls_stack_release (tops[i]);
  for (guint look = 0; look < 2; look++)
    {
      g_usleep (3 * G_USEC_PER_SEC);
      g_assert_true (is_resident (tops[0]));
      g_assert_true (ls_stack_acquire () == tops[2]);
      ls_stack_release (tops[2]);
      ls_stack_trim ();
    }
  g_assert_false (is_resident (tops[0]));
  g_assert_true (is_resident (tops[2]));

  /* Those are given out once there is no warm one. */
  for (guint i = 0; i < 3; i++)
    touch (tops[i] = ls_stack_acquire ());
  for (guint i = 0; i < 3; i++)
    ls_stack_release (tops[i]);
}

/* Above the stack, in the upper half of its highest page, at a line of the caches. */
static void
test_room (void)
{
  gpointer tops[8];
  gsize most = 0, least = G_MAXSIZE;

  for (guint i = 0; i < G_N_ELEMENTS (tops); i++)
    {
      gsize room;

      tops[i] = ls_stack_acquire ();
      room = (char *) tops[i] - (char *) ls_stack_get_room (tops[i]);
      g_assert_cmpuint (room % 64, ==, 0);
      g_assert_cmpuint (room, >=, LS_STACK_MIN_ROOM);
      g_assert_cmpuint (room, <, page_size () / 2);
      most = MAX (most, room);
      least = MIN (least, room);
    }
  g_assert_cmpuint (most, >, least);
  for (guint i = 0; i < G_N_ELEMENTS (tops); i++)
    ls_stack_release (tops[i]);
}

/* Where stacks are expected to be acquired that are not in the pool, and there only. */
static void
lend_what_is_expected (void)
{
  gsize size = 0;
  char *rooms[2];

  g_assert_null (ls_stack_lend_room (&size));
  ls_stack_n_expected = 2;
  for (guint i = 0; i < 2; i++)
    {
      rooms[i] = ls_stack_lend_room (&size);
      g_assert_cmpuint (size, >=, LS_STACK_MIN_ROOM);
      for (gsize j = 0; j < size; j++)
        g_assert_cmpint (rooms[i][j], ==, 0);
    }
  g_assert_null (ls_stack_lend_room (&size));

  g_assert_true (ls_stack_get_room (ls_stack_acquire ()) == rooms[1]);
  g_assert_true (ls_stack_get_room (ls_stack_acquire ()) == rooms[0]);
  g_assert_cmpint (ls_stack_n_expected, ==, 0);
  ls_stack_n_expected = 1;
  g_assert_true (ls_stack_lend_room (&size) != NULL);
}

/* Whoever comes now has the stack that was released. */
static void
lend_nothing_after_release (void)
{
  gpointer top = ls_stack_acquire ();
  gsize size;

  ls_stack_n_expected = 100;
  ls_stack_release (top);
  g_assert_null (ls_stack_lend_room (&size));
}

/* The page of a room that is lent stays, and what lies there, when the stack's memory is given back. */
static void
keep_what_is_lent (void)
{
  gsize size;
  char *room, *top, *low;

  ls_stack_n_expected = 1;
  room = ls_stack_lend_room (&size);
  memset (room, 'x', size);
  top = ls_stack_acquire ();
  low = top - ls_stack_get_size ();
  memset (low, 'y', room - low);
  ls_stack_release (top);
  for (guint look = 0; look < 2; look++)
    {
      g_usleep (3 * G_USEC_PER_SEC);
      ls_stack_trim ();
    }
  g_assert_true (is_resident (top));
  g_assert_false (is_resident (top - page_size ()));
  for (gsize i = 0; i < size; i++)
    g_assert_cmpint (room[i], ==, 'x');
  g_assert_true (ls_stack_acquire () == top);
  memset (low, 'z', room - low);
  for (gsize i = 0; i < size; i++)
    g_assert_cmpint (room[i], ==, 'x');
}

static void
test_lending (gconstpointer path)
{
  if (!ls_stack_guards_are_light ())
    {
      g_test_skip ("a stack takes two mappings here: no room is lent");
      return;
    }
  g_test_trap_subprocess (path, 0, 0);
  g_test_trap_assert_passed ();
}

static gpointer
use_and_leave (gpointer data)
{
  gpointer top = ls_stack_acquire ();

  touch (top);
  ls_stack_release (top);
  return top;
}

static void
test_next_thread_inherits (void)
{
  gpointer first = g_thread_join (g_thread_new ("first", use_and_leave, NULL));
  gpointer second = g_thread_join (g_thread_new ("second", use_and_leave, NULL));

  g_assert_true (first == second);
}

/* Runs this program's case `path` with LOOPSCOPE_STACK set. */
static void
run_with_size (const char *path, const char *size)
{
  g_setenv ("LOOPSCOPE_STACK", size, TRUE);
  g_test_trap_subprocess (path, 0, 0);
  g_unsetenv ("LOOPSCOPE_STACK");
}

static void
print_size (void)
{
  g_print ("size=%" G_GSIZE_FORMAT "\n", ls_stack_get_size ());
}

static void
test_size_setting (void)
{
  run_with_size ("/stack/subprocess/print-size", "100000");
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*size=102400*");
}

static void
test_size_setting_bad (void)
{
  g_autofree char *answer = g_strdup_printf ("*size=%d*", LS_STACK_DEFAULT_SIZE);
  static const char *const bad[] = { "12k", "-1", "100", "99999999999999999999", "x", " 65536" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      run_with_size ("/stack/subprocess/print-size", bad[i]);
      g_test_trap_assert_passed ();
      g_test_trap_assert_stdout (answer);
      g_test_trap_assert_stderr ("*LOOPSCOPE_STACK=* is not a number of bytes*");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stack/size", test_size);
  g_test_add_func ("/stack/whole-is-writable", test_whole_is_writable);
  g_test_add_func ("/stack/warmest-first", test_warmest_first);
  g_test_add_func ("/stack/find-guarded", test_find_guarded);
  g_test_add_func ("/stack/trim", test_trim);
  g_test_add_func ("/stack/many", test_many);
  g_test_add_func ("/stack/room", test_room);
  g_test_add_data_func ("/stack/lending/expected", "/stack/subprocess/lend-what-is-expected", test_lending);
  g_test_add_data_func ("/stack/lending/released", "/stack/subprocess/lend-nothing-after-release", test_lending);
  g_test_add_data_func ("/stack/lending/kept", "/stack/subprocess/keep-what-is-lent", test_lending);
  g_test_add_func ("/stack/next-thread-inherits", test_next_thread_inherits);
  g_test_add_func ("/stack/size-setting", test_size_setting);
  g_test_add_func ("/stack/size-setting-bad", test_size_setting_bad);
  g_test_add_func ("/stack/subprocess/print-size", print_size);
  g_test_add_func ("/stack/subprocess/lend-what-is-expected", lend_what_is_expected);
  g_test_add_func ("/stack/subprocess/lend-nothing-after-release", lend_nothing_after_release);
  g_test_add_func ("/stack/subprocess/keep-what-is-lent", keep_what_is_lent);
  return g_test_run ();
}
