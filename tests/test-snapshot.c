/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "model-check.h"

/*
 * A trace that begins with a snapshot shows what the whole one shows from there on, but for what is past: since when,
 * from which line and by whose doing those wait who waited already, and who has ended.  The programs record a snapshot at
 * each iteration; each is read from, to the end.
 *
 *     test-snapshot PROGRAM [ARGUMENT...]     reads from each snapshot of that program
 */
#define EACH   200      /* so many positions behind a snapshot are compared each, */
#define STRIDE 7        /* and then each seventh */

typedef struct
{
  char          *dir, *path;
  LsTraceReader *reader;
  GPtrArray     *states;     /* LsState: of the whole trace, at each position */
  gboolean       waits_again;   /* for what was done before */
} Recording;

/* @limit: bytes to keep, or NULL */
static void
record (Recording *self, const char * const *argv, const char *limit)
{
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  int status;

  self->dir = g_dir_make_tmp ("loopscope-snapshot-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->dir, "program.looptrace", NULL);
  environment = g_environ_setenv (environment, "LOOPSCOPE_TRACE", self->path, TRUE);
  environment = g_environ_setenv (environment, "LOOPSCOPE_CLOCK", "instant", TRUE);
  environment = g_environ_setenv (environment, "LOOPSCOPE_INTERRUPT_AT", "20", TRUE);
  environment = g_environ_setenv (environment, "LOOPSCOPE_SNAPSHOTS", "1", TRUE);
  if (limit != NULL)
    environment = g_environ_setenv (environment, "LOOPSCOPE_LIMIT", limit, TRUE);
  g_spawn_sync (NULL, (char **) argv, environment, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                NULL, NULL, &status, &error);
  g_assert_no_error (error);
  self->reader = ls_trace_reader_new (self->path, &error);
  g_assert_no_error (error);
}

static void
clear (Recording *self)
{
  g_clear_object (&self->reader);
  g_clear_pointer (&self->states, g_ptr_array_unref);
  g_unlink (self->path);
  g_rmdir (self->dir);
  g_free (self->path);
  g_free (self->dir);
}

static LsState *
copy_settled (const LsState *state)
{
  LsState *copy = ls_state_new ();

  ls_state_copy (copy, state);
  ls_state_settle (copy);
  return copy;
}

static gboolean
apply (LsTraceReader *reader, LsState *state, guint64 seq)
{
  LsEvent event;

  g_assert_true (ls_trace_reader_get (reader, seq, &event));
  ls_state_apply (state, &event, (LsStringFunc) ls_trace_reader_get_string, reader);
  return event.rec.kind != LS_EVENT_SNAPSHOT_END;
}

/* What is past */

static void
forget_task (LsTaskState *task, guint64 end)
{
  task->turns = 0;
  task->waited = 0;
  task->parent = 0;
  task->site = 0;
  task->woken_by = 0;
  task->armed = 0;
  if (task->status != LS_STATUS_WAITING)
    task->deadline = 0;
  if (task->since_seq >= end)
    return;
  task->since = 0;
  task->since_seq = 0;
}

/* Those who ended before event @end stand first among the done. */
static void
forget_done (LsState *state, guint n_before)
{
  g_array_remove_range (state->done, 0, MIN (n_before, state->done->len));
  memset (state->n_done, 0, sizeof state->n_done);
}

static void
forget_timers (LsState *state)
{
  memset (&state->newest, 0, sizeof state->newest);
  for (guint i = 0; i < state->timers->len; i++)
    g_array_index (state->timers, LsTimerState, i).armed = 0;
}

static void
forget_who_put (LsQueueState *queue)
{
  for (guint i = 0; i < queue->items->len; i++)
    g_array_index (queue->items, LsQueueItem, i).from = 0;
}

static void
forget_generators (LsState *state)
{
  for (guint i = 0; i < state->generators->len; i++)
    {
      LsGeneratorState *generator = &g_array_index (state->generators, LsGeneratorState, i);

      generator->n_items = 0;
      if (generator->is_paused)
        continue;
      generator->tag = LS_TAG_NONE;
      generator->value = 0;
      generator->site = 0;
    }
}

static void
forget_jobs (LsState *state)
{
  state->n_workers = 0;
  for (guint i = 0; i < state->jobs->len; i++)
    {
      g_array_index (state->jobs, LsJobState, i).task = 0;
      g_array_index (state->jobs, LsJobState, i).since = 0;
    }
}

/* A child that was done before is one that nobody tells of, where it has been waited for since. */
static void
forget_children (LsGatherState *gather)
{
  gather->n_done = 0;
}

/* Nothing tells of a queue's end: those that the program gave back before are left out of the whole. */
static void
forget_queues (LsState *whole, const LsState *part)
{
  for (guint i = whole->queues->len; i-- > 0; )
    if (ls_state_get_queue (part, ((LsQueueState *) whole->queues->pdata[i])->id) == NULL)
      g_ptr_array_remove_index (whole->queues, i);
  for (guint i = whole->locks->len; i-- > 0; )
    if (ls_state_get_lock (part, ((LsLockState *) whole->locks->pdata[i])->id) == NULL)
      g_ptr_array_remove_index (whole->locks, i);
}

static LsState *
without_past (Recording *self, const LsState *state, guint64 end, guint n_done)
{
  LsState *copy = ls_state_new ();

  ls_state_copy (copy, state);
  ls_state_settle (copy);
  copy->wall = 0;
  forget_done (copy, n_done);
  forget_timers (copy);
  if (self->waits_again)
    g_ptr_array_foreach (copy->gathers, (GFunc) (gpointer) forget_children, NULL);
  forget_generators (copy);
  forget_jobs (copy);
  g_ptr_array_foreach (copy->queues, (GFunc) (gpointer) forget_who_put, NULL);
  for (guint i = 0; i < copy->tasks->len; i++)
    forget_task (&g_array_index (copy->tasks, LsTaskState, i), end);
  return copy;
}

/* For who looks for what differs. */
static void
print_state (const char *label, const LsState *s)
{
  g_printerr ("%s: time %" G_GINT64_FORMAT " wall %" G_GINT64_FORMAT " loop %u iteration %" G_GUINT64_FORMAT
              " phase %u sleeping %d until %g running %u callback %u %u %u blocking %g ending %u holes %d skipping %d\n",
              label, s->time, s->wall, s->loop, s->iteration, s->phase, s->sleeping, s->poll_until, s->running, s->callback,
              s->callback_name, s->callback_scope, s->blocking, s->ending, s->holes, s->skipping);
  g_printerr ("  newest %u %u %u %u %d %g %g; %u done, %u workers\n", s->newest.handle, s->newest.callback,
              s->newest.future, s->newest.task, s->newest.is_timeout, s->newest.armed, s->newest.deadline,
              s->done->len, s->n_workers);
  for (guint i = 0; i < s->ready->len; i++)
    {
      const LsReadyItem *r = &g_array_index (s->ready, LsReadyItem, i);

      g_printerr ("  ready %u task %u callback %u scope %u\n", r->handle, r->task, r->callback, r->scope);
    }
  for (guint i = 0; i < s->timers->len; i++)
    {
      const LsTimerState *t = &g_array_index (s->timers, LsTimerState, i);

      g_printerr ("  timer %u callback %u future %u task %u timeout %d armed %g due %g\n", t->handle, t->callback,
                  t->future, t->task, t->is_timeout, t->armed, t->deadline);
    }
  for (guint i = 0; i < s->tasks->len; i++)
    {
      const LsTaskState *t = &g_array_index (s->tasks, LsTaskState, i);

      g_printerr ("  task %u status %u wait %u object %u future %u handle %u cause %u from %u by %u since %"
                  G_GUINT64_FORMAT " armed %g deadline %g timeout %g item %u %" G_GUINT64_FORMAT " turns %"
                  G_GUINT64_FORMAT " cancelling %u\n", t->id, t->status, t->wait, t->object, t->future, t->handle,
                  t->cause, t->woken_from, t->woken_by, t->since_seq, t->armed, t->deadline, t->timeout, t->item_tag,
                  t->item, t->turns, t->cancelling);
    }
  for (guint i = 0; i < s->queues->len; i++)
    {
      const LsQueueState *q = s->queues->pdata[i];

      g_printerr ("  queue %u kind %u name %u max %" G_GUINT64_FORMAT " unfinished %u: %u items; %u %u %u parked;", q->id,
                  q->kind, q->name, q->maxsize, q->unfinished, q->items->len, q->parked[0]->len, q->parked[1]->len,
                  q->parked[2]->len);
      for (guint j = 0; j < q->items->len; j++)
        g_printerr (" %u from %u", g_array_index (q->items, LsQueueItem, j).item, g_array_index (q->items, LsQueueItem, j).from);
      g_printerr ("\n");
    }
  for (guint i = 0; i < s->gathers->len; i++)
    {
      const LsGatherState *g = s->gathers->pdata[i];

      g_printerr ("  gather %u: %u children, %u done\n", g->id, g->children->len, g->n_done);
    }
  for (guint i = 0; i < s->locks->len; i++)
    {
      const LsLockState *l = s->locks->pdata[i];

      g_printerr ("  lock %u kind %u name %u holder %u value %" G_GINT64_FORMAT ": %u wait\n", l->id, l->kind, l->name,
                  l->holder, l->value, l->waiting->len);
    }
  for (guint i = 0; i < s->jobs->len; i++)
    {
      const LsJobState *j = &g_array_index (s->jobs, LsJobState, i);

      g_printerr ("  job %u name %u task %u worker %u since %" G_GINT64_FORMAT "\n", j->id, j->name, j->task, j->worker,
                  j->since);
    }
  for (guint i = 0; i < s->watches->len; i++)
    {
      const LsWatchState *w = &g_array_index (s->watches, LsWatchState, i);

      g_printerr ("  watch %u kind %u object %u future %u\n", w->id, w->kind, w->object, w->future);
    }
  for (guint i = 0; i < s->generators->len; i++)
    {
      const LsGeneratorState *g = &g_array_index (s->generators, LsGeneratorState, i);

      g_printerr ("  generator %u task %u paused %d items %" G_GUINT64_FORMAT " value %u %" G_GUINT64_FORMAT " site %u\n",
                  g->id, g->task, g->is_paused, g->n_items, g->tag, g->value, g->site);
    }
}

/* Of the snapshot that is read from: its first event, the one behind it, and how many were done before it. */
typedef struct { guint64 begin, end; guint n_done, n_told; } Past;

static void
compare (Recording *self, const LsState *state, guint64 seq, const Past *past)
{
  LsState *part = without_past (self, state, past->end, past->n_told);
  LsState *whole = without_past (self, self->states->pdata[seq], past->end, past->n_done);

  forget_queues (whole, part);
  if (!ls_state_equal (part, whole))
    {
      print_state ("in part", part);
      print_state ("whole", whole);
      g_error ("from event %" G_GUINT64_FORMAT " on, the state at %" G_GUINT64_FORMAT " is another", past->begin, seq);
    }
  ls_state_free (part);
  ls_state_free (whole);
}

/* @reader: of the whole trace or of one that was kept in part */
static void
check_from (Recording *self, LsTraceReader *reader, guint64 begin)
{
  LsState *state = ls_state_new ();
  guint64 n = ls_trace_reader_get_n_events (reader);
  guint64 seq = begin;
  Past past = { .begin = begin };

  ls_state_pass_over (state, begin - 1);
  while (apply (reader, state, seq))
    seq++;
  /* The iteration that begins with the next event is told of already. */
  past.end = ++seq;
  past.n_done = ((LsState *) self->states->pdata[seq])->done->len;
  past.n_told = state->done->len;
  apply (reader, state, seq++);
  for (;; seq++)
    {
      if (seq < past.end + EACH || seq % STRIDE == 0 || seq == n)
        compare (self, state, seq, &past);
      if (seq == n)
        break;
      apply (reader, state, seq);
    }
  ls_state_free (state);
}

static void
play (Recording *self)
{
  guint64 n = ls_trace_reader_get_n_events (self->reader);
  LsState *state = ls_state_new ();

  self->states = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_state_free);
  g_ptr_array_add (self->states, copy_settled (state));
  for (guint64 seq = 0; seq < n; seq++)
    {
      apply (self->reader, state, seq);
      g_ptr_array_add (self->states, copy_settled (state));
    }
  ls_state_free (state);
}

/* The events at which snapshots begin. */
static GArray *
find_snapshots (Recording *self)
{
  GArray *begins = g_array_new (FALSE, FALSE, sizeof (guint64));
  LsEvent event;

  for (guint64 seq = 0; seq < ls_trace_reader_get_n_events (self->reader); seq++)
    if (ls_trace_reader_get (self->reader, seq, &event) && event.rec.kind == LS_EVENT_SNAPSHOT_BEGIN)
      g_array_append_val (begins, seq);
  return begins;
}

/* Of many snapshots about so many as @most are read from; @shift says which. */
static guint
check_program (const char * const *argv, guint most, guint shift)
{
  Recording self = { 0 };
  g_autoptr (GArray) begins = NULL;
  guint step;

  self.waits_again = strstr (argv[0], "src/examples") == NULL;
  record (&self, argv, NULL);
  play (&self);
  begins = find_snapshots (&self);
  step = begins->len / most + 1;
  for (guint i = shift % step; i < begins->len; i += step)
    check_from (&self, self.reader, g_array_index (begins, guint64, i));
  clear (&self);
  return begins->len;
}

/* The cases */

static char *
find_program (const char *path)
{
  const char *root = g_getenv ("LOOPSCOPE_BUILD_ROOT");

  return g_build_filename (root != NULL ? root : ".", path, NULL);
}

static void
test_program (gconstpointer path)
{
  g_autofree char *program = find_program (path);
  const char *argv[] = { program, NULL };

  if (!g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
    g_test_skip ("the program is not built");
  else
    g_assert_cmpuint (check_program (argv, g_test_slow () ? G_MAXUINT : 12, 0), >, 3);
}

static void
test_random (gconstpointer path)
{
  g_autofree char *program = find_program (path);
  guint n_seeds = g_test_slow () ? 500 : 8;

  if (!g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
    {
      g_test_skip ("the program is not built");
      return;
    }
  for (guint seed = 1; seed <= n_seeds; seed++)
    {
      g_autofree char *number = g_strdup_printf ("%u", seed);
      const char *argv[] = { program, number, NULL };

      g_assert_cmpuint (check_program (argv, g_test_slow () ? G_MAXUINT : 3, seed), >, 3);
    }
}

/* The same run again, of which no more is kept than must be: in virtual time its events are the same. */
static gboolean
check_kept (const char * const *argv)
{
  Recording whole = { .waits_again = TRUE };
  Recording part = { 0 };
  guint64 first;

  record (&whole, argv, NULL);
  record (&part, argv, "1");
  first = ls_trace_reader_get_first (part.reader);
  g_assert_cmpuint (ls_trace_reader_get_n_events (part.reader), ==, ls_trace_reader_get_n_events (whole.reader));
  if (first > 0)
    {
      play (&whole);
      check_from (&whole, part.reader, first);
    }
  clear (&whole);
  clear (&part);
  return first > 0;
}

static void
test_kept (gconstpointer path)
{
  g_autofree char *program = find_program (path);
  guint n_kept_in_part = 0;

  if (!g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
    {
      g_test_skip ("the program is not built");
      return;
    }
  for (guint seed = 1; seed <= 8; seed++)
    {
      g_autofree char *number = g_strdup_printf ("%u", seed);
      const char *argv[] = { program, number, NULL };

      n_kept_in_part += check_kept (argv);
    }
  g_assert_cmpuint (n_kept_in_part, >, 4);
}

static const char * const programs[] = {
  "src/examples/as-completed", "src/examples/async-generator", "src/examples/cancel", "src/examples/gather-results",
  "src/examples/pipeline", "src/examples/shield", "src/examples/to-thread", "src/examples/wait-for",
  "tests/oracle/rule-14", "tests/oracle/rule-16", "tests/oracle/rule-18", "tests/oracle/rule-19", "tests/oracle/rule-20",
  "tests/oracle/rule-21", "tests/oracle/rule-22", "tests/oracle/rule-23", "tests/oracle/rule-24",
  "tests/oracle/rule-25-asyncgens", "tests/oracle/rule-async-generator-waits", "tests/oracle/rule-barrier",
  "tests/snapshot-program",
};

int
main (int argc, char **argv)
{
  if (argc > 1 && argv[1][0] != '-')
    {
      g_print ("%u snapshots\n", check_program ((const char * const *) argv + 1, G_MAXUINT, 0));
      return 0;
    }
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *name = g_path_get_basename (programs[i]);
      g_autofree char *path = g_strconcat ("/loopscope/snapshot/", name, NULL);

      g_test_add_data_func (path, programs[i], test_program);
    }
  g_test_add_data_func ("/loopscope/snapshot/random-programs", "tests/oracle/random-program", test_random);
  g_test_add_data_func ("/loopscope/snapshot/kept-in-part", "tests/oracle/random-program", test_kept);
  return g_test_run ();
}
