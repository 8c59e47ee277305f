/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <loopscope.h>

static GError *
group_of (const char *message, GError *first, GError *second)
{
  g_autoptr (GError) one = first;
  g_autoptr (GError) other = second;
  GError *both[] = { one, other };

  return ls_exception_group_new (message, both, other != NULL ? 2 : 1);
}

static GError *
error_of (LsError code, const char *message)
{
  return g_error_new_literal (LS_ERROR, code, message);
}

/* ExceptionGroup('m', [ValueError('a'), ExceptionGroup('n', [TypeError(), KeyError('x')])]) */
static GError *
nested (void)
{
  return group_of ("m", error_of (LS_ERROR_VALUE, "a"),
                   group_of ("n", error_of (LS_ERROR_TYPE, ""), error_of (LS_ERROR_KEY, "x")));
}

static void
assert_repr (const GError *error, const char *expected)
{
  g_auto (LsValue) value = ls_value_copy (ls_value_error (error));
  g_autofree char *repr = ls_value_repr (value);

  g_assert_cmpstr (repr, ==, expected);
}

static void
test_contents (void)
{
  g_autoptr (GError) group = nested ();
  g_autoptr (GError) copy = g_error_copy (group);
  g_autofree char *message = ls_exception_group_dup_message (copy);

  g_clear_error (&group);
  g_assert_error (copy, LS_ERROR, LS_ERROR_EXCEPTION_GROUP);
  g_assert_cmpstr (copy->message, ==, "m (2 sub-exceptions)");
  g_assert_cmpstr (message, ==, "m");
  g_assert_cmpuint (ls_exception_group_length (copy), ==, 2);
  g_assert_error (ls_exception_group_get (copy, 0), LS_ERROR, LS_ERROR_VALUE);
  g_assert_cmpuint (ls_exception_group_length (ls_exception_group_get (copy, 0)), ==, 0);
  assert_repr (copy, "ExceptionGroup('m', [ValueError('a'), ExceptionGroup('n', [TypeError(), KeyError('x')])])");
}

static void
test_base (void)
{
  g_autoptr (GError) group = group_of ("m", error_of (LS_ERROR_CANCELLED, ""), NULL);

  g_assert_error (group, LS_ERROR, LS_ERROR_BASE_EXCEPTION_GROUP);
  assert_repr (group, "BaseExceptionGroup('m', [CancelledError()])");
}

/* As traceback.print_exception() does for exceptions that were never raised. */
static void
test_traceback (void)
{
  g_autoptr (GError) group = nested ();
  g_autofree char *lines = ls_error_to_traceback (group);

  g_assert_cmpstr (lines, ==,
                   "  | ExceptionGroup: m (2 sub-exceptions)\n"
                   "  +-+---------------- 1 ----------------\n"
                   "    | ValueError: a\n"
                   "    +---------------- 2 ----------------\n"
                   "    | ExceptionGroup: n (2 sub-exceptions)\n"
                   "    +-+---------------- 1 ----------------\n"
                   "      | TypeError\n"
                   "      +---------------- 2 ----------------\n"
                   "      | KeyError: x\n"
                   "      +------------------------------------");
}

static void
test_catch_each (void)
{
  g_autoptr (GError) error = nested ();
  g_autoptr (GError) caught = ls_error_catch_each (&error, LS_ERROR_KEY);

  assert_repr (caught, "ExceptionGroup('m', [ExceptionGroup('n', [KeyError('x')])])");
  assert_repr (error, "ExceptionGroup('m', [ValueError('a'), ExceptionGroup('n', [TypeError()])])");
  g_assert_null (ls_error_catch_each (&error, LS_ERROR_INDEX));
  assert_repr (error, "ExceptionGroup('m', [ValueError('a'), ExceptionGroup('n', [TypeError()])])");
  g_clear_error (&caught);
  caught = ls_error_catch_each (&error, LS_ERROR_VALUE);
  assert_repr (caught, "ExceptionGroup('m', [ValueError('a')])");
  g_clear_error (&caught);
  caught = ls_error_catch_each (&error, LS_ERROR_TYPE);
  assert_repr (caught, "ExceptionGroup('m', [ExceptionGroup('n', [TypeError()])])");
  g_assert_no_error (error);
  g_assert_null (ls_error_catch_each (&error, LS_ERROR_TYPE));
}

static void
test_catch_each_of_one (void)
{
  g_autoptr (GError) error = error_of (LS_ERROR_VALUE, "bare");
  g_autoptr (GError) caught = NULL;

  g_assert_null (ls_error_catch_each (&error, LS_ERROR_KEY));
  g_assert_error (error, LS_ERROR, LS_ERROR_VALUE);
  caught = ls_error_catch_each (&error, LS_ERROR_VALUE);
  g_assert_no_error (error);
  assert_repr (caught, "ExceptionGroup('', [ValueError('bare')])");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/Ls/ExceptionGroup/contents", test_contents);
  g_test_add_func ("/Ls/ExceptionGroup/base", test_base);
  g_test_add_func ("/Ls/ExceptionGroup/traceback", test_traceback);
  g_test_add_func ("/Ls/ExceptionGroup/catch-each", test_catch_each);
  g_test_add_func ("/Ls/ExceptionGroup/catch-each-of-one", test_catch_each_of_one);

  return g_test_run ();
}
