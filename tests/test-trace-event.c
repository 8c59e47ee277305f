/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "ls-control.h"
#include "ls-enums.h"
#include "ls-trace-event.h"
#include "ls-trace-format.h"

static char *
read_source (const char *path)
{
  g_autofree char *full = g_build_filename (g_getenv ("LOOPSCOPE_SOURCE_ROOT"), "src", path, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (full, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static LsRecord
record (LsEventKind kind)
{
  return (LsRecord) { .kind = (guint8) kind };
}

static gboolean
ends (LsRecord rec, LsGrain grain)
{
  return ls_record_ends (&rec, grain);
}

static void
test_grains (void)
{
  for (guint kind = LS_EVENT_BASE + 1; kind < LS_N_EVENTS; kind++)
    {
      LsRecord rec = record (kind);

      g_assert_true (ends (rec, LS_GRAIN_EVENT));
      g_assert_cmpint (ends (rec, LS_GRAIN_ITERATION), ==, kind == LS_EVENT_ITERATION);
      g_assert_cmpint (ends (rec, LS_GRAIN_TIMER), ==, kind == LS_EVENT_TIMER_FIRED);
      g_assert_cmpint (ends (rec, LS_GRAIN_TURN), ==, kind == LS_EVENT_TASK_SUSPENDED || kind == LS_EVENT_TASK_DONE);
    }
}

static void
test_steps (void)
{
  const LsEventKind yes[] = {
    LS_EVENT_TASK_READY, LS_EVENT_TURN, LS_EVENT_TASK_SUSPENDED, LS_EVENT_TASK_DONE, LS_EVENT_QUEUE_ITEM_PUT,
    LS_EVENT_QUEUE_ITEM_GOT, LS_EVENT_QUEUE_TASK_DONE, LS_EVENT_BLOCKING, LS_EVENT_CANCEL_REQUESTED, LS_EVENT_OUTPUT,
    LS_EVENT_SYNC_ACQUIRED, LS_EVENT_SYNC_RELEASED, LS_EVENT_WARNING, LS_EVENT_EXCEPTION_HANDLER, LS_EVENT_LOOP_CLOSED,
    LS_EVENT_POLL, LS_EVENT_FUTURE_RESOLVED, LS_EVENT_FD_READY, LS_EVENT_CHILD_EXITED, LS_EVENT_JOB_SUBMITTED,
    LS_EVENT_JOB_STARTED, LS_EVENT_JOB_DONE, LS_EVENT_SIGNAL, LS_EVENT_GENERATOR_RESUMED, LS_EVENT_GENERATOR_PAUSED,
  };
  guint n = 0;

  for (guint kind = 0; kind < LS_N_EVENTS; kind++)
    n += ends (record (kind), LS_GRAIN_STEP);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (yes));
  for (guint i = 0; i < G_N_ELEMENTS (yes); i++)
    g_assert_true (ends (record (yes[i]), LS_GRAIN_STEP));
}

/* A poll ends a step if it waits, a future if it is the program's own. */
static void
test_steps_that_depend (void)
{
  const double timeouts[] = { 0.0, 0.5, 1e-9 };
  LsRecord poll = record (LS_EVENT_POLL);
  LsRecord resolved = record (LS_EVENT_FUTURE_RESOLVED);

  g_assert_true (ends (poll, LS_GRAIN_STEP));
  poll.tag = LS_TAG_DOUBLE;
  for (guint i = 0; i < G_N_ELEMENTS (timeouts); i++)
    {
      memcpy (&poll.value, &timeouts[i], sizeof poll.value);
      g_assert_cmpfloat (ls_record_get_double (&poll), ==, timeouts[i]);
      g_assert_cmpint (ends (poll, LS_GRAIN_STEP), ==, timeouts[i] > 0);
    }
  for (guint kind = LS_FUTURE_PLAIN; kind <= LS_FUTURE_INTERNAL; kind++)
    {
      resolved.b = kind;
      g_assert_cmpint (ends (resolved, LS_GRAIN_STEP), ==, kind == LS_FUTURE_PLAIN);
    }
}

static void
test_names (void)
{
  g_assert_cmpstr (ls_event_kind_name (LS_EVENT_TASK_CREATED), ==, "task-created");
  g_assert_cmpstr (ls_event_kind_name (LS_N_EVENTS), ==, "unknown");
  g_assert_cmpint (ls_event_kind_space (LS_EVENT_TASK_CREATED), ==, LS_SPACE_FUTURE);
  g_assert_cmpint (ls_event_kind_space (LS_EVENT_SIGNAL), ==, LS_SPACE_NONE);
  g_assert_cmpint (ls_event_kind_space (255), ==, LS_SPACE_NONE);
}

/* FORMAT.md's table of events is that of the code, row by row. */
static void
test_vocabulary (void)
{
  static const char *const spaces[] = { "", "loop", "future", "handle", "coro", "sync" };
  static const struct { const char *detail, *a, *b, *value; } columns[] = {
#define X(id, word, space, detail, a, b, value) { detail, a, b, value },
    LS_EVENTS (X)
#undef X
  };
  g_autofree char *text = read_source ("trace/FORMAT.md");
  const char *at = strstr (text, "| no. | kind | subject |");

  g_assert_nonnull (at);
  at = strchr (strchr (at, '\n') + 1, '\n') + 1;
  for (guint kind = LS_EVENT_BASE + 1; kind < LS_N_EVENTS; kind++)
    {
      guint i = kind - LS_EVENT_BASE - 1;
      g_autofree char *row = g_strdup_printf ("| %u | %s | %s | %s | %s | %s | %s |\n", kind, ls_event_kind_name (kind),
                                              spaces[ls_event_kind_space (kind)], columns[i].detail, columns[i].a,
                                              columns[i].b, columns[i].value);
      g_autofree char *there = g_strndup (at, (gsize) (strchr (at, '\n') - at) + 1);

      g_assert_cmpstr (there, ==, row);
      at += strlen (row);
    }
  g_assert_cmpint (*at, ==, '\n');
}

/* The words of an enumeration in a header: LS_WAIT_QUEUE_PUT is "queue-put". */
static char *
words_of (const char *header, const char *type)
{
  g_autofree char *pattern = g_strdup_printf ("typedef enum\\s*\\{([^}]*)\\}\\s*%s;", type);
  g_autoptr (GRegex) declaration = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GRegex) member = g_regex_new ("LS_[A-Z]+?_([A-Z_]+)\\s*(?:,|/|$)", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) body = NULL, match = NULL;
  g_autofree char *inside = NULL;
  GString *words = g_string_new (NULL);

  g_assert_true (g_regex_match (declaration, header, 0, &body));
  inside = g_strstrip (g_match_info_fetch (body, 1));
  for (g_regex_match (member, inside, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (match, 1);
      g_autofree char *word = g_ascii_strdown (name, -1);

      g_strdelimit (word, "_", '-');
      if (strcmp (word, "waits") != 0)
        g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", word);
    }
  return g_string_free (words, FALSE);
}

static void
test_enumerations (void)
{
  static const char *const types[] = {
    "LsWaitKind", "LsFutureKind", "LsOutcome", "LsReadyCause", "LsQueueKind", "LsQueueSide", "LsSyncKind", "LsCommand",
    "LsGeneratorCall",
  };
  g_autofree char *format = read_source ("trace/FORMAT.md");
  g_autofree char *engine = read_source ("engine/ls-enums.h");
  g_autofree char *trace = read_source ("trace/ls-trace-event.h");

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *words = words_of (strcmp (types[i], "LsCommand") == 0 ? trace : engine, types[i]);
      g_autofree char *row = g_strdup_printf ("| %s | %s |\n", types[i], words);

      if (strstr (format, row) == NULL)
        g_error ("FORMAT.md has no row \"%s\"", row);
    }
}

/* Where fields lie. */
static void
test_layouts (void)
{
  g_autofree char *format = read_source ("trace/FORMAT.md");
  const struct { const char *name; gsize at; } fields[] = {
    { "| u32 | state: 0 being written", G_STRUCT_OFFSET (LsTraceFileHeader, state) },
    { "| u32 | given back", G_STRUCT_OFFSET (LsTraceFileHeader, given_back) },
    { "| u64 | number of the first event that is kept", G_STRUCT_OFFSET (LsTraceFileHeader, first_seq) },
    { "| u16 | flags", G_STRUCT_OFFSET (LsTraceBlock, flags) },
    { "| u32 | committed", G_STRUCT_OFFSET (LsTraceBlock, committed) },
    { "| u64 | events and measures: number of the first event", G_STRUCT_OFFSET (LsTraceBlock, first) },
    { "| i64 | events: loop time", G_STRUCT_OFFSET (LsTraceBlock, base_time) },
    { "| u64 | events, once sealed", G_STRUCT_OFFSET (LsTraceBlock, last_seq) },
    { "| 2 × u64 | check sums", G_STRUCT_OFFSET (LsTraceBlock, check) },
    { "| u32 | dt", G_STRUCT_OFFSET (LsRecord, dt) },
    { "| u32 | subject", G_STRUCT_OFFSET (LsRecord, subject) },
    { "| u64 | value, by tag", G_STRUCT_OFFSET (LsRecord, value) },
    { "| u32 | gate", G_STRUCT_OFFSET (LsControl, gate) },
    { "| u64 | stop_seq", G_STRUCT_OFFSET (LsControl, stop_seq) },
    { "| u32 | cancel_task", G_STRUCT_OFFSET (LsControl, cancel_task) },
    { "| 64 × 24 bytes | breakpoints", G_STRUCT_OFFSET (LsControl, breakpoints) },
    { "| u32 | state: by the program", G_STRUCT_OFFSET (LsControl, state) },
    { "| i64 | state_since", G_STRUCT_OFFSET (LsControl, state_since) },
    { "| u64 | n_events", G_STRUCT_OFFSET (LsControl, n_events) },
    { "| i64 | turn_since", G_STRUCT_OFFSET (LsControl, turn_since) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *row = g_strdup_printf ("\n| %" G_GSIZE_FORMAT " %s", fields[i].at, fields[i].name);

      if (strstr (format, row) == NULL)
        g_error ("FORMAT.md has no row \"%s\"", row + 1);
    }
}

/* The sums as FORMAT.md puts them. */
static void
test_check_sums (void)
{
  guint64 words[16] = { LS_TRACE_BLOCK_MAGIC, 0, 0, 0, 0, 77, 88, 0, 1, 2, G_MAXUINT64, 4, 5, 6, 7, 8 };
  LsTraceBlock *block = (LsTraceBlock *) words;
  guint64 check[2], first = 0, second = 0;

  block->committed = sizeof words;
  ls_trace_block_check (block, block + 1, check);
  words[5] = words[6] = 0;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      first += words[i];
      second += first;
    }
  g_assert_cmpuint (check[0], ==, first);
  g_assert_cmpuint (check[1], ==, second);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/event/grains", test_grains);
  g_test_add_func ("/trace/event/steps", test_steps);
  g_test_add_func ("/trace/event/steps-that-depend", test_steps_that_depend);
  g_test_add_func ("/trace/event/names", test_names);
  g_test_add_func ("/trace/format/vocabulary", test_vocabulary);
  g_test_add_func ("/trace/format/enumerations", test_enumerations);
  g_test_add_func ("/trace/format/layouts", test_layouts);
  g_test_add_func ("/trace/format/check-sums", test_check_sums);
  return g_test_run ();
}
