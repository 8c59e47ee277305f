/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ls-cli-private.h"
#include "ls-picture.h"
#include "ls-program-name.h"

/* Not asked for. */
#define LAST_STEP G_MAXINT64

#define QUIET (G_USEC_PER_SEC / 2)   /* what takes less needs no progress told */

static struct
{
  char     *view;
  char     *axis;
  char     *grain;
  char     *output;
  char     *at;
  gint64    nth;
  gint64    step;
  gint64    from;
  gboolean  all;
  gboolean  dark;
  double    width;
  double    scale;
} options;

static const GOptionEntry entries[] = {
  { "view", 0, 0, G_OPTION_ARG_STRING, &options.view,
    N_("What to draw: stage (default), timeline, film, or run: the whole run, a page each turn (default for .html)"),
    N_("VIEW") },
  { "grain", 0, 0, G_OPTION_ARG_STRING, &options.grain,
    N_("What has a frame of a film, or a page of a run: turn (default), step or iteration"), N_("GRAIN") },
  { "step", 0, 0, G_OPTION_ARG_INT64, &options.step,
    N_("The step to draw, from 1; of a film or run the last (default: the last of all)"), "N" },
  { "at", 0, 0, G_OPTION_ARG_STRING, &options.at,
    N_("The first step whose sentence begins so, or that is at the comment “loopscope: NAME”"), N_("SENTENCE|:NAME") },
  { "nth", 0, 0, G_OPTION_ARG_INT64, &options.nth, N_("Which of the steps that fit “--at” (default: 1)"), "N" },
  { "all", 0, 0, G_OPTION_ARG_NONE, &options.all,
    N_("Every step: of the stage, a numbered file each"), NULL },
  { "from", 0, 0, G_OPTION_ARG_INT64, &options.from, N_("The first step of a film or run (default: 0)"),
    "N" },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
    N_("Where to write; the ending .png, .svg, .pdf, .html or .json chooses the format"), N_("FILE") },
  { "axis", 0, 0, G_OPTION_ARG_STRING, &options.axis,
    N_("The axis of a timeline (default: steps) or of JSON (default: time): steps or time"), N_("AXIS") },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &options.dark, N_("Light on dark"), NULL },
  { "width", 0, 0, G_OPTION_ARG_DOUBLE, &options.width, N_("Width in units (default: the view's own)"), "W" },
  { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &options.scale, N_("Pixels a unit, of a PNG (default: 2)"), "S" },
  { NULL }
};

static gboolean
choose (const char         *word,
        const char * const *words,
        int                *choice)
{
  for (int i = 0; words[i] != NULL; i++)
    if (strcmp (word, words[i]) == 0)
      {
        *choice = i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
writes (const char *ending)
{
  g_autofree char *lower = g_ascii_strdown (options.output, -1);

  return g_str_has_suffix (lower, ending);
}

/* The words of options, and what they are where they are not given. */
static int
choose_kind (LsPictureOptions *picture)
{
  const char * const views[] = { "stage", "timeline", "film", "run", NULL };
  const char * const axes[] = { "steps", "time", NULL };
  const char * const grains[] = { "turn", "step", "iteration", NULL };
  const LsGrain grain_of[] = { LS_GRAIN_TURN, LS_GRAIN_STEP, LS_GRAIN_ITERATION };
  int view = writes (".html") ? LS_VIEW_RUN : LS_VIEW_STAGE;
  int axis = writes (".json") ? LS_AXIS_TIME : LS_AXIS_STEPS;
  int grain = 0;

  if (options.view != NULL && !choose (options.view, views, &view))
    return ls_cli_misused ("export", _("The view is “stage”, “timeline”, “film” or “run”."));
  if (options.axis != NULL && !choose (options.axis, axes, &axis))
    return ls_cli_misused ("export", _("The axis is “steps” or “time”."));
  if (options.grain != NULL && !choose (options.grain, grains, &grain))
    return ls_cli_misused ("export", _("The grain is “turn”, “step” or “iteration”."));
  if (options.grain != NULL && view != LS_VIEW_FILM && view != LS_VIEW_RUN)
    return ls_cli_misused ("export", _("“--grain” is about a film or a run."));
  if (options.view != NULL && writes (".json"))
    return ls_cli_misused ("export", _("JSON has all events of a trace and no view of them."));

  picture->view = view;
  picture->axis = axis;
  picture->grain = grain_of[grain];
  return LS_EXIT_OK;
}

static int
check_options (LsPictureOptions *picture)
{
  int code;

  if (options.output == NULL)
    return ls_cli_misused ("export", _("Say where to write with “-o FILE”."));
  if (options.step < 0 || options.from < 0)
    return ls_cli_misused ("export", _("Steps are counted from 1; 0 is before the first."));
  if (options.all && (options.step != LAST_STEP || options.at != NULL))
    return ls_cli_misused ("export", _("“--all” excludes “--step” and “--at”."));
  if (options.at != NULL && options.step != LAST_STEP)
    return ls_cli_misused ("export", _("“--at” and “--step” exclude each other."));
  if (options.width < 0 || options.scale < 0 || options.scale > 16)
    return ls_cli_misused ("export", _("The width cannot be negative, and the scale is from 0 to 16."));
  code = ls_cli_check_anchor ("export", options.at, &options.nth);
  if (code != LS_EXIT_OK)
    return code;

  picture->dark = options.dark;
  picture->width = options.width;
  picture->scale = options.scale;
  return choose_kind (picture);
}

/* Drawing */

/* Ctrl-C ends a long picture between two pages, so that nothing of it is left behind. */
static gpointer
await_interrupt (gpointer cancellable)
{
  sigset_t signals;
  int number;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigwait (&signals, &number);
  g_cancellable_cancel (cancellable);

  return NULL;
}

static GCancellable *
make_interruptible (void)
{
  GCancellable *cancellable = g_cancellable_new ();
  sigset_t signals;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  g_thread_unref (g_thread_new ("interrupt", await_interrupt, g_object_ref (cancellable)));

  return cancellable;
}

static void
end_interrupted (void)
{
  sigset_t signals;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  signal (SIGINT, SIG_DFL);
  pthread_sigmask (SIG_UNBLOCK, &signals, NULL);
  kill (getpid (), SIGINT);
}

typedef struct { gint64 begun; gboolean is_told; } Progress;

/* On a terminal, on a line that is written over. */
static void
tell_progress (guint    done,
               guint    total,
               gpointer data)
{
  Progress *progress = data;

  if (total < 2 || g_get_monotonic_time () - progress->begun < QUIET)
    return;
  g_printerr ("\r");
  g_printerr (_("%u of %u "), done, total);
  progress->is_told = TRUE;
}

static int
explain_failure (const GError *error)
{
  if (g_error_matches (error, LS_PICTURE_ERROR, LS_PICTURE_ERROR_FORMAT))
    return ls_cli_misused ("export", error->message);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      ls_cli_say (_("Stopped: “%s” is not written."), options.output);
      end_interrupted ();
      return LS_EXIT_FAILED;
    }
  ls_cli_say ("%s", error->message);

  return g_error_matches (error, LS_PICTURE_ERROR, LS_PICTURE_ERROR_TOO_LARGE) ? LS_EXIT_FAILED
                                                                               : LS_EXIT_UNWRITABLE;
}

static int
draw (LsModel                *model,
      const LsPictureOptions *picture,
      const char             *path,
      GCancellable           *cancellable)
{
  g_autoptr (GError) error = NULL;
  Progress progress = { g_get_monotonic_time (), FALSE };
  LsPictureOptions told = *picture;
  gboolean is_written;

  if (isatty (STDERR_FILENO))
    {
      told.progress = tell_progress;
      told.progress_data = &progress;
    }
  is_written = ls_picture_write (model, &told, path, cancellable, &error);
  if (progress.is_told)
    g_printerr ("\n");

  return is_written ? LS_EXIT_OK : explain_failure (error);
}

/* The stage of each step, in files numbered before their ending. */
static int
draw_every_step (LsModel          *model,
                 LsPictureOptions *picture,
                 GCancellable     *cancellable)
{
  const char *dot = strrchr (options.output, '.');
  gsize stem = dot != NULL ? (gsize) (dot - options.output) : strlen (options.output);
  guint64 n = ls_model_get_n_units (model, LS_GRAIN_STEP);

  for (guint64 step = 1; step <= n; step++)
    {
      g_autofree char *path = g_strdup_printf ("%.*s-%04" G_GUINT64_FORMAT "%s", (int) stem, options.output, step,
                                               options.output + stem);
      int code;

      picture->position = ls_model_get_unit_end (model, LS_GRAIN_STEP, step);
      code = draw (model, picture, path, cancellable);
      if (code != LS_EXIT_OK)
        return code;
    }

  return LS_EXIT_OK;
}

/* @step, or the trace's end for LAST_STEP. */
static gboolean
get_position (LsModel *model,
              gint64   step,
              guint64 *position)
{
  guint64 n = ls_model_get_n_units (model, LS_GRAIN_STEP);

  if (step != LAST_STEP && (guint64) step > n)
    {
      ls_cli_say (ngettext ("There is no step %" PRId64 ": the trace has %" PRIu64 " step.",
                            "There is no step %" PRId64 ": the trace has %" PRIu64 " steps.", n),
                  step, n);
      return FALSE;
    }
  *position = step == LAST_STEP ? ls_model_get_n_events (model)
                                : ls_model_get_unit_end (model, LS_GRAIN_STEP, step);

  return TRUE;
}

static int
find_positions (LsModel          *model,
                LsPictureOptions *picture)
{
  int code;

  if (!get_position (model, options.step, &picture->position) ||
      !get_position (model, options.from, &picture->from))
    return LS_EXIT_USAGE;
  if (options.at != NULL)
    {
      code = ls_cli_find_anchor (model, options.at, options.nth, &picture->position);
      if (code != LS_EXIT_OK)
        return code;
    }
  if (picture->from > picture->position)
    return ls_cli_misused ("export", _("The first step cannot be behind the last."));

  return LS_EXIT_OK;
}

static int
draw_trace (LsModel          *model,
            LsPictureOptions *picture)
{
  g_autoptr (GCancellable) cancellable = make_interruptible ();
  g_autofree char *program = ls_program_name_recorded (ls_trace_reader_get_process (ls_model_get_reader (model)));
  int code = find_positions (model, picture);

  if (code != LS_EXIT_OK)
    return code;

  picture->program = program;
  return options.all && picture->view == LS_VIEW_STAGE && !writes (".json")
         ? draw_every_step (model, picture, cancellable)
         : draw (model, picture, options.output, cancellable);
}

static GOptionContext *
make_context (void)
{
  GOptionContext *context = g_option_context_new (_("TRACE"));

  g_option_context_set_summary (context, _("Draws a view of a recorded trace to a file, or writes its events as JSON for Perfetto and "
                                            "chrome://tracing."));
  g_option_context_set_description (context,
    _("A comment “loopscope: NAME” in the source marks the statement on its line, or on the line below it; “--at :NAME” "
      "is the first step there.\n\n"
      "Exit codes: 0 drawn, 1 failed, 2 usage, 3 the trace cannot be read, 4 drawn, but something is missing in the "
      "trace, 5 the file cannot be written. A file that cannot be written whole is not written at all."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return context;
}

int
ls_cli_export (char **argv)
{
  g_autoptr (GOptionContext) context = make_context ();
  g_autoptr (LsSession) session = NULL;
  g_auto (GStrv) words = g_strdupv (argv);
  LsPictureOptions picture = { 0 };
  int code, drawn;

  options.step = LAST_STEP;
  if (!ls_cli_parse (context, "export", &words, &code))
    return code;
  if (words[1] == NULL || words[2] != NULL)
    return ls_cli_misused ("export", _("Name one trace."));
  code = check_options (&picture);
  if (code != LS_EXIT_OK)
    return code;

  session = ls_cli_open_trace (words[1], TRUE, &code);
  if (session == NULL)
    return code;
  drawn = draw_trace (ls_session_get_model (session), &picture);

  return drawn != LS_EXIT_OK ? drawn : code;
}
