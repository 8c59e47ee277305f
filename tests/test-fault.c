/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a traceback says, and what is none. */

#include "config.h"

#include "ls-fault.h"

static void
check (const char *text, const char *message, const char *file, guint line)
{
  g_autoptr (LsFault) fault = ls_fault_parse (text);

  g_assert_nonnull (fault);
  g_assert_cmpstr (fault->message, ==, message);
  g_assert_cmpstr (fault->file, ==, file);
  g_assert_cmpuint (fault->line, ==, line);
}

static void
test_syntax (void)
{
  check ("  File \"/home/a b/x.py\", line 3\n"
         "    x = (1\n"
         "        ^\n"
         "SyntaxError: '(' was never closed\n",
         "SyntaxError: '(' was never closed", "/home/a b/x.py", 3);
}

/* The innermost line of the program's own, also where the library raises. */
static void
test_traceback (void)
{
  check ("before\n"
         "Traceback (most recent call last):\n"
         "  File \"/tmp/tb.py\", line 7, in <module>\n"
         "    asyncio.run(main())\n"
         "  File \"/usr/lib/python3.11/asyncio/runners.py\", line 190, in run\n"
         "    return runner.run(main)\n"
         "           ^^^^^^^^^^^^^^^^\n"
         "  File \"/tmp/tb.py\", line 4, in main\n"
         "    json.loads('')\n"
         "  File \"/usr/lib/python3.11/json/__init__.py\", line 346, in loads\n"
         "    return _default_decoder.decode(s)\n"
         "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)\n",
         "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)", "/tmp/tb.py", 4);
}

/* The one that was raised last. */
static void
test_chain (void)
{
  check ("Traceback (most recent call last):\n"
         "  File \"/tmp/a.py\", line 2, in f\n"
         "    1 / 0\n"
         "ZeroDivisionError: division by zero\n"
         "\n"
         "During handling of the above exception, another exception occurred:\n"
         "\n"
         "Traceback (most recent call last):\n"
         "  File \"/tmp/a.py\", line 9, in <module>\n"
         "    f()\n"
         "  File \"/tmp/a.py\", line 4, in f\n"
         "    raise KeyError('x')\n"
         "KeyError: 'x'\n",
         "KeyError: 'x'", "/tmp/a.py", 4);
}

static void
test_group (void)
{
  check ("  + Exception Group Traceback (most recent call last):\n"
         "  |   File \"/tmp/g.py\", line 8, in main\n"
         "  |     async with asyncio.TaskGroup() as group:\n"
         "  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)\n"
         "  +-+---------------- 1 ----------------\n"
         "    | Traceback (most recent call last):\n"
         "    |   File \"/tmp/g.py\", line 4, in fails\n"
         "    |     raise ValueError('no')\n"
         "    | ValueError: no\n"
         "    +------------------------------------\n",
         "ValueError: no", "/tmp/g.py", 4);
}

static void
test_none (void)
{
  const char *texts[] = {
    "", "Hello\n", "  File \"/tmp/x.py\", line 0\nOops\n", "  File \"\n  File \"x\", line\nValueError\n",
    "Traceback (most recent call last):\n", "Traceback (most recent call last):\n  File \"/tmp/x.py\", line 3, in f\n",
    "  File \"x.py\", line 99999999999999999999\nValueError: no\n"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (ls_fault_parse (texts[i]));
}

static void
test_last (void)
{
  const char *error = "  File \"/tmp/x.py\", line 3\nValueError: no\n";
  g_autofree char *more = g_strconcat (error, "went on\n", NULL);
  g_autoptr (LsFault) last = ls_fault_parse (error), before = ls_fault_parse (more);

  g_assert_true (last->is_last);
  g_assert_false (before->is_last);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fault/syntax", test_syntax);
  g_test_add_func ("/fault/traceback", test_traceback);
  g_test_add_func ("/fault/chain", test_chain);
  g_test_add_func ("/fault/group", test_group);
  g_test_add_func ("/fault/none", test_none);
  g_test_add_func ("/fault/last", test_last);
  return g_test_run ();
}
