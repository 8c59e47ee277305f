/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "ls-break-marks.h"
#include "ls-catalogue.h"
#include "ls-form.h"
#include "ls-source-pane.h"
#include "ls-task-marks.h"
#include "ls-where.h"
#include "ls-widget.h"

#define MOST_SITES 64     /* looked through for a first source */

typedef enum { LANGUAGE_C, LANGUAGE_PYTHON, N_LANGUAGES } Language;

/*
 * `executed` is the language of the program in the trace; marks belong to its text alone.  For an
 * example both texts are known from the start; otherwise the text follows the file of the current line.
 */
struct _LsSourcePane
{
  GtkWidget         parent_instance;

  GtkWidget        *languages;
  GtkToggleButton  *c_button;
  GtkToggleButton  *python_button;
  GtkLabel         *file_label;
  GtkRevealer      *banner;
  GtkLabel         *banner_label;
  GtkSourceView    *view;
  GtkSourceBuffer  *buffer;
  LsTaskMarks      *task_marks;
  LsBreakMarks     *break_marks;

  LsPlayer         *player;
  GSignalGroup     *player_signals;
  const LsExample  *example;
  char             *paths[N_LANGUAGES];
  char             *shown;              /* path of the text in the buffer */
  GtkTextTag       *current_tag;
  Language          executed;
  Language          chosen;
};

G_DEFINE_FINAL_TYPE (LsSourcePane, ls_source_pane, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_PLAYER, N_PROPS };
static GParamSpec *properties[N_PROPS];

static LsModel *
get_model (LsSourcePane *self)
{
  return self->player != NULL ? ls_player_get_model (self->player) : NULL;
}

static GdkRGBA
to_rgba (const LsColor *color)
{
  return (GdkRGBA) { (float) color->r, (float) color->g, (float) color->b, (float) color->a };
}

static gboolean
same_file (const char *path, const char *site_file)
{
  g_autofree char *a = NULL, *b = NULL;

  if (path == NULL || site_file == NULL || site_file[0] == '\0')
    return FALSE;
  if (g_str_equal (path, site_file))
    return TRUE;
  a = g_path_get_basename (path);
  b = g_path_get_basename (site_file);
  return g_str_equal (a, b);
}

/* Showing a text */

static void
show_text (LsSourcePane *self, const char *path)
{
  g_autofree char *text = NULL, *name = NULL, *valid = NULL;
  g_autoptr (GError) error = NULL;
  GtkSourceLanguage *language;

  if (g_strcmp0 (self->shown, path) == 0)
    return;
  g_free (self->shown);
  self->shown = g_strdup (path);
  name = path != NULL ? g_path_get_basename (path) : g_strdup ("");
  gtk_label_set_text (self->file_label, name);
  if (path == NULL)
    text = g_strdup ("");
  else if (!g_file_get_contents (path, &text, NULL, &error))
    text = g_strdup_printf (_("The source is not here.\n\n%s"), error->message);
  valid = g_utf8_make_valid (text, -1);
  language = error == NULL && path != NULL
    ? gtk_source_language_manager_guess_language (gtk_source_language_manager_get_default (), path,
                                                  NULL) : NULL;
  gtk_source_buffer_set_language (self->buffer, language);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), valid, -1);
}

static void
show_banner (LsSourcePane *self)
{
  gboolean twin = self->chosen != self->executed;

  gtk_label_set_text (self->banner_label, self->executed == LANGUAGE_C
    ? _("The same program in Python, to read beside the C. What runs is the C version; "
        "running this one comes later.")
    : _("The same program in C, to read beside the Python. What runs is the Python version."));
  gtk_revealer_set_reveal_child (self->banner, twin);
}

/* Marks */

static void
scroll_to_line (LsSourcePane *self, guint line)
{
  GtkTextIter iter;
  GdkRectangle visible, place;
  GtkTextView *view = GTK_TEXT_VIEW (self->view);

  gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (self->buffer), &iter, line);
  gtk_text_view_get_visible_rect (view, &visible);
  gtk_text_view_get_iter_location (view, &iter, &place);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->buffer), &iter);
  if (place.y < visible.y || place.y + 2 * place.height > visible.y + visible.height)
    gtk_text_view_scroll_to_mark (view, gtk_text_buffer_get_insert (GTK_TEXT_BUFFER (self->buffer)),
                                  0.1, FALSE, 0, 0.4);
}

static void
clear_current (LsSourcePane *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  gtk_text_buffer_remove_tag (GTK_TEXT_BUFFER (self->buffer), self->current_tag, &start, &end);
  ls_break_marks_set_current (self->break_marks, -1, NULL);
}

static void
mark_current (LsSourcePane *self, guint line, guint32 task)
{
  const LsPalette *palette = ls_form_get_palette ();
  const LsTaskColor *color = ls_form_get_color (palette, get_model (self), task);
  GdkRGBA fill = to_rgba (color != NULL ? &color->fill : &palette->accent_pale);
  GdkRGBA bar = to_rgba (color != NULL ? &color->line : &palette->accent);
  GtkTextIter start, end;

  g_object_set (self->current_tag, "paragraph-background-rgba", &fill, NULL);
  gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (self->buffer), &start, line);
  end = start;
  gtk_text_iter_forward_line (&end);
  gtk_text_buffer_apply_tag (GTK_TEXT_BUFFER (self->buffer), self->current_tag, &start, &end);
  ls_break_marks_set_current (self->break_marks, (int) line, &bar);
  scroll_to_line (self, line);
}

static GArray *
collect_marks (LsSourcePane *self, const LsState *state)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (LsTaskMark));

  for (guint i = 0; i < state->tasks->len; i++)
    {
      const LsTaskState *task = &g_array_index (state->tasks, LsTaskState, i);
      const LsSite *site = ls_where_get_site (get_model (self), state, task->id);
      LsTaskMark mark = { 0, task->id, task->status };

      if (site == NULL || site->line == 0 || !same_file (self->shown, site->file))
        continue;
      mark.line = site->line - 1;
      g_array_append_val (marks, mark);
    }
  return marks;
}

/* The task whose line is the current one: the one that runs, else the one that is chosen. */
static guint32
current_task (LsSourcePane *self, const LsState *state)
{
  return state->running != 0 ? state->running : ls_player_get_task (self->player);
}

static void
describe_place (LsSourcePane *self, const LsState *state, guint32 task, const LsSite *site)
{
  g_autofree char *place = ls_where_format (site), *text = NULL;

  if (site == NULL)
    text = g_strdup ("");
  else if (task == state->running)
    text = g_strdup_printf (_("%s runs at %s"), ls_model_get_task_name (get_model (self), task),
                            place);
  else
    text = g_strdup_printf (_("%s stands at %s"), ls_model_get_task_name (get_model (self), task),
                            place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text, -1);
}

/* A program of one's own is shown from where the trace first says anything of a source. */
static const char *
first_file (LsModel *model)
{
  LsTraceReader *reader = ls_model_get_reader (model);
  guint n = MIN (ls_trace_reader_get_n_sites (reader), MOST_SITES);

  for (guint32 id = 1; id <= n; id++)
    {
      const LsSite *site = ls_trace_reader_get_site (reader, id);

      if (site != NULL && site->file != NULL && site->file[0] != '\0')
        return site->file;
    }
  return NULL;
}

static void
follow_file (LsSourcePane *self, const LsSite *site)
{
  if (self->example != NULL)
    return;
  if (site != NULL && site->file[0] != '\0')
    {
      if (!same_file (self->shown, site->file))
        show_text (self, site->file);
    }
  else if (self->shown == NULL)
    show_text (self, first_file (get_model (self)));
}

static void
update (LsSourcePane *self)
{
  LsModel *model = get_model (self);
  const LsState *state;
  const LsSite *site;
  guint32 task;

  clear_current (self);
  ls_task_marks_set (self->task_marks, self->player, NULL);
  if (model == NULL)
    return;
  state = ls_player_get_state (self->player);
  task = current_task (self, state);
  site = task != 0 ? ls_where_get_site (model, state, task) : NULL;
  follow_file (self, site);
  if (self->chosen != self->executed)
    return;
  ls_task_marks_set (self->task_marks, self->player, collect_marks (self, state));
  if (site != NULL && site->line > 0 && same_file (self->shown, site->file))
    mark_current (self, site->line - 1, task);
  describe_place (self, state, task, site);
}

static void
show_chosen (LsSourcePane *self)
{
  if (self->example != NULL)
    show_text (self, self->paths[self->chosen]);
  gtk_widget_set_visible (GTK_WIDGET (self->break_marks), self->chosen == self->executed);
  show_banner (self);
  update (self);
}

static void
language_toggled_cb (LsSourcePane *self)
{
  self->chosen = gtk_toggle_button_get_active (self->python_button) ? LANGUAGE_PYTHON : LANGUAGE_C;
  show_chosen (self);
}

static void
find_example (LsSourcePane *self)
{
  LsModel *model = get_model (self);
  const LsProcessInfo *process = model != NULL
    ? ls_trace_reader_get_process (ls_model_get_reader (model)) : NULL;
  const char *name = process != NULL ? process->example : NULL;

  self->example = name != NULL && name[0] != '\0' ? ls_catalogue_find (name) : NULL;
  self->executed = process != NULL && process->runtime != NULL
      && g_str_has_prefix (process->runtime, "CPython")
    ? LANGUAGE_PYTHON : LANGUAGE_C;
  for (int i = 0; i < N_LANGUAGES; i++)
    {
      g_free (self->paths[i]);
      self->paths[i] = self->example != NULL
        ? ls_catalogue_get_source (self->example, i == LANGUAGE_PYTHON) : NULL;
    }
}

/* Process info may arrive after the session does, so an unknown example is asked for again as the trace grows. */
static void
follow_session (LsSourcePane *self)
{
  const LsExample *before = self->example;
  g_autofree char *shown = g_strdup (self->shown);

  find_example (self);
  self->chosen = self->executed;
  gtk_widget_set_visible (self->languages, self->example != NULL);
  gtk_toggle_button_set_active (self->executed == LANGUAGE_C ? self->c_button : self->python_button,
                                TRUE);
  if (self->example == NULL)
    show_text (self, NULL);
  show_chosen (self);
  if (self->example != before || g_strcmp0 (shown, self->shown) != 0)
    ls_break_marks_clear (self->break_marks);
}

static void
set_breaks_again (LsSourcePane *self)
{
  g_autoptr (GArray) lines = ls_break_marks_get_lines (self->break_marks);

  for (guint i = 0; i < lines->len; i++)
    ls_session_set_breakpoint (ls_player_get_session (self->player), self->shown,
                               g_array_index (lines, guint, i) + 1);
}

static void
session_changed_cb (LsSourcePane *self)
{
  follow_session (self);
  if (get_model (self) != NULL && !ls_session_is_recorded (ls_player_get_session (self->player)))
    set_breaks_again (self);
}

static void
end_changed_cb (LsSourcePane *self)
{
  if (self->example == NULL && get_model (self) != NULL && self->shown == NULL)
    follow_session (self);
}

static void
say (LsSourcePane *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", text);
}

/* A breakpoint may move to the next engine call of its function: the dot stands where it took. */
static void
set_break (LsSourcePane *self, LsSession *session, guint line)
{
  guint taken = ls_session_set_breakpoint (session, self->shown, line + 1);
  g_autofree char *text = NULL;

  if (taken == 0)
    {
      say (self, _("The program cannot be stopped there: "
                   "no call to the engine follows in this function"));
      return;
    }
  ls_break_marks_add (self->break_marks, taken - 1);
  if (taken == line + 1)
    return;
  text = g_strdup_printf (_("The breakpoint moved to line %u, the next call to the engine"), taken);
  say (self, text);
}

static void
break_toggled_cb (LsSourcePane *self, guint line)
{
  LsSession *session = self->player != NULL ? ls_player_get_session (self->player) : NULL;

  if (session == NULL || self->shown == NULL)
    return;
  if (ls_session_get_life (session) == LS_LIFE_ENDED)
    say (self, ls_session_is_recorded (session)
               ? _("A saved trace has no program to stop")
               : _("The program has ended: restart it to set breakpoints"));
  else if (ls_break_marks_contains (self->break_marks, line))
    {
      ls_session_clear_breakpoint (session, self->shown, line + 1);
      ls_break_marks_remove (self->break_marks, line);
    }
  else
    set_break (self, session, line);
}

static void
style_changed_cb (LsSourcePane *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();

  gtk_source_buffer_set_style_scheme (self->buffer,
    gtk_source_style_scheme_manager_get_scheme (manager, dark ? "Adwaita-dark" : "Adwaita"));
  update (self);
}

static void
ls_source_pane_dispose (GObject *object)
{
  LsSourcePane *self = LS_SOURCE_PANE (object);

  g_clear_object (&self->player_signals);
  ls_widget_dispose_children (GTK_WIDGET (self), LS_TYPE_SOURCE_PANE);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_source_pane_parent_class)->dispose (object);
}

static void
ls_source_pane_finalize (GObject *object)
{
  LsSourcePane *self = LS_SOURCE_PANE (object);

  for (int i = 0; i < N_LANGUAGES; i++)
    g_free (self->paths[i]);
  g_free (self->shown);
  G_OBJECT_CLASS (ls_source_pane_parent_class)->finalize (object);
}

static void
ls_source_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    g_value_set_object (value, LS_SOURCE_PANE (object)->player);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_source_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    ls_source_pane_set_player (LS_SOURCE_PANE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_source_pane_class_init (LsSourcePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_source_pane_dispose;
  object_class->finalize = ls_source_pane_finalize;
  object_class->get_property = ls_source_pane_get_property;
  object_class->set_property = ls_source_pane_set_property;
  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, LS_TYPE_PLAYER, LS_PARAM_RW);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-source-pane.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, banner);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, banner_label);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, buffer);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, c_button);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, file_label);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, languages);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, python_button);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, view);
  gtk_widget_class_bind_template_callback (widget_class, language_toggled_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_margins (LsSourcePane *self)
{
  GtkSourceGutter *left = gtk_source_view_get_gutter (self->view, GTK_TEXT_WINDOW_LEFT);
  GtkSourceGutter *right = gtk_source_view_get_gutter (self->view, GTK_TEXT_WINDOW_RIGHT);
  GtkSourceGutterRenderer *breaks = ls_break_marks_new (), *tasks = ls_task_marks_new ();

  self->break_marks = LS_BREAK_MARKS (breaks);
  self->task_marks = LS_TASK_MARKS (tasks);
  gtk_source_gutter_insert (left, breaks, -40);
  gtk_source_gutter_insert (right, tasks, 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (breaks),
                               _("Click to stop the program at this line, or no longer"));
  g_signal_connect_object (breaks, "toggled", G_CALLBACK (break_toggled_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
ls_source_pane_init (LsSourcePane *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  add_margins (self);
  self->current_tag = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (self->buffer), NULL, NULL);

  self->player_signals = g_signal_group_new (LS_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "notify::session",
                                  G_CALLBACK (session_changed_cb), self);
  g_signal_group_connect_swapped (self->player_signals, "notify::end", G_CALLBACK (end_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->player_signals, "notify::position", G_CALLBACK (update),
                                  self);
  g_signal_group_connect_swapped (self->player_signals, "notify::task", G_CALLBACK (update), self);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  style_changed_cb (self);
}

void
ls_source_pane_set_player (LsSourcePane *self, LsPlayer *player)
{
  g_return_if_fail (LS_IS_SOURCE_PANE (self));
  if (!g_set_object (&self->player, player))
    return;
  g_signal_group_set_target (self->player_signals, player);
  session_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYER]);
}
