/* SPDX-License-Identifier: GPL-3.0-or-later */

/* loopscope run: executes a program as if it had been called itself, and records it. */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ls-catalogue.h"
#include "ls-cli-private.h"
#include "ls-block-watch.h"
#include "ls-keep.h"
#include "ls-narrator.h"
#include "ls-python-program.h"

static struct
{
  char     *clock;
  gint64    seed;
  gboolean  narrate;
  gboolean  python;
  gboolean  module;
  gboolean  locals;
  gboolean  no_values;
  char     *limit;
  char     *keep_on;
  gboolean  keep_crash;
  gint64    keep_blocked;     /* ns */
  char     *output;
} options;

static const GOptionEntry entries[] = {
  { "clock", 0, 0, G_OPTION_ARG_STRING, &options.clock,
    N_("The loop's clock: real, paced or instant (default: the example's own; of a program, real)"), N_("CLOCK") },
  { "seed", 0, 0, G_OPTION_ARG_INT64, &options.seed, N_("Seed of an example's random values"), "N" },
  { "narrate", 0, 0, G_OPTION_ARG_NONE, &options.narrate, N_("Tell each step on standard error"), NULL },
  { "python", 0, 0, G_OPTION_ARG_NONE, &options.python, N_("Execute the example's Python version"), NULL },
  { "module", 'm', 0, G_OPTION_ARG_NONE, &options.module,
    N_("What is named is a Python module, as for “python3 -m”"), NULL },
  { "locals", 0, 0, G_OPTION_ARG_NONE, &options.locals,
    N_("Record the local variables of a Python program at each suspension"), NULL },
  { "no-values", 0, 0, G_OPTION_ARG_NONE, &options.no_values, N_("Record no values of a Python program"), NULL },
  { "limit", 0, 0, G_OPTION_ARG_STRING, &options.limit,
    N_("How much to keep of a long recording, such as 64M (default: 2G): the oldest is given up"), N_("SIZE") },
  { "keep-on", 0, 0, G_OPTION_ARG_STRING, &options.keep_on,
    N_("Keep what led to this, such as “blocked:250,signal:USR2,crash”, and nothing otherwise"), N_("REASONS") },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
    N_("Where to save the trace (default: in the cache folder)"), N_("FILE") },
  { NULL }
};

/* What was sent to us alone is the program's. What the terminal sends reaches it by itself, as it is of our job. */
static volatile sig_atomic_t program_pid;
static volatile sig_atomic_t early_signal;     /* came before there was a program */
static const int forwarded[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2 };

static void
forward_signal (int        number,
                siginfo_t *info,
                void      *context)
{
  if (info->si_code > 0)
    return;
  if (program_pid > 0)
    kill (program_pid, number);
  else
    early_signal = number;
}

static void
forward_signals (void)
{
  struct sigaction action = { .sa_sigaction = forward_signal, .sa_flags = SA_SIGINFO | SA_RESTART };

  for (guint i = 0; i < G_N_ELEMENTS (forwarded); i++)
    {
      struct sigaction before;

      /* What is ignored here, by nohup say, the program shall find ignored too. */
      if (sigaction (forwarded[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction (forwarded[i], &action, NULL);
    }
}

static int
refuse (const char *name)
{
  const char *nearest = ls_catalogue_nearest (name);

  ls_cli_say (_("There is no example and no program “%s”."), name);
  if (nearest != NULL)
    g_printerr (_("Did you mean “loopscope run %s”? "), nearest);
  g_printerr (_("“loopscope list” names the examples.\n"));

  return LS_EXIT_RUN_NONE;
}

static int
exit_code_of (const GError *error)
{
  if (g_error_matches (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_FOUND))
    return LS_EXIT_RUN_NONE;
  if (g_error_matches (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_EXECUTABLE))
    return LS_EXIT_RUN_CANNOT;

  return g_error_matches (error, LS_SESSION_ERROR, LS_SESSION_ERROR_START) ? LS_EXIT_RUN_CANNOT : LS_EXIT_RUN_FAILED;
}

static gboolean
is_program (const char *name)
{
  g_autofree char *path = NULL;

  if (strchr (name, '/') != NULL)
    return TRUE;
  path = g_find_program_in_path (name);

  return path != NULL || g_file_test (name, G_FILE_TEST_EXISTS);
}

static void
drop_words (char  **words,
            guint   n)
{
  for (guint i = 0; i < n; i++)
    g_free (words[i]);
  for (guint i = 0; i == 0 || words[i - 1] != NULL; i++)
    words[i] = words[i + n];
}

/* No example has a seed of its own to name, so that it may stand behind the name too; and “--” may divide the two. */
static gboolean
take_seed (char **words)
{
  guint64 seed;

  if (words[1] != NULL && strcmp (words[1], "--") == 0)
    drop_words (words + 1, 1);
  for (char **word = words + 1; *word != NULL; word++)
    {
      gboolean joined = g_str_has_prefix (*word, "--seed=");
      const char *number = joined ? *word + strlen ("--seed=") : word[1];

      if (!joined && strcmp (*word, "--seed") != 0)
        continue;
      if (number == NULL || !g_ascii_string_to_unsigned (number, 10, 0, G_MAXUINT32, &seed, NULL))
        return FALSE;
      options.seed = (gint64) seed;
      drop_words (word, joined ? 1 : 2);
      return TRUE;
    }

  return TRUE;
}

/* The example's program with its own arguments, unless others are given; or the program that is named. */
static char **
make_argv (char            **words,
           const LsExample  *example)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *program = example == NULL ? g_strdup (words[0])
                             : options.python ? ls_catalogue_get_source (example, TRUE)
                                              : ls_catalogue_get_program (example);
  char **arguments = example != NULL && words[1] == NULL ? example->arguments : words + 1;
  g_auto (GStrv) command = options.module ? NULL : ls_python_program_get_command (program);

  if (options.module)
    g_strv_builder_addv (builder, (const char *[]) { "python3", "-m", program, NULL });
  else if (command != NULL)
    g_strv_builder_addv (builder, (const char **) command);
  else
    g_strv_builder_add (builder, program);
  g_strv_builder_addv (builder, (const char **) arguments);

  return g_strv_builder_end (builder);
}

/* A number of bytes, or of KiB, MiB or GiB with their first letter. */
static gboolean
parse_size (const char *text,
            guint64    *bytes)
{
  static const char units[] = "KMG";
  gsize length = strlen (text);
  const char *unit = length > 1 ? strchr (units, g_ascii_toupper (text[length - 1])) : NULL;
  g_autofree char *number = g_strndup (text, length - (unit != NULL));
  guint shift = unit != NULL ? 10 * (guint) (unit - units + 1) : 0;

  if (!g_ascii_string_to_unsigned (number, 10, 1, G_MAXINT64 >> shift, bytes, NULL))
    return FALSE;
  *bytes <<= shift;

  return TRUE;
}

static int
check_keeping (LsLaunch *launch)
{
  g_autoptr (GError) error = NULL;
  LsKeepReasons reasons;

  if (options.limit != NULL && !parse_size (options.limit, &launch->limit))
    return ls_cli_misused ("run", _("A limit is a size such as 500K, 64M or 2G."));
  if (options.keep_on == NULL)
    return LS_EXIT_OK;
  if (!ls_keep_parse (options.keep_on, &reasons, &error))
    return ls_cli_misused ("run", error->message);
  if (options.narrate)
    return ls_cli_misused ("run", _("What is narrated is kept: --narrate and --keep-on exclude each other."));

  launch->keep_on = options.keep_on;
  launch->trace_path = options.output;
  options.keep_crash = reasons.crash;
  options.keep_blocked = reasons.blocked;
  return LS_EXIT_OK;
}

static int
check_options (LsLaunch *launch)
{
  g_autoptr (GError) error = NULL;

  if (options.clock != NULL && !ls_clock_from_name (options.clock, &launch->clock))
    return ls_cli_misused ("run", _("The clock is “real”, “paced” or “instant”."));
  if (options.seed < -1)
    return ls_cli_misused ("run", _("A seed is a number from 0."));
  if (options.output != NULL && !ls_session_check_target (options.output, &error))
    {
      ls_cli_say ("%s", error->message);
      return LS_EXIT_RUN_FAILED;
    }

  launch->seed = options.seed;
  launch->unwatched = !options.narrate;
  launch->locals = options.locals;
  launch->no_values = options.no_values;
  launch->stop_at_start = options.narrate;
  launch->is_open = !options.narrate;
  return check_keeping (launch);
}

static void
status_changed_cb (LsSession *session,
                   gpointer   data)
{
  g_main_context_wakeup (NULL);
}

/* Told step by step, so that a sentence stands beside what the program printed in that step. */
static void
narrate (LsSession  *session,
         LsNarrator *narrator)
{
  ls_narrator_tell (narrator);
  if (ls_session_get_life (session) == LS_LIFE_PAUSED)
    ls_session_step (session, LS_GRAIN_STEP, 1);
}

/* Until the program has ended and all it recorded is read. */
static void
follow (LsSession *session)
{
  g_autoptr (LsNarrator) narrator = options.narrate ? ls_narrator_new (session) : NULL;

  g_autofree char *silence = ls_session_explain_silence (session);
  g_autoptr (LsBlockWatch) watch = NULL;

  program_pid = ls_session_get_pid (session);
  if (options.keep_on != NULL && options.keep_blocked != G_MAXINT64 && program_pid > 0)
    watch = ls_block_watch_new (program_pid, options.keep_blocked);
  if (program_pid > 0 && early_signal != 0)
    kill (program_pid, early_signal);
  /* One that runs on for long: better told now than at its end. */
  if (program_pid > 0 && silence != NULL)
    ls_cli_say ("%s", silence);
  g_signal_connect (session, "status-changed", G_CALLBACK (status_changed_cb), NULL);
  while (!ls_session_is_settled (session))
    {
      g_main_context_iteration (NULL, TRUE);
      if (narrator != NULL)
        narrate (session, narrator);
    }
  program_pid = 0;
  if (narrator != NULL)
    ls_narrator_tell (narrator);
}

/* A signal that somebody sends to end a program needs no comment; a crash or a kill does. */
static gboolean
is_wanted_end (int status)
{
  int number = WIFSIGNALED (status) ? WTERMSIG (status) : 0;

  return number == 0 || number == SIGINT || number == SIGTERM || number == SIGHUP || number == SIGQUIT ||
         number == SIGPIPE;
}

static void
tell_end (LsSession  *session,
          const char *name,
          const char *trace,
          gboolean    is_recorded)
{
  int status = ls_session_get_wait_status (session);
  g_autofree char *end = ls_session_describe_end (session);

  if (end == NULL || (is_wanted_end (status) && !options.narrate))
    return;
  ls_cli_say (_("“%s” ended: %s."), name, end);
  if (is_recorded && !is_wanted_end (status))
    g_printerr (_("What it did until then is recorded: “loopscope %s” shows it.\n"), trace);
}

/* Whether the trace is where it was asked for. */
static gboolean
keep_trace (LsSession *session)
{
  g_autoptr (GError) error = NULL;
  const char *recorded = ls_session_get_trace_path (session);

  if (options.output == NULL)
    return TRUE;
  if (ls_session_save (session, options.output, &error))
    {
      g_unlink (recorded);
      return TRUE;
    }
  ls_cli_say ("%s", error->message);
  g_printerr (_("The recording is not lost: it is in “%s”.\n"), recorded);

  return FALSE;
}

/* Dies as the program did, so that whoever called us sees the same. */
static int
end_like (int status)
{
  const struct rlimit no_core = { 0, 0 };

  if (!WIFSIGNALED (status))
    return WEXITSTATUS (status);
  setrlimit (RLIMIT_CORE, &no_core);
  signal (WTERMSIG (status), SIG_DFL);
  kill (getpid (), WTERMSIG (status));

  return 128 + WTERMSIG (status);
}

/* The program has removed its trace itself, unless it died or, in Python, an exception has ended it. */
static int
finish_keeping (LsSession  *session,
                const char *name)
{
  int status = ls_session_get_wait_status (session);
  const char *trace = ls_session_get_trace_path (session);
  g_autofree char *silence = ls_session_explain_silence (session);
  gboolean is_there = g_file_test (trace, G_FILE_TEST_EXISTS);
  gboolean is_failed = !is_wanted_end (status) || (WIFEXITED (status) && WEXITSTATUS (status) != 0);
  gboolean is_crash = is_there && is_failed && silence == NULL;

  if (is_there && silence != NULL)
    ls_cli_say ("%s", silence);
  if (is_there && !(is_crash && options.keep_crash))
    g_unlink (trace);
  tell_end (session, name, trace, is_crash && options.keep_crash);

  return is_there && silence != NULL && status == 0 ? LS_EXIT_RUN_FAILED : end_like (status);
}

static int
finish (LsSession  *session,
        const char *name)
{
  int status = ls_session_get_wait_status (session);
  g_autofree char *silence = ls_session_explain_silence (session);
  gboolean kept = TRUE;

  if (silence != NULL)
    {
      g_unlink (ls_session_get_trace_path (session));
      ls_cli_say ("%s", silence);
      kept = FALSE;
    }
  else
    kept = keep_trace (session);
  tell_end (session, name, kept && options.output != NULL ? options.output : ls_session_get_trace_path (session),
            silence == NULL);

  return kept || status != 0 ? end_like (status) : LS_EXIT_RUN_FAILED;
}

static GOptionContext *
make_context (void)
{
  GOptionContext *context = g_option_context_new (_("EXAMPLE|PROGRAM|SCRIPT.py|FOLDER|MODULE [ARGUMENT…]"));

  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_set_summary (context,
    _("Executes an example, or a program that links the engine, and records it. Its input, its output and how it ends "
      "are passed through unchanged."));
  g_option_context_set_description (context,
    _("A program in Python is a script, a folder or an archive with a __main__.py, or an executable file whose first line "
      "names the interpreter.\n\n"
      "Exit codes: the program's own; a program that dies of a signal takes this command with it. Besides, 2: usage; "
      "125: Loopscope failed, or the program ended well but nothing of it is recorded; 126: the program cannot be "
      "started; 127: there is no such example or program.\n\n"
      "Options stand before the name; what stands after it is the program's own.\n\n"
      "Without -o the trace goes to the folder “loopscope” in the user's cache folder."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return context;
}

int
ls_cli_execute (char **argv)
{
  g_autoptr (GOptionContext) context = make_context ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LsSession) session = NULL;
  g_auto (GStrv) words = g_strdupv (argv);
  g_auto (GStrv) program = NULL;
  LsLaunch launch = { .passthrough = TRUE };
  const LsExample *example;
  int code;

  options.seed = -1;
  if (!ls_cli_parse (context, "run", &words, &code))
    return code;
  if (words[1] == NULL)
    return ls_cli_misused ("run", _("Name an example or a program."));
  example = strchr (words[1], '/') == NULL && !options.module ? ls_catalogue_find (words[1]) : NULL;
  launch.clock = example != NULL ? example->clock : LS_CLOCK_REAL;
  if (example != NULL && !take_seed (words + 1))
    return ls_cli_misused ("run", _("A seed is a number from 0."));
  code = check_options (&launch);
  if (code != LS_EXIT_OK)
    return code;
  if (example == NULL && !options.module && (options.python || !is_program (words[1])))
    return refuse (words[1]);

  program = make_argv (words + 1, example);
  launch.argv = (const char * const *) program;
  launch.example = example != NULL ? example->name : NULL;
  launch.interrupt_at = example != NULL ? example->interrupt_at : 0;
  forward_signals ();
  session = ls_session_launch (&launch, &error);
  if (session == NULL)
    {
      ls_cli_say ("%s", error->message);
      return exit_code_of (error);
    }

  follow (session);
  return options.keep_on != NULL ? finish_keeping (session, words[1]) : finish (session, words[1]);
}
