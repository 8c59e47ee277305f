/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ls-adaptive-bin.h"
#include "ls-choice.h"
#include "ls-compare-side.h"
#include "ls-compare-window.h"
#include "ls-keys.h"
#include "ls-pair.h"
#include "ls-readout.h"
#include "ls-timeline-view.h"
#include "ls-widget.h"

#define PROGRESS_INTERVAL 100      /* ms */

struct _LsCompareWindow
{
  AdwApplicationWindow parent_instance;

  AdwWindowTitle *title;
  LsAdaptiveBin  *bin;
  GtkStack       *stack;
  GtkLabel       *waiting;
  GtkProgressBar *progress;
  GtkBox         *sides;
  LsCompareSide  *side_a;
  LsCompareSide  *side_b;
  LsTimelineView *timeline_a;
  LsTimelineView *timeline_b;
  GtkButton      *back_button;
  GtkButton      *play_button;
  GtkButton      *forward_button;
  GtkWidget      *speed_box;
  GtkRange       *speed;
  GtkLabel       *difference;

  LsSession      *sessions[2];
  char           *names[2];
  LsAlignment     alignment;      /* with which it begins */
  LsPair         *pair;           /* NULL until both have ended and are compared */
  GCancellable   *cancellable;    /* of the comparing */
  guint           progress_source;
  gboolean        is_comparing;
};

G_DEFINE_FINAL_TYPE (LsCompareWindow, ls_compare_window, ADW_TYPE_APPLICATION_WINDOW)

static const char * const letters[2] = { "A", "B" };
static const char * const alignment_words[] = { "events", "time" };

static const LsKey plain_keys[] = {
  { GDK_KEY_space, "win.play", NULL },
  { GDK_KEY_Right, "win.forward", NULL },
  { GDK_KEY_Left, "win.back", NULL },
  { GDK_KEY_1, "win.grain", "'step'" },
  { GDK_KEY_2, "win.grain", "'turn'" },
  { GDK_KEY_3, "win.grain", "'iteration'" },
  { GDK_KEY_4, "win.grain", "'timer'" },
  { GDK_KEY_plus, "win.faster", NULL },
  { GDK_KEY_equal, "win.faster", NULL },
  { GDK_KEY_minus, "win.slower", NULL },
  { GDK_KEY_e, "win.align", "'events'" },
  { GDK_KEY_t, "win.align", "'time'" },
  { GDK_KEY_d, "win.to-difference", NULL },
};

/* What a scrolled pane would take for itself. */
static const LsKey first_keys[] = {
  { GDK_KEY_Page_Down, "win.forward", NULL },
  { GDK_KEY_Page_Up, "win.back", NULL },
  { GDK_KEY_Home, "win.to-start", NULL },
  { GDK_KEY_End, "win.to-end", NULL },
};

/* What is shown */

static char *
describe_difference (LsCompareWindow *self)
{
  guint64 positions[2];
  g_autofree char *one = NULL, *other = NULL;

  if (!ls_pair_get_difference (self->pair, positions))
    return g_strdup (_("Both do the same"));
  one = ls_readout_format_count (ls_model_get_unit (ls_session_get_model (self->sessions[LS_SIDE_A]),
                                                    LS_GRAIN_STEP, positions[LS_SIDE_A]) + 1);
  other = ls_readout_format_count (ls_model_get_unit (ls_session_get_model (self->sessions[LS_SIDE_B]),
                                                      LS_GRAIN_STEP, positions[LS_SIDE_B]) + 1);
  return g_strdup_printf (_("They differ from step %s of A and step %s of B"), one, other);
}

static void
show_buttons (LsCompareWindow *self)
{
  gboolean wide = ls_adaptive_bin_get_width_class (self->bin) == LS_WIDTH_WIDE;

  ls_widget_show_button (self->back_button, "media-skip-backward-symbolic", _("Back"), wide);
  ls_widget_show_button (self->forward_button, "media-skip-forward-symbolic", _("Forward"), wide);
  if (self->pair != NULL && ls_pair_get_playing (self->pair))
    ls_widget_show_button (self->play_button, "media-playback-pause-symbolic", _("Pause"), wide);
  else
    ls_widget_show_button (self->play_button, "media-playback-start-symbolic", _("Play"), wide);
}

static void
update (LsCompareWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean open = self->pair != NULL;
  guint64 positions[2];

  gtk_widget_action_set_enabled (widget, "win.back", open && ls_pair_can_back (self->pair));
  gtk_widget_action_set_enabled (widget, "win.forward", open && ls_pair_can_forward (self->pair));
  gtk_widget_action_set_enabled (widget, "win.play", open && ls_pair_can_forward (self->pair));
  gtk_widget_action_set_enabled (widget, "win.to-start", open && ls_pair_can_back (self->pair));
  gtk_widget_action_set_enabled (widget, "win.to-end", open && ls_pair_can_forward (self->pair));
  gtk_widget_action_set_enabled (widget, "win.faster", open);
  gtk_widget_action_set_enabled (widget, "win.slower", open);
  gtk_widget_action_set_enabled (widget, "win.to-difference",
                                 open && ls_pair_get_difference (self->pair, positions));
  show_buttons (self);
  if (!open)
    return;
  ls_choice_set (G_ACTION_MAP (self), "grain", ls_grain_words[ls_pair_get_grain (self->pair)], TRUE);
  ls_choice_set (G_ACTION_MAP (self), "align", alignment_words[ls_pair_get_alignment (self->pair)], TRUE);
  if (fabs (gtk_range_get_value (self->speed) - log2 (ls_pair_get_speed (self->pair))) > 1e-6)
    gtk_range_set_value (self->speed, log2 (ls_pair_get_speed (self->pair)));
}

/* Below each other where they would be too narrow beside each other. */
static void
width_changed_cb (LsCompareWindow *self)
{
  LsWidthClass width_class = ls_adaptive_bin_get_width_class (self->bin);
  gboolean narrow = width_class == LS_WIDTH_NARROW;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->sides),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_visible (self->speed_box, width_class == LS_WIDTH_WIDE);
  gtk_widget_set_visible (GTK_WIDGET (self->difference), !narrow);
  show_buttons (self);
}

static void
show_timelines (LsCompareWindow *self)
{
  LsTimelineView *views[2] = { self->timeline_a, self->timeline_b };
  double duration = ls_pair_get_duration (self->pair);
  guint64 positions[2];
  gboolean differ = ls_pair_get_difference (self->pair, positions);

  for (guint side = 0; side < 2; side++)
    {
      g_autofree char *label = g_strdup_printf (_("Timeline %s"), letters[side]);
      LsTimelineBeside beside = { letters[side], duration, differ ? &positions[side] : NULL };

      ls_timeline_view_set_axis (views[side], LS_AXIS_TIME);
      ls_timeline_view_set_beside (views[side], &beside);
      ls_canvas_set_player (LS_CANVAS (views[side]), ls_pair_get_player (self->pair, side));
      gtk_accessible_update_property (GTK_ACCESSIBLE (views[side]), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
}

static void
show_pair (LsCompareWindow *self, LsMatching *matching)
{
  LsCompareSide *sides[2] = { self->side_a, self->side_b };
  g_autofree char *difference = NULL;

  self->pair = ls_pair_new (self->sessions[LS_SIDE_A], self->sessions[LS_SIDE_B], matching, self->alignment);
  for (guint side = 0; side < 2; side++)
    ls_compare_side_set (sides[side], letters[side], self->names[side], ls_pair_get_player (self->pair, side));
  show_timelines (self);
  difference = describe_difference (self);
  gtk_label_set_text (self->difference, difference);
  g_signal_connect_object (self->pair, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_clear_handle_id (&self->progress_source, g_source_remove);
  gtk_stack_set_visible_child_name (self->stack, "pair");
  update (self);
  gtk_widget_child_focus (GTK_WIDGET (self->side_a), GTK_DIR_TAB_FORWARD);
}

static void
matched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  LsMatching *matching = ls_matching_finish (result, NULL);

  /* Cancelled when the window was closed: then it is no longer there. */
  if (matching != NULL)
    show_pair (data, matching);
}

/* How much of both is read; how long the comparing takes nobody knows before. */
static gboolean
show_progress_cb (gpointer data)
{
  LsCompareWindow *self = data;
  double done = 0, all = 0;

  for (guint side = 0; side < 2; side++)
    {
      LsModel *model = ls_session_get_model (self->sessions[side]);

      if (self->is_comparing || model == NULL || !ls_session_is_recorded (self->sessions[side]))
        {
          gtk_progress_bar_pulse (self->progress);
          return G_SOURCE_CONTINUE;
        }
      done += (double) ls_model_get_n_events (model);
      all += (double) ls_trace_reader_get_n_events (ls_model_get_reader (model));
    }
  gtk_progress_bar_set_fraction (self->progress, all > 0 ? done / all : 0);
  return G_SOURCE_CONTINUE;
}

static void
status_changed_cb (LsCompareWindow *self)
{
  for (guint side = 0; side < 2; side++)
    if (!ls_session_is_settled (self->sessions[side]) || ls_session_get_model (self->sessions[side]) == NULL)
      return;
  if (self->is_comparing)
    return;
  self->is_comparing = TRUE;
  gtk_label_set_text (self->waiting, _("The two are compared"));
  ls_matching_start (ls_session_get_model (self->sessions[LS_SIDE_A]), ls_session_get_model (self->sessions[LS_SIDE_B]),
                     self->cancellable, matched_cb, self);
}

static void
start_waiting (LsCompareWindow *self)
{
  gboolean recorded = ls_session_is_recorded (self->sessions[LS_SIDE_A])
                      && ls_session_is_recorded (self->sessions[LS_SIDE_B]);

  gtk_label_set_text (self->waiting, recorded ? _("Both are read") : _("Both are run to their end"));
  self->progress_source = g_timeout_add (PROGRESS_INTERVAL, show_progress_cb, self);
  status_changed_cb (self);
}

/* Actions */

static void
back_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_pair_back (LS_COMPARE_WINDOW (widget)->pair);
}

static void
forward_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_pair_forward (LS_COMPARE_WINDOW (widget)->pair);
}

static void
play_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsPair *pair = LS_COMPARE_WINDOW (widget)->pair;

  ls_pair_set_playing (pair, !ls_pair_get_playing (pair));
}

static void
to_start_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_pair_to_start (LS_COMPARE_WINDOW (widget)->pair);
}

static void
to_end_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_pair_to_end (LS_COMPARE_WINDOW (widget)->pair);
}

static void
faster_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsPair *pair = LS_COMPARE_WINDOW (widget)->pair;

  ls_pair_set_speed (pair, ls_pair_get_speed (pair) * 2);
}

static void
slower_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsPair *pair = LS_COMPARE_WINDOW (widget)->pair;

  ls_pair_set_speed (pair, ls_pair_get_speed (pair) / 2);
}

static void
to_difference_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_pair_to_difference (LS_COMPARE_WINDOW (widget)->pair);
}

static void
grain_changed_cb (GSimpleAction *action, GVariant *value, LsCompareWindow *self)
{
  int grain = ls_choice_find (ls_grain_words, LS_N_GRAINS, value);

  if (self->pair != NULL && grain >= 0)
    ls_pair_set_grain (self->pair, (LsGrain) grain);
}

static void
align_changed_cb (GSimpleAction *action, GVariant *value, LsCompareWindow *self)
{
  int alignment = ls_choice_find (alignment_words, G_N_ELEMENTS (alignment_words), value);

  if (self->pair != NULL && alignment >= 0)
    ls_pair_set_alignment (self->pair, (LsAlignment) alignment);
}

static void
speed_moved_cb (LsCompareWindow *self)
{
  if (self->pair != NULL)
    ls_pair_set_speed (self->pair, exp2 (gtk_range_get_value (self->speed)));
}

static void
ls_compare_window_dispose (GObject *object)
{
  LsCompareWindow *self = LS_COMPARE_WINDOW (object);

  g_clear_handle_id (&self->progress_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->pair != NULL)
    ls_pair_set_playing (self->pair, FALSE);
  gtk_widget_dispose_template (GTK_WIDGET (self), LS_TYPE_COMPARE_WINDOW);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->pair);
  for (guint side = 0; side < 2; side++)
    {
      if (self->sessions[side] != NULL)
        ls_session_close (self->sessions[side]);
      g_clear_object (&self->sessions[side]);
      g_clear_pointer (&self->names[side], g_free);
    }
  G_OBJECT_CLASS (ls_compare_window_parent_class)->dispose (object);
}

static void
ls_compare_window_class_init (LsCompareWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ls_compare_window_dispose;
  g_type_ensure (LS_TYPE_ADAPTIVE_BIN);
  g_type_ensure (LS_TYPE_COMPARE_SIDE);
  g_type_ensure (LS_TYPE_TIMELINE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-compare-window.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, bin);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, difference);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, forward_button);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, play_button);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, side_a);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, side_b);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, sides);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, speed);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, speed_box);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, timeline_a);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, timeline_b);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, title);
  gtk_widget_class_bind_template_child (widget_class, LsCompareWindow, waiting);
  gtk_widget_class_bind_template_callback (widget_class, speed_moved_cb);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.forward", NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "win.play", NULL, play_action);
  gtk_widget_class_install_action (widget_class, "win.to-start", NULL, to_start_action);
  gtk_widget_class_install_action (widget_class, "win.to-end", NULL, to_end_action);
  gtk_widget_class_install_action (widget_class, "win.faster", NULL, faster_action);
  gtk_widget_class_install_action (widget_class, "win.slower", NULL, slower_action);
  gtk_widget_class_install_action (widget_class, "win.to-difference", NULL, to_difference_action);
}

static void
ls_compare_window_init (LsCompareWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ls_choice_add (G_ACTION_MAP (self), "grain", "step", G_CALLBACK (grain_changed_cb), self);
  ls_choice_add (G_ACTION_MAP (self), "align", "events", G_CALLBACK (align_changed_cb), self);
  ls_keys_add (GTK_WIDGET (self), plain_keys, G_N_ELEMENTS (plain_keys), GTK_PHASE_BUBBLE);
  ls_keys_add (GTK_WIDGET (self), first_keys, G_N_ELEMENTS (first_keys), GTK_PHASE_CAPTURE);
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (self->bin, "notify::width-class", G_CALLBACK (width_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

/* (transfer none) of what @sides points to; the sessions are closed with the window. */
GtkWidget *
ls_compare_window_new (GtkApplication *application, const LsCompared sides[2], LsAlignment alignment)
{
  LsCompareWindow *self = g_object_new (LS_TYPE_COMPARE_WINDOW, "application", application, NULL);
  /* Translators: what is compared with what */
  g_autofree char *title = g_strdup_printf (_("%s and %s"), sides[0].name, sides[1].name);

  self->alignment = alignment;
  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  for (guint side = 0; side < 2; side++)
    {
      self->sessions[side] = g_object_ref (sides[side].session);
      self->names[side] = g_strdup (sides[side].name);
      g_signal_connect_object (self->sessions[side], "status-changed", G_CALLBACK (status_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  start_waiting (self);

  return GTK_WIDGET (self);
}
