/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ls-cli-private.h"
#include "ls-picture.h"

/* Not asked for. */
#define LAST_STEP G_MAXINT64

static struct
{
  char     *view;
  char     *axis;
  char     *output;
  gint64    step;
  gint64    from;
  gboolean  all;
  gboolean  dark;
  double    width;
  double    scale;
} options;

static const GOptionEntry entries[] = {
  { "view", 0, 0, G_OPTION_ARG_STRING, &options.view,
    N_("What to draw: stage (default), timeline or film"), N_("VIEW") },
  { "step", 0, 0, G_OPTION_ARG_INT64, &options.step,
    N_("The step to draw, from 1; of a film the last (default: the last of all)"), "N" },
  { "all", 0, 0, G_OPTION_ARG_NONE, &options.all,
    N_("Every step: of the stage, a numbered file each"), NULL },
  { "from", 0, 0, G_OPTION_ARG_INT64, &options.from, N_("The first step of a film (default: 0)"), "N" },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
    N_("Where to write; the ending .png, .svg or .pdf chooses the format"), N_("FILE") },
  { "axis", 0, 0, G_OPTION_ARG_STRING, &options.axis,
    N_("The timeline's axis: steps (default) or time"), N_("AXIS") },
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

static int
check_options (LsPictureOptions *picture)
{
  const char * const views[] = { "stage", "timeline", "film", NULL };
  const char * const axes[] = { "steps", "time", NULL };
  int view = LS_VIEW_STAGE, axis = LS_AXIS_STEPS;

  if (options.view != NULL && !choose (options.view, views, &view))
    return ls_cli_misused ("export", _("The view is “stage”, “timeline” or “film”."));
  if (options.axis != NULL && !choose (options.axis, axes, &axis))
    return ls_cli_misused ("export", _("The axis is “steps” or “time”."));
  if (options.output == NULL)
    return ls_cli_misused ("export", _("Say where to write with “-o FILE”."));
  if (options.step < 0 || options.from < 0)
    return ls_cli_misused ("export", _("Steps are counted from 1; 0 is before the first."));
  if (options.all && options.step != LAST_STEP)
    return ls_cli_misused ("export", _("“--all” and “--step” exclude each other."));
  if (options.width < 0 || options.scale < 0 || options.scale > 16)
    return ls_cli_misused ("export", _("The width cannot be negative, and the scale is from 0 to 16."));

  picture->view = view;
  picture->axis = axis;
  picture->grain = LS_GRAIN_TURN;
  picture->dark = options.dark;
  picture->width = options.width;
  picture->scale = options.scale;
  return LS_EXIT_OK;
}

static int
draw (LsModel                *model,
      const LsPictureOptions *picture,
      const char             *path)
{
  g_autoptr (GError) error = NULL;

  if (ls_picture_write (model, picture, path, NULL, &error))
    return LS_EXIT_OK;
  if (g_error_matches (error, LS_PICTURE_ERROR, LS_PICTURE_ERROR_FORMAT))
    return ls_cli_misused ("export", error->message);
  ls_cli_say ("%s", error->message);

  return g_error_matches (error, LS_PICTURE_ERROR, LS_PICTURE_ERROR_TOO_LARGE) ? LS_EXIT_FAILED
                                                                               : LS_EXIT_UNWRITABLE;
}

/* The stage of each step, in files numbered before their ending. */
static int
draw_every_step (LsModel          *model,
                 LsPictureOptions *picture)
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
      code = draw (model, picture, path);
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
draw_trace (LsModel          *model,
            LsPictureOptions *picture)
{
  if (!get_position (model, options.step, &picture->position) ||
      !get_position (model, options.from, &picture->from))
    return LS_EXIT_USAGE;
  if (picture->from > picture->position)
    return ls_cli_misused ("export", _("The first step of a film cannot be behind its last."));

  return options.all && picture->view == LS_VIEW_STAGE ? draw_every_step (model, picture)
                                                       : draw (model, picture, options.output);
}

static GOptionContext *
make_context (void)
{
  GOptionContext *context = g_option_context_new (_("TRACE"));

  g_option_context_set_summary (context, _("Draws a view of a recorded trace to a file."));
  g_option_context_set_description (context,
    _("Exit codes: 0 drawn, 1 failed, 2 usage, 3 the trace cannot be read, 4 drawn, but something is missing in the "
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
