/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-fault.h"
#include "ls-notice.h"
#include "ls-where.h"
#include "ls-widget.h"

struct _LsNotice
{
  GtkWidget     parent_instance;

  GtkRevealer  *revealer;
  GtkWidget    *box;
  GtkLabel     *label;
  GtkButton    *button;
  GtkWidget    *close;
  LsPlayer     *player;
  GSignalGroup *player_signals;
  char         *dismissed;        /* a text the user has closed: it is not shown again */
  LsFault      *fault;            /* (nullable): the error that the program ended with */
};

G_DEFINE_FINAL_TYPE (LsNotice, ls_notice, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_PLAYER, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
offer (LsNotice *self, const char *label, const char *action)
{
  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL);
  if (label == NULL)
    return;
  gtk_button_set_label (self->button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
}

static void
show (LsNotice *self, const char *text, gboolean is_warning)
{
  gboolean reveal = text != NULL && g_strcmp0 (text, self->dismissed) != 0;

  if (reveal)
    gtk_label_set_text (self->label, text);
  else if (!gtk_revealer_get_child_revealed (self->revealer))
    gtk_label_set_text (self->label, "");
  if (is_warning)
    gtk_widget_add_css_class (self->box, "alert");
  else
    gtk_widget_remove_css_class (self->box, "alert");
  gtk_revealer_set_reveal_child (self->revealer, reveal);
}

/* "at busy-loop.c:12": where it computes, or else came to a call of the engine last; of a task that has not yet come to
 * one only what it runs is known. */
static char *
format_place (LsNotice *self, LsModel *model, const LsState *state, guint32 task)
{
  const LsTaskFacts *facts = ls_model_get_task (model, task);
  g_autofree char *place = ls_where_format (ls_where_get_site (model, state, task));
  g_autofree char *coro = NULL, *base = NULL;
  const char *file;
  guint line;

  if (ls_session_find_holder_line (ls_player_get_session (self->player), &file, &line))
    {
      base = g_path_get_basename (file);
      return g_strdup_printf (_("at %s:%u"), base, line);
    }
  if (place[0] != '\0')
    return g_strdup_printf (_("at %s"), place);
  if (facts == NULL || facts->coro == 0)
    return NULL;
  coro = ls_model_format_coro (model, facts->coro);
  return g_strdup_printf (_("in %s"), coro);
}

static char *
format_holder (LsNotice *self)
{
  LsModel *model = ls_player_get_model (self->player);
  double seconds;
  guint32 holder = ls_player_get_holder (self->player, &seconds);
  g_autofree char *place = NULL;
  const LsState *state;

  if (holder == 0)
    return NULL;
  state = ls_model_get_state (model, ls_player_get_end (self->player));
  place = format_place (self, model, state, holder);
  if (place == NULL)
    return g_strdup_printf (_("%s has held the loop for %.1f s. "
                              "Until it awaits or ends, nobody else can run."),
                            ls_model_get_task_name (model, holder), seconds);
  /* Translators: a task, a number of seconds, and where it stands: "at main.c:12", "in compute()" */
  return g_strdup_printf (_("%s has held the loop for %.1f s, %s. "
                            "Until it awaits or ends, nobody else can run."),
                          ls_model_get_task_name (model, holder), seconds, place);
}

/* Of a program that runs: it will not go on by itself, however long one waits.  The sentence there says more. */
static char *
format_knot (LsNotice *self)
{
  LsModel *model = ls_player_get_model (self->player);
  LsSession *session = ls_player_get_session (self->player);
  g_autoptr (LsKnot) knot = NULL;
  const LsState *state;

  if (model == NULL || ls_session_is_recorded (session)
      || ls_session_get_life (session) == LS_LIFE_ENDED)
    return NULL;
  state = ls_model_get_state (model, ls_player_get_end (self->player));
  if (!state->sleeping)
    return NULL;
  knot = ls_model_find_knot (model, state);
  return knot != NULL && knot->is_total ? ls_model_tell_knot (model, knot) : NULL;
}

static char *
format_going (LsNotice *self)
{
  const char *anchor = ls_player_get_anchor (self->player);

  /* Translators: the step's sentence follows, in its original words */
  return anchor != NULL ? g_strdup_printf (_("The program goes on to the step “%s …”."), anchor) : NULL;
}

static char *
format_end (LsSession *session)
{
  g_autofree char *end = NULL;

  if (ls_session_is_recorded (session) || ls_session_get_life (session) != LS_LIFE_ENDED)
    return NULL;
  end = ls_session_describe_end (session);
  return end != NULL
         ? g_strdup_printf (_("The program ended: %s. What it did until then can be looked at."), end)
         : ls_session_explain_end (session);
}

/* A Python program's own words for it. */
static char *
format_fault (LsFault *fault)
{
  g_autofree char *name = NULL;

  if (fault == NULL)
    return NULL;
  name = g_path_get_basename (fault->file);
  /* Translators: an error of Python's, in its own words, and where it is: a file's name and a line */
  return g_strdup_printf (_("The program ended by an error at %s:%u. %s"), name, fault->line, fault->message);
}

static char *
format_notes (LsSession *session)
{
  g_autoptr (GPtrArray) notes = ls_session_get_notes (session);
  g_autoptr (GString) text = g_string_new (NULL);

  if (notes == NULL || notes->len == 0)
    return NULL;
  for (guint i = 0; i < MIN (notes->len, 3); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", (const char *) notes->pdata[i]);
  if (notes->len > 3)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, ngettext ("And %u more.", "And %u more.", notes->len - 3),
                              notes->len - 3);
    }
  return g_strdup (text->str);
}

/* What is said of the recording itself comes after what is said of the program. */
static char *
join (const char *end, const char *notes)
{
  return end != NULL && notes != NULL ? g_strdup_printf ("%s %s", end, notes) : g_strdup (end);
}

static void
update (LsNotice *self)
{
  LsSession *session = self->player != NULL ? ls_player_get_session (self->player) : NULL;
  const char *text;
  g_autofree char *holder = NULL, *knot = NULL, *said = NULL, *end = NULL, *notes = NULL, *going = NULL;

  if (session == NULL)
    {
      show (self, NULL, FALSE);
      return;
    }
  holder = format_holder (self);
  knot = format_knot (self);
  going = format_going (self);
  said = self->fault != NULL ? format_fault (self->fault) : format_end (session);
  notes = format_notes (session);
  end = join (said, notes);
  if (holder != NULL || knot != NULL)
    offer (self, _("Interrupt"), "win.interrupt");
  else if (going != NULL)
    offer (self, _("Stop"), "win.stop-going");
  else if (self->fault != NULL)
    offer (self, _("Show the line"), "win.show-fault");
  else if (end != NULL && !ls_session_is_attached (session))
    offer (self, _("Restart"), "win.restart");
  else
    offer (self, NULL, NULL);
  gtk_widget_set_visible (self->close, holder == NULL && going == NULL);
  text = holder != NULL ? holder : knot != NULL ? knot : going != NULL ? going
         : end != NULL ? end : notes;
  show (self, text, text != NULL && text != going && text != notes);
}

static void
close_cb (LsNotice *self)
{
  g_free (self->dismissed);
  self->dismissed = g_strdup (gtk_label_get_text (self->label));
  update (self);
}

static void
life_changed_cb (LsNotice *self)
{
  LsSession *session = self->player != NULL ? ls_player_get_session (self->player) : NULL;

  g_clear_pointer (&self->fault, ls_fault_free);
  if (session != NULL)
    self->fault = ls_session_find_fault (session);
  update (self);
}

static void
session_changed_cb (LsNotice *self)
{
  g_clear_pointer (&self->dismissed, g_free);
  life_changed_cb (self);
}

static void
ls_notice_dispose (GObject *object)
{
  LsNotice *self = LS_NOTICE (object);

  g_clear_object (&self->player_signals);
  ls_widget_dispose_children (GTK_WIDGET (self), LS_TYPE_NOTICE);
  g_clear_object (&self->player);
  g_clear_pointer (&self->dismissed, g_free);
  g_clear_pointer (&self->fault, ls_fault_free);
  G_OBJECT_CLASS (ls_notice_parent_class)->dispose (object);
}

static void
ls_notice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    g_value_set_object (value, LS_NOTICE (object)->player);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_notice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    ls_notice_set_player (LS_NOTICE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_notice_class_init (LsNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_notice_dispose;
  object_class->get_property = ls_notice_get_property;
  object_class->set_property = ls_notice_set_property;
  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, LS_TYPE_PLAYER, LS_PARAM_RW);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-notice.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsNotice, box);
  gtk_widget_class_bind_template_child (widget_class, LsNotice, button);
  gtk_widget_class_bind_template_child (widget_class, LsNotice, close);
  gtk_widget_class_bind_template_child (widget_class, LsNotice, label);
  gtk_widget_class_bind_template_child (widget_class, LsNotice, revealer);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ls_notice_init (LsNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->player_signals = g_signal_group_new (LS_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "notify::session",
                                  G_CALLBACK (session_changed_cb), self);
  g_signal_group_connect_swapped (self->player_signals, "notify::holder", G_CALLBACK (update),
                                  self);
  g_signal_group_connect_swapped (self->player_signals, "notify::anchor", G_CALLBACK (update),
                                  self);
  g_signal_group_connect_swapped (self->player_signals, "notify::life", G_CALLBACK (life_changed_cb), self);
  g_signal_group_connect_swapped (self->player_signals, "notify::end", G_CALLBACK (update), self);
}

void
ls_notice_set_player (LsNotice *self, LsPlayer *player)
{
  g_return_if_fail (LS_IS_NOTICE (self));
  if (!g_set_object (&self->player, player))
    return;
  g_signal_group_set_target (self->player_signals, player);
  session_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYER]);
}
