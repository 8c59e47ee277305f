/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-trace-event.h"

#include <string.h>

#include "ls-enums.h"

static const struct { const char *name; guint8 space; } kinds[LS_N_EVENTS] = {
  [LS_EVENT_UNUSED] = { "unused", LS_SPACE_NONE },
  [LS_EVENT_BASE] = { "base", LS_SPACE_NONE },
#define X(id, word, id_space, ...) [LS_EVENT_##id] = { word, LS_SPACE_##id_space },
  LS_EVENTS (X)
#undef X
};

/* A kind that this version does not know is kept in a trace, and shown by this name. */
const char *
ls_event_kind_name (LsEventKind kind)
{
  return (guint) kind < LS_N_EVENTS ? kinds[kind].name : "unknown";
}

LsIdSpace
ls_event_kind_space (LsEventKind kind)
{
  return (guint) kind < LS_N_EVENTS ? kinds[kind].space : LS_SPACE_NONE;
}

double
ls_record_get_double (const LsRecord *rec)
{
  double value;

  memcpy (&value, &rec->value, sizeof value);
  return value;
}

static gboolean
poll_waits (const LsRecord *rec)
{
  return rec->tag != LS_TAG_DOUBLE || ls_record_get_double (rec) > 0;
}

static gboolean
ends_step (const LsRecord *rec)
{
  switch ((int) rec->kind)
    {
    case LS_EVENT_TASK_READY:
    case LS_EVENT_TURN:
    case LS_EVENT_TASK_SUSPENDED:
    case LS_EVENT_TASK_DONE:
    case LS_EVENT_QUEUE_ITEM_PUT:
    case LS_EVENT_QUEUE_ITEM_GOT:
    case LS_EVENT_QUEUE_TASK_DONE:
    case LS_EVENT_BLOCKING:
    case LS_EVENT_CANCEL_REQUESTED:
    case LS_EVENT_OUTPUT:
    case LS_EVENT_SYNC_ACQUIRED:
    case LS_EVENT_SYNC_RELEASED:
    case LS_EVENT_WARNING:
    case LS_EVENT_EXCEPTION_HANDLER:
    case LS_EVENT_LOOP_CLOSED:
    case LS_EVENT_FD_READY:
    case LS_EVENT_CHILD_EXITED:
    case LS_EVENT_JOB_SUBMITTED:
    case LS_EVENT_JOB_STARTED:
    case LS_EVENT_JOB_DONE:
    case LS_EVENT_SIGNAL:
    case LS_EVENT_GENERATOR_RESUMED:
    case LS_EVENT_GENERATOR_PAUSED:
      return TRUE;

    case LS_EVENT_POLL:
      return poll_waits (rec);

    case LS_EVENT_FUTURE_RESOLVED:
      return rec->b == LS_FUTURE_PLAIN;

    default:
      return FALSE;
    }
}

gboolean
ls_record_ends (const LsRecord *rec, LsGrain grain)
{
  switch (grain)
    {
    case LS_GRAIN_EVENT:
      return TRUE;

    case LS_GRAIN_STEP:
      return ends_step (rec);

    case LS_GRAIN_TURN:
      return rec->kind == LS_EVENT_TASK_SUSPENDED || rec->kind == LS_EVENT_TASK_DONE;

    case LS_GRAIN_ITERATION:
      return rec->kind == LS_EVENT_ITERATION;

    case LS_GRAIN_TIMER:
      return rec->kind == LS_EVENT_TIMER_FIRED;

    case LS_GRAIN_LINE:
      return rec->kind == LS_EVENT_SOURCE_LINE;

    case LS_N_GRAINS:
    default:
      g_return_val_if_reached (FALSE);
    }
}
