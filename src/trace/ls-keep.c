/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-keep.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>

#include "ls-trace-format.h"

#define SUFFIX     ".looptrace"
#define MOST       10               /* copies that a program may leave behind */
#define MOST_NAMES 1000             /* that may be taken already */
#define MS         G_GINT64_CONSTANT (1000000)

gint64 ls_keep_limit = G_MAXINT64;

static struct
{
  char            *trace;
  struct sigaction before;
  int              signal;
  pthread_t        thread;
  sem_t            asked;           /* which a signal's handler may post */
  gint64           blocked;         /* atomic: ns, of the longest since the last copy; 0: none */
  int              signalled;       /* atomic */
  int              is_over;         /* atomic */
  guint            n_copies;
  gboolean         is_started;
} keep = { .trace = NULL };

/* Words */

static int
signal_from_name (const char *name)
{
  if (g_str_has_prefix (name, "SIG"))
    name += 3;
  for (int number = 1; number < NSIG; number++)
    if (number != SIGKILL && number != SIGSTOP && g_strcmp0 (sigabbrev_np (number), name) == 0)
      return number;

  return 0;
}

static gboolean
parse_word (const char *word, LsKeepReasons *reasons)
{
  guint64 ms;

  if (strcmp (word, "crash") == 0)
    return reasons->crash = TRUE;
  if (g_str_has_prefix (word, "signal:"))
    return (reasons->signal = signal_from_name (word + strlen ("signal:"))) != 0;
  if (!g_str_has_prefix (word, "blocked:")
      || !g_ascii_string_to_unsigned (word + strlen ("blocked:"), 10, 1, G_MAXINT32, &ms, NULL))
    return FALSE;
  reasons->blocked = (gint64) ms * MS;
  return TRUE;
}

/**
 * ls_keep_parse:
 * @words: such as "blocked:250,signal:USR2,crash"; the number is of ms
 * @reasons: (out)
 * @error: %G_IO_ERROR_INVALID_ARGUMENT
 *
 * Returns: whether @words are understood
 */
gboolean
ls_keep_parse (const char *words, LsKeepReasons *reasons, GError **error)
{
  g_auto (GStrv) each = g_strsplit (*words != '\0' ? words : ",", ",", -1);

  *reasons = (LsKeepReasons) { .blocked = G_MAXINT64 };
  for (char **word = each; *word != NULL; word++)
    if (!parse_word (*word, reasons))
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                     "“%s” is no reason to keep a recording: say blocked:MILLISECONDS, signal:NAME or crash.", *word);
        return FALSE;
      }

  return TRUE;
}

/* Copies */

/* The program's thread goes on writing meanwhile.  What was written earlier lies before what was written later, and
 * names are written before events that use them: so events are taken from the end on, and all others after them.
 * What was given back, or reserved and not used yet, is a hole in the file, and in the copy too. */
static gboolean
copy_blocks (int from, int to, gint64 n_blocks, gboolean events)
{
  static union { LsTraceBlock header; char bytes[LS_TRACE_BLOCK_SIZE]; } block;

  for (gint64 i = n_blocks - 1; i >= 0; i--)
    {
      off_t at = i * LS_TRACE_BLOCK_SIZE;
      off_t data = lseek (from, at, SEEK_DATA);
      ssize_t got;

      if (data < 0 || data >= at + LS_TRACE_BLOCK_SIZE)
        continue;
      got = pread (from, &block, sizeof block, at);
      if (got < 0)
        return FALSE;
      if ((i > 0 && block.header.kind == LS_BLOCK_EVENTS) == events && pwrite (to, &block, got, at) != got)
        return FALSE;
    }

  return TRUE;
}

static gboolean
copy_file (int from, int to)
{
  struct stat status;

  if (fstat (from, &status) != 0 || ftruncate (to, status.st_size) != 0
      || !copy_blocks (from, to, status.st_size / LS_TRACE_BLOCK_SIZE, TRUE))
    return FALSE;

  return fstat (from, &status) == 0 && ftruncate (to, status.st_size) == 0
         && copy_blocks (from, to, status.st_size / LS_TRACE_BLOCK_SIZE, FALSE);
}

/* Opens the first file of those that are not there yet; @path: (out) */
static int
open_new (const char *trace, char **path)
{
  gsize stem = strlen (trace) - (g_str_has_suffix (trace, SUFFIX) ? strlen (SUFFIX) : 0);
  int fd = -1;

  for (guint i = 1; fd < 0 && i <= MOST_NAMES; i++)
    {
      g_free (*path);
      *path = g_strdup_printf ("%.*s-kept-%u" SUFFIX, (int) stem, trace, i);
      fd = open (*path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
      if (fd < 0 && errno != EEXIST)
        break;
    }

  return fd;
}

/* Returns: whether there is such a copy now; @path: (out) */
static gboolean
copy_trace (const char *trace, char **path)
{
  int from = open (trace, O_RDONLY | O_CLOEXEC);
  int to = open_new (trace, path);
  gboolean copied = from >= 0 && to >= 0 && copy_file (from, to);
  int code = errno;

  if (from >= 0)
    close (from);
  if (to >= 0)
    close (to);
  if (to >= 0 && !copied)
    unlink (*path);
  errno = code;
  return copied;
}

/**
 * ls_keep_copy:
 * @trace: a file that is being recorded in
 * @reason: why, to be said on stderr
 * @n_copies: (inout): how many the caller has made: there is an end to it
 *
 * Keeps what is recorded so far in a new file beside it.
 */
void
ls_keep_copy (const char *trace, const char *reason, guint *n_copies)
{
  g_autofree char *path = NULL;

  if (*n_copies == MOST)
    return;
  ++*n_copies;
  if (copy_trace (trace, &path))
    fprintf (stderr, "loopscope: %s: what led to it is kept in “%s”.\n", reason, path);
  else
    fprintf (stderr, "loopscope: %s: what led to it cannot be kept in “%s”: %s.\n", reason, path, g_strerror (errno));
  if (*n_copies == MOST)
    fprintf (stderr, "loopscope: %u recordings are kept, and no more will be.\n", MOST);
}

static void *
make_copies (void *data)
{
  gboolean is_over;

  do
    {
      gint64 blocked;

      while (sem_wait (&keep.asked) != 0)
        ;
      is_over = __atomic_load_n (&keep.is_over, __ATOMIC_ACQUIRE);
      blocked = __atomic_exchange_n (&keep.blocked, 0, __ATOMIC_ACQ_REL);
      if (blocked != 0)
        {
          g_autofree char *reason = g_strdup_printf ("the loop was blocked for %" G_GINT64_FORMAT " ms", blocked / MS);

          ls_keep_copy (keep.trace, reason, &keep.n_copies);
        }
      if (__atomic_exchange_n (&keep.signalled, 0, __ATOMIC_ACQ_REL))
        ls_keep_copy (keep.trace, strsignal (keep.signal), &keep.n_copies);
    }
  while (!is_over);

  return NULL;
}

/* Reasons */

static void
signal_cb (int number)
{
  int code = errno;

  __atomic_store_n (&keep.signalled, 1, __ATOMIC_RELEASE);
  sem_post (&keep.asked);
  errno = code;
}

/**
 * ls_keep_blocked:
 * @ns: for how long a handle or turn has held the loop
 */
void
ls_keep_blocked (gint64 ns)
{
  __atomic_store_n (&keep.blocked, MAX (ns, __atomic_load_n (&keep.blocked, __ATOMIC_RELAXED)), __ATOMIC_RELEASE);
  sem_post (&keep.asked);
}

/* Unless the program has a handler of its own by now. */
static void
let_go (void)
{
  struct sigaction now;

  if (keep.signal != 0 && sigaction (keep.signal, NULL, &now) == 0 && now.sa_handler == signal_cb)
    sigaction (keep.signal, &keep.before, NULL);
  ls_keep_limit = G_MAXINT64;
  keep.is_started = FALSE;
}

/* In a forked child the thread is not: nothing is kept, and nothing removed. */
static void
abandon (void)
{
  if (keep.is_started)
    let_go ();
}

static gboolean
start_thread (GError **error)
{
  sigset_t all, before;
  int code;

  sem_init (&keep.asked, 0, 0);
  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &before);     /* signals are for the program's threads */
  code = pthread_create (&keep.thread, NULL, make_copies, NULL);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  if (code != 0)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "No thread to keep recordings: %s",
                 g_strerror (code));

  return code == 0;
}

/**
 * ls_keep_start:
 * @reasons: when to keep what is recorded
 * @trace: the file that is being recorded in
 * @error: a #GIOError
 *
 * Returns: whether it is heeded from now on
 */
gboolean
ls_keep_start (const LsKeepReasons *reasons, const char *trace, GError **error)
{
  struct sigaction action = { .sa_handler = signal_cb, .sa_flags = SA_RESTART };

  g_return_val_if_fail (!keep.is_started, FALSE);

  if (!start_thread (error))
    return FALSE;
  keep.trace = g_canonicalize_filename (trace, NULL);
  keep.signal = reasons->signal;
  if (keep.signal != 0)
    sigaction (keep.signal, &action, &keep.before);
  ls_keep_limit = reasons->blocked;
  keep.is_started = TRUE;
  pthread_atfork (NULL, NULL, abandon);
  return TRUE;
}

/**
 * ls_keep_end:
 *
 * The program has ended cleanly: finishes what is being copied, and removes the trace.
 */
void
ls_keep_end (void)
{
  if (!keep.is_started)
    return;
  let_go ();
  __atomic_store_n (&keep.is_over, 1, __ATOMIC_RELEASE);
  sem_post (&keep.asked);
  pthread_join (keep.thread, NULL);
  unlink (keep.trace);
  g_clear_pointer (&keep.trace, g_free);
}
