/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model-trace.h"

/* Two producers and three consumers with one queue, as far as the second item; see make_window_scene(). */

enum { MAIN = 1, PRODUCER_0, PRODUCER_1, CONSUMER_0, CONSUMER_1, CONSUMER_2, OUTER };

typedef struct { guint32 future, timer; } Sleep;

static inline Sleep
fall_asleep (Trace *trace, guint32 task, guint32 future, double seconds)
{
  Sleep sleep = { .future = future };

  trace_sleep (trace, task, future, seconds, &sleep.timer);
  return sleep;
}

static inline Sleep
take_turn (Trace *trace, guint32 task, guint32 handle, const char *text, guint32 future, double seconds)
{
  trace_turn (trace, task, handle);
  trace_output (trace, task, text);
  return fall_asleep (trace, task, future, seconds);
}

static inline void
trace_gather (Trace *trace)
{
  trace_write (trace, (LsRecord) { .kind = LS_EVENT_FUTURE_CREATED, .detail = LS_FUTURE_GATHER, .subject = OUTER, .a = 2 });
  trace_write (trace, (LsRecord) { .kind = LS_EVENT_FUTURE_CHILD, .subject = OUTER, .a = PRODUCER_0, .b = 0 });
  trace_write (trace, (LsRecord) { .kind = LS_EVENT_FUTURE_CHILD, .subject = OUTER, .a = PRODUCER_1, .b = 1 });
  trace_suspend (trace, MAIN, LS_WAIT_GATHER, OUTER, OUTER);
}

static inline void
write_window_trace (Trace *trace)
{
  static const char * const names[] = { "Producer 0", "Producer 1", "Consumer 0", "Consumer 1", "Consumer 2" };
  Sleep sleeps[5], again;

  trace_create (trace, MAIN, "main", "main");
  trace_iteration (trace, 1);
  trace_poll (trace, 0, 0);
  trace_turn (trace, MAIN, 0);
  trace_queue (trace, 1, "q", 0);
  for (guint i = 0; i < 5; i++)
    trace_create (trace, PRODUCER_0 + i, names[i], i < 2 ? "produce" : "consume");
  trace_gather (trace);

  trace_iteration (trace, 2);
  trace_poll (trace, 0, 0);
  sleeps[0] = take_turn (trace, PRODUCER_0, 2, "Producer 0 sleeping for 3 seconds.", 20, 3);
  sleeps[1] = take_turn (trace, PRODUCER_1, 3, "Producer 1 sleeping for 2 seconds.", 21, 2);
  sleeps[2] = take_turn (trace, CONSUMER_0, 4, "Consumer 0 sleeping for 3 seconds.", 22, 3);
  sleeps[3] = take_turn (trace, CONSUMER_1, 5, "Consumer 1 sleeping for 5 seconds.", 23, 5);
  sleeps[4] = take_turn (trace, CONSUMER_2, 6, "Consumer 2 sleeping for 3 seconds.", 24, 3);

  trace_iteration (trace, 3);
  trace_poll (trace, 2, 2);
  trace_wake (trace, PRODUCER_1, sleeps[1].future, sleeps[1].timer);
  trace_iteration (trace, 4);
  trace_turn (trace, PRODUCER_1, 0);
  trace_put (trace, 1, 1, 1, "9b02ce71aa");
  trace_output (trace, PRODUCER_1, "Producer 1 added <9b02ce71aa>");
  again = fall_asleep (trace, PRODUCER_1, 25, 2);
  g_assert_cmpuint (again.timer, !=, 0);

  trace_iteration (trace, 5);
  trace_poll (trace, 1, 1);
  trace_wake (trace, PRODUCER_0, sleeps[0].future, sleeps[0].timer);
  trace_wake (trace, CONSUMER_0, sleeps[2].future, sleeps[2].timer);
  trace_wake (trace, CONSUMER_2, sleeps[4].future, sleeps[4].timer);
  trace_iteration (trace, 6);
  trace_turn (trace, PRODUCER_0, trace->handle - 2);
  trace_put (trace, 1, 2, 2, "a4f5b18cd9");
}

/* What comes next, so that the first 35 steps can be looked back at. */
static inline void
write_rest_of_trace (Trace *trace)
{
  fall_asleep (trace, PRODUCER_0, 26, 4);
  trace_turn (trace, CONSUMER_0, trace->handle - 2);
  trace_get (trace, 1, 1, "9b02ce71aa");
  trace_write (trace, (LsRecord) { .kind = LS_EVENT_BLOCKING, .subject = CONSUMER_0, .tag = LS_TAG_DOUBLE,
                                   .value = ls_trace_writer_double (1.5) });
  trace->time += 1500000000;
  trace_output (trace, CONSUMER_0, "Consumer 0 got <9b02ce71aa>");
  trace_done (trace, CONSUMER_0);
  trace_write (trace, (LsRecord) { .kind = LS_EVENT_TASK_DONE, .detail = LS_OUTCOME_EXCEPTION, .subject = CONSUMER_2 });
}
