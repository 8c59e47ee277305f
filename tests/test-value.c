/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "loopscope.h"

static void
assert_repr (LsValue value, const char *expected)
{
  g_autofree char *repr = ls_value_repr (value);

  g_assert_cmpstr (repr, ==, expected);
}

/* Each line as /usr/bin/python3 prints repr() of the same. */
static void
test_repr (void)
{
  g_auto (LsValue) quoted = ls_value_string ("it's \"so\"");
  g_auto (LsValue) control = ls_value_string ("a\nb\t\x01\\");
  g_autoptr (GError) error = g_error_new_literal (LS_ERROR, LS_ERROR_VALUE, "bad");
  g_auto (LsValue) failure = ls_value_error (error);
  g_auto (LsValue) list = ls_value_copy (LS_LIST (LS_INT (1), LS_STR ("two"), LS_NONE, LS_LIST ()));

  assert_repr (LS_NONE, "None");
  assert_repr (LS_BOOL (TRUE), "True");
  assert_repr (LS_INT (G_MININT64), "-9223372036854775808");
  assert_repr (LS_STR ("it's"), "\"it's\"");
  assert_repr (quoted, "'it\\'s \"so\"'");
  assert_repr (control, "'a\\nb\\t\\x01\\\\'");
  assert_repr (list, "[1, 'two', None, []]");
  assert_repr (failure, "ValueError('bad')");
}

static void
test_repr_of_doubles (void)
{
  assert_repr (LS_DOUBLE (0), "0.0");
  assert_repr (LS_DOUBLE (-0.0), "-0.0");
  assert_repr (LS_DOUBLE (1), "1.0");
  assert_repr (LS_DOUBLE (100), "100.0");
  assert_repr (LS_DOUBLE (0.1), "0.1");
  assert_repr (LS_DOUBLE (-2.5), "-2.5");
  assert_repr (LS_DOUBLE (1.0 / 3), "0.3333333333333333");
  assert_repr (LS_DOUBLE (0.1 + 0.2), "0.30000000000000004");
  assert_repr (LS_DOUBLE (1e15), "1000000000000000.0");
  assert_repr (LS_DOUBLE (1e16), "1e+16");
  assert_repr (LS_DOUBLE (0.0001), "0.0001");
  assert_repr (LS_DOUBLE (0.00001), "1e-05");
  assert_repr (LS_DOUBLE (1.5e-7), "1.5e-07");
  assert_repr (LS_DOUBLE (1.7976931348623157e308), "1.7976931348623157e+308");
  assert_repr (LS_DOUBLE (-1 / 0.0), "-inf");
}

static void
test_str (void)
{
  g_autofree char *string = ls_value_str (LS_STR ("bare"));
  g_autofree char *number = ls_value_str (LS_INT (5));

  g_assert_cmpstr (string, ==, "bare");
  g_assert_cmpstr (number, ==, "5");
}

/* Whoever is given a fresh string first owns it; the others take a reference. */
static void
test_references (void)
{
  LsValue text = ls_value_string ("text");
  LsValue first = ls_value_copy (text);
  LsValue second = ls_value_copy (text);

  ls_value_clear (&first);
  g_assert_true (ls_value_is_none (first));
  g_assert_cmpstr (ls_value_get_string (second), ==, "text");
  ls_value_clear (&second);
}

static void
test_list_owns_its_items (void)
{
  g_auto (LsValue) list = ls_value_copy (LS_LIST (ls_value_string ("one"),
                                                  ls_value_printf ("%d", 2)));

  g_assert_cmpint (ls_value_list_length (list), ==, 2);
  g_assert_cmpstr (ls_value_get_string (ls_value_list_get (list, 1)), ==, "2");
}

static void
test_compare (void)
{
  g_auto (LsValue) low = ls_value_copy (LS_LIST (LS_INT (1), LS_STR ("b")));
  g_auto (LsValue) high = ls_value_copy (LS_LIST (LS_INT (1), LS_STR ("c")));
  g_auto (LsValue) longer = ls_value_copy (LS_LIST (LS_INT (1), LS_STR ("c"), LS_NONE));

  g_assert_cmpint (ls_value_compare (LS_INT (1), LS_INT (2)), <, 0);
  g_assert_cmpint (ls_value_compare (LS_INT (2), LS_DOUBLE (1.5)), >, 0);
  g_assert_cmpint (ls_value_compare (LS_BOOL (TRUE), LS_INT (1)), ==, 0);
  g_assert_cmpint (ls_value_compare (LS_STR ("a"), LS_STR ("b")), <, 0);
  g_assert_cmpint (ls_value_compare (low, high), <, 0);
  g_assert_cmpint (ls_value_compare (high, longer), <, 0);
}

static void
test_errors (void)
{
  g_autoptr (GError) empty = g_error_new_literal (LS_ERROR, LS_ERROR_CANCELLED, "");
  g_autoptr (GError) foreign = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_NOENT, "no file");
  g_autofree char *short_text = ls_error_to_string (empty);
  g_autofree char *long_text = ls_error_to_traceback (empty);
  g_autofree char *foreign_text = ls_error_to_string (foreign);

  g_assert_cmpstr (short_text, ==, "CancelledError");
  g_assert_cmpstr (long_text, ==, "asyncio.exceptions.CancelledError");
  g_assert_cmpstr (foreign_text, ==, "g-file-error-quark: no file");
  g_assert_true (ls_error_is_cancelled (empty));
  g_assert_false (ls_error_is_cancelled (NULL));
  for (int code = 0; code < LS_N_ERRORS; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (LS_ERROR, code, "");

      g_assert_nonnull (ls_error_get_class (error));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/Ls/Value/repr", test_repr);
  g_test_add_func ("/Ls/Value/repr-of-doubles", test_repr_of_doubles);
  g_test_add_func ("/Ls/Value/str", test_str);
  g_test_add_func ("/Ls/Value/references", test_references);
  g_test_add_func ("/Ls/Value/list-owns-its-items", test_list_owns_its_items);
  g_test_add_func ("/Ls/Value/compare", test_compare);
  g_test_add_func ("/Ls/Value/errors", test_errors);

  return g_test_run ();
}
