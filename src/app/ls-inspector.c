/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-events-page.h"
#include "ls-guide-page.h"
#include "ls-inspector.h"
#include "ls-task-page.h"
#include "ls-tasks-page.h"
#include "ls-widget.h"

struct _LsInspector
{
  GtkWidget  parent_instance;

  GtkStack  *stack;
  LsPlayer  *player;
};

G_DEFINE_FINAL_TYPE (LsInspector, ls_inspector, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_PLAYER, PROP_PAGE, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { COMPARE_WANTED, ANCHOR_MISSED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
compare_wanted_cb (LsInspector *self, const char *name)
{
  g_signal_emit (self, signals[COMPARE_WANTED], 0, name);
}

static void
anchor_missed_cb (LsInspector *self, const char *anchor)
{
  g_signal_emit (self, signals[ANCHOR_MISSED], 0, anchor);
}

static void
ls_inspector_dispose (GObject *object)
{
  ls_widget_dispose_children (GTK_WIDGET (object), LS_TYPE_INSPECTOR);
  g_clear_object (&LS_INSPECTOR (object)->player);
  G_OBJECT_CLASS (ls_inspector_parent_class)->dispose (object);
}

static void
ls_inspector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LsInspector *self = LS_INSPECTOR (object);

  switch (id)
    {
    case PROP_PLAYER: g_value_set_object (value, self->player); break;
    case PROP_PAGE:   g_value_set_string (value, ls_inspector_get_page (self)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ls_inspector_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LsInspector *self = LS_INSPECTOR (object);

  switch (id)
    {
    case PROP_PLAYER:
      if (g_set_object (&self->player, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_PAGE: ls_inspector_set_page (self, g_value_get_string (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ls_inspector_class_init (LsInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_inspector_dispose;
  object_class->get_property = ls_inspector_get_property;
  object_class->set_property = ls_inspector_set_property;
  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, LS_TYPE_PLAYER, LS_PARAM_RW);
  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, "guide", LS_PARAM_RW);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[COMPARE_WANTED] = g_signal_new ("compare-wanted", LS_TYPE_INSPECTOR, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ANCHOR_MISSED] = g_signal_new ("anchor-missed", LS_TYPE_INSPECTOR, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (LS_TYPE_EVENTS_PAGE);
  g_type_ensure (LS_TYPE_GUIDE_PAGE);
  g_type_ensure (LS_TYPE_TASK_PAGE);
  g_type_ensure (LS_TYPE_TASKS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-inspector.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsInspector, stack);
  gtk_widget_class_bind_template_callback (widget_class, anchor_missed_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_wanted_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
ls_inspector_init (LsInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

const char *
ls_inspector_get_page (LsInspector *self)
{
  g_return_val_if_fail (LS_IS_INSPECTOR (self), "guide");
  return gtk_stack_get_visible_child_name (self->stack);
}

void
ls_inspector_set_page (LsInspector *self, const char *page)
{
  g_return_if_fail (LS_IS_INSPECTOR (self));
  if (page == NULL || g_strcmp0 (page, ls_inspector_get_page (self)) == 0
      || gtk_stack_get_child_by_name (self->stack, page) == NULL)
    return;
  gtk_stack_set_visible_child_name (self->stack, page);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}
