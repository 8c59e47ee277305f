/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-adaptive-bin.h"
#include "ls-example-list.h"
#include "ls-presentation.h"
#include "ls-readout.h"
#include "ls-start-page.h"
#include "ls-widget.h"
#include "ls-window-private.h"

G_DEFINE_FINAL_TYPE (LsWindow, ls_window, ADW_TYPE_APPLICATION_WINDOW)

enum { PROP_0, PROP_PLAYER, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* Title */

static char *
format_place (LsWindow *self)
{
  g_autofree char *step = ls_readout_format_count (ls_player_get_step (self->player));

  if (ls_session_get_life (ls_player_get_session (self->player)) == LS_LIFE_PAUSED
      && ls_player_get_mode (self->player) == LS_MODE_LIVE && !ls_player_get_playing (self->player))
    return g_strdup_printf (_("paused after step %s"), step);
  return ls_readout_format_mode (self->player);
}

/* With a dot where something is not saved. */
static void
show_name (LsWindow *self)
{
  const char *name = self->file_name != NULL ? self->file_name
                     : self->program != NULL ? ls_program_get_title (self->program) : "Loopscope";
  g_autofree char *dotted = ls_window_has_changes (self) ? g_strconcat ("• ", name, NULL) : NULL;

  adw_window_title_set_title (self->title, dotted != NULL ? dotted : name);
}

static void
show_title (LsWindow *self)
{
  LsModel *model = ls_player_get_model (self->player);
  g_autofree char *place = NULL, *source = NULL, *subtitle = NULL, *attached = ls_window_describe_attached (self);
  guint width_class;

  show_name (self);
  if (model == NULL)
    {
      adw_window_title_set_subtitle (self->title, "");
      return;
    }
  place = format_place (self);
  g_object_get (self->workbench, "width-class", &width_class, NULL);
  if (width_class == LS_WIDTH_NARROW)
    ;     /* there is room for the place alone */
  else if (attached != NULL)
    source = g_steal_pointer (&attached);
  else if (self->file_name != NULL)
    source = g_strdup_printf (ngettext ("saved trace · %u task", "saved trace · %u tasks",
                                        ls_model_get_n_tasks (model)),
                              ls_model_get_n_tasks (model));
  else if (self->program != NULL)
    source = ls_program_describe (self->program);
  subtitle = source != NULL ? g_strdup_printf ("%s · %s", source, place) : g_strdup (place);
  adw_window_title_set_subtitle (self->title, subtitle);
}

/* Panes that come and go have their buttons at hand; where both have room the menu is enough. */
static void
show_toggles (LsWindow *self)
{
  gboolean open = ls_player_get_session (self->player) != NULL;
  guint width_class;

  g_object_get (self->workbench, "width-class", &width_class, NULL);
  gtk_widget_set_visible (self->source_toggle, open && width_class != LS_WIDTH_WIDE);
  gtk_widget_set_visible (self->inspector_toggle, open && width_class != LS_WIDTH_WIDE);
}

/* Where there is little room, the title takes what the buttons leave. */
static void
width_changed_cb (LsWindow *self)
{
  guint width_class;
  gboolean narrow;

  g_object_get (self->workbench, "width-class", &width_class, NULL);
  narrow = width_class == LS_WIDTH_NARROW;
  adw_header_bar_set_centering_policy (ADW_HEADER_BAR (self->header),
                                       narrow ? ADW_CENTERING_POLICY_LOOSE : ADW_CENTERING_POLICY_STRICT);
  if (narrow)
    gtk_menu_button_set_icon_name (self->export_button, "document-send-symbolic");
  else
    gtk_menu_button_set_label (self->export_button, _("Export"));
  show_title (self);
  show_toggles (self);
}

static void
player_changed_cb (LsWindow *self)
{
  show_title (self);
  show_toggles (self);
  ls_window_update_actions (self);
}

/* Opening */

void
ls_window_say (LsWindow *self, const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
ls_window_tell_failure (LsWindow *self, const char *heading, const GError *error)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), heading,
                                                                         error->message));

  adw_message_dialog_add_response (dialog, "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
ls_window_go_to_step (LsWindow *self, guint64 step)
{
  g_return_if_fail (LS_IS_WINDOW (self));
  if (ls_player_get_session (self->player) != NULL)
    ls_player_go_on_to_step (self->player, step);
}

static void
show_start_page (LsWindow *self, gpointer data)
{
  ls_window_show_session (self, NULL, NULL);
  gtk_widget_grab_focus (self->start_page);
  ls_window_update_actions (self);
}

void
ls_window_show_start_page (LsWindow *self)
{
  ls_window_before_leaving (self, show_start_page, NULL, NULL);
}

/* What the children ask for */

static void
example_chosen_cb (LsWindow *self, const char *name)
{
  ls_window_open_example (self, name);
}

static void
file_chosen_cb (LsWindow *self, GFile *file)
{
  ls_window_open_file (self, file);
}

static void
compare_wanted_cb (LsWindow *self, const char *name)
{
  const char * const what[2] = { ls_program_get_name (self->program), name };

  ls_window_compare (self, what, NULL);
}

static void
tell_missed (LsWindow *self)
{
  ls_window_say (self, _("No step of this run shows it"));
}

static void
anchor_missed_cb (LsWindow *self, const char *anchor)
{
  if (ls_player_get_mode (self->player) == LS_MODE_RECORDED)
    tell_missed (self);
  else
    ls_player_go_on_to_anchor (self->player, anchor);
}

/* Presenting */

gboolean
ls_window_get_presenting (LsWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "presentation") == 0;
}

void
ls_window_set_presenting (LsWindow *self, gboolean presenting)
{
  if (presenting == ls_window_get_presenting (self) || ls_player_get_session (self->player) == NULL)
    return;
  if (presenting)
    self->was_fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self));
  ls_presentation_set_player (LS_PRESENTATION (self->presentation), presenting ? self->player : NULL);
  gtk_widget_set_visible (self->header, !presenting);
  gtk_stack_set_visible_child_name (self->stack, presenting ? "presentation" : "workbench");
  if (presenting)
    gtk_window_fullscreen (GTK_WINDOW (self));
  else if (!self->was_fullscreen)
    gtk_window_unfullscreen (GTK_WINDOW (self));
  gtk_widget_grab_focus (presenting ? self->presentation : GTK_WIDGET (self->workbench));
  ls_window_update_actions (self);
}

static void
presentation_left_cb (LsWindow *self)
{
  ls_window_set_presenting (self, FALSE);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, LsWindow *self)
{
  GSList *files = g_value_get_boxed (value);

  if (files != NULL)
    ls_window_open_file (self, files->data);
  return files != NULL;
}

/* The window */

static void
destroy (LsWindow *self, gpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
ls_window_close_request (GtkWindow *window)
{
  if (ls_window_has_changes (LS_WINDOW (window)))
    {
      ls_window_before_leaving (LS_WINDOW (window), destroy, NULL, NULL);
      return TRUE;
    }
  ls_window_show_session (LS_WINDOW (window), NULL, NULL);
  return GTK_WINDOW_CLASS (ls_window_parent_class)->close_request (window);
}

static void
ls_window_dispose (GObject *object)
{
  LsWindow *self = LS_WINDOW (object);
  LsSession *session = self->player != NULL ? ls_player_get_session (self->player) : NULL;

  if (session != NULL)
    ls_session_close (session);
  if (self->player != NULL)
    g_signal_handlers_disconnect_by_data (self->player, self);
  g_clear_weak_pointer (&self->clock_toast);
  g_clear_object (&self->script_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), LS_TYPE_WINDOW);
  g_clear_object (&self->player);
  g_clear_object (&self->program);
  G_OBJECT_CLASS (ls_window_parent_class)->dispose (object);
}

static void
ls_window_finalize (GObject *object)
{
  LsWindow *self = LS_WINDOW (object);

  g_free (self->file_name);
  g_free (self->before);
  g_free (self->before_name);
  g_strfreev (self->arguments);
  G_OBJECT_CLASS (ls_window_parent_class)->finalize (object);
}

static void
ls_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    g_value_set_object (value, LS_WINDOW (object)->player);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_window_class_init (LsWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_window_dispose;
  object_class->finalize = ls_window_finalize;
  object_class->get_property = ls_window_get_property;
  GTK_WINDOW_CLASS (klass)->close_request = ls_window_close_request;
  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, LS_TYPE_PLAYER,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LS_TYPE_ADAPTIVE_BIN);
  g_type_ensure (LS_TYPE_EXAMPLE_LIST);
  g_type_ensure (LS_TYPE_PRESENTATION);
  g_type_ensure (LS_TYPE_START_PAGE);
  g_type_ensure (LS_TYPE_WORKBENCH);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-window.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsWindow, examples_button);
  gtk_widget_class_bind_template_child (widget_class, LsWindow, examples_popover);
  gtk_widget_class_bind_template_child (widget_class, LsWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, LsWindow, header);
  gtk_widget_class_bind_template_child (widget_class, LsWindow, inspector_toggle);
  gtk_widget_class_bind_template_child (widget_class, LsWindow, presentation);
  gtk_widget_class_bind_template_child (widget_class, LsWindow, source_toggle);
  gtk_widget_class_bind_template_child (widget_class, LsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LsWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, LsWindow, title);
  gtk_widget_class_bind_template_child (widget_class, LsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, LsWindow, workbench);
  gtk_widget_class_bind_template_callback (widget_class, anchor_missed_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, example_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, file_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, presentation_left_cb);
  ls_window_install_actions (klass);
  ls_window_install_attach_actions (klass);
  ls_window_install_script_actions (klass);
}

static void
ls_window_init (LsWindow *self)
{
  static const char *changes[] = {
    "notify::session", "notify::position", "notify::mode", "notify::life", "notify::playing",
    "notify::can-back", "notify::can-forward", "notify::task", "notify::holder"
  };
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->player = ls_player_new ();
  self->seed = -1;
  self->script_signals = g_signal_group_new (LS_TYPE_SCRIPT);
  g_signal_group_connect_swapped (self->script_signals, "notify::name", G_CALLBACK (show_title), self);
  g_signal_group_connect_swapped (self->script_signals, "notify::modified", G_CALLBACK (show_title), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->workbench, "player", self->player, NULL);
  g_signal_connect_object (self->player, "anchor-missed", G_CALLBACK (tell_missed), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_connect_object (self->player, changes[i], G_CALLBACK (player_changed_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  g_signal_connect_object (self->workbench, "notify::width-class", G_CALLBACK (width_changed_cb),
                           self, G_CONNECT_SWAPPED);
  ls_window_init_actions (self);
  ls_window_init_script (self);
  player_changed_cb (self);
  gtk_widget_grab_focus (self->start_page);
}

GtkWidget *
ls_window_new (GtkApplication *application)
{
  return g_object_new (LS_TYPE_WINDOW, "application", application, NULL);
}

LsPlayer *
ls_window_get_player (LsWindow *self)
{
  g_return_val_if_fail (LS_IS_WINDOW (self), NULL);
  return self->player;
}

const LsExample *
ls_window_get_example (LsWindow *self)
{
  g_return_val_if_fail (LS_IS_WINDOW (self), NULL);
  return self->program != NULL ? ls_program_get_example (self->program) : NULL;
}

LsProgram *
ls_window_get_program (LsWindow *self)
{
  g_return_val_if_fail (LS_IS_WINDOW (self), NULL);
  return self->program;
}

const char * const *
ls_window_get_arguments (LsWindow *self)
{
  g_return_val_if_fail (LS_IS_WINDOW (self), NULL);
  return (const char * const *) self->arguments;
}

gint64
ls_window_get_seed (LsWindow *self)
{
  g_return_val_if_fail (LS_IS_WINDOW (self), -1);
  return self->seed;
}

LsClockKind
ls_window_get_clock (LsWindow *self)
{
  g_return_val_if_fail (LS_IS_WINDOW (self), LS_CLOCK_PACED);
  return self->clock;
}
