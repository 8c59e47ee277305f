/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-debuggee.h"

#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "ls-rendezvous.h"

#define load(word)         __atomic_load_n (&(word), __ATOMIC_ACQUIRE)
#define store(word, value) __atomic_store_n (&(word), (value), __ATOMIC_RELEASE)

/* What page->stopped_by says. */
enum { BY_NOTHING, BY_GATE, BY_WORDS, BY_BREAKPOINT };

static gint64
monotonic (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

static gboolean
watch (LsDebuggee *self, int fd)
{
  struct epoll_event in = { .events = EPOLLIN };

  return fd < 0 || epoll_ctl (self->watch, EPOLL_CTL_ADD, fd, &in) == 0;
}

static gboolean
set_up_watch (LsDebuggee *self, GError **error)
{
  self->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->watch = epoll_create1 (EPOLL_CLOEXEC);
  if (self->wake >= 0 && self->watch >= 0 && watch (self, self->wake) && watch (self, self->socket)
      && watch (self, self->listener))
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "Cannot wait for the viewer: %s",
               g_strerror (errno));
  return FALSE;
}

/* Viewers claim the page before they come: the latest is the one, whoever was there before has left. */
static void
accept_viewer (LsDebuggee *self)
{
  int connection;

  while (self->listener >= 0 && (connection = ls_rendezvous_accept (self->listener)) >= 0)
    {
      close_fd (&self->socket);
      self->socket = connection;
      watch (self, connection);
    }
}

/* Nobody is there any more who could let the program go on, unless the next one has come to a host. */
static void
leave_viewer (LsDebuggee *self)
{
  close_fd (&self->socket);
  accept_viewer (self);
  if (self->socket >= 0)
    return;
  if (self->listener < 0)
    {
      close_fd (&self->watch);
      close_fd (&self->wake);
    }
  store (self->page->pace, 0);
  store (self->page->gate, LS_GATE_RUN);
}

static LsDebuggee *
debuggee_new (LsSites *sites, const LsDebuggeeFuncs *funcs)
{
  LsDebuggee *self = g_new0 (LsDebuggee, 1);

  self->socket = self->listener = self->wake = self->watch = -1;
  self->sites = sites;
  self->funcs = funcs;
  g_mutex_init (&self->lock);
  self->flags = g_byte_array_new ();
  return self;
}

static LsDebuggee *
begin (LsDebuggee *self, GError **error)
{
  if (self->page == NULL || (self->socket < 0 && self->listener < 0) || !set_up_watch (self, error))
    {
      ls_debuggee_free (self);
      return NULL;
    }
  store (self->page->pid, (guint32) getpid ());
  ls_debuggee_set_state (self, LS_PROGRAM_RUNNING, monotonic ());
  return self;
}

/**
 * ls_debuggee_new:
 * @page: path of the control page, which the viewer made
 * @socket: path of the viewer's listening socket
 * @sites: (transfer none): where breakpoints are looked up
 * @funcs: (transfer none): what to call, on the thread that checks
 * @error: a #GFileError
 *
 * Returns: (transfer full) (nullable)
 */
LsDebuggee *
ls_debuggee_new (const char *page, const char *socket, LsSites *sites, const LsDebuggeeFuncs *funcs, GError **error)
{
  LsDebuggee *self = debuggee_new (sites, funcs);

  self->page = ls_rendezvous_map_page (page, error);
  if (self->page != NULL)
    self->socket = ls_rendezvous_connect (socket, error);
  return begin (self, error);
}

/**
 * ls_debuggee_new_host:
 * @page: path of a control page to be made
 * @socket: path of a socket to listen on
 * @sites: (transfer none): where breakpoints are looked up
 * @funcs: (transfer none): what to call, on the thread that checks
 * @error: a #GFileError
 *
 * For a program that is on its own until a viewer comes.
 *
 * Returns: (transfer full) (nullable)
 */
LsDebuggee *
ls_debuggee_new_host (const char *page, const char *socket, LsSites *sites, const LsDebuggeeFuncs *funcs,
                      GError **error)
{
  LsDebuggee *self = debuggee_new (sites, funcs);

  self->page = ls_rendezvous_make_page (page, error);
  if (self->page != NULL)
    self->listener = ls_rendezvous_listen (socket, error);
  return begin (self, error);
}

/**
 * ls_debuggee_end:
 *
 * Tells the viewer that the program ends.  The page stays mapped: other threads may still look at it.
 */
void
ls_debuggee_end (LsDebuggee *self)
{
  ls_debuggee_set_turn (self, 0, 0, monotonic ());
  ls_debuggee_set_state (self, LS_PROGRAM_ENDED, monotonic ());
  close_fd (&self->listener);
  leave_viewer (self);
}

/**
 * ls_debuggee_abandon:
 *
 * For a forked child: lets go of what is the parent's, without a word to the viewer.
 */
void
ls_debuggee_abandon (LsDebuggee *self)
{
  close_fd (&self->watch);
  close_fd (&self->wake);
  close_fd (&self->listener);
  close_fd (&self->socket);
}

void
ls_debuggee_free (LsDebuggee *self)
{
  ls_debuggee_abandon (self);
  if (self->page != NULL)
    ls_rendezvous_unmap (self->page);
  g_byte_array_unref (self->flags);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
ls_debuggee_set_state (LsDebuggee *self, LsProgramState state, gint64 now)
{
  if (load (self->page->state) == (guint32) state)
    return;
  store (self->page->state_since, now);
  store (self->page->state, state);
}

/**
 * ls_debuggee_is_kept:
 * @since: when a handle began
 *
 * Returns: whether somebody has kept the recording already while the handle held the loop
 */
gboolean
ls_debuggee_is_kept (LsDebuggee *self, gint64 since)
{
  return load (self->page->kept_since) == since;
}

/**
 * ls_debuggee_set_turn:
 * @task: whose turn it is; 0: nobody's
 * @since: CLOCK_MONOTONIC ns at which the handle that runs began; 0: none does
 * @now: the same clock
 */
void
ls_debuggee_set_turn (LsDebuggee *self, guint32 task, gint64 since, gint64 now)
{
  store (self->page->turn_since, since);
  if (load (self->page->running_task) == task)
    return;
  store (self->page->state_since, now);
  store (self->page->running_task, task);
}

/* Takes what the viewer sent: bytes that mean "look at the page".  Returns FALSE when it has left. */
static gboolean
drain (LsDebuggee *self)
{
  char bytes[256];
  gssize n;

  do
    n = recv (self->socket, bytes, sizeof bytes, MSG_DONTWAIT);
  while (n > 0 || (n < 0 && errno == EINTR));
  return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

/* Takes a request to cancel from the page; it is acted on in the loop's next poll.  The next has to wait there. */
static void
take_requests (LsDebuggee *self)
{
  if (self->cancel == 0)
    self->cancel = __atomic_exchange_n (&self->page->cancel_task, 0, __ATOMIC_ACQ_REL);
}

/* The engine must not be called from the middle of what it does, where most trace points are: the loop is told
 * instead that its descriptor is readable. */
static void
wake_loop (LsDebuggee *self)
{
  if (self->wake >= 0 && (self->cancel != 0 || load (self->page->pace) != self->pace))
    eventfd_write (self->wake, 1);
}

/* Signals arrive here as anywhere: poll() is interrupted, the handler has run, and we go on standing still. */
static void
wait_for_viewer (LsDebuggee *self)
{
  while (self->socket >= 0 && load (self->page->gate) == LS_GATE_STOP)
    {
      struct pollfd in[] = { { .fd = self->socket, .events = POLLIN }, { .fd = self->listener, .events = POLLIN } };

      if (poll (in, G_N_ELEMENTS (in), -1) < 0 && errno != EINTR)
        leave_viewer (self);
      else if (in[0].revents != 0 && !drain (self))
        leave_viewer (self);
      else if (in[1].revents != 0)
        accept_viewer (self);
      take_requests (self);
    }
}

static void
stop (LsDebuggee *self, guint why)
{
  guint32 before = load (self->page->state);
  gint64 from = monotonic ();
  gint64 to;

  store (self->page->stopped_by, why);
  ls_debuggee_set_state (self, LS_PROGRAM_STOPPED, from);
  wait_for_viewer (self);
  to = monotonic ();
  store (self->page->stopped_by, BY_NOTHING);
  ls_debuggee_set_state (self, before, to);
  /* Having stood still is not having run: the turn is as old as it was. */
  if (load (self->page->turn_since) != 0)
    store (self->page->turn_since, load (self->page->turn_since) + to - from);
  self->funcs->add_stopped (to - from);
}

static gboolean
has_breakpoint (const LsControl *page, const LsSitePlace *place)
{
  guint n = MIN (load (page->n_breakpoints), LS_CONTROL_BREAKPOINTS);

  for (guint i = 0; i < n; i++)
    {
      const LsBreakRange *range = &page->breakpoints[i];

      if (range->unit == LS_BREAK_OFFSETS && range->module == place->module && range->from <= place->offset && place->offset < range->to)
        return TRUE;
    }
  return FALSE;
}

/* Looks each site up once, and all again after a change of the breakpoints. */
static gboolean
at_breakpoint (LsDebuggee *self, guint32 site)
{
  guint32 generation = load (self->page->breakpoint_generation);

  if (generation != self->generation)
    g_byte_array_set_size (self->flags, 0);
  self->generation = generation;
  while (self->flags->len < site)
    {
      LsSitePlace place;
      guint8 flag = ls_sites_get (self->sites, self->flags->len + 1, &place) && has_breakpoint (self->page, &place);

      g_byte_array_append (self->flags, &flag, 1);
    }
  return site > 0 && self->flags->data[site - 1];
}

/* Whether the stop words are met by this event. */
static gboolean
words_say_stop (LsControl *page, const LsRecord *record, guint64 seq)
{
  guint32 count = load (page->stop_count);
  guint32 task = load (page->stop_task);
  guint64 until = load (page->stop_seq);

  if (count > 0 && load (page->stop_grain) < LS_N_GRAINS && ls_record_ends (record, load (page->stop_grain)))
    {
      store (page->stop_count, count - 1);
      if (count == 1)
        return TRUE;
    }
  if (task != 0 && record->kind == LS_EVENT_TURN && record->subject == task)
    return TRUE;
  return until != 0 && seq + 1 >= until;
}

/* Closes the gate, so that it takes a word of the viewer's to open it again; not if it has just spoken. */
static gboolean
close_gate (LsDebuggee *self)
{
  guint32 check = LS_GATE_CHECK;

  return __atomic_compare_exchange_n (&self->page->gate, &check, LS_GATE_STOP, FALSE, __ATOMIC_ACQ_REL,
                                      __ATOMIC_ACQUIRE);
}

/**
 * ls_debuggee_check:
 * @record: the event that has just been written
 * @seq: its number
 *
 * Stops the calling thread here if that is wanted, until it is no longer.
 */
void
ls_debuggee_check (LsDebuggee *self, const LsRecord *record, guint64 seq)
{
  guint why = BY_NOTHING;

  g_mutex_lock (&self->lock);
  if (self->socket < 0)
    accept_viewer (self);
  if (self->socket < 0)
    store (self->page->gate, LS_GATE_RUN);
  else if (load (self->page->gate) == LS_GATE_STOP)
    why = BY_GATE;
  else if (load (self->page->gate) == LS_GATE_CHECK)
    {
      if (words_say_stop (self->page, record, seq))
        why = BY_WORDS;
      else if (at_breakpoint (self, record->site))
        why = BY_BREAKPOINT;
      if (why != BY_NOTHING && !close_gate (self))
        why = BY_NOTHING;
    }
  if (why != BY_NOTHING)
    {
      stop (self, why);
      wake_loop (self);
    }
  g_mutex_unlock (&self->lock);
}

/* What the loop is to poll beside its own descriptors; -1: nothing. */
int
ls_debuggee_get_fd (LsDebuggee *self)
{
  return self->watch;
}

/* Not under the lock: what is called here makes events, and each is checked. */
static void
act (LsDebuggee *self, guint32 task)
{
  guint32 pace = load (self->page->pace);

  if (pace != self->pace)
    self->funcs->set_pace (pace == 0 ? 1.0 : pace / 1000.0);
  self->pace = pace;
  if (task != 0)
    self->funcs->cancel_task (task);
}

/**
 * ls_debuggee_command:
 *
 * To be called in the loop's poll, when the descriptor is readable: does what the viewer asks, and stops
 * there if that is what it asks.
 */
void
ls_debuggee_command (LsDebuggee *self)
{
  guint32 task = 0;
  eventfd_t count;

  g_mutex_lock (&self->lock);
  eventfd_read (self->wake, &count);
  if (self->socket >= 0 && !drain (self))
    leave_viewer (self);
  accept_viewer (self);
  take_requests (self);
  if (self->socket >= 0 && load (self->page->gate) == LS_GATE_STOP)
    stop (self, BY_GATE);
  task = self->cancel;
  self->cancel = 0;
  g_mutex_unlock (&self->lock);
  act (self, task);
}
