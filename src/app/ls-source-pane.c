/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ls-code-view.h"
#include "ls-fault.h"
#include "ls-form.h"
#include "ls-source-pane.h"
#include "ls-task-marks.h"
#include "ls-where.h"
#include "ls-widget.h"

#define MOST_SITES 64     /* looked through for a first source */
#define MOST_TASKS 2000   /* looked through for marks: more of them on a few lines tell no more */

/*
 * `executed` is the language of the program in the trace; marks belong to its text alone.  For an
 * example both texts are known from the start; a script's is edited; otherwise, and while a script's task stands in
 * another file, the text follows the file of the current line.
 */
struct _LsSourcePane
{
  GtkWidget         parent_instance;

  GtkWidget        *languages;
  GtkToggleButton  *c_button;
  GtkToggleButton  *python_button;
  GtkWidget        *edit_button;
  GtkLabel         *file_label;
  GtkRevealer      *banner;
  GtkLabel         *banner_label;
  GtkWidget        *banner_button;
  LsCodeView       *view;

  LsPlayer         *player;
  GSignalGroup     *player_signals;
  const LsExample  *example;
  LsScript         *script;             /* (nullable) */
  GSignalGroup     *script_signals;
  char             *paths[LS_N_LANGUAGES];
  char             *shown;              /* path of the text in view */
  LsFault          *fault;              /* (nullable): the program's, once it has ended */
  LsLanguage        executed;
  LsLanguage        chosen;
  gboolean          following;          /* the buttons are told, they do not tell */
};

G_DEFINE_FINAL_TYPE (LsSourcePane, ls_source_pane, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_PLAYER, N_PROPS };
static GParamSpec *properties[N_PROPS];

static LsModel *
get_model (LsSourcePane *self)
{
  return self->player != NULL ? ls_player_get_model (self->player) : NULL;
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

/* A script is changed here since it was run: what the trace says of lines is not true of it. */
static gboolean
is_stale (LsSourcePane *self)
{
  return self->script != NULL && ls_script_get_stale (self->script);
}

static gboolean
shows_script (LsSourcePane *self)
{
  return gtk_text_view_get_editable (GTK_TEXT_VIEW (self->view));
}

static void
set_shown (LsSourcePane *self, const char *path)
{
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : g_strdup ("");

  if (path != self->shown)
    {
      g_free (self->shown);
      self->shown = g_strdup (path);
    }
  gtk_label_set_text (self->file_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->file_label), path);
}

static void
show_file (LsSourcePane *self, const char *path)
{
  set_shown (self, path);
  ls_code_view_show_file (self->view, path);
}

static void
show_script (LsSourcePane *self)
{
  const char *path = ls_script_get_path (self->script);

  set_shown (self, path != NULL ? path : ls_script_get_name (self->script));
  ls_code_view_show_buffer (self->view, ls_script_get_buffer (self->script));
}

static void
show_banner (LsSourcePane *self)
{
  gboolean twin = self->script == NULL && self->chosen != self->executed;

  if (!twin)
    gtk_label_set_text (self->banner_label, is_stale (self) ? _("Changed since it was run.") : "");
  else
    gtk_label_set_text (self->banner_label, self->executed == LS_LANGUAGE_C
      ? _("The same program in Python, to read beside the C. What was recorded is the C version.")
      : _("The same program in C, to read beside the Python. What was recorded is the Python version."));
  gtk_widget_set_visible (self->banner_button, is_stale (self));
  gtk_revealer_set_reveal_child (self->banner, twin || is_stale (self));
}

/* Marks */

static GdkRGBA
to_rgba (const LsColor *color)
{
  return (GdkRGBA) { (float) color->r, (float) color->g, (float) color->b, (float) color->a };
}

static void
clear_current (LsSourcePane *self)
{
  ls_code_view_set_current (self->view, -1, NULL, NULL);
}

static void
mark_current (LsSourcePane *self, guint line, guint32 task)
{
  const LsPalette *palette = ls_form_get_palette ();
  const LsTaskColor *color = ls_form_get_color (palette, get_model (self), task);
  GdkRGBA fill = to_rgba (color != NULL ? &color->fill : &palette->accent_pale);
  GdkRGBA bar = to_rgba (color != NULL ? &color->line : &palette->accent);

  ls_code_view_set_current (self->view, (int) line, &fill, &bar);
}

static GArray *
collect_marks (LsSourcePane *self, const LsState *state)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (LsTaskMark));

  guint n = 0;

  for (guint i = 0; i < state->tasks->len && n < MOST_TASKS; i++)
    {
      const LsTaskState *task = &g_array_index (state->tasks, LsTaskState, i);
      LsTaskMark mark = { 0, task->id, task->status };
      const LsSite *site;

      if (task->status == LS_STATUS_DONE)
        continue;
      n++;
      site = ls_where_get_site (get_model (self), state, task->id);
      if (site == NULL || site->line == 0 || !same_file (self->shown, site->file))
        continue;
      mark.line = site->line - 1;
      g_array_append_val (marks, mark);
    }
  return marks;
}

static void
describe_place (LsSourcePane *self, const LsState *state, guint32 task, const LsSite *site)
{
  g_autofree char *place = ls_where_format (site), *text = NULL;

  if (site == NULL || task == 0)
    text = g_strdup (place);
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
  gboolean is_elsewhere = site != NULL && site->file[0] != '\0';

  if (self->example != NULL)
    return;
  if (self->script != NULL)
    {
      if (is_elsewhere && !is_stale (self) && !same_file (ls_script_get_path (self->script), site->file))
        show_file (self, site->file);
      else
        show_script (self);
    }
  else if (is_elsewhere)
    {
      if (!same_file (self->shown, site->file))
        show_file (self, site->file);
    }
  else if (self->shown == NULL)
    show_file (self, first_file (get_model (self)));
}

static void
update_fault (LsSourcePane *self)
{
  gboolean is_here = self->fault != NULL && !is_stale (self) && same_file (self->shown, self->fault->file);

  ls_code_view_set_fault (self->view, is_here ? (int) self->fault->line - 1 : -1);
}

static void
update (LsSourcePane *self)
{
  LsModel *model = get_model (self);
  const LsState *state;
  const LsSite *site;
  guint32 task;

  clear_current (self);
  ls_code_view_set_tasks (self->view, self->player, NULL);
  if (model == NULL)
    return;
  state = ls_player_get_state (self->player);
  site = ls_where_find_current (model, state, ls_player_get_task (self->player), &task);
  follow_file (self, site);
  if (self->chosen != self->executed || is_stale (self))
    return;
  ls_code_view_set_tasks (self->view, self->player, collect_marks (self, state));
  if (site != NULL && site->line > 0 && same_file (self->shown, site->file))
    mark_current (self, site->line - 1, task);
  describe_place (self, state, task, site);
}

static void
show_chosen (LsSourcePane *self)
{
  if (self->script != NULL)
    show_script (self);
  else if (self->example != NULL)
    show_file (self, self->paths[self->chosen]);
  gtk_widget_set_visible (GTK_WIDGET (ls_code_view_get_breaks (self->view)), self->chosen == self->executed);
  gtk_widget_set_visible (self->edit_button, self->example != NULL && self->chosen == LS_LANGUAGE_PYTHON);
  show_banner (self);
  update (self);
}

static void
find_example (LsSourcePane *self)
{
  LsModel *model = get_model (self);
  const LsProcessInfo *process = model != NULL
    ? ls_trace_reader_get_process (ls_model_get_reader (model)) : NULL;
  const char *name = process != NULL && self->script == NULL ? process->example : NULL;

  self->example = name != NULL && name[0] != '\0' ? ls_catalogue_find (name) : NULL;
  self->executed = self->script != NULL || (process != NULL && process->runtime != NULL
                                            && g_str_has_prefix (process->runtime, "CPython"))
    ? LS_LANGUAGE_PYTHON : LS_LANGUAGE_C;
  for (int i = 0; i < LS_N_LANGUAGES; i++)
    {
      g_free (self->paths[i]);
      self->paths[i] = self->example != NULL
        ? ls_catalogue_get_source (self->example, i == LS_LANGUAGE_PYTHON) : NULL;
    }
}

/* Process info may arrive after the session does, so an unknown example is asked for again as the trace grows. */
static void
follow_session (LsSourcePane *self)
{
  const LsExample *before = self->example;

  find_example (self);
  self->chosen = self->executed;
  gtk_widget_set_visible (self->languages, self->example != NULL);
  self->following = TRUE;
  gtk_toggle_button_set_active (self->executed == LS_LANGUAGE_C ? self->c_button : self->python_button,
                                TRUE);
  self->following = FALSE;
  if (self->example == NULL && self->script == NULL)
    show_file (self, NULL);
  if (self->example != before && before != NULL)
    ls_code_view_forget_breaks (self->view);
  show_chosen (self);
}

/* Of a program that can be started, the language that is shown is the one that is run. */
static void
language_toggled_cb (LsSourcePane *self)
{
  LsLanguage chosen = gtk_toggle_button_get_active (self->python_button) ? LS_LANGUAGE_PYTHON : LS_LANGUAGE_C;
  LsSession *session = self->player != NULL ? ls_player_get_session (self->player) : NULL;

  if (self->following || chosen == self->chosen)
    return;
  if (session == NULL || ls_session_is_recorded (session))
    {
      self->chosen = chosen;
      show_chosen (self);
      return;
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.language", "s", chosen == LS_LANGUAGE_PYTHON ? "python" : "c");
  if (session == ls_player_get_session (self->player))
    follow_session (self);        /* it could not be started */
}

static void
move_mark (LsSourcePane *self, guint from, guint to)
{
  LsBreakMarks *breaks = ls_code_view_get_breaks (self->view);

  ls_break_marks_remove (breaks, from);
  ls_break_marks_add (breaks, to);
}

static void
set_breaks_again (LsSourcePane *self)
{
  g_autoptr (GArray) lines = ls_break_marks_get_lines (ls_code_view_get_breaks (self->view));

  for (guint i = 0; i < lines->len; i++)
    {
      guint line = g_array_index (lines, guint, i);
      guint taken = ls_session_set_breakpoint (ls_player_get_session (self->player), self->shown, line + 1);

      if (taken > 0 && taken != line + 1)
        move_mark (self, line, taken - 1);
    }
}

static void
find_fault (LsSourcePane *self)
{
  LsSession *session = self->player != NULL ? ls_player_get_session (self->player) : NULL;

  g_clear_pointer (&self->fault, ls_fault_free);
  if (session != NULL)
    self->fault = ls_session_find_fault (session);
  update_fault (self);
}

static void
session_changed_cb (LsSourcePane *self)
{
  follow_session (self);
  find_fault (self);
  if (get_model (self) != NULL && !ls_session_is_recorded (ls_player_get_session (self->player)))
    set_breaks_again (self);
}

static void
end_changed_cb (LsSourcePane *self)
{
  if (self->example == NULL && self->script == NULL && get_model (self) != NULL && self->shown == NULL)
    follow_session (self);
}

static void
script_changed_cb (LsSourcePane *self)
{
  show_banner (self);
  update (self);
  update_fault (self);
}

static void
say (LsSourcePane *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", text);
}

/* A breakpoint may move to the next line that executes or, in C, that calls the engine: the dot stands where it took. */
static void
set_break (LsSourcePane *self, LsSession *session, guint line)
{
  guint taken = ls_session_set_breakpoint (session, self->shown, line + 1);
  gboolean is_python = ls_session_has_lines (session);
  g_autofree char *text = NULL;

  if (taken == 0)
    {
      say (self, is_python ? _("The program cannot be stopped there: no line follows that is executed")
                           : _("The program cannot be stopped there: "
                               "no call to the engine follows in this function"));
      return;
    }
  ls_break_marks_add (ls_code_view_get_breaks (self->view), taken - 1);
  if (taken == line + 1)
    return;
  text = g_strdup_printf (is_python ? _("The breakpoint moved to line %u, the next that is executed")
                                    : _("The breakpoint moved to line %u, the next call to the engine"), taken);
  say (self, text);
}

/* Of a text that is not the one that runs, a line means something only once it is run. */
static void
toggle_for_later (LsSourcePane *self, guint line)
{
  LsBreakMarks *breaks = ls_code_view_get_breaks (self->view);

  if (ls_break_marks_contains (breaks, line))
    ls_break_marks_remove (breaks, line);
  else
    ls_break_marks_add (breaks, line);
}

static const char *
why_no_break (LsSession *session)
{
  if (session == NULL || ls_session_is_recorded (session))
    return _("A saved trace has no program to stop");
  if (ls_session_is_let_go (session))
    return _("The program was let go: attach to it again to set breakpoints");
  return ls_session_is_attached (session) ? _("The program has ended")
                                          : _("The program has ended: restart it to set breakpoints");
}

static void
break_toggled_cb (LsSourcePane *self, guint line)
{
  LsSession *session = self->player != NULL ? ls_player_get_session (self->player) : NULL;
  LsBreakMarks *breaks = ls_code_view_get_breaks (self->view);
  gboolean has_ended = session == NULL || ls_session_get_life (session) == LS_LIFE_ENDED;

  if (self->shown == NULL)
    return;
  if (shows_script (self) && (has_ended || is_stale (self)))
    toggle_for_later (self, line);
  else if (has_ended)
    say (self, why_no_break (session));
  else if (ls_break_marks_contains (breaks, line))
    {
      ls_session_clear_breakpoint (session, self->shown, line + 1);
      ls_break_marks_remove (breaks, line);
    }
  else
    set_break (self, session, line);
}

static void
ls_source_pane_dispose (GObject *object)
{
  LsSourcePane *self = LS_SOURCE_PANE (object);

  g_clear_object (&self->player_signals);
  g_clear_object (&self->script_signals);
  g_clear_object (&self->script);
  g_clear_pointer (&self->fault, ls_fault_free);
  ls_widget_dispose_children (GTK_WIDGET (self), LS_TYPE_SOURCE_PANE);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_source_pane_parent_class)->dispose (object);
}

static void
ls_source_pane_finalize (GObject *object)
{
  LsSourcePane *self = LS_SOURCE_PANE (object);

  for (int i = 0; i < LS_N_LANGUAGES; i++)
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

  g_type_ensure (LS_TYPE_CODE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-source-pane.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, banner);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, banner_button);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, banner_label);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, c_button);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, edit_button);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, file_label);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, languages);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, python_button);
  gtk_widget_class_bind_template_child (widget_class, LsSourcePane, view);
  gtk_widget_class_bind_template_callback (widget_class, language_toggled_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ls_source_pane_init (LsSourcePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (ls_code_view_get_breaks (self->view), "toggled", G_CALLBACK (break_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  self->player_signals = g_signal_group_new (LS_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "notify::session",
                                  G_CALLBACK (session_changed_cb), self);
  g_signal_group_connect_swapped (self->player_signals, "notify::end", G_CALLBACK (end_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->player_signals, "notify::life", G_CALLBACK (find_fault), self);
  g_signal_group_connect_swapped (self->player_signals, "notify::position", G_CALLBACK (update),
                                  self);
  g_signal_group_connect_swapped (self->player_signals, "notify::task", G_CALLBACK (update), self);
  self->script_signals = g_signal_group_new (LS_TYPE_SCRIPT);
  g_signal_group_connect_swapped (self->script_signals, "notify::stale", G_CALLBACK (script_changed_cb), self);
  g_signal_group_connect_swapped (self->script_signals, "notify::name", G_CALLBACK (script_changed_cb), self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
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

void
ls_source_pane_set_script (LsSourcePane *self, LsScript *script)
{
  g_return_if_fail (LS_IS_SOURCE_PANE (self));
  if (!g_set_object (&self->script, script))
    return;
  g_signal_group_set_target (self->script_signals, script);
  ls_code_view_forget_breaks (self->view);
  g_clear_pointer (&self->fault, ls_fault_free);
  set_shown (self, NULL);
  follow_session (self);
}

void
ls_source_pane_go_to_fault (LsSourcePane *self)
{
  g_return_if_fail (LS_IS_SOURCE_PANE (self));

  if (self->fault == NULL)
    return;
  if (self->script != NULL && same_file (ls_script_get_path (self->script), self->fault->file))
    show_script (self);
  else if (self->example == NULL)
    show_file (self, self->fault->file);
  update_fault (self);
  ls_code_view_go_to (self->view, self->fault->line - 1);
}

void
ls_source_pane_edit (LsSourcePane *self)
{
  g_return_if_fail (LS_IS_SOURCE_PANE (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
