/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-chrome-trace.h"

#include <inttypes.h>
#include <string.h>

#define LOOP_THREAD  0              /* tasks are threads by their place, from 1 */
#define STEP_NS      1000000        /* of the axis of steps */
#define FLUSH        (256 * 1024)   /* bytes kept before they are written */
#define LOOK_UP      4096           /* events between two looks at whether to go on */

/* What a task has been doing, since when; the flow that leads to its next turn. */
typedef struct { gint64 since; LsStatus status; LsWaitKind wait; guint32 object; guint64 flow; } Doing;

typedef struct
{
  LsModel       *model;
  LsTraceReader *reader;
  LsAxis         axis;
  LsPictureFile *file;
  GString       *out;
  GHashTable    *doing;             /* task, to Doing */
  GHashTable    *depths;            /* queue, to its number of items */
  guint32        running;
  guint64        n_steps;
  guint64        n_flows;
  gint64         now;               /* ns on the axis */
  gint64         iteration;         /* since when, or -1 */
  gint64         poll;
  guint64        n_iterations;
  gboolean       is_first;
} Tracing;

/* JSON */

static void
put_string (GString    *out,
            const char *text)
{
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    {
      guchar c = *text;

      if (c == '"' || c == '\\')
        g_string_append_printf (out, "\\%c", c);
      else if (c < 0x20 || c == 0x7f)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_c (out, c);
    }
  g_string_append_c (out, '"');
}

/* Microseconds, to the nanosecond. */
static void
put_time (GString    *out,
          const char *name,
          gint64      ns)
{
  g_string_append_printf (out, ",\"%s\":%" PRId64 ".%03d", name, (int64_t) (ns / 1000), (int) (ns % 1000));
}

/* An event up to its time; what it has of its own follows, and end_event(). */
static void
begin_event (Tracing    *self,
             const char *phase,
             const char *category,
             const char *name,
             guint       thread,
             gint64      time)
{
  g_string_append (self->out, self->is_first ? "\n" : ",\n");
  self->is_first = FALSE;
  g_string_append_printf (self->out, "{\"ph\":\"%s\",\"cat\":\"%s\",\"name\":", phase, category);
  put_string (self->out, name);
  g_string_append_printf (self->out, ",\"pid\":1,\"tid\":%u", thread);
  put_time (self->out, "ts", time);
}

static void
end_event (Tracing *self)
{
  g_string_append_c (self->out, '}');
}

static void
put_slice (Tracing    *self,
           const char *category,
           const char *name,
           guint       thread,
           gint64      since,
           const char *arguments)   /* (nullable) */
{
  begin_event (self, "X", category, name, thread, since);
  put_time (self->out, "dur", self->now - since);
  if (arguments != NULL)
    g_string_append_printf (self->out, ",\"args\":{%s}", arguments);
  end_event (self);
}

/* Names */

static guint
get_thread (Tracing *self,
            guint32  task)
{
  const LsTaskFacts *facts = task != 0 ? ls_model_get_task (self->model, task) : NULL;

  return facts != NULL ? facts->index + 1 : LOOP_THREAD;
}

static void
name_thread (Tracing    *self,
             guint       thread,
             const char *name)
{
  begin_event (self, "M", "__metadata", "thread_name", thread, 0);
  g_string_append (self->out, ",\"args\":{\"name\":");
  put_string (self->out, name);
  g_string_append_c (self->out, '}');
  end_event (self);
  begin_event (self, "M", "__metadata", "thread_sort_index", thread, 0);
  g_string_append_printf (self->out, ",\"args\":{\"sort_index\":%u}", thread);
  end_event (self);
}

static void
name_threads (Tracing    *self,
              const char *title)
{
  guint n = ls_model_get_n_tasks (self->model);

  begin_event (self, "M", "__metadata", "process_name", LOOP_THREAD, 0);
  g_string_append (self->out, ",\"args\":{\"name\":");
  put_string (self->out, title);
  g_string_append_c (self->out, '}');
  end_event (self);
  name_thread (self, LOOP_THREAD, "event loop");
  for (guint i = 0; i < n; i++)
    {
      const LsTaskFacts *facts = ls_model_get_nth_task (self->model, i);

      name_thread (self, facts->index + 1, ls_model_get_task_name (self->model, facts->id));
    }
}

/* Tasks */

static Doing *
get_doing (Tracing *self,
           guint32  task)
{
  Doing *doing = g_hash_table_lookup (self->doing, GUINT_TO_POINTER (task));

  if (doing == NULL)
    {
      doing = g_new0 (Doing, 1);
      doing->status = LS_STATUS_DONE;
      g_hash_table_insert (self->doing, GUINT_TO_POINTER (task), doing);
    }
  return doing;
}

/* Ends what the task was doing with a slice. */
static void
finish_doing (Tracing    *self,
              guint32     task,
              Doing      *doing,
              const char *arguments)
{
  LsGroup group = { .wait = doing->wait, .object = doing->object };
  g_autofree char *title = NULL;

  switch (doing->status)
    {
    case LS_STATUS_READY:
      put_slice (self, "ready", "ready", get_thread (self, task), doing->since, arguments);
      break;
    case LS_STATUS_RUNNING:
      put_slice (self, "turn", "turn", get_thread (self, task), doing->since, arguments);
      break;
    case LS_STATUS_WAITING:
      title = ls_model_group_title (self->model, &group);
      put_slice (self, "wait", title, get_thread (self, task), doing->since, arguments);
      break;
    default:
      break;
    }
  doing->since = self->now;
}

/* From who runs, or the loop, to the turn of the task that was made ready. */
static void
put_flow (Tracing    *self,
          const char *phase,
          guint       thread,
          guint64     flow)
{
  begin_event (self, phase, "wake", "wakes", thread, self->now);
  g_string_append_printf (self->out, ",\"id\":%" PRIu64 "%s", flow, *phase == 'f' ? ",\"bp\":\"e\"" : "");
  end_event (self);
}

static void
trace_ready (Tracing        *self,
             const LsRecord *rec)
{
  Doing *doing = get_doing (self, rec->subject);

  finish_doing (self, rec->subject, doing, NULL);
  doing->status = LS_STATUS_READY;
  doing->flow = ++self->n_flows;
  put_flow (self, "s", get_thread (self, self->running), doing->flow);
}

static void
trace_turn (Tracing        *self,
            const LsRecord *rec)
{
  Doing *doing = get_doing (self, rec->subject);

  finish_doing (self, rec->subject, doing, NULL);
  doing->status = LS_STATUS_RUNNING;
  self->running = rec->subject;
  if (doing->flow != 0)
    put_flow (self, "f", get_thread (self, rec->subject), doing->flow);
  doing->flow = 0;
}

static void
trace_turn_end (Tracing       *self,
                const LsEvent *event)
{
  static const char * const outcomes[] = { "result", "exception", "cancelled" };
  const LsRecord *rec = &event->rec;
  gboolean is_done = rec->kind == LS_EVENT_TASK_DONE;
  Doing *doing = get_doing (self, rec->subject);
  const LsSite *site = rec->site != 0 ? ls_trace_reader_get_site (self->reader, rec->site) : NULL;
  g_autoptr (GString) arguments = g_string_new (NULL);

  g_string_append_printf (arguments, "\"step\":%" PRIu64, self->n_steps);
  if (is_done)
    g_string_append_printf (arguments, ",\"outcome\":\"%s\"", outcomes[MIN (rec->detail, 2)]);
  if (site != NULL && site->line > 0)
    {
      g_autofree char *file = g_path_get_basename (site->file);
      g_autofree char *place = g_strdup_printf ("%s:%u", file, site->line);

      g_string_append (arguments, ",\"line\":");
      put_string (arguments, place);
    }
  finish_doing (self, rec->subject, doing, arguments->str);
  doing->status = is_done ? LS_STATUS_DONE : LS_STATUS_WAITING;
  doing->wait = is_done ? LS_WAIT_NONE : (LsWaitKind) rec->detail;
  doing->object = rec->a;
  self->running = 0;
}

/* The loop, timers, queues and output */

static void
trace_iteration (Tracing        *self,
                 const LsRecord *rec)
{
  g_autofree char *name = g_strdup_printf ("iteration %" PRIu64, self->n_iterations);

  if (self->iteration >= 0)
    put_slice (self, "loop", name, LOOP_THREAD, self->iteration, NULL);
  self->iteration = self->now;
  self->n_iterations = rec->value;
}

static void
trace_timer (Tracing        *self,
             const LsRecord *rec)
{
  gboolean is_begin = rec->kind == LS_EVENT_TIMER_ARMED;

  begin_event (self, is_begin ? "b" : "e", "timer", "timer", get_thread (self, is_begin ? self->running : 0), self->now);
  g_string_append_printf (self->out, ",\"id\":%u", rec->subject);
  if (rec->kind == LS_EVENT_TIMER_CANCELLED)
    g_string_append (self->out, ",\"args\":{\"cancelled\":true}");
  end_event (self);
}

static void
trace_queue (Tracing        *self,
             const LsRecord *rec)
{
  gpointer key = GUINT_TO_POINTER (rec->subject);
  gint depth = GPOINTER_TO_INT (g_hash_table_lookup (self->depths, key));
  g_autofree char *name = ls_model_get_queue_name (self->model, rec->subject);

  depth += rec->kind == LS_EVENT_QUEUE_ITEM_PUT ? 1 : depth > 0 ? -1 : 0;
  g_hash_table_insert (self->depths, key, GINT_TO_POINTER (depth));
  begin_event (self, "C", "queue", name, LOOP_THREAD, self->now);
  g_string_append_printf (self->out, ",\"args\":{\"items\":%d}", depth);
  end_event (self);
}

/* @text: what was written, or who blocks */
static void
trace_instant (Tracing    *self,
               const char *category,
               const char *text,
               guint32     task)
{
  begin_event (self, "i", category, text, get_thread (self, task), self->now);
  g_string_append (self->out, ",\"s\":\"t\"");
  end_event (self);
}

static void
trace_event (Tracing       *self,
             const LsEvent *event)
{
  const LsRecord *rec = &event->rec;

  switch (rec->kind)
    {
    case LS_EVENT_TASK_READY:
      trace_ready (self, rec);
      break;
    case LS_EVENT_TURN:
      trace_turn (self, rec);
      break;
    case LS_EVENT_TASK_SUSPENDED:
    case LS_EVENT_TASK_DONE:
      trace_turn_end (self, event);
      break;
    case LS_EVENT_ITERATION:
      trace_iteration (self, rec);
      break;
    case LS_EVENT_POLL:
      self->poll = self->now;
      break;
    case LS_EVENT_POLLED:
      if (self->poll >= 0)
        put_slice (self, "loop", "poll", LOOP_THREAD, self->poll, NULL);
      self->poll = -1;
      break;
    case LS_EVENT_TIMER_ARMED:
    case LS_EVENT_TIMER_FIRED:
    case LS_EVENT_TIMER_CANCELLED:
      trace_timer (self, rec);
      break;
    case LS_EVENT_QUEUE_ITEM_PUT:
    case LS_EVENT_QUEUE_ITEM_GOT:
      trace_queue (self, rec);
      break;
    case LS_EVENT_OUTPUT:
      trace_instant (self, "output", ls_trace_reader_get_string (self->reader, rec->value), rec->subject);
      break;
    case LS_EVENT_WARNING:
      trace_instant (self, "warning", ls_trace_reader_get_string (self->reader, rec->value), self->running);
      break;
    default:
      break;
    }
}

/* What lasts longer than the trace. */
static void
finish (Tracing *self)
{
  LsRecord last = { .value = 0 };
  guint n = ls_model_get_n_tasks (self->model);

  for (guint i = 0; i < n; i++)
    {
      guint32 task = ls_model_get_nth_task (self->model, i)->id;

      finish_doing (self, task, get_doing (self, task), "\"unfinished\":true");
    }
  trace_iteration (self, &last);
  g_string_append (self->out, "\n]}\n");
}

static void
flush (Tracing *self)
{
  /* A failed write is told at the commit, with the system's reason. */
  ls_picture_file_write (self->file, (const unsigned char *) self->out->str, self->out->len);
  g_string_truncate (self->out, 0);
}

static gboolean
trace_events (Tracing                 *self,
              const LsPictureOptions  *options,
              GCancellable            *cancellable,
              GError                 **error)
{
  guint64 n = MIN (options->position, ls_model_get_n_events (self->model));
  gboolean is_known = FALSE;
  LsEvent event;

  for (guint64 seq = ls_trace_reader_get_first (self->reader); seq < n; seq++)
    {
      if (seq % LOOK_UP == 0)
        {
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
          ls_picture_report (options, seq / LOOK_UP, n / LOOK_UP + 1);
        }
      if (!ls_trace_reader_get (self->reader, seq, &event))
        continue;
      self->n_steps += ls_record_ends (&event.rec, LS_GRAIN_STEP);
      self->now = self->axis == LS_AXIS_STEPS ? (gint64) self->n_steps * STEP_NS : MAX (event.time, 0);
      /* A snapshot tells again what has happened before. */
      if (event.rec.kind == LS_EVENT_SNAPSHOT_BEGIN)
        is_known = TRUE;
      if (!is_known)
        trace_event (self, &event);
      if (event.rec.kind == LS_EVENT_SNAPSHOT_END)
        is_known = FALSE;
      if (self->out->len > FLUSH)
        flush (self);
    }
  return TRUE;
}

gboolean
ls_chrome_trace_write (LsModel                 *model,
                       const LsPictureOptions  *options,
                       const char              *title,
                       LsPictureFile           *file,
                       GCancellable            *cancellable,
                       GError                 **error)
{
  g_autoptr (GString) out = g_string_new ("{\"displayTimeUnit\":\"ms\",\"otherData\":{\"generator\":\"Loopscope\"},"
                                          "\"traceEvents\":[");
  g_autoptr (GHashTable) doing = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GHashTable) depths = g_hash_table_new (NULL, NULL);
  Tracing self = { .model = model, .reader = ls_model_get_reader (model), .axis = options->axis, .file = file,
                   .out = out, .doing = doing, .depths = depths, .iteration = -1, .poll = -1, .is_first = TRUE };

  name_threads (&self, title);
  if (!trace_events (&self, options, cancellable, error))
    return FALSE;

  finish (&self);
  flush (&self);
  return TRUE;
}
