/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "ls-dump.h"
#include "ls-event-fields.h"

typedef struct
{
  LsTraceReader *reader;
  guint64        from, to;          /* events */
  FILE          *out;
  gboolean       is_json;
  gboolean       is_deterministic;
  gboolean       has_events;       /* JSON: one was written, so a comma is due */
} Dump;

static const char * const space_names[] = { "none", "loop", "future", "handle", "coro", "sync" };

/* Object tags by name; what is not one of them is written as itself. */
static const char *
get_tag_name (guint tag)
{
  static const char * const names[] = {
    [LS_TAG_LIST] = "list", [LS_TAG_ERROR] = "error", [LS_TAG_FUTURE] = "future", [LS_TAG_TASK] = "task",
    [LS_TAG_CORO] = "coro", [LS_TAG_QUEUE] = "queue", [LS_TAG_SYNC] = "sync", [LS_TAG_LOOP] = "loop",
    [LS_TAG_POINTER] = "pointer", [LS_TAG_TEXT] = "text",
  };

  return tag < G_N_ELEMENTS (names) && names[tag] != NULL ? names[tag] : "unknown";
}

/* Quoted, as JSON wants it; the reader gives valid UTF-8 only. */
static void
print_string (Dump       *dump,
              const char *text)
{
  fputc ('"', dump->out);
  for (const guchar *c = (const guchar *) text; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      fprintf (dump->out, "\\%c", *c);
    else if (*c == '\n')
      fputs ("\\n", dump->out);
    else if (*c < 0x20 || *c == 0x7f)
      fprintf (dump->out, "\\u%04x", *c);
    else
      fputc (*c, dump->out);
  fputc ('"', dump->out);
}

static void
print_key (Dump       *dump,
           const char *key)
{
  fprintf (dump->out, dump->is_json ? ",\"%s\":" : " %s=", key);
}

/* JSON has no infinity and no NaN. */
static void
print_double (Dump   *dump,
              double  value)
{
  g_autofree char *text = ls_double_to_string (value);

  if (dump->is_json && !isfinite (value))
    print_string (dump, text);
  else
    fputs (text, dump->out);
}

static void
print_tagged (Dump           *dump,
              const LsRecord *rec)
{
  const char *name = get_tag_name (rec->tag);
  gboolean is_text = rec->tag == LS_TAG_ERROR || rec->tag == LS_TAG_TEXT;

  fprintf (dump->out, dump->is_json ? "{\"%s\":" : "%s(", name);
  if (is_text)
    print_string (dump, ls_trace_reader_get_string (dump->reader, rec->value));
  else
    fprintf (dump->out, "%" PRIu64, (uint64_t) rec->value);
  fputc (dump->is_json ? '}' : ')', dump->out);
}

static void
print_value (Dump           *dump,
             const LsRecord *rec)
{
  if (rec->tag == LS_TAG_NONE)
    return;
  print_key (dump, "value");
  switch (rec->tag)
    {
    case LS_TAG_BOOL:
      fputs (rec->value != 0 ? "true" : "false", dump->out);
      break;
    case LS_TAG_INT:
      fprintf (dump->out, "%" PRId64, (int64_t) rec->value);
      break;
    case LS_TAG_DOUBLE:
      print_double (dump, ls_record_get_double (rec));
      break;
    case LS_TAG_STRING:
      print_string (dump, ls_trace_reader_get_string (dump->reader, rec->value));
      break;
    default:
      print_tagged (dump, rec);
      break;
    }
}

static void
print_fields (Dump          *dump,
              const LsEvent *event)
{
  LsEventField fields[LS_EVENT_FIELDS_MAX];
  guint n = ls_event_get_fields (dump->reader, event, fields);

  for (guint i = 0; i < n; i++)
    {
      print_key (dump, fields[i].key);
      if (fields[i].word == NULL)
        fprintf (dump->out, "%u", fields[i].number);
      else if (dump->is_json || fields[i].is_string)
        print_string (dump, fields[i].word);
      else
        fputs (fields[i].word, dump->out);
    }
}

/* (nullable): the last part of a path where only that is the same everywhere. */
static char *
shorten (Dump       *dump,
         const char *path)
{
  return dump->is_deterministic ? g_path_get_basename (path) : g_strdup (path);
}

static void
print_site_json (Dump         *dump,
                 const LsSite *site)
{
  g_autofree char *file = shorten (dump, site->file);

  fputs (",\"site\":{\"function\":", dump->out);
  print_string (dump, site->function);
  if (site->line > 0)
    {
      fputs (",\"file\":", dump->out);
      print_string (dump, file);
      fprintf (dump->out, ",\"line\":%u", site->line);
    }
  if (!dump->is_deterministic && site->module[0] != '\0')
    {
      fputs (",\"module\":", dump->out);
      print_string (dump, site->module);
      fprintf (dump->out, ",\"offset\":%" PRIu64, (uint64_t) site->offset);
    }
  fputc ('}', dump->out);
}

static void
print_site (Dump    *dump,
            guint32  id)
{
  const LsSite *site = id != 0 ? ls_trace_reader_get_site (dump->reader, id) : NULL;
  g_autofree char *base = site != NULL ? g_path_get_basename (site->file) : NULL;

  if (site == NULL)
    return;
  if (dump->is_json)
    print_site_json (dump, site);
  else if (site->line > 0)
    fprintf (dump->out, "  at %s:%u in %s", base, site->line, site->function);
  else if (!dump->is_deterministic || strchr (site->function, '+') == NULL)
    fprintf (dump->out, "  in %s", site->function);
}

static void
print_event_json (Dump          *dump,
                  const LsEvent *event)
{
  LsIdSpace space = ls_event_kind_space (event->rec.kind);

  fprintf (dump->out, "%s\n    {\"seq\":%" PRIu64 ",\"time\":", dump->has_events ? "," : "", (uint64_t) event->seq);
  print_double (dump, event->time / 1e9);
  if (!dump->is_deterministic && event->wall >= 0)
    fprintf (dump->out, ",\"wall\":%.9f", event->wall / 1e9);
  fprintf (dump->out, ",\"thread\":%u,\"loop\":%u,\"event\":\"%s\"", event->thread, event->rec.loop,
           ls_event_kind_name (event->rec.kind));
  if (space != LS_SPACE_NONE && event->rec.subject != 0)
    fprintf (dump->out, ",\"space\":\"%s\",\"subject\":%u", space_names[space], event->rec.subject);
}

/* Tasks are futures; where it can only be one, text says so. */
static const char *
get_subject_name (guint kind)
{
  switch (kind)
    {
    case LS_EVENT_BLOCKING:
    case LS_EVENT_TASK_CREATED:
    case LS_EVENT_TASK_RENAMED:
    case LS_EVENT_TASK_READY:
    case LS_EVENT_TURN:
    case LS_EVENT_FRAME:
    case LS_EVENT_TASK_SUSPENDED:
    case LS_EVENT_CANCEL_REQUESTED:
    case LS_EVENT_CANCEL_DELIVERED:
    case LS_EVENT_TASK_DONE:
    case LS_EVENT_OUTPUT:
    case LS_EVENT_SOURCE_LINE:
    case LS_EVENT_LOCAL:
      return "task";
    default:
      return space_names[ls_event_kind_space (kind)];
    }
}

static void
print_event_text (Dump          *dump,
                  const LsEvent *event)
{
  fprintf (dump->out, "%6" PRIu64 "  %13.9f  ", (uint64_t) event->seq, event->time / 1e9);
  if (event->thread > 1)
    fprintf (dump->out, "thread %u  ", event->thread);
  fprintf (dump->out, "%-17s", ls_event_kind_name (event->rec.kind));
  if (ls_event_kind_space (event->rec.kind) != LS_SPACE_NONE && event->rec.subject != 0)
    fprintf (dump->out, " %s %u", get_subject_name (event->rec.kind), event->rec.subject);
}

static void
print_event (Dump          *dump,
             const LsEvent *event)
{
  if (dump->is_json)
    print_event_json (dump, event);
  else
    print_event_text (dump, event);
  print_fields (dump, event);
  print_value (dump, &event->rec);
  print_site (dump, event->rec.site);
  fputs (dump->is_json ? "}" : "\n", dump->out);
  dump->has_events = TRUE;
}

static void
print_missing (Dump    *dump,
               guint64  from,
               guint64  to)
{
  if (dump->is_json)
    fprintf (dump->out, "%s\n    {\"seq\":%" PRIu64 ",\"missing\":%" PRIu64 "}", dump->has_events ? "," : "",
             (uint64_t) from, (uint64_t) (to - from));
  else
    fprintf (dump->out, "%6" PRIu64 "  -- %" PRIu64 " events are missing here --\n", (uint64_t) from,
             (uint64_t) (to - from));
  dump->has_events = TRUE;
}

static void
print_events (Dump *dump)
{
  guint64 n = MIN (dump->to, ls_trace_reader_get_n_events (dump->reader));
  guint64 first_missing = G_MAXUINT64;

  for (guint64 seq = MAX (dump->from, ls_trace_reader_get_first (dump->reader)); seq < n; seq++)
    {
      LsEvent event;

      if (!ls_trace_reader_get (dump->reader, seq, &event))
        {
          first_missing = MIN (first_missing, seq);
          continue;
        }
      if (first_missing < seq)
        print_missing (dump, first_missing, seq);
      first_missing = G_MAXUINT64;
      print_event (dump, &event);
    }
  if (first_missing < n)
    print_missing (dump, first_missing, n);
}

static void
print_start (Dump *dump)
{
  const LsProcessInfo *process = ls_trace_reader_get_process (dump->reader);
  g_autoptr (GDateTime) start = g_date_time_new_from_unix_utc (process->start_time / G_USEC_PER_SEC);
  g_autofree char *time = start != NULL ? g_date_time_format_iso8601 (start) : g_strdup ("");

  if (!dump->is_json)
    {
      fprintf (dump->out, "# %s  %s  pid %" PRId64 "  %s\n# %s\n", process->runtime, time, (int64_t) process->pid,
               process->example, process->arguments[0] != '\0' ? process->arguments : process->program);
      return;
    }
  fputs ("  \"process\":{\"runtime\":", dump->out);
  print_string (dump, process->runtime);
  fputs (",\"program\":", dump->out);
  print_string (dump, process->program);
  fputs (",\"arguments\":", dump->out);
  print_string (dump, process->arguments);
  fputs (",\"example\":", dump->out);
  print_string (dump, process->example);
  fprintf (dump->out, ",\"pid\":%" PRId64 ",\"started\":", (int64_t) process->pid);
  print_string (dump, time);
  fputs ("},\n", dump->out);
}

static void
print_problems_json (Dump *dump)
{
  const GPtrArray *problems = ls_trace_reader_get_problems (dump->reader);

  fputs ("  \"problems\":[", dump->out);
  for (guint i = 0; i < problems->len; i++)
    {
      fputs (i > 0 ? "," : "", dump->out);
      print_string (dump, problems->pdata[i]);
    }
  fputs ("]\n}\n", dump->out);
}

/**
 * ls_dump_write:
 * @reader: a trace
 * @from: the first event
 * @to: the one behind the last; %G_MAXUINT64: to the end
 * @out: where to; the caller looks for errors there
 */
void
ls_dump_write (LsTraceReader *reader,
               guint64        from,
               guint64        to,
               LsDumpFlags    flags,
               FILE          *out)
{
  Dump dump = { .reader = reader, .from = from, .to = to, .out = out, .is_json = (flags & LS_DUMP_JSON) != 0,
                .is_deterministic = (flags & LS_DUMP_DETERMINISTIC) != 0 };

  if (dump.is_json)
    fputs ("{\n", out);
  if (!dump.is_deterministic)
    print_start (&dump);
  if (dump.is_json)
    fprintf (out, "  \"complete\":%s,\n  \"events\":[", ls_trace_reader_is_complete (reader) ? "true" : "false");
  print_events (&dump);
  if (dump.is_json)
    {
      fputs ("\n  ],\n", out);
      print_problems_json (&dump);
    }
}
