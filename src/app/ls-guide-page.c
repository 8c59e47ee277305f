/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-catalogue.h"
#include "ls-facts.h"
#include "ls-guide-page.h"
#include "ls-program-name.h"
#include "ls-widget.h"

struct _LsGuidePage
{
  GtkWidget        parent_instance;

  GtkLabel        *title;
  GtkLabel        *subtitle;
  GtkWidget       *watch_title;
  GtkLabel        *watch;
  GtkBox          *remarks;
  GtkButton       *compare;
  LsFacts         *facts;
  LsPlayer        *player;
  GSignalGroup    *player_signals;
  const LsExample *example;
  gboolean         known;         /* the trace has said what wrote it */
};

G_DEFINE_FINAL_TYPE (LsGuidePage, ls_guide_page, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_PLAYER, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { COMPARE_WANTED, ANCHOR_MISSED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
show_anchor_cb (GtkButton *button, LsGuidePage *self)
{
  const LsRemark *remark = g_object_get_data (G_OBJECT (button), "remark");
  guint64 position = ls_model_find_sentence (ls_player_get_model (self->player), remark->anchor);

  if (position > 0)
    {
      ls_player_set_playing (self->player, FALSE);
      ls_player_seek (self->player, position);
    }
  else
    g_signal_emit (self, signals[ANCHOR_MISSED], 0, remark->anchor);
}

/* A number and its unit, and a key with Ctrl, stay on one line. */
static char *
keep_together (const char *text)
{
  g_autoptr (GRegex) unit = g_regex_new ("(\\d) (s|ms)\\b", 0, 0, NULL);
  g_autoptr (GRegex) key = g_regex_new ("\\bCtrl-", 0, 0, NULL);
  g_autofree char *units = g_regex_replace (unit, text, -1, 0, "\\1\u00a0\\2", 0, NULL);

  return g_regex_replace (key, units != NULL ? units : text, -1, 0, "Ctrl\u2011", 0, NULL);
}

static void
set_text (GtkLabel *label, const char *text)
{
  g_autofree char *kept = text != NULL ? keep_together (text) : NULL;

  gtk_label_set_text (label, kept != NULL ? kept : text);
}

static GtkWidget *
new_text (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  set_text (GTK_LABEL (label), text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* The natural width is a narrow pane's: it wraps at what it gets. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_passage (GtkBox *box, const char *heading, const char *text)
{
  if (text == NULL || text[0] == '\0')
    return;
  gtk_box_append (box, new_text (heading, "caption-heading"));
  gtk_box_append (box, new_text (text, NULL));
}

static GtkWidget *
new_remark (LsGuidePage *self, LsRemark *remark)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *button;

  gtk_widget_add_css_class (box, "remark");
  add_passage (GTK_BOX (box), _("The tutorial says"), remark->says);
  add_passage (GTK_BOX (box), _("What happens"), remark->happens);
  if (remark->anchor != NULL && remark->anchor[0] != '\0')
    {
      button = gtk_button_new_with_label (_("Show the step"));
      gtk_widget_set_halign (button, GTK_ALIGN_START);
      gtk_widget_set_margin_top (button, 4);
      g_object_set_data (G_OBJECT (button), "remark", remark);
      g_signal_connect (button, "clicked", G_CALLBACK (show_anchor_cb), self);
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

static void
clear_remarks (LsGuidePage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->remarks))) != NULL)
    gtk_box_remove (self->remarks, child);
}

static void
show_example (LsGuidePage *self)
{
  const LsExample *example = self->example;
  const LsExample *other = example->compare_with != NULL ? ls_catalogue_find (example->compare_with)
    : NULL;
  g_autofree char *compare = NULL;

  gtk_label_set_text (self->title, example->title);
  set_text (self->subtitle, example->summary);
  set_text (self->watch, example->watch);
  for (guint i = 0; example->remarks != NULL && i < example->remarks->len; i++)
    gtk_box_append (self->remarks, new_remark (self, example->remarks->pdata[i]));
  if (other != NULL)
    {
      compare = g_strdup_printf (_("Compare with “%s”"), other->title);
      gtk_button_set_label (self->compare, compare);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->compare), other != NULL);
}

static void
show_program (LsGuidePage *self, const LsProcessInfo *process)
{
  g_autofree char *name = ls_program_name_recorded (process);
  g_autoptr (GDateTime) start = process != NULL && process->start_time > 0
    ? g_date_time_new_from_unix_local (process->start_time / G_USEC_PER_SEC) : NULL;
  g_autofree char *when = start != NULL ? g_date_time_format (start, "%c") : NULL;

  gtk_label_set_text (self->title, name != NULL ? name : _("Program"));
  gtk_label_set_text (self->subtitle,
                      _("A program of your own: step it, and read in the sentence below the stage "
                        "what each step does and why."));
  gtk_widget_set_visible (GTK_WIDGET (self->compare), FALSE);
  ls_facts_set (self->facts, _("Program"), process != NULL ? process->program : NULL);
  ls_facts_set (self->facts, _("Arguments"), process != NULL ? process->arguments : NULL);
  ls_facts_set (self->facts, _("Runtime"), process != NULL ? process->runtime : NULL);
  ls_facts_set (self->facts, _("Started"), when);
}

static void
session_changed_cb (LsGuidePage *self)
{
  LsModel *model = self->player != NULL ? ls_player_get_model (self->player) : NULL;
  const LsProcessInfo *process = model != NULL
    ? ls_trace_reader_get_process (ls_model_get_reader (model)) : NULL;

  clear_remarks (self);
  self->known = process != NULL && process->program != NULL && process->program[0] != '\0';
  self->example = process != NULL && process->example != NULL && process->example[0] != '\0'
    ? ls_catalogue_find (process->example) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->watch), self->example != NULL);
  gtk_widget_set_visible (self->watch_title, self->example != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), self->example == NULL);
  if (self->example != NULL)
    show_example (self);
  else
    show_program (self, process);
}

static void
end_changed_cb (LsGuidePage *self)
{
  if (!self->known)
    session_changed_cb (self);
}

static void
compare_cb (LsGuidePage *self)
{
  g_signal_emit (self, signals[COMPARE_WANTED], 0, self->example->compare_with);
}

static void
ls_guide_page_dispose (GObject *object)
{
  LsGuidePage *self = LS_GUIDE_PAGE (object);

  g_clear_object (&self->player_signals);
  ls_widget_dispose_children (GTK_WIDGET (self), LS_TYPE_GUIDE_PAGE);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_guide_page_parent_class)->dispose (object);
}

static void
ls_guide_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    g_value_set_object (value, LS_GUIDE_PAGE (object)->player);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_guide_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    ls_guide_page_set_player (LS_GUIDE_PAGE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_guide_page_class_init (LsGuidePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_guide_page_dispose;
  object_class->get_property = ls_guide_page_get_property;
  object_class->set_property = ls_guide_page_set_property;
  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, LS_TYPE_PLAYER, LS_PARAM_RW);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[COMPARE_WANTED] = g_signal_new ("compare-wanted", LS_TYPE_GUIDE_PAGE, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ANCHOR_MISSED] = g_signal_new ("anchor-missed", LS_TYPE_GUIDE_PAGE, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (LS_TYPE_FACTS);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-guide-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsGuidePage, compare);
  gtk_widget_class_bind_template_child (widget_class, LsGuidePage, facts);
  gtk_widget_class_bind_template_child (widget_class, LsGuidePage, remarks);
  gtk_widget_class_bind_template_child (widget_class, LsGuidePage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, LsGuidePage, title);
  gtk_widget_class_bind_template_child (widget_class, LsGuidePage, watch);
  gtk_widget_class_bind_template_child (widget_class, LsGuidePage, watch_title);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ls_guide_page_init (LsGuidePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->player_signals = g_signal_group_new (LS_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "notify::session",
                                  G_CALLBACK (session_changed_cb), self);
  g_signal_group_connect_swapped (self->player_signals, "notify::end", G_CALLBACK (end_changed_cb),
                                  self);
}

void
ls_guide_page_set_player (LsGuidePage *self, LsPlayer *player)
{
  g_return_if_fail (LS_IS_GUIDE_PAGE (self));
  if (!g_set_object (&self->player, player))
    return;
  g_signal_group_set_target (self->player_signals, player);
  session_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYER]);
}
