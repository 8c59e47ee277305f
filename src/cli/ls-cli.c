/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ls-catalogue.h"
#include "ls-cli-private.h"
#include "ls-python.h"

static const struct { const char *name; LsCommandFunc func; } commands[] = {
  { "diff", ls_cli_diff },
  { "dump", ls_cli_dump },
  { "export", ls_cli_export },
  { "list", ls_cli_list },
  { "run", ls_cli_execute },
};

void
ls_cli_say (const char *format,
            ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_printerr ("loopscope: %s\n", message);
}

/* @command: "" for the window */
int
ls_cli_misused (const char *command,
                const char *message)
{
  g_autofree char *name = g_strconcat ("loopscope", command[0] != '\0' ? " " : "", command, NULL);

  ls_cli_say ("%s", message);
  g_printerr (_("“%s --help” tells how it is used.\n"), name);

  return LS_EXIT_USAGE;
}

/* GOption leaves the mark that ends the options where a word follows it. */
static void
drop_separator (char **words)
{
  if (words[0] == NULL || g_strcmp0 (words[1], "--") != 0)
    return;
  g_free (words[1]);
  for (char **word = words + 1; *word != NULL; word++)
    word[0] = word[1];
}

/* Options from @argv, which keeps the rest; FALSE, with @code set: they make no sense. */
gboolean
ls_cli_parse (GOptionContext   *context,
              const char       *command,
              char           ***argv,
              int              *code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strconcat ("loopscope ", command, NULL);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_set_prgname (name);
  if (g_option_context_parse_strv (context, argv, &error))
    {
      drop_separator (*argv);
      return TRUE;
    }

  *code = ls_cli_misused (command, error->message);
  return FALSE;
}

LsSession *
ls_cli_open_trace (const char *path,
                   gboolean    with_model,
                   int        *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LsSession) session =
    (with_model ? ls_session_open : ls_session_open_unwatched) (path, &error);
  g_autoptr (GPtrArray) notes = NULL;

  if (session == NULL)
    {
      ls_cli_say ("%s", error->message);
      *code = LS_EXIT_UNREADABLE;
      return NULL;
    }
  ls_session_read_all (session);
  notes = ls_session_get_notes (session);
  for (guint i = 0; i < notes->len; i++)
    ls_cli_say ("%s: %s", path, (char *) notes->pdata[i]);
  *code = ls_trace_reader_get_problems (ls_session_get_reader (session))->len > 0 ? LS_EXIT_DAMAGED : LS_EXIT_OK;

  return g_steal_pointer (&session);
}

int
ls_cli_finish_output (int code)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return code;
  ls_cli_say (_("Not everything could be written to standard output: %s."), g_strerror (errno));

  return LS_EXIT_UNWRITABLE;
}

int
ls_cli_no_display (void)
{
  ls_cli_say (_("There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY leads to one."));
  g_printerr (_("Without one, “loopscope run --narrate EXAMPLE” executes an example and tells each step, and "
                "“loopscope export” draws a trace to a file.\n"));

  return LS_EXIT_NO_DISPLAY;
}

static int
print_help (void)
{
  g_print (_("Usage:\n"
             "  loopscope                        open the window\n"
             "  loopscope FILE.looptrace         open a recorded trace\n"
             "  loopscope FILE.py                open a Python program: run it, watch it, change it\n"
             "      --step N | --at SENTENCE     and go to a step of it\n"
             "  loopscope --example EXAMPLE      open an example\n"
             "  loopscope --compare A B          open two traces or examples side by side\n"
             "  loopscope list                   list the examples\n"
             "  loopscope run EXAMPLE|PROGRAM …  execute and record without a window\n"
             "  loopscope attach [PID]           watch a program that is running, or list those that can be\n"
             "  loopscope export TRACE …         draw a trace as PNG, SVG, PDF or HTML\n"
             "  loopscope dump TRACE …           print a trace as text or JSON\n"
             "  loopscope diff A B …             compare two traces\n"
             "  loopscope --version              print the version\n"
             "\n"
             "“loopscope COMMAND --help” tells more.\n"
             "\n"
             "Exit codes:\n"
             "  0  done\n"
             "  1  failed\n"
             "  2  the command line makes no sense\n"
             "  3  the file cannot be read, or is no trace\n"
             "  4  done, but the trace is damaged and something is missing\n"
             "  5  the target cannot be written\n"
             "  6  there is no display to open a window on\n"
             "“loopscope run” ends as the program did; its own codes are 125, 126 and 127. “loopscope diff” ends as\n"
             "diff does: 0 the same, 1 different, 2 trouble.\n"));

  return ls_cli_finish_output (LS_EXIT_OK);
}

static int
print_version (void)
{
  g_print ("loopscope %s\n", LS_VERSION);

  return ls_cli_finish_output (LS_EXIT_OK);
}

/* A file that shall be opened in the window: worth a window only if it is a trace. */
static int
check_trace (const char *path,
             gboolean   *handled)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LsTraceReader) reader = ls_trace_reader_new (path, &error);

  if (reader == NULL)
    {
      ls_cli_say ("%s", error->message);
      return LS_EXIT_UNREADABLE;
    }

  *handled = FALSE;
  return LS_EXIT_OK;
}

/* A Python program is for the window to run, and to show what is wrong with it. */
static int
check_file (const char *path,
            gboolean   *handled)
{
  if (!ls_python_is_script (path))
    return check_trace (path, handled);

  *handled = FALSE;
  return LS_EXIT_OK;
}

static const char *
find_nearest_command (const char *word)
{
  const char *names[G_N_ELEMENTS (commands) + 2] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    names[i] = commands[i].name;
  names[G_N_ELEMENTS (commands)] = "attach";

  return ls_catalogue_nearest_of (word, names);
}

static int
reject_word (const char *word)
{
  const char *command = find_nearest_command (word);
  const char *example = ls_catalogue_nearest (word);

  ls_cli_say (_("There is no command and no file “%s”."), word);
  if (command != NULL)
    g_printerr (_("Did you mean “loopscope %s”?\n"), command);
  else if (example != NULL)
    g_printerr (_("Did you mean the example, “loopscope --example %s”?\n"), example);
  else
    g_printerr (_("“loopscope --help” tells what there is.\n"));

  return LS_EXIT_USAGE;
}

/* An example to be opened in the window: worth a window only if there is one of that name. */
static int
check_example (const char *name,
               gboolean   *handled)
{
  const char *nearest;

  *handled = name != NULL && ls_catalogue_find (name) == NULL;
  if (!*handled)
    return LS_EXIT_OK;

  nearest = ls_catalogue_nearest (name);
  ls_cli_say (_("There is no example “%s”."), name);
  if (nearest != NULL)
    g_printerr (_("Did you mean “loopscope --example %s”? "), nearest);
  g_printerr (_("“loopscope list” names the examples.\n"));
  return LS_EXIT_USAGE;
}

static gboolean
looks_like_file (const char *word)
{
  return strchr (word, '/') != NULL || g_str_has_suffix (word, ".looptrace") ||
         g_file_test (word, G_FILE_TEST_EXISTS);
}

/* Options that the window takes, its toolkit's among them. */
static gboolean
is_window_option (const char *word)
{
  static const char * const known[] = { "--example", "--step", "--at", "--nth", "--display", "--gapplication-" };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_has_prefix (word, known[i]))
      return TRUE;

  return FALSE;
}

static int
reject_option (const char *word)
{
  ls_cli_say (_("There is no option “%s”."), word);
  g_printerr (_("“loopscope --help” tells what there is.\n"));

  return LS_EXIT_USAGE;
}

/* One of two that the window shall compare: an example, or a trace. */
static int
check_compared (const char *what)
{
  gboolean handled;

  if (strchr (what, '/') == NULL && ls_catalogue_find (what) != NULL)
    return LS_EXIT_OK;

  return check_trace (what, &handled);
}

static int
check_comparison (char     **argv,
                  gboolean  *handled)
{
  int code;

  if (argv[1] == NULL || argv[2] == NULL || argv[3] != NULL)
    {
      ls_cli_say (_("Name two traces or examples to compare."));
      return LS_EXIT_USAGE;
    }
  code = check_compared (argv[1]);
  if (code == LS_EXIT_OK)
    code = check_compared (argv[2]);
  *handled = code != LS_EXIT_OK;

  return code;
}

/* What the window is told is the number alone. */
static int
attach (char     **argv,
        gboolean  *handled)
{
  gint64 pid;
  int code = ls_cli_attach (argv, &pid);

  if (pid != 0)
    {
      argv[0] = g_strdup_printf ("--attach=%" G_GINT64_FORMAT, pid);
      argv[1] = NULL;
      *handled = FALSE;
    }

  return code;
}

static int
dispatch (char     **argv,
          gboolean  *handled)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[0], commands[i].name) == 0)
      return commands[i].func (argv);
  if (strcmp (argv[0], "attach") == 0)
    return attach (argv, handled);

  if (strcmp (argv[0], "--help") == 0 || strcmp (argv[0], "-h") == 0 || strcmp (argv[0], "help") == 0)
    return print_help ();
  if (strcmp (argv[0], "--version") == 0)
    return print_version ();
  if (strcmp (argv[0], "--compare") == 0)
    return check_comparison (argv, handled);
  if (strcmp (argv[0], "--example") == 0)
    return check_example (argv[1], handled);
  if (g_str_has_prefix (argv[0], "--example="))
    return check_example (argv[0] + strlen ("--example="), handled);
  if (argv[0][0] != '-')
    return looks_like_file (argv[0]) ? check_file (argv[0], handled) : reject_word (argv[0]);
  if (!is_window_option (argv[0]))
    return reject_option (argv[0]);

  *handled = FALSE;
  return LS_EXIT_OK;
}

static void
set_locale (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LS_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
ls_cli_run (int       *argc,
            char    ***argv,
            gboolean  *handled)
{
  int code;

  set_locale ();
  *handled = *argc > 1;
  if (*argc < 2)
    return LS_EXIT_OK;

  code = dispatch (*argv + 1, handled);
  if (*handled)
    return code;
  *argc = g_strv_length (*argv);
  code = ls_cli_place_window (argc, argv);
  *handled = code != LS_EXIT_OK;

  return code;
}
