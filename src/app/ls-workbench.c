/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-adaptive-bin.h"
#include "ls-inspector.h"
#include "ls-notice.h"
#include "ls-output-view.h"
#include "ls-sentence-view.h"
#include "ls-source-pane.h"
#include "ls-stage-view.h"
#include "ls-timeline-view.h"
#include "ls-transport.h"
#include "ls-widget.h"
#include "ls-workbench.h"

struct _LsWorkbench
{
  GtkWidget       parent_instance;

  LsInspector    *inspector;
  GtkWidget      *left;
  GtkPaned       *columns;
  GtkPaned       *rows;
  GtkWidget      *sentence;
  LsSourcePane   *source;
  LsStageView    *stage;
  LsTimelineView *timeline;
  GtkWidget      *timeline_pane;
  LsTransport    *transport;
  LsPlayer       *player;
  LsWidthClass    width_class;
  gboolean        is_short;
  gboolean        wide_source;      /* what a wide window shows, while this one is not */
  gboolean        wide_inspector;
};

G_DEFINE_FINAL_TYPE (LsWorkbench, ls_workbench, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_PLAYER, PROP_WIDTH_CLASS, PROP_IS_SHORT, PROP_SHOW_SOURCE, PROP_SHOW_INSPECTOR,
  PROP_SHOW_TIMELINE, PROP_AXIS, PROP_PAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum { COMPARE_WANTED, ANCHOR_MISSED, N_SIGNALS };
static guint signals[N_SIGNALS];

static int
left_width (LsWidthClass width_class)
{
  switch (width_class)
    {
    case LS_WIDTH_WIDE:   return 392;
    case LS_WIDTH_MEDIUM: return 340;
    default:              return 300;
    }
}

static void
set_source_shown (LsWorkbench *self, gboolean shown)
{
  if (gtk_widget_get_visible (self->left) == shown)
    return;
  gtk_widget_set_visible (self->left, shown);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_SOURCE]);
}

static void
set_inspector_shown (LsWorkbench *self, gboolean shown)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->inspector)) == shown)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->inspector), shown);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_INSPECTOR]);
}

static void
show_source (LsWorkbench *self, gboolean shown)
{
  if (shown && self->width_class != LS_WIDTH_WIDE)
    set_inspector_shown (self, FALSE);
  set_source_shown (self, shown);
}

static void
show_inspector (LsWorkbench *self, gboolean shown)
{
  if (shown && self->width_class != LS_WIDTH_WIDE)
    set_source_shown (self, FALSE);
  set_inspector_shown (self, shown);
}

/* A short window keeps the stage's height and takes it from the timeline. */
static void
set_short (LsWorkbench *self, gboolean is_short)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self->rows));

  if (self->is_short == is_short)
    return;
  self->is_short = is_short;
  if (height > 0)
    gtk_paned_set_position (self->rows, height * (is_short ? 70 : 65) / 100);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_SHORT]);
}

static void
set_width_class (LsWorkbench *self, LsWidthClass width_class)
{
  gboolean was_wide = self->width_class == LS_WIDTH_WIDE, wide = width_class == LS_WIDTH_WIDE;

  if (self->width_class == width_class)
    return;
  self->width_class = width_class;
  gtk_paned_set_position (self->columns, left_width (width_class));
  gtk_widget_set_size_request (self->sentence, -1, wide ? 66 : 74);
  gtk_widget_set_margin_top (self->sentence, wide ? 0 : 8);
  if (was_wide)
    {
      self->wide_source = gtk_widget_get_visible (self->left);
      self->wide_inspector = gtk_widget_get_visible (GTK_WIDGET (self->inspector));
      set_inspector_shown (self, self->wide_inspector && !self->wide_source);
      set_source_shown (self, self->wide_source && width_class == LS_WIDTH_MEDIUM);
    }
  else if (wide)
    {
      set_source_shown (self, self->wide_source);
      set_inspector_shown (self, self->wide_inspector);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WIDTH_CLASS]);
}

static void
show_timeline (LsWorkbench *self, gboolean shown)
{
  if (gtk_widget_get_visible (self->timeline_pane) == shown)
    return;
  gtk_widget_set_visible (self->timeline_pane, shown);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_TIMELINE]);
}

static void
compare_wanted_cb (LsWorkbench *self, const char *name)
{
  g_signal_emit (self, signals[COMPARE_WANTED], 0, name);
}

static void
anchor_missed_cb (LsWorkbench *self, const char *anchor)
{
  g_signal_emit (self, signals[ANCHOR_MISSED], 0, anchor);
}

static void
page_changed_cb (LsWorkbench *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

static void
axis_changed_cb (LsWorkbench *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AXIS]);
}

/* Who chooses a task wants to see it: the guide and the other tables stay where they are. */
static void
task_chosen_cb (LsWorkbench *self)
{
  if (ls_player_get_task (self->player) != 0
      && g_str_equal (ls_inspector_get_page (self->inspector), "guide"))
    ls_inspector_set_page (self->inspector, "task");
}

static gboolean
ls_workbench_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (LS_WORKBENCH (widget)->stage));
}

static void
set_player (LsWorkbench *self, LsPlayer *player)
{
  if (self->player == player)
    return;
  if (self->player != NULL)
    g_signal_handlers_disconnect_by_func (self->player, task_chosen_cb, self);
  g_set_object (&self->player, player);
  if (player != NULL)
    g_signal_connect_object (player, "notify::task", G_CALLBACK (task_chosen_cb), self,
                             G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYER]);
}

static void
ls_workbench_dispose (GObject *object)
{
  LsWorkbench *self = LS_WORKBENCH (object);

  ls_widget_dispose_children (GTK_WIDGET (self), LS_TYPE_WORKBENCH);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_workbench_parent_class)->dispose (object);
}

static void
ls_workbench_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LsWorkbench *self = LS_WORKBENCH (object);

  switch (id)
    {
    case PROP_PLAYER:         g_value_set_object (value, self->player); break;
    case PROP_WIDTH_CLASS:    g_value_set_uint (value, self->width_class); break;
    case PROP_IS_SHORT:       g_value_set_boolean (value, self->is_short); break;
    case PROP_SHOW_SOURCE:
      g_value_set_boolean (value, gtk_widget_get_visible (self->left));
      break;
    case PROP_SHOW_INSPECTOR:
      g_value_set_boolean (value, gtk_widget_get_visible (GTK_WIDGET (self->inspector)));
      break;
    case PROP_SHOW_TIMELINE:
      g_value_set_boolean (value, gtk_widget_get_visible (self->timeline_pane));
      break;
    case PROP_AXIS:
      g_value_set_uint (value, ls_timeline_view_get_axis (self->timeline));
      break;
    case PROP_PAGE:
      g_value_set_string (value, ls_inspector_get_page (self->inspector));
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ls_workbench_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LsWorkbench *self = LS_WORKBENCH (object);

  switch (id)
    {
    case PROP_PLAYER:         set_player (self, g_value_get_object (value)); break;
    case PROP_WIDTH_CLASS:    set_width_class (self, g_value_get_uint (value)); break;
    case PROP_IS_SHORT:       set_short (self, g_value_get_boolean (value)); break;
    case PROP_SHOW_SOURCE:    show_source (self, g_value_get_boolean (value)); break;
    case PROP_SHOW_INSPECTOR: show_inspector (self, g_value_get_boolean (value)); break;
    case PROP_SHOW_TIMELINE:  show_timeline (self, g_value_get_boolean (value)); break;
    case PROP_AXIS:
      ls_timeline_view_set_axis (self->timeline, g_value_get_uint (value));
      break;
    case PROP_PAGE:
      ls_inspector_set_page (self->inspector, g_value_get_string (value));
      show_inspector (self, TRUE);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{

  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, LS_TYPE_PLAYER, LS_PARAM_RW);
  properties[PROP_WIDTH_CLASS] = g_param_spec_uint ("width-class", NULL, NULL, 0, LS_WIDTH_NARROW,
                                                    LS_WIDTH_WIDE, LS_PARAM_RW);
  properties[PROP_IS_SHORT] = g_param_spec_boolean ("is-short", NULL, NULL, FALSE, LS_PARAM_RW);
  properties[PROP_SHOW_SOURCE] = g_param_spec_boolean ("show-source", NULL, NULL, TRUE,
                                                       LS_PARAM_RW);
  properties[PROP_SHOW_INSPECTOR] = g_param_spec_boolean ("show-inspector", NULL, NULL, TRUE,
                                                          LS_PARAM_RW);
  properties[PROP_SHOW_TIMELINE] = g_param_spec_boolean ("show-timeline", NULL, NULL, TRUE,
                                                         LS_PARAM_RW);
  properties[PROP_AXIS] = g_param_spec_uint ("axis", NULL, NULL, 0, LS_AXIS_TIME, LS_AXIS_STEPS,
                                             LS_PARAM_RW);
  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, "guide", LS_PARAM_RW);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ls_workbench_class_init (LsWorkbenchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_workbench_dispose;
  object_class->get_property = ls_workbench_get_property;
  object_class->set_property = ls_workbench_set_property;
  widget_class->grab_focus = ls_workbench_grab_focus;
  install_properties (object_class);
  signals[COMPARE_WANTED] = g_signal_new ("compare-wanted", LS_TYPE_WORKBENCH, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ANCHOR_MISSED] = g_signal_new ("anchor-missed", LS_TYPE_WORKBENCH, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (LS_TYPE_INSPECTOR);
  g_type_ensure (LS_TYPE_NOTICE);
  g_type_ensure (LS_TYPE_OUTPUT_VIEW);
  g_type_ensure (LS_TYPE_SENTENCE_VIEW);
  g_type_ensure (LS_TYPE_SOURCE_PANE);
  g_type_ensure (LS_TYPE_STAGE_VIEW);
  g_type_ensure (LS_TYPE_TIMELINE_VIEW);
  g_type_ensure (LS_TYPE_TRANSPORT);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-workbench.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsWorkbench, columns);
  gtk_widget_class_bind_template_child (widget_class, LsWorkbench, inspector);
  gtk_widget_class_bind_template_child (widget_class, LsWorkbench, left);
  gtk_widget_class_bind_template_child (widget_class, LsWorkbench, rows);
  gtk_widget_class_bind_template_child (widget_class, LsWorkbench, sentence);
  gtk_widget_class_bind_template_child (widget_class, LsWorkbench, source);
  gtk_widget_class_bind_template_child (widget_class, LsWorkbench, stage);
  gtk_widget_class_bind_template_child (widget_class, LsWorkbench, timeline);
  gtk_widget_class_bind_template_child (widget_class, LsWorkbench, timeline_pane);
  gtk_widget_class_bind_template_child (widget_class, LsWorkbench, transport);
  gtk_widget_class_bind_template_callback (widget_class, anchor_missed_cb);
  gtk_widget_class_bind_template_callback (widget_class, axis_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
ls_workbench_init (LsWorkbench *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ls_workbench_open_run_options (LsWorkbench *self)
{
  g_return_if_fail (LS_IS_WORKBENCH (self));
  ls_transport_open_run_options (self->transport);
}

void
ls_workbench_set_script (LsWorkbench *self, LsScript *script)
{
  g_return_if_fail (LS_IS_WORKBENCH (self));
  ls_source_pane_set_script (self->source, script);
}

void
ls_workbench_edit (LsWorkbench *self)
{
  g_return_if_fail (LS_IS_WORKBENCH (self));
  show_source (self, TRUE);
  ls_source_pane_edit (self->source);
}

void
ls_workbench_show_fault (LsWorkbench *self)
{
  g_return_if_fail (LS_IS_WORKBENCH (self));
  show_source (self, TRUE);
  ls_source_pane_go_to_fault (self->source);
}
