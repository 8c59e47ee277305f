/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-projection-private.h"

#include "ls-enums.h"

/*
 * Two programs may wait for the same input and output by different means: one by operations of GIO,
 * the other by descriptors, its own or those of asyncio's transports.  Which callbacks then lie
 * between a task's waiting and its going on, and in how many pieces the bytes come, is the means',
 * not the program's.
 */

void
ls_projection_follow_io (LsProjection *self, const LsRecord *rec)
{
  if (rec->kind == LS_EVENT_FUTURE_CREATED && rec->detail == LS_FUTURE_IO && rec->a != 0)
    self->operation = rec->subject;
  else if (rec->kind == LS_EVENT_TASK_SUSPENDED && rec->detail == LS_WAIT_IO)
    {
      self->waits_for_io = TRUE;
      self->has_operations |= rec->b != 0 && rec->b == self->operation;
    }
}

gboolean
ls_projection_has_other_io (LsProjection *self, LsProjection *other)
{
  return self->waits_for_io && other->waits_for_io && self->has_operations != other->has_operations;
}

gboolean
ls_projection_is_of_io (LsProjection *self, const LsRecord *rec)
{
  switch ((int) rec->kind)
    {
    case LS_EVENT_FD_WATCHED: case LS_EVENT_FD_READY: case LS_EVENT_FD_UNWATCHED:
      return TRUE;
    case LS_EVENT_HANDLE_SCHEDULED:
      return rec->b == 0;
    case LS_EVENT_HANDLE_RUN: case LS_EVENT_HANDLE_CANCELLED:
      return ls_projection_find_handle (self, rec->subject)->kind == LS_HANDLE_CALLBACK;
    default:
      return FALSE;
    }
}

LsTokenPart
ls_projection_find_part (LsProjection *self, const LsRecord *rec)
{
  switch ((int) rec->kind)
    {
    case LS_EVENT_TASK_SUSPENDED:
      return rec->detail == LS_WAIT_IO ? LS_TOKEN_WAITS : LS_TOKEN_DOES;
    case LS_EVENT_TASK_READY: case LS_EVENT_TURN:
      return LS_TOKEN_GOES_ON;
    case LS_EVENT_HANDLE_SCHEDULED:
      return rec->b != 0 ? LS_TOKEN_GOES_ON : LS_TOKEN_DOES;
    case LS_EVENT_HANDLE_RUN:
      return ls_projection_find_handle (self, rec->subject)->kind == LS_HANDLE_STEP
             ? LS_TOKEN_GOES_ON : LS_TOKEN_DOES;
    default:
      return LS_TOKEN_DOES;
    }
}

/* A task that waits, and what it has gone on by since. */
typedef struct { gboolean waits; GArray *since; /* guint: tokens */ } Wait;

static void
free_wait (gpointer data)
{
  Wait *wait = data;

  g_array_unref (wait->since);
  g_free (wait);
}

static Wait *
find_wait (GHashTable *waits, guint64 owner)
{
  Wait *wait = g_hash_table_lookup (waits, &owner);

  if (wait == NULL)
    {
      wait = g_new0 (Wait, 1);
      wait->since = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (waits, g_memdup2 (&owner, sizeof owner), wait);
    }
  return wait;
}

/* It waits again, having done nothing else: as if it had waited all the time. */
static void
drop_since (Wait *wait, guint token, gboolean *dropped)
{
  for (guint i = 0; i < wait->since->len; i++)
    dropped[g_array_index (wait->since, guint, i)] = TRUE;
  dropped[token] = TRUE;
}

static void
keep (LsProjection *self, const gboolean *dropped)
{
  guint n = 0;

  for (guint i = 0; i < self->tokens->len; i++)
    if (!dropped[i])
      g_array_index (self->tokens, LsToken, n++) = g_array_index (self->tokens, LsToken, i);
  self->n_compared -= self->tokens->len - n;
  g_array_set_size (self->tokens, n);
}

void
ls_projection_join_waits (LsProjection *self)
{
  g_autoptr (GHashTable) waits = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                                        free_wait);
  g_autofree gboolean *dropped = g_new0 (gboolean, self->tokens->len);

  for (guint i = 0; i < self->tokens->len; i++)
    {
      const LsToken *token = &g_array_index (self->tokens, LsToken, i);
      Wait *wait = find_wait (waits, token->owner);

      if (token->part == LS_TOKEN_GOES_ON)
        g_array_append_val (wait->since, i);
      else
        {
          if (token->part == LS_TOKEN_WAITS && wait->waits)
            drop_since (wait, i, dropped);
          wait->waits = token->part == LS_TOKEN_WAITS;
          g_array_set_size (wait->since, 0);
        }
    }
  keep (self, dropped);
}
