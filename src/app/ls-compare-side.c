/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-compare-side.h"
#include "ls-readout.h"
#include "ls-sentence-view.h"
#include "ls-stage-view.h"
#include "ls-widget.h"

struct _LsCompareSide
{
  GtkWidget       parent_instance;

  GtkLabel       *letter;
  GtkLabel       *name;
  GtkLabel       *place;
  LsStageView    *stage;
  LsSentenceView *sentence;
  LsPlayer       *player;
};

G_DEFINE_FINAL_TYPE (LsCompareSide, ls_compare_side, GTK_TYPE_WIDGET)

static void
update (LsCompareSide *self)
{
  LsModel *model = ls_player_get_model (self->player);
  g_autofree char *time = ls_model_format_time (ls_player_get_state (self->player)->time / 1e9);
  g_autofree char *step = ls_readout_format_count (ls_player_get_step (self->player));
  g_autofree char *total = ls_readout_format_count (ls_model_get_n_units (model, LS_GRAIN_STEP));
  /* Translators: a loop time, then how many steps of how many */
  g_autofree char *text = g_strdup_printf (_("%s · step %s of %s"), time, step, total);

  gtk_label_set_text (self->place, text);
}

static void
ls_compare_side_dispose (GObject *object)
{
  LsCompareSide *self = LS_COMPARE_SIDE (object);

  if (self->player != NULL)
    g_signal_handlers_disconnect_by_data (self->player, self);
  ls_widget_dispose_children (GTK_WIDGET (self), LS_TYPE_COMPARE_SIDE);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_compare_side_parent_class)->dispose (object);
}

static void
ls_compare_side_class_init (LsCompareSideClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ls_compare_side_dispose;
  g_type_ensure (LS_TYPE_SENTENCE_VIEW);
  g_type_ensure (LS_TYPE_STAGE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-compare-side.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsCompareSide, letter);
  gtk_widget_class_bind_template_child (widget_class, LsCompareSide, name);
  gtk_widget_class_bind_template_child (widget_class, LsCompareSide, place);
  gtk_widget_class_bind_template_child (widget_class, LsCompareSide, sentence);
  gtk_widget_class_bind_template_child (widget_class, LsCompareSide, stage);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ls_compare_side_init (LsCompareSide *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ls_compare_side_set (LsCompareSide *self, const char *letter, const char *name, LsPlayer *player)
{
  g_autofree char *label = g_strdup_printf ("%s: %s", letter, name);
  g_autofree char *stage = g_strdup_printf (_("Stage %s"), letter);
  g_autofree char *sentence = g_strdup_printf (_("What happened in %s"), letter);

  g_return_if_fail (LS_IS_COMPARE_SIDE (self));
  g_return_if_fail (self->player == NULL);

  self->player = g_object_ref (player);
  gtk_label_set_text (self->letter, letter);
  gtk_label_set_text (self->name, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->stage), GTK_ACCESSIBLE_PROPERTY_LABEL, stage, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sentence), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  ls_canvas_set_player (LS_CANVAS (self->stage), player);
  ls_sentence_view_set_player (self->sentence, player);
  g_signal_connect_swapped (player, "notify::position", G_CALLBACK (update), self);
  update (self);
}
