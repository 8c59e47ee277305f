/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-narrator.h"

#include <glib/gi18n-lib.h>

#define HOLD_LONG 0.5      /* seconds for which the loop may be held unremarked */

struct _LsNarrator
{
  LsSession *session;
  guint64    n_told;        /* steps */
  gint64     told_turn;     /* when the turn began of which was told that it holds the loop */
};

LsNarrator *
ls_narrator_new (LsSession *session)
{
  LsNarrator *self = g_new0 (LsNarrator, 1);

  self->session = g_object_ref (session);

  return self;
}

void
ls_narrator_free (LsNarrator *self)
{
  g_object_unref (self->session);
  g_free (self);
}

static void
tell_step (LsModel *model,
           guint64  step)
{
  guint64 position = ls_model_get_unit_end (model, LS_GRAIN_STEP, step);
  LsSentence *sentence = ls_model_describe (model, position);
  g_autofree char *time = NULL;
  LsEvent event = { 0 };

  ls_trace_reader_get (ls_model_get_reader (model), position - 1, &event);
  time = ls_model_format_time (event.time / 1e9);
  g_printerr ("%5" G_GUINT64_FORMAT "  %9s  %s%s%s\n", step, time, sentence->what,
              sentence->why[0] != '\0' ? " " : "", sentence->why);
  ls_sentence_free (sentence);
}

/* Once, while it does: the step is told when it ends, which may be never. */
static void
tell_holder (LsNarrator *self,
             LsModel    *model)
{
  gint64 since;
  guint32 holder = ls_session_get_holder (self->session, &since);
  double seconds = (g_get_monotonic_time () - since) / (double) G_USEC_PER_SEC;
  g_autofree char *text = NULL;

  if (since == 0 || since == self->told_turn || seconds < HOLD_LONG)
    return;
  self->told_turn = since;
  if (holder != 0)
    text = g_strdup_printf (_("%s has held the loop for %.1f s. Until it awaits or ends, nobody else can run."),
                            ls_model_get_task_name (model, holder), seconds);
  else
    text = g_strdup_printf (_("A callback has held the loop for %.1f s. Until it ends, nobody else can run."), seconds);
  g_printerr ("%5s  %9s  %s\n", "", "", text);
}

/* To be called again and again, for what happens and for what does not end. */
void
ls_narrator_tell (LsNarrator *self)
{
  LsModel *model = ls_session_get_model (self->session);
  guint64 n = model != NULL ? ls_model_get_n_units (model, LS_GRAIN_STEP) : 0;

  while (self->n_told < n)
    tell_step (model, ++self->n_told);
  if (model != NULL && ls_session_get_life (self->session) != LS_LIFE_ENDED)
    tell_holder (self, model);
}
