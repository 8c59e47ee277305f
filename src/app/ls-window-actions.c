/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-choice.h"
#include "ls-export-dialog.h"
#include "ls-keys.h"
#include "ls-window-private.h"

/*
 * Every action has a key.  Those with Control are the application's accelerators; plain keys are heard
 * only when the focused widget has no use of its own for them, so that a text can be typed, a table walked
 * and a button pressed.
 */

static const LsKey plain_keys[] = {
  { GDK_KEY_space, "win.play", NULL },
  { GDK_KEY_Right, "win.forward", NULL },
  { GDK_KEY_Left, "win.back", NULL },
  { GDK_KEY_Home, "win.to-start", NULL },
  { GDK_KEY_End, "win.to-end", NULL },
  { GDK_KEY_1, "win.grain", "'step'" },
  { GDK_KEY_2, "win.grain", "'turn'" },
  { GDK_KEY_3, "win.grain", "'iteration'" },
  { GDK_KEY_4, "win.grain", "'timer'" },
  { GDK_KEY_5, "win.grain", "'line'" },
  { GDK_KEY_plus, "win.faster", NULL },
  { GDK_KEY_equal, "win.faster", NULL },
  { GDK_KEY_KP_Add, "win.faster", NULL },
  { GDK_KEY_minus, "win.slower", NULL },
  { GDK_KEY_KP_Subtract, "win.slower", NULL },
  { GDK_KEY_Down, "win.next-task", NULL },
  { GDK_KEY_Up, "win.previous-task", NULL },
  { GDK_KEY_Escape, "win.no-task", NULL },
  { GDK_KEY_t, "win.toggle-axis", NULL },
};

static const char * const clock_words[] = { "real", "paced", "instant" };

/* Moving */

static void
restart_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsWindow *self = LS_WINDOW (widget);

  if (self->program != NULL)
    ls_window_start (self);
}

static void
run_with_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsWindow *self = LS_WINDOW (widget);

  if (self->program != NULL)
    ls_workbench_open_run_options (self->workbench);
}

static void
restart_to_here_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsWindow *self = LS_WINDOW (widget);
  LsModel *model = ls_player_get_model (self->player);
  guint64 step;

  if (self->program == NULL || model == NULL)
    return;
  step = ls_player_get_step (self->player);
  if (ls_window_start (self))
    ls_player_go_on_to_step (self->player, step);
}

/* An example goes on in its other language from where it was: both do the same step by step. */
static void
language_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsWindow *self = LS_WINDOW (widget);
  const LsExample *example = ls_window_get_example (self);
  g_autoptr (LsProgram) before = NULL;
  guint64 step;

  if (example == NULL)
    return;
  before = g_object_ref (self->program);
  step = ls_player_get_step (self->player);
  g_object_unref (self->program);
  self->program = ls_program_new_example (example, g_str_equal (g_variant_get_string (target, NULL), "python")
                                                   ? LS_LANGUAGE_PYTHON : LS_LANGUAGE_C);
  if (!ls_window_start (self))
    g_set_object (&self->program, before);
  else if (step > 1)
    ls_player_go_on_to_step (self->player, step);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_player_back (LS_WINDOW (widget)->player);
}

static void
forward_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_player_forward (LS_WINDOW (widget)->player);
}

static void
play_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsPlayer *player = LS_WINDOW (widget)->player;

  ls_player_set_playing (player, !ls_player_get_playing (player));
}

static void
to_start_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsPlayer *player = LS_WINDOW (widget)->player;

  ls_player_set_playing (player, FALSE);
  ls_player_seek (player, 0);
}

static void
to_end_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_player_seek (LS_WINDOW (widget)->player, G_MAXUINT64);
}

static void
faster_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsPlayer *player = LS_WINDOW (widget)->player;

  ls_player_set_speed (player, ls_player_get_speed (player) * 2);
}

static void
slower_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsPlayer *player = LS_WINDOW (widget)->player;

  ls_player_set_speed (player, ls_player_get_speed (player) / 2);
}

/* Tasks */

/* The next task in order of creation that there is at the position, round and round. */
static void
choose_neighbour (LsWindow *self, int step)
{
  LsModel *model = ls_player_get_model (self->player);
  guint32 task = ls_player_get_task (self->player);
  const LsTaskFacts *facts;
  int n, index;

  if (model == NULL || (n = (int) ls_state_get_n_tasks (ls_player_get_state (self->player))) == 0)
    return;
  facts = task != 0 ? ls_model_get_task (model, task) : NULL;
  index = facts != NULL ? (int) facts->index + step : step > 0 ? 0 : n - 1;
  facts = ls_model_get_nth_task (model, (guint) ((index % n + n) % n));
  if (facts != NULL)
    ls_player_set_task (self->player, facts->id);
}

static void
next_task_action (GtkWidget *widget, const char *name, GVariant *target)
{
  choose_neighbour (LS_WINDOW (widget), 1);
}

static void
previous_task_action (GtkWidget *widget, const char *name, GVariant *target)
{
  choose_neighbour (LS_WINDOW (widget), -1);
}

static void
no_task_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_player_set_task (LS_WINDOW (widget)->player, 0);
}

static void
cancel_task_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_player_cancel_task (LS_WINDOW (widget)->player);
}

static void
run_to_turn_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_player_run_to_turn (LS_WINDOW (widget)->player);
}

static void
interrupt_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsSession *session = ls_player_get_session (LS_WINDOW (widget)->player);

  if (session != NULL && !ls_window_asks_before_signal (LS_WINDOW (widget), "interrupt", _("_Interrupt")))
    ls_session_interrupt (session);
}

static void
kill_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsSession *session = ls_player_get_session (LS_WINDOW (widget)->player);

  if (session != NULL && !ls_window_asks_before_signal (LS_WINDOW (widget), "kill", _("_Kill")))
    ls_session_kill (session);
}

/* Files */

static void
add_filter (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Loopscope traces"));
  gtk_file_filter_add_pattern (filter, "*.looptrace");
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
add_open_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new (), programs = gtk_file_filter_new ();

  gtk_file_filter_set_name (all, _("Python programs and traces"));
  gtk_file_filter_add_pattern (all, "*.py");
  gtk_file_filter_add_pattern (all, "*.looptrace");
  gtk_file_filter_set_name (programs, _("Python programs"));
  gtk_file_filter_add_pattern (programs, "*.py");
  gtk_file_chooser_add_filter (chooser, all);
  gtk_file_chooser_add_filter (chooser, programs);
  add_filter (chooser);
}

static void
open_response_cb (GtkNativeDialog *dialog, int response, LsWindow *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    ls_window_open_file (self, file);
  g_object_unref (dialog);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *target)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Open a program or a trace"),
                                                               GTK_WINDOW (widget),
                                                               GTK_FILE_CHOOSER_ACTION_OPEN,
                                                               _("_Open"), _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  add_open_filters (GTK_FILE_CHOOSER (chooser));
  g_signal_connect_object (chooser, "response", G_CALLBACK (open_response_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
save_response_cb (GtkNativeDialog *dialog, int response, LsWindow *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (GError) error = NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    {
      if (ls_session_save (ls_player_get_session (self->player), path, &error))
        ls_window_say (self, _("The trace is saved"));
      else
        ls_window_say (self, error->message);
    }
  g_object_unref (dialog);
}

static char *
suggest_trace_name (LsWindow *self)
{
  if (self->file_name != NULL)
    return g_strconcat (self->file_name, g_str_has_suffix (self->file_name, ".looptrace") ? "" : ".looptrace", NULL);
  return g_strdup_printf ("%s.looptrace", self->program != NULL ? ls_program_get_name (self->program) : "trace");
}

static void
save_trace_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsWindow *self = LS_WINDOW (widget);
  g_autofree char *file_name = NULL;
  GtkFileChooserNative *chooser;

  if (ls_player_get_session (self->player) == NULL)
    return;
  chooser = gtk_file_chooser_native_new (_("Save the trace"), GTK_WINDOW (widget),
                                         GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  file_name = suggest_trace_name (self);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), file_name);
  add_filter (GTK_FILE_CHOOSER (chooser));
  g_signal_connect_object (chooser, "response", G_CALLBACK (save_response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsWindow *self = LS_WINDOW (widget);

  if (ls_player_get_session (self->player) != NULL)
    gtk_window_present (GTK_WINDOW (ls_export_dialog_new (GTK_WINDOW (self), self->player)));
}

/* Comparing: with another trace, or with the run before this one */

static char *
name_run (LsWindow *self)
{
  return g_strdup (self->file_name != NULL ? self->file_name : ls_program_get_title (self->program));
}

static void
compare_response_cb (GtkNativeDialog *dialog, int response, LsWindow *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  LsSession *session = ls_player_get_session (self->player);
  g_autofree char *name = NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL && session != NULL)
    {
      name = name_run (self);
      ls_window_compare (self, (const char *[]) { ls_session_get_trace_path (session), path },
                         (const char *[]) { name, NULL });
    }
  g_object_unref (dialog);
}

static void
compare_action (GtkWidget *widget, const char *name, GVariant *target)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (_("Compare with a trace"), GTK_WINDOW (widget), GTK_FILE_CHOOSER_ACTION_OPEN,
                                 _("_Compare"), _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  add_filter (GTK_FILE_CHOOSER (chooser));
  g_signal_connect_object (chooser, "response", G_CALLBACK (compare_response_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
compare_before_action (GtkWidget *widget, const char *action, GVariant *target)
{
  LsWindow *self = LS_WINDOW (widget);
  LsSession *session = ls_player_get_session (self->player);
  g_autofree char *name = NULL;

  if (session == NULL || self->before == NULL)
    return;
  name = name_run (self);
  ls_window_compare (self, (const char *[]) { self->before, ls_session_get_trace_path (session) },
                     (const char *[]) { self->before_name, name });
}

/* Both versions of the example, each run to its end. */
static void
compare_languages_action (GtkWidget *widget, const char *action, GVariant *target)
{
  LsWindow *self = LS_WINDOW (widget);
  const LsExample *example = ls_window_get_example (self);
  g_autofree char *python = example != NULL ? g_strconcat (example->name, ".py", NULL) : NULL;

  if (example != NULL)
    ls_window_compare (self, (const char *[]) { example->name, python }, NULL);
}

static void
stop_going_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_player_stop_going (LS_WINDOW (widget)->player);
}

static void
present_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsWindow *self = LS_WINDOW (widget);

  ls_window_set_presenting (self, !ls_window_get_presenting (self));
}

/* The window itself */

static void
say_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_window_say (LS_WINDOW (widget), g_variant_get_string (target, NULL));
}

static void
start_page_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_window_show_start_page (LS_WINDOW (widget));
}

static void
examples_action (GtkWidget *widget, const char *name, GVariant *target)
{
  gtk_menu_button_popup (LS_WINDOW (widget)->examples_button);
}

static void
toggle_axis_action (GtkWidget *widget, const char *name, GVariant *target)
{
  guint axis;

  g_object_get (LS_WINDOW (widget)->workbench, "axis", &axis, NULL);
  g_object_set (LS_WINDOW (widget)->workbench, "axis", !axis, NULL);
}

static void
grain_changed_cb (GSimpleAction *action, GVariant *value, LsWindow *self)
{
  int grain = ls_choice_find (ls_grain_words, LS_N_GRAINS, value);

  if (grain < 0 || (grain == LS_GRAIN_LINE && !ls_player_has_lines (self->player)))
    return;
  ls_player_set_grain (self->player, grain);
  g_simple_action_set_state (action, value);
}

static void
clock_changed_cb (GSimpleAction *action, GVariant *value, LsWindow *self)
{
  int clock = ls_choice_find (clock_words, G_N_ELEMENTS (clock_words), value);

  if (clock < 0 || (LsClockKind) clock == self->clock)
    return;
  self->clock = clock;
  g_simple_action_set_state (action, value);
  if (self->clock_toast != NULL)
    return;
  g_set_weak_pointer (&self->clock_toast, adw_toast_new (_("The next start has the new clock")));
  adw_toast_set_button_label (self->clock_toast, _("Restart now"));
  adw_toast_set_action_name (self->clock_toast, "win.restart");
  adw_toast_overlay_add_toast (self->toasts, self->clock_toast);
}

static void
add_property (LsWindow *self, const char *name)
{
  g_autoptr (GPropertyAction) action = g_property_action_new (name, self->workbench, name);

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

void
ls_window_init_actions (LsWindow *self)
{
  ls_choice_add (G_ACTION_MAP (self), "grain", "step", G_CALLBACK (grain_changed_cb), self);
  ls_choice_add (G_ACTION_MAP (self), "clock", "paced", G_CALLBACK (clock_changed_cb), self);
  add_property (self, "show-source");
  add_property (self, "show-inspector");
  add_property (self, "show-timeline");
  add_property (self, "axis");
  add_property (self, "page");
  ls_keys_add (GTK_WIDGET (self), plain_keys, G_N_ELEMENTS (plain_keys), GTK_PHASE_BUBBLE);
}

void
ls_window_install_actions (LsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.restart", NULL, restart_action);
  gtk_widget_class_install_action (widget_class, "win.run-with", NULL, run_with_action);
  gtk_widget_class_install_action (widget_class, "win.restart-to-here", NULL,
                                   restart_to_here_action);
  gtk_widget_class_install_action (widget_class, "win.language", "s", language_action);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.forward", NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "win.play", NULL, play_action);
  gtk_widget_class_install_action (widget_class, "win.to-start", NULL, to_start_action);
  gtk_widget_class_install_action (widget_class, "win.to-end", NULL, to_end_action);
  gtk_widget_class_install_action (widget_class, "win.faster", NULL, faster_action);
  gtk_widget_class_install_action (widget_class, "win.slower", NULL, slower_action);
  gtk_widget_class_install_action (widget_class, "win.next-task", NULL, next_task_action);
  gtk_widget_class_install_action (widget_class, "win.previous-task", NULL, previous_task_action);
  gtk_widget_class_install_action (widget_class, "win.no-task", NULL, no_task_action);
  gtk_widget_class_install_action (widget_class, "win.cancel-task", NULL, cancel_task_action);
  gtk_widget_class_install_action (widget_class, "win.run-to-turn", NULL, run_to_turn_action);
  gtk_widget_class_install_action (widget_class, "win.interrupt", NULL, interrupt_action);
  gtk_widget_class_install_action (widget_class, "win.kill", NULL, kill_action);
  gtk_widget_class_install_action (widget_class, "win.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "win.save-trace", NULL, save_trace_action);
  gtk_widget_class_install_action (widget_class, "win.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "win.compare", NULL, compare_action);
  gtk_widget_class_install_action (widget_class, "win.compare-before", NULL, compare_before_action);
  gtk_widget_class_install_action (widget_class, "win.compare-languages", NULL, compare_languages_action);
  gtk_widget_class_install_action (widget_class, "win.stop-going", NULL, stop_going_action);
  gtk_widget_class_install_action (widget_class, "win.present", NULL, present_action);
  gtk_widget_class_install_action (widget_class, "win.start-page", NULL, start_page_action);
  gtk_widget_class_install_action (widget_class, "win.examples", NULL, examples_action);
  gtk_widget_class_install_action (widget_class, "win.say", "s", say_action);
  gtk_widget_class_install_action (widget_class, "win.toggle-axis", NULL, toggle_axis_action);
}

/* What can be done where the player stands. */
void
ls_window_update_actions (LsWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  LsMode mode = ls_player_get_mode (self->player);
  gboolean open = mode != LS_MODE_NONE, live = mode == LS_MODE_LIVE;
  gboolean alive = live || mode == LS_MODE_LOOKING_BACK;
  gboolean can_start = self->program != NULL;
  gboolean script = can_start && ls_program_get_script (self->program) != NULL;
  gboolean forward = ls_player_can_forward (self->player), back = ls_player_can_back (self->player);
  gboolean task = ls_player_get_task (self->player) != 0 && ls_player_is_at_edge (self->player);

  gtk_widget_action_set_enabled (widget, "win.restart", can_start);
  gtk_widget_action_set_enabled (widget, "win.run-with", can_start && !ls_window_get_presenting (self));
  gtk_widget_action_set_enabled (widget, "win.restart-to-here", can_start && open && !live);
  gtk_widget_action_set_enabled (widget, "win.back", back);
  gtk_widget_action_set_enabled (widget, "win.forward", forward);
  gtk_widget_action_set_enabled (widget, "win.play", alive || forward);
  gtk_widget_action_set_enabled (widget, "win.to-start", back);
  gtk_widget_action_set_enabled (widget, "win.to-end", !live && forward);
  gtk_widget_action_set_enabled (widget, "win.cancel-task", task);
  gtk_widget_action_set_enabled (widget, "win.run-to-turn", task);
  gtk_widget_action_set_enabled (widget, "win.interrupt", alive);
  gtk_widget_action_set_enabled (widget, "win.kill", alive);
  gtk_widget_action_set_enabled (widget, "win.save-trace", open);
  gtk_widget_action_set_enabled (widget, "win.export", open);
  gtk_widget_action_set_enabled (widget, "win.compare", open);
  gtk_widget_action_set_enabled (widget, "win.compare-before", open && self->before != NULL);
  gtk_widget_action_set_enabled (widget, "win.compare-languages", ls_window_get_example (self) != NULL);
  gtk_widget_action_set_enabled (widget, "win.present", open);
  gtk_widget_action_set_enabled (widget, "win.start-page", open || script);
  gtk_widget_action_set_enabled (widget, "win.save", open || script);
  gtk_widget_action_set_enabled (widget, "win.save-as", script);
  gtk_widget_action_set_enabled (widget, "win.edit-copy", can_start);
  ls_choice_set (G_ACTION_MAP (self), "grain", ls_grain_words[ls_player_get_grain (self->player)], open);
  ls_choice_set (G_ACTION_MAP (self), "clock", clock_words[self->clock], can_start && live);
  ls_window_update_attach_actions (self);
}
