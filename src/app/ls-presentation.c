/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-presentation.h"
#include "ls-readout.h"
#include "ls-sentence-view.h"
#include "ls-stage-view.h"
#include "ls-widget.h"

struct _LsPresentation
{
  GtkWidget       parent_instance;

  LsStageView    *stage;
  LsSentenceView *sentence;
  GtkLabel       *place;
  LsPlayer       *player;
  GSignalGroup   *player_signals;
  const char     *size_class;      /* CSS class for the letters, or NULL */
};

G_DEFINE_FINAL_TYPE (LsPresentation, ls_presentation, GTK_TYPE_WIDGET)

enum { LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

/* A stage wants so much room at its own size of letters; where there is more the letters grow. */
#define STAGE_WIDTH  820
#define STAGE_HEIGHT 560

static const struct { double scale; const char *css_class; } sizes[] = {
  { 3, "present-300" }, { 2.5, "present-250" }, { 2, "present-200" }, { 1.75, "present-175" }, { 1.5, "present-150" },
  { 1.25, "present-125" },
};

static void
set_size_class (LsPresentation *self, const char *css_class)
{
  if (g_strcmp0 (self->size_class, css_class) == 0)
    return;
  if (self->size_class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->size_class);
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), css_class);
  self->size_class = css_class;
}

static gboolean
fit_cb (gpointer data)
{
  LsPresentation *self = data;
  double scale = MIN ((double) gtk_widget_get_width (data) / STAGE_WIDTH,
                      (double) gtk_widget_get_height (data) / STAGE_HEIGHT);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (scale >= sizes[i].scale)
      {
        set_size_class (self, sizes[i].css_class);
        return G_SOURCE_REMOVE;
      }
  set_size_class (self, NULL);
  return G_SOURCE_REMOVE;
}

/* A class must not change while sizes are being given out. */
static void
ls_presentation_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  gtk_widget_allocate (child, width, height, baseline, NULL);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, fit_cb, g_object_ref (widget), g_object_unref);
}

static void
ls_presentation_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
update (LsPresentation *self)
{
  g_autofree char *time = NULL, *step = NULL, *text = NULL;

  if (self->player == NULL || ls_player_get_model (self->player) == NULL)
    return;
  time = ls_model_format_time (ls_player_get_state (self->player)->time / 1e9);
  step = ls_readout_format_count (ls_player_get_step (self->player));
  text = g_strdup_printf (_("%s · step %s"), time, step);
  gtk_label_set_text (self->place, text);
}

static gboolean
leave_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  g_signal_emit (widget, signals[LEFT], 0);
  return TRUE;
}

static gboolean
ls_presentation_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (LS_PRESENTATION (widget)->stage));
}

static void
ls_presentation_dispose (GObject *object)
{
  LsPresentation *self = LS_PRESENTATION (object);

  g_clear_object (&self->player_signals);
  ls_widget_dispose_children (GTK_WIDGET (self), LS_TYPE_PRESENTATION);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_presentation_parent_class)->dispose (object);
}

static void
ls_presentation_class_init (LsPresentationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ls_presentation_dispose;
  widget_class->size_allocate = ls_presentation_size_allocate;
  widget_class->measure = ls_presentation_measure;
  widget_class->grab_focus = ls_presentation_grab_focus;
  signals[LEFT] = g_signal_new ("left", LS_TYPE_PRESENTATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);

  g_type_ensure (LS_TYPE_SENTENCE_VIEW);
  g_type_ensure (LS_TYPE_STAGE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-presentation.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsPresentation, place);
  gtk_widget_class_bind_template_child (widget_class, LsPresentation, sentence);
  gtk_widget_class_bind_template_child (widget_class, LsPresentation, stage);
  gtk_widget_class_set_css_name (widget_class, "presentation");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

/* Before a scrolled stage takes them for itself.  What else the window does with keys it goes on doing. */
static void
add_keys (LsPresentation *self)
{
  static const struct { guint key; const char *action; } keys[] = {
    { GDK_KEY_Page_Down, "win.forward" }, { GDK_KEY_Page_Up, "win.back" },
    { GDK_KEY_KP_Page_Down, "win.forward" }, { GDK_KEY_KP_Page_Up, "win.back" },
    { GDK_KEY_Home, "win.to-start" }, { GDK_KEY_End, "win.to-end" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcut *leave = gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                         gtk_callback_action_new (leave_cb, NULL, NULL));

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), leave);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, 0),
                                                            gtk_named_action_new (keys[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
ls_presentation_init (LsPresentation *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->stage), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Presented stage"), -1);
  self->player_signals = g_signal_group_new (LS_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "notify::position", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->player_signals, "notify::session", G_CALLBACK (update), self);
  add_keys (self);
}

void
ls_presentation_set_player (LsPresentation *self, LsPlayer *player)
{
  g_return_if_fail (LS_IS_PRESENTATION (self));

  if (!g_set_object (&self->player, player))
    return;
  ls_canvas_set_player (LS_CANVAS (self->stage), player);
  ls_sentence_view_set_player (self->sentence, player);
  g_signal_group_set_target (self->player_signals, player);
  update (self);
}
