/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-narrator.h"

struct _LsNarrator
{
  LsSession *session;
  guint64    n_told;        /* steps */
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

void
ls_narrator_tell (LsNarrator *self)
{
  LsModel *model = ls_session_get_model (self->session);
  guint64 n = model != NULL ? ls_model_get_n_units (model, LS_GRAIN_STEP) : 0;

  while (self->n_told < n)
    tell_step (model, ++self->n_told);
}
