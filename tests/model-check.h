/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-model.h"
#include "ls-state-private.h"

#include <string.h>

/* What holds of every trace: tested on made-up ones and on those that the examples write. */

static inline guint
count_tasks (const LsState *state, LsStatus status)
{
  guint n = 0;

  for (guint i = 0; i < state->tasks->len; i++)
    n += g_array_index (state->tasks, LsTaskState, i).status == status;

  return n;
}

static inline void
check_sums (const LsState *state)
{
  g_autoptr (GPtrArray) groups = ls_state_get_groups (state);
  guint waiting = 0;

  for (guint i = 0; i < groups->len; i++)
    waiting += ((LsGroup *) groups->pdata[i])->tasks->len;

  g_assert_cmpuint (count_tasks (state, LS_STATUS_RUNNING), <=, 1);
  g_assert_cmpuint (waiting + count_tasks (state, LS_STATUS_READY)
                    + count_tasks (state, LS_STATUS_RUNNING) + state->done->len,
                    ==, ls_state_get_n_tasks (state));
}

/* The states at all positions, each reached from the start. */
static inline GPtrArray *
play_states (LsModel *model)
{
  GPtrArray *states = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_state_free);
  LsTraceReader *reader = ls_model_get_reader (model);
  LsState *state = ls_state_new ();
  guint64 n = ls_model_get_n_events (model);
  LsEvent event;

  for (guint64 position = 0; position <= n; position++)
    {
      LsState *copy = ls_state_new ();

      ls_state_copy (copy, state);
      ls_state_settle (copy);
      g_ptr_array_add (states, copy);
      if (position == n)
        break;
      if (ls_trace_reader_get (reader, position, &event))
        ls_state_apply (state, &event, (LsStringFunc) ls_trace_reader_get_string, reader);
      else
        ls_state_pass_over (state, position);
    }
  ls_state_free (state);

  return states;
}

static inline void
check_everywhere (LsModel *model)
{
  g_autoptr (GPtrArray) states = play_states (model);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  guint n = states->len - 1;

  for (guint position = n; position > 0; position--)
    g_assert_true (ls_state_equal (ls_model_get_state (model, position), states->pdata[position]));
  for (guint position = 0; position <= n; position++)
    {
      const LsState *state = ls_model_get_state (model, position);

      g_assert_cmpuint (state->position, ==, position);
      g_assert_true (ls_state_equal (state, states->pdata[position]));
      check_sums (state);
    }
  for (guint i = 0; i < 1000; i++)
    {
      guint position = (guint) g_rand_int_range (rand, 0, (gint32) n + 1);

      g_assert_true (ls_state_equal (ls_model_get_state (model, position),
                                     states->pdata[position]));
    }
}
