/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include "ls-iteration.h"
#include "ls-stack.h"
#include "ls-watch-private.h"

/*
 * The loop as one GSource.
 *
 * A dispatch runs whole iterations, because a round through GMainContext costs several times what an
 * iteration does.  It goes back when nothing is ready, and otherwise after some iterations or some time,
 * so that other sources of the context are served too.  The wait of an iteration is the context's: until
 * the source's timeout, a descriptor or a wake-up.
 *
 * The source is marked as one that may recurse only because GMainContext takes the descriptors of others out for the
 * time of a dispatch, with two system calls each; it refuses to.
 */
#define MAX_ITERATIONS 256
#define MAX_NS         G_GINT64_CONSTANT (1000000)
#define NS_PER_MS      G_GINT64_CONSTANT (1000000)

typedef struct
{
  GSource  source;
  LsLoop  *loop;
  gboolean dispatching;
  gboolean yielding;         /* lets sources of lower priority have this round */
  gint64   yielded;          /* when they last could have one */
  int      command_fd;       /* the tracer's, watched; or -1 */
  gpointer command_tag;
  gpointer interrupt_tag;
} LsSource;

/* The wait */

/* Loop seconds a second for which it waits; 0 where waiting takes no time. */
static double
rate (LsLoop *self)
{
  if (self->poll.real || self->clock->kind == LS_CLOCK_REAL)
    return 1;
  return self->clock->kind == LS_CLOCK_PACED ? self->clock->pace : 0;
}

void
ls_loop_begin_wait (LsLoop *self)
{
  LsPoll *poll = &self->poll;

  poll->start = ls_clock_peek (self->clock);
  poll->gone = 0;
  poll->stopped = self->clock->stopped;
  poll->real = ls_outside_is_awaited (&self->outside);
  poll->wall_start = rate (self) > 0 ? ls_monotonic_ns () : 0;
}

/* Virtual: what of the wait has been let through until @now. */
static gint64
let_through (LsLoop *self, gint64 now)
{
  gint64 wall = now - self->poll.wall_start - (self->clock->stopped - self->poll.stopped);

  return self->poll.gone + (gint64) (MAX (wall, 0) * rate (self));
}

/* The wait's end on CLOCK_MONOTONIC; -1: never. */
static gint64
wait_end (LsLoop *self)
{
  LsPoll *poll = &self->poll;

  if (poll->limit < 0)
    return -1;
  if (self->clock->kind == LS_CLOCK_REAL)
    return self->clock->origin + self->clock->stopped + poll->start + poll->limit;
  if (rate (self) == 0)
    return 0;
  return poll->wall_start + (self->clock->stopped - poll->stopped)
         + (gint64) ceil ((poll->limit - poll->gone) / rate (self));
}

/* CLOCK_MONOTONIC as GLib read it after polling: no reading of our own. */
static gint64
polled_time (LsLoop *self)
{
  return g_source_get_time (self->source) * 1000;
}

/* See ls_debug_interrupt_at(). */
static void
interrupt_if_due (LsClock *clock)
{
  if (clock->interrupt_at == 0 || ls_clock_peek (clock) < clock->interrupt_at)
    return;
  clock->interrupt_at = 0;
  ls_interrupt_request ();
}

gint64
ls_loop_end_wait (LsLoop *self)
{
  LsPoll *poll = &self->poll;
  gint64 waited = 0;

  if (self->clock->kind == LS_CLOCK_REAL)
    {
      ls_clock_set_monotonic (self->clock, polled_time (self));
      interrupt_if_due (self->clock);
      return ls_clock_peek (self->clock) - poll->start;
    }
  if (rate (self) > 0)
    waited = let_through (self, polled_time (self));
  if (poll->limit > 0 && (rate (self) == 0 ? !ls_loop_has_news (self) : waited > poll->limit))
    waited = poll->limit;
  ls_clock_advance (self->clock, waited);
  interrupt_if_due (self->clock);
  return waited;
}

void
ls_debug_set_pace (double pace)
{
  LsClock *clock = ls_clock_get ();
  LsLoop *loop = ls_running_loop;

  g_return_if_fail (pace > 0);

  if (loop != NULL && loop->poll.open && loop->poll.limit != 0 && !loop->poll.real && clock->kind == LS_CLOCK_PACED)
    {
      gint64 now = ls_monotonic_ns ();

      loop->poll.gone = let_through (loop, now);
      loop->poll.wall_start = now;
      loop->poll.stopped = clock->stopped;
    }
  clock->pace = pace;
}

static gboolean
wait_is_over (LsLoop *self)
{
  gint64 end;

  if (self->poll.limit == 0 || ls_loop_has_news (self) || ls_watches_n_ready (self) > 0)
    return TRUE;
  end = wait_end (self);
  return end >= 0 && end <= polled_time (self);
}

/* The source */

static void
watch_commands (LsSource *self)
{
  int fd = ls_tracer != NULL && ls_tracer->command_fd != NULL ? ls_tracer->command_fd () : -1;

  if (fd == self->command_fd)
    return;
  if (self->command_tag != NULL)
    g_source_remove_unix_fd (&self->source, self->command_tag);
  self->command_tag = fd >= 0 ? g_source_add_unix_fd (&self->source, fd, G_IO_IN | G_IO_HUP | G_IO_ERR) : NULL;
  self->command_fd = fd;
}

static void
serve_commands (LsSource *self)
{
  if (self->command_tag != NULL && g_source_query_unix_fd (&self->source, self->command_tag) != 0)
    ls_tracer->command ();
}

/* Milliseconds that the context may wait, never less than is left of the iteration's wait; -1: for ever. */
static int
wait_timeout (LsLoop *self)
{
  gint64 end = wait_end (self);

  if (end < 0)
    return -1;
  return CLAMP ((end - polled_time (self) + NS_PER_MS - 1) / NS_PER_MS, 0, G_MAXINT);
}

static gboolean
source_prepare (GSource *source, int *timeout)
{
  LsSource *self = (LsSource *) source;
  LsLoop *loop = self->loop;

  *timeout = -1;
  if (self->dispatching)
    return FALSE;
  watch_commands (self);
  if (!loop->running)
    return FALSE;
  if (loop->poll.open && loop->poll.limit != 0 && !ls_loop_has_news (loop))
    *timeout = wait_timeout (loop);
  else
    *timeout = 0;
  self->yielding = *timeout == 0 && polled_time (loop) - self->yielded > MAX_NS;
  if (*timeout != 0 || self->yielding)
    self->yielded = polled_time (loop);
  return *timeout == 0 && !self->yielding;
}

static gboolean
source_check (GSource *source)
{
  LsSource *self = (LsSource *) source;

  if (self->dispatching || self->yielding)
    return FALSE;
  return (self->loop->running && wait_is_over (self->loop))
         || (self->command_tag != NULL && g_source_query_unix_fd (source, self->command_tag) != 0)
         || (self->interrupt_tag != NULL && g_source_query_unix_fd (source, self->interrupt_tag) != 0);
}

/* After 1, 2, 4 … of them: reading the clock costs as much as an iteration of one task. */
static inline gboolean
is_time_to_look (guint n_iterations)
{
  return (n_iterations & (n_iterations - 1)) == 0;
}

/* Runs iterations until one must wait, which is the context's to do, or others should be served. */
static void
run_iterations (LsSource *self)
{
  LsLoop *loop = self->loop;
  gint64 begun = polled_time (loop);

  ls_switch_get_modes (&loop->modes);
  for (guint n = 0; n < MAX_ITERATIONS && loop->running; n++)
    {
      if (n > 0 && is_time_to_look (n) && ls_monotonic_ns () - begun > MAX_NS)
        return;
      if (!loop->poll.open)
        ls_loop_begin_iteration (loop);
      /* This iteration's poll is the context's. */
      if (n > 0 && ls_outside_is_polled (&loop->outside))
        return;
      if (loop->poll.limit != 0 && (n > 0 || !wait_is_over (loop)))
        {
          ls_stack_trim ();
          return;
        }
      ls_loop_finish_iteration (loop);
    }
}

static gboolean
source_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  LsSource *self = (LsSource *) source;

  self->dispatching = TRUE;
  serve_commands (self);
  if (self->interrupt_tag != NULL && g_source_query_unix_fd (source, self->interrupt_tag) != 0)
    ls_interrupt_clear_fd ();
  if (self->loop->running)
    run_iterations (self);
  self->dispatching = FALSE;
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { source_prepare, source_check, source_dispatch, NULL, NULL, NULL };

void
ls_loop_attach (LsLoop *self)
{
  LsSource *source = (LsSource *) g_source_new (&source_funcs, sizeof (LsSource));

  source->loop = self;
  source->command_fd = -1;
  source->interrupt_tag = ls_interrupt_get_fd () >= 0
                            ? g_source_add_unix_fd (&source->source, ls_interrupt_get_fd (), G_IO_IN) : NULL;
  g_source_set_static_name (&source->source, "loopscope");
  g_source_set_can_recurse (&source->source, TRUE);
  self->source = &source->source;
  ls_watches_attach (self);
  g_source_attach (self->source, self->context);
  g_main_context_push_thread_default (self->context);
}

void
ls_loop_detach (LsLoop *self)
{
  g_main_context_pop_thread_default (self->context);
  ls_watches_detach (self);
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

void
ls_loop_wake (LsLoop *self)
{
  g_main_context_wakeup (self->context);
}
