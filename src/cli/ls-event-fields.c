/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "ls-enums.h"
#include "ls-event-fields.h"

static const struct { const char *detail, *a, *b; } columns[LS_N_EVENTS] = {
#define X(name, word, space, detail, a, b, value) [LS_EVENT_##name] = { detail, a, b },
  LS_EVENTS (X)
#undef X
};

#define WORDS 24

/* The words of the enumerations that columns name, in the order of their numbers. */
static const struct { const char *type, *key, *words[WORDS]; } enums[] = {
  { "LsReadyCause", "cause", { "created", "yield", "wakeup", "throw" } },
  { "LsWaitKind", "wait",
    { "none", "yield", "sleep", "future", "task", "gather", "wait", "wait-for", "shield", "queue-put", "queue-get",
      "queue-join", "lock", "event", "condition", "semaphore", "barrier", "generator", "thread", "io", "child",
      "group" } },
  { "LsOutcome", "outcome", { "result", "exception", "cancelled" } },
  { "LsFutureKind", "kind",
    { "plain", "task", "sleep", "gather", "waiter", "shield", "putter", "getter", "joiner", "sync", "job", "io",
      "internal" } },
  { "LsQueueKind", "kind", { "fifo", "lifo", "priority" } },
  { "LsQueueSide", "side", { "put", "get", "join" } },
  { "LsSyncKind", "kind", { "queue", "lock", "event", "condition", "semaphore", "barrier" } },
  { "LsCommand", "command", { "cancel", "pause", "resume", "interrupt" } },
  { "LsGeneratorCall", "call", { "next", "throw", "close" } },
};

G_STATIC_ASSERT (LS_N_WAITS == LS_WAIT_GROUP + 1);

/* Numbers that say something when they are 0; of others 0 is "none". */
static const char * const counts[] =
  { "arguments", "depth", "descriptor", "descriptors-ready", "frame-depth", "index", "timers-armed", "unfinished" };

static gboolean
is_count (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (strcmp (counts[i], key) == 0)
      return TRUE;

  return FALSE;
}

/* "depth, outermost 0" is about the depth; "object: sync, task or count" about the object. */
static void
set_key (LsEventField *field,
         const char   *column,
         gsize         length)
{
  length = MIN (length, MIN (strcspn (column, ",:"), sizeof field->key - 1));
  memcpy (field->key, column, length);
  field->key[length] = '\0';
  g_strdelimit (field->key, " ", '-');
}

static gboolean
get_enum_field (const char   *column,
                guint32       number,
                LsEventField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (enums); i++)
    if (strcmp (enums[i].type, column) == 0)
      {
        g_strlcpy (field->key, enums[i].key, sizeof field->key);
        field->word = number < WORDS ? enums[i].words[number] : NULL;
        return TRUE;
      }

  return FALSE;
}

static gboolean
get_string_field (LsTraceReader *reader,
                  const char    *column,
                  guint32        number,
                  LsEventField  *field)
{
  const char *end = g_str_has_suffix (column, " string") ? column + strlen (column) - strlen (" string") : NULL;

  if (end == NULL || number == 0)
    return FALSE;
  set_key (field, column, end - column);
  field->word = ls_trace_reader_get_string (reader, number);
  field->is_string = TRUE;

  return TRUE;
}

/* A column that spells its numbers out: "1 read, 2 write", "1: by the debugger". */
static gboolean
get_spelt_field (const char   *column,
                 guint32       number,
                 LsEventField *field)
{
  static const struct { const char *column; const char *words[3]; } spelt[] = {
    { "1 read, 2 write", { NULL, "read", "write" } },
    { "1 stdout, 2 stderr", { NULL, "stdout", "stderr" } },
    { "1: by the debugger", { NULL, "debugger" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (spelt); i++)
    if (strcmp (spelt[i].column, column) == 0 && number < G_N_ELEMENTS (spelt[i].words))
      {
        g_strlcpy (field->key, i == 0 ? "for" : i == 1 ? "stream" : "by", sizeof field->key);
        field->word = spelt[i].words[number];
        return field->word != NULL;
      }

  return FALSE;
}

static gboolean
get_number_field (const char   *column,
                  guint32       number,
                  LsEventField *field)
{
  if (g_ascii_isdigit (column[0]) || g_str_has_suffix (column, " string"))
    return FALSE;
  set_key (field, column, strlen (column));

  return number != 0 || is_count (field->key);
}

static gboolean
get_field (LsTraceReader *reader,
           const char    *column,
           guint32        number,
           LsEventField  *field)
{
  *field = (LsEventField) { .number = number };

  return column != NULL && column[0] != '\0' &&
         (get_enum_field (column, number, field) || get_string_field (reader, column, number, field) ||
          get_spelt_field (column, number, field) || get_number_field (column, number, field));
}

guint
ls_event_get_fields (LsTraceReader *reader,
                     const LsEvent *event,
                     LsEventField   fields[LS_EVENT_FIELDS_MAX])
{
  const LsRecord *rec = &event->rec;
  guint n = 0;

  if (rec->kind >= LS_N_EVENTS)
    return 0;
  n += get_field (reader, columns[rec->kind].detail, rec->detail, &fields[n]);
  n += get_field (reader, columns[rec->kind].a, rec->a, &fields[n]);
  n += get_field (reader, columns[rec->kind].b, rec->b, &fields[n]);

  return n;
}

char *
ls_double_to_string (double value)
{
  char text[64];

  if (!isfinite (value))
    return g_strdup (isnan (value) ? "nan" : value > 0 ? "inf" : "-inf");
  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  if (strpbrk (text, ".e") == NULL)
    g_strlcat (text, ".0", sizeof text);

  return g_strdup (text);
}
