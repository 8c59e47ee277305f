/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-roster.h"

typedef struct
{
  LsTaskFacts facts;
  GArray     *spans;          /* LsSpan; the last is open while the task lives */
} Member;

struct _LsRoster
{
  GPtrArray  *members;        /* in order of creation */
  GHashTable *by_id;
  gboolean    in_snapshot;
};

static void
member_free (gpointer data)
{
  Member *member = data;

  g_array_unref (member->spans);
  g_free (member);
}

LsRoster *
ls_roster_new (void)
{
  LsRoster *self = g_new0 (LsRoster, 1);

  self->members = g_ptr_array_new_with_free_func (member_free);
  self->by_id = g_hash_table_new (NULL, NULL);

  return self;
}

void
ls_roster_free (LsRoster *self)
{
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->members);
  g_free (self);
}

static Member *
find_member (LsRoster *self, guint32 task)
{
  return g_hash_table_lookup (self->by_id, GUINT_TO_POINTER (task));
}

static Member *
add_member (LsRoster *self, guint32 task, const LsEvent *event)
{
  Member *member = g_new0 (Member, 1);

  member->facts.id = task;
  member->facts.index = self->members->len;
  member->facts.created = event->seq + 1;
  member->facts.ended = G_MAXUINT64;
  member->spans = g_array_new (FALSE, FALSE, sizeof (LsSpan));
  g_ptr_array_add (self->members, member);
  g_hash_table_insert (self->by_id, GUINT_TO_POINTER (task), member);

  return member;
}

static void
end_span (Member *member, const LsEvent *event)
{
  LsSpan *span;

  if (member->spans->len == 0)
    return;

  span = &g_array_index (member->spans, LsSpan, member->spans->len - 1);
  if (span->to != G_MAXUINT64)
    return;

  span->to = event->seq + 1;
  span->time_to = event->time;
}

static gboolean
is_in_span (const Member *member, const LsTaskState *task)
{
  const LsSpan *span;

  if (member->spans->len == 0)
    return FALSE;

  span = &g_array_index (member->spans, LsSpan, member->spans->len - 1);
  return span->to == G_MAXUINT64 && span->status == task->status && span->wait == task->wait;
}

/* Looks whether an event has changed a task's status. */
static void
look_at (LsRoster *self, const LsState *state, const LsEvent *event, guint32 id)
{
  const LsTaskState *task = id != 0 ? ls_state_get_task (state, id) : NULL;
  Member *member = id != 0 ? find_member (self, id) : NULL;
  LsSpan span = {
    .from = event->seq + 1, .to = G_MAXUINT64, .time_from = event->time, .time_to = event->time
  };

  if (task == NULL)
    {
      if (member != NULL)
        end_span (member, event);
      return;
    }

  if (member == NULL)
    member = add_member (self, id, event);
  if (is_in_span (member, task))
    return;

  end_span (member, event);
  span.status = task->status;
  span.wait = task->wait;
  g_array_append_val (member->spans, span);
}

static void
note_created (LsRoster *self, const LsState *state, const LsEvent *event)
{
  Member *member = find_member (self, event->rec.subject);

  if (member == NULL)
    member = add_member (self, event->rec.subject, event);
  else if (member->facts.coro != 0)
    return;

  member->facts.name = event->rec.a;
  member->facts.coro = event->rec.b;
  member->facts.creator = state->running;
  member->facts.site = event->rec.site;
  member->facts.is_earlier = self->in_snapshot;
}

static void
note_done (LsRoster *self, const LsEvent *event)
{
  Member *member = find_member (self, event->rec.subject);

  if (member == NULL || member->facts.ended != G_MAXUINT64)
    return;

  member->facts.ended = event->seq + 1;
  member->facts.outcome = MIN (event->rec.detail, LS_OUTCOME_CANCELLED);
}

static void
note_renamed (LsRoster *self, const LsEvent *event)
{
  Member *member = find_member (self, event->rec.subject);

  if (member != NULL)
    member->facts.name = event->rec.a;
}

/* Those that a snapshot does not mention are gone. */
static void
look_at_all (LsRoster *self, const LsState *state, const LsEvent *event)
{
  for (guint i = 0; i < self->members->len; i++)
    look_at (self, state, event, ((Member *) self->members->pdata[i])->facts.id);
}

void
ls_roster_add (LsRoster *self, const LsState *state, const LsEvent *event, guint32 ran)
{
  switch ((int) event->rec.kind)
    {
    case LS_EVENT_TASK_CREATED:
      if (event->rec.subject != 0)
        note_created (self, state, event);
      look_at (self, state, event, event->rec.subject);
      break;

    case LS_EVENT_TASK_RENAMED:
      note_renamed (self, event);
      break;

    case LS_EVENT_TASK_DONE:
      look_at (self, state, event, event->rec.subject);
      note_done (self, event);
      break;

    case LS_EVENT_TASK_READY:
    case LS_EVENT_TURN:
    case LS_EVENT_TASK_SUSPENDED:
      look_at (self, state, event, event->rec.subject);
      break;

    case LS_EVENT_HANDLE_SCHEDULED:
      look_at (self, state, event, event->rec.b);
      break;

    case LS_EVENT_SNAPSHOT_BEGIN:
      self->in_snapshot = TRUE;
      break;

    case LS_EVENT_SNAPSHOT_END:
      self->in_snapshot = FALSE;
      look_at_all (self, state, event);
      break;

    default:
      break;
    }

  if (ran != 0 && ran != state->running && ran != event->rec.subject)
    look_at (self, state, event, ran);
}

guint
ls_roster_get_n (LsRoster *self)
{
  return self->members->len;
}

const LsTaskFacts *
ls_roster_get (LsRoster *self, guint32 task)
{
  Member *member = find_member (self, task);

  return member != NULL ? &member->facts : NULL;
}

const LsTaskFacts *
ls_roster_get_nth (LsRoster *self, guint index)
{
  return index < self->members->len ? &((Member *) self->members->pdata[index])->facts : NULL;
}

const GArray *
ls_roster_get_spans (LsRoster *self, guint32 task)
{
  Member *member = find_member (self, task);

  return member != NULL ? member->spans : NULL;
}
