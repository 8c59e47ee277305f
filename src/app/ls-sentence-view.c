/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "ls-form.h"
#include "ls-sentence-view.h"
#include "ls-widget.h"

#define BAR_WIDTH 5
#define RADIUS    8

struct _LsSentenceView
{
  GtkWidget     parent_instance;

  GtkLabel     *what;
  GtkLabel     *why;
  LsPlayer     *player;
  GSignalGroup *player_signals;
  guint32       task;             /* whom it is about, or 0 */
  gboolean      is_alarm;         /* it says that something is stuck */
};

G_DEFINE_FINAL_TYPE (LsSentenceView, ls_sentence_view, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_PLAYER, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
update (LsSentenceView *self)
{
  LsModel *model = self->player != NULL ? ls_player_get_model (self->player) : NULL;
  LsSentence *sentence = model != NULL
    ? ls_model_describe (model, ls_player_get_position (self->player)) : NULL;

  gtk_label_set_text (self->what, sentence != NULL ? sentence->what : "");
  gtk_label_set_text (self->why, sentence != NULL ? sentence->why : "");
  gtk_widget_set_visible (GTK_WIDGET (self->why), sentence != NULL && sentence->why[0] != '\0');
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->why), gtk_label_get_text (self->why));
  self->task = sentence != NULL ? sentence->task : 0;
  self->is_alarm = sentence != NULL && sentence->is_alarm;
  g_clear_pointer (&sentence, ls_sentence_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
ls_sentence_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LsSentenceView *self = LS_SENTENCE_VIEW (widget);
  const LsPalette *palette = ls_form_get_palette ();
  const LsTaskColor *color = self->player != NULL
    ? ls_form_get_color (palette, ls_player_get_model (self->player), self->task) : NULL;
  const LsColor *fill = self->is_alarm ? &palette->error_pale
    : color != NULL ? &color->fill : &palette->accent_pale;
  const LsColor *line = self->is_alarm ? &palette->error
    : color != NULL ? &color->line : &palette->accent;
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, 0, width, height), RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { (float) fill->r, (float) fill->g,
                                                   (float) fill->b, (float) fill->a },
                             &GRAPHENE_RECT_INIT (0, 0, width, height));
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { (float) line->r, (float) line->g,
                                                   (float) line->b, (float) line->a },
                             &GRAPHENE_RECT_INIT (0, 0, BAR_WIDTH, height));
  gtk_snapshot_pop (snapshot);
  GTK_WIDGET_CLASS (ls_sentence_view_parent_class)->snapshot (widget, snapshot);
}

static void
clicked_cb (LsSentenceView *self)
{
  if (self->player != NULL && self->task != 0)
    ls_player_set_task (self->player, self->task);
}

static void
ls_sentence_view_dispose (GObject *object)
{
  LsSentenceView *self = LS_SENTENCE_VIEW (object);

  g_clear_object (&self->player_signals);
  ls_widget_dispose_children (GTK_WIDGET (self), LS_TYPE_SENTENCE_VIEW);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_sentence_view_parent_class)->dispose (object);
}

static void
ls_sentence_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    g_value_set_object (value, LS_SENTENCE_VIEW (object)->player);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_sentence_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    ls_sentence_view_set_player (LS_SENTENCE_VIEW (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_sentence_view_class_init (LsSentenceViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_sentence_view_dispose;
  object_class->get_property = ls_sentence_view_get_property;
  object_class->set_property = ls_sentence_view_set_property;
  widget_class->snapshot = ls_sentence_view_snapshot;
  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, LS_TYPE_PLAYER, LS_PARAM_RW);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-sentence-view.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsSentenceView, what);
  gtk_widget_class_bind_template_child (widget_class, LsSentenceView, why);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "sentence");
}

static void
ls_sentence_view_init (LsSentenceView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
  self->player_signals = g_signal_group_new (LS_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "notify::session", G_CALLBACK (update),
                                  self);
  g_signal_group_connect_swapped (self->player_signals, "notify::position", G_CALLBACK (update),
                                  self);
}

void
ls_sentence_view_set_player (LsSentenceView *self, LsPlayer *player)
{
  g_return_if_fail (LS_IS_SENTENCE_VIEW (self));
  if (!g_set_object (&self->player, player))
    return;
  g_signal_group_set_target (self->player_signals, player);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYER]);
}
