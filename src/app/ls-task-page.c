/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-facts.h"
#include "ls-readout.h"
#include "ls-swatch.h"
#include "ls-task-page.h"
#include "ls-where.h"
#include "ls-widget.h"

#define DEEPEST_CHAIN 32      /* awaiters shown: a ring of tasks waiting for each other has no end */

struct _LsTaskPage
{
  GtkWidget     parent_instance;

  GtkStack     *stack;
  LsSwatch     *swatch;
  GtkLabel     *name;
  GtkLabel     *status;
  LsFacts      *facts;
  GtkLabel     *chain;
  GtkLabel     *locals;
  GtkWidget    *locals_heading;
  GtkLabel     *no_locals;
  GtkButton    *cancel;
  GtkButton    *run_on;
  GtkWidget    *away;
  GtkLabel     *away_label;
  LsPlayer     *player;
  GSignalGroup *player_signals;
};

G_DEFINE_FINAL_TYPE (LsTaskPage, ls_task_page, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_PLAYER, N_PROPS };
static GParamSpec *properties[N_PROPS];

static LsModel *
get_model (LsTaskPage *self)
{
  return self->player != NULL ? ls_player_get_model (self->player) : NULL;
}

/* Facts */

/* NULL where nothing tells of it. */
static char *
format_creator (LsTaskPage *self, const LsTaskFacts *facts)
{
  LsModel *model = get_model (self);
  g_autofree char *step =
    ls_readout_format_count (ls_model_get_unit (model, LS_GRAIN_STEP, facts->created));

  if (facts->is_earlier)
    return NULL;
  if (facts->creator == 0)
    return g_strdup_printf (_("the program, step %s"), step);
  return g_strdup_printf (_("%s, step %s"), ls_model_get_task_name (model, facts->creator), step);
}

static const char *
awaits_how (LsWaitKind how)
{
  switch (how)
    {
    case LS_WAIT_GATHER:   return "gather()";
    case LS_WAIT_WAIT:     return "wait()";
    case LS_WAIT_WAIT_FOR: return "wait_for()";
    case LS_WAIT_SHIELD:   return "shield()";
    case LS_WAIT_GROUP:    return "TaskGroup";
    default:               return "await";
    }
}

static char *
format_awaiter (LsTaskPage *self, const LsState *state, guint32 task)
{
  LsWaitKind how = LS_WAIT_NONE;
  guint32 awaiter = ls_model_get_awaiter (get_model (self), state, task, &how);

  if (awaiter == 0)
    return g_strdup (_("nobody"));
  return g_strdup_printf ("%s, %s", ls_model_get_task_name (get_model (self), awaiter),
                          awaits_how (how));
}

static char *
format_turns (const LsState *state, const LsTaskState *task)
{
  gint64 waited = task->waited
      + (task->status == LS_STATUS_WAITING ? state->time - task->since : 0);
  g_autofree char *time = ls_model_format_time (waited / 1e9);

  return g_strdup_printf ("%" G_GUINT64_FORMAT " · %s", task->turns, time);
}

static void
show_facts (LsTaskPage *self, const LsState *state, const LsTaskFacts *facts)
{
  LsModel *model = get_model (self);
  const LsTaskState *task = ls_state_get_task (state, facts->id);
  g_autofree char *coro = facts->coro != 0 ? ls_model_format_coro (model, facts->coro) : NULL;
  g_autofree char *line = ls_where_format (ls_where_get_site (model, state, facts->id));
  g_autofree char *creator = format_creator (self, facts);
  g_autofree char *awaiter = task != NULL ? format_awaiter (self, state, facts->id) : NULL;
  g_autofree char *turns = task != NULL ? format_turns (state, task) : NULL;
  g_autofree char *detail = state->running != facts->id
    ? ls_model_task_detail (model, state, facts->id) : NULL;

  ls_facts_set (self->facts, _("Coroutine"), coro);
  ls_facts_set (self->facts, _("Line"), line);
  ls_facts_set (self->facts, _("State"), detail);
  ls_facts_set (self->facts, _("Created by"), creator);
  ls_facts_set (self->facts, _("Created"), facts->is_earlier ? _("before the recording began") : NULL);
  ls_facts_set (self->facts, _("Awaited by"), awaiter);
  ls_facts_set (self->facts, _("Turns · waited"), turns);
}

/* The await chain: those who wait for the task, outermost first, then its own frames */

static void
append_line (GString *text, guint depth, const char *what, const LsSite *site)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  for (guint i = 1; i < depth; i++)
    g_string_append (text, "   ");
  if (depth > 0)
    g_string_append (text, "└ ");
  g_string_append (text, what);
  if (site != NULL && site->line > 0)
    g_string_append_printf (text, _("   line %u"), site->line);
}

static guint
append_awaiters (LsTaskPage *self, GString *text, const LsState *state, guint32 task)
{
  LsModel *model = get_model (self);
  g_autoptr (GArray) chain = g_array_new (FALSE, FALSE, sizeof (guint32));
  LsWaitKind how;
  guint depth = 0;

  for (guint32 awaiter = ls_model_get_awaiter (model, state, task, &how);
       awaiter != 0 && chain->len
           < DEEPEST_CHAIN; awaiter = ls_model_get_awaiter (model, state, awaiter, &how))
    g_array_prepend_val (chain, awaiter);
  for (guint i = 0; i < chain->len; i++)
    {
      guint32 id = g_array_index (chain, guint32, i);

      append_line (text, depth++, ls_model_get_task_name (model, id),
                   ls_where_get_site (model, state, id));
    }
  return depth;
}

static void
clear_frame (gpointer data)
{
  g_clear_pointer (&((LsFrame *) data)->function, g_free);
}

/* Frames are those of the last suspension: of a task that runs, the innermost stands where it is now. */
static void
append_frames (LsTaskPage *self, GString *text, guint depth, const LsState *state, guint32 task)
{
  LsModel *model = get_model (self);
  const LsSite *here = ls_where_get_site (model, state, task);
  g_autoptr (GArray) frames = ls_model_get_frames (model, ls_player_get_position (self->player),
                                                   task);

  g_array_set_clear_func (frames, clear_frame);
  for (guint i = 0; i < frames->len; i++)
    {
      LsFrame *frame = &g_array_index (frames, LsFrame, i);
      const LsSite *site = ls_trace_reader_get_site (ls_model_get_reader (model), frame->site);
      g_autofree char *coro = frame->coro != 0 ? ls_model_format_coro (model, frame->coro)
        : g_strdup (frame->function);

      append_line (text, depth++, coro, i + 1 == frames->len && here != NULL ? here : site);
    }
}

static void
show_chain (LsTaskPage *self, const LsState *state, const LsTaskFacts *facts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint depth = append_awaiters (self, text, state, facts->id);
  gsize before = text->len;

  append_frames (self, text, depth, state, facts->id);
  if (text->len == before && facts->coro != 0)
    {
      g_autofree char *coro = ls_model_format_coro (get_model (self), facts->coro);

      append_line (text, depth, coro, ls_where_get_site (get_model (self), state, facts->id));
    }
  gtk_label_set_text (self->chain, text->str);
}

/* Locals: innermost frame first, since there one stands */

static char *
name_frame (const GArray *frames, guint depth)
{
  const LsFrame *frame = depth < frames->len ? &g_array_index (frames, LsFrame, depth) : NULL;
  const char *end = frame != NULL && frame->function != NULL ? strchr (frame->function, '(') : NULL;

  if (frame == NULL || frame->function == NULL || frame->function[0] == '\0')
    return g_strdup_printf (_("frame %u"), depth + 1);
  return end != NULL ? g_strndup (frame->function, end - frame->function) : g_strdup (frame->function);
}

static void
append_local (GString *text, const LsLocal *local, gboolean has_heading)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append_printf (text, "%s%s = %s", has_heading ? "  " : "", local->name, local->value);
}

/* Those of one frame; a heading says which where there are several. */
static void
append_of_frame (GString *text, const GArray *locals, guint depth, const char *heading)
{
  gboolean begun = FALSE;

  for (guint i = 0; i < locals->len; i++)
    {
      const LsLocal *local = &g_array_index (locals, LsLocal, i);

      if (local->depth != depth)
        continue;
      if (!begun && heading != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", heading);
      begun = TRUE;
      append_local (text, local, heading != NULL);
    }
}

static void
show_locals (LsTaskPage *self, guint32 task)
{
  guint64 position = ls_player_get_position (self->player);
  g_autoptr (GArray) locals = ls_model_get_locals (get_model (self), position, task);
  g_autoptr (GArray) frames = ls_model_get_frames (get_model (self), position, task);
  g_autoptr (GString) text = g_string_new (NULL);
  guint deepest = 0;

  for (guint i = 0; i < locals->len; i++)
    deepest = MAX (deepest, g_array_index (locals, LsLocal, i).depth);
  for (guint depth = deepest + 1; depth-- > 0; )
    {
      g_autofree char *heading = deepest > 0 ? name_frame (frames, depth) : NULL;

      append_of_frame (text, locals, depth, heading);
    }
  gtk_label_set_text (self->locals, text->str);
  /* C has the stack, in its await chain. */
  gtk_widget_set_visible (self->locals_heading, locals->len > 0 || ls_player_has_lines (self->player));
  gtk_widget_set_visible (GTK_WIDGET (self->locals), locals->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->no_locals), locals->len == 0 && ls_player_has_lines (self->player));
}

/* What can be done */

static const char *
why_not (LsTaskPage *self, const LsState *state, guint32 task)
{
  LsSession *session = ls_player_get_session (self->player);
  gboolean attached = ls_session_is_attached (session);

  if (ls_session_is_recorded (session))
    return _("This is a saved trace: there is no program to act on.");
  switch (ls_player_get_mode (self->player))
    {
    case LS_MODE_LOOKING_BACK:
      return attached ? _("You are looking back: what you see has passed. Go to the live edge.")
                      : _("You are looking back: what you see has passed. "
                          "Go to the live edge, or restart to here.");
    case LS_MODE_RECORDED:
      if (ls_session_is_let_go (session))
        return _("The program was let go. Attach to it again to act on its tasks.");
      return attached ? _("The program has ended.") : _("The program has ended. Restart it to act on its tasks.");
    default:
      return ls_state_get_task (state, task) == NULL ? _("This task is done.") : NULL;
    }
}

static void
show_actions (LsTaskPage *self, const LsState *state, guint32 task)
{
  const char *reason = why_not (self, state, task);
  LsMode mode = ls_player_get_mode (self->player);

  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel), reason == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->run_on), reason == NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->cancel),
                               reason != NULL ? reason
                                 : _("Asks the task to end: CancelledError at its next await"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->run_on),
                               reason != NULL ? reason
                                 : _("Runs the program until this task has its next turn"));
  gtk_label_set_text (self->away_label, reason != NULL ? reason : "");
  gtk_widget_set_visible (self->away, mode == LS_MODE_LOOKING_BACK);
}

static void
show_task (LsTaskPage *self, guint32 task)
{
  LsModel *model = get_model (self);
  const LsState *state = ls_player_get_state (self->player);
  const LsTaskFacts *facts = ls_model_get_task (model, task);
  g_autofree char *status = ls_model_status_label (model, state, task);

  ls_swatch_set_form (self->swatch, model, task, ls_form_get_status (state, task));
  gtk_label_set_text (self->name, ls_model_get_task_name (model, task));
  gtk_label_set_text (self->status, status);
  show_facts (self, state, facts);
  show_chain (self, state, facts);
  show_locals (self, task);
  show_actions (self, state, task);
}

/* A task that is chosen but does not exist yet at an earlier position is said to be so. */
static void
update (LsTaskPage *self)
{
  guint32 task = self->player != NULL ? ls_player_get_task (self->player) : 0;
  const LsTaskFacts *facts = task != 0 && get_model (self) != NULL
    ? ls_model_get_task (get_model (self), task) : NULL;
  const char *page = "task";

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (facts == NULL)
    page = "none";
  else if (facts->created > ls_player_get_position (self->player))
    page = "later";
  else
    show_task (self, task);
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
ls_task_page_dispose (GObject *object)
{
  LsTaskPage *self = LS_TASK_PAGE (object);

  g_clear_object (&self->player_signals);
  ls_widget_dispose_children (GTK_WIDGET (self), LS_TYPE_TASK_PAGE);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_task_page_parent_class)->dispose (object);
}

static void
ls_task_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    g_value_set_object (value, LS_TASK_PAGE (object)->player);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_task_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    ls_task_page_set_player (LS_TASK_PAGE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_task_page_class_init (LsTaskPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_task_page_dispose;
  object_class->get_property = ls_task_page_get_property;
  object_class->set_property = ls_task_page_set_property;
  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, LS_TYPE_PLAYER, LS_PARAM_RW);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LS_TYPE_FACTS);
  g_type_ensure (LS_TYPE_SWATCH);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-task-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsTaskPage, away);
  gtk_widget_class_bind_template_child (widget_class, LsTaskPage, away_label);
  gtk_widget_class_bind_template_child (widget_class, LsTaskPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, LsTaskPage, chain);
  gtk_widget_class_bind_template_child (widget_class, LsTaskPage, locals);
  gtk_widget_class_bind_template_child (widget_class, LsTaskPage, locals_heading);
  gtk_widget_class_bind_template_child (widget_class, LsTaskPage, facts);
  gtk_widget_class_bind_template_child (widget_class, LsTaskPage, name);
  gtk_widget_class_bind_template_child (widget_class, LsTaskPage, no_locals);
  gtk_widget_class_bind_template_child (widget_class, LsTaskPage, run_on);
  gtk_widget_class_bind_template_child (widget_class, LsTaskPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LsTaskPage, status);
  gtk_widget_class_bind_template_child (widget_class, LsTaskPage, swatch);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ls_task_page_init (LsTaskPage *self)
{
  static const char *changes[] = {
    "notify::session", "notify::position", "notify::task", "notify::mode", "notify::at-edge"
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->player_signals = g_signal_group_new (LS_TYPE_PLAYER);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_group_connect_swapped (self->player_signals, changes[i], G_CALLBACK (update), self);
  g_signal_connect (self, "map", G_CALLBACK (update), NULL);
}

void
ls_task_page_set_player (LsTaskPage *self, LsPlayer *player)
{
  g_return_if_fail (LS_IS_TASK_PAGE (self));
  if (!g_set_object (&self->player, player))
    return;
  g_signal_group_set_target (self->player_signals, player);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYER]);
}
