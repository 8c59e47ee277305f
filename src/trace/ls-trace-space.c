/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-trace-space.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

/* Descriptors below this are those that programs close by number. */
#define FD_FLOOR 200

/* Space is taken in steps that grow by a quarter: small traces stay small, long ones rarely wait for the file system,
 * and little is taken in vain. */
#define STEP_MIN (16 * (guint64) LS_TRACE_BLOCK_SIZE)
#define STEP_MAX (256 * (guint64) LS_TRACE_BLOCK_SIZE)

/* Blocks are mapped so many at a time, which takes off a tenth of what they cost. */
#define WINDOW_BLOCKS 4

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

typedef struct
{
  guint8 *base;
  guint32 n_blocks;    /* mapped */
  guint32 n_taken;
  guint32 n_released;
} LsTraceWindow;

/* Faulting all pages in at once takes a third off the cost of an event.  MAP_POPULATE would make them readable only; a
 * kernel that does not know this advice (before 5.14) leaves the faults to come. */
static void *
map (int fd, guint64 offset, gsize size)
{
  void *p = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t) offset);

  if (p == MAP_FAILED)
    return NULL;
  madvise (p, size, MADV_POPULATE_WRITE);
  return p;
}

/* Out of the way of a program's own small descriptors, if the limit on them allows it. */
static int
open_high (const char *path, int flags)
{
  int low = open (path, flags | O_CLOEXEC, 0600);
  int high;

  if (low < 0)
    return -1;
  high = fcntl (low, F_DUPFD_CLOEXEC, FD_FLOOR);
  if (high < 0)
    return low;
  close (low);
  return high;
}

static gboolean
is_ours (const LsTraceSpace *self, int fd)
{
  struct stat st;

  return fstat (fd, &st) == 0 && st.st_dev == self->device && st.st_ino == self->inode;
}

/* The program may have closed our descriptor, and another file may have its number since. */
static gboolean
have_descriptor (LsTraceSpace *self)
{
  if (is_ours (self, self->fd))
    return TRUE;
  self->fd = open_high (self->path, O_RDWR);
  if (self->fd >= 0 && !is_ours (self, self->fd))
    {
      close (self->fd);
      self->fd = -1;
    }
  return self->fd >= 0;
}

/* Going beyond the limit on file sizes is a signal too, which the program has not asked for and would die of. */
static int
allocate (int fd, guint64 offset, guint64 length)
{
  const struct timespec at_once = { 0, 0 };
  sigset_t set, before;
  int code;

  sigemptyset (&set);
  sigaddset (&set, SIGXFSZ);
  pthread_sigmask (SIG_BLOCK, &set, &before);
  code = posix_fallocate (fd, (off_t) offset, (off_t) length);
  if (code == EFBIG)
    sigtimedwait (&set, NULL, &at_once);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  return code;
}

/* A mapped write to a full disk is SIGBUS, so the space is there before it is mapped. */
static gboolean
reserve (LsTraceSpace *self, guint64 size)
{
  guint64 step = CLAMP (self->size / 4, STEP_MIN, STEP_MAX);

  if (size <= self->size)
    return TRUE;
  if (!have_descriptor (self))
    return FALSE;
  /* The last bit of a disk may hold one block though not a whole step. */
  if (allocate (self->fd, self->size, step) != 0)
    {
      step = size - self->size;
      if (allocate (self->fd, self->size, step) != 0)
        return FALSE;
    }
  self->size += step;
  return TRUE;
}

static gboolean
set_up (LsTraceSpace *self)
{
  struct stat st;

  if (fstat (self->fd, &st) != 0)
    return FALSE;
  self->device = st.st_dev;
  self->inode = st.st_ino;
  errno = ENOSPC;
  if (!reserve (self, STEP_MIN))
    return FALSE;
  self->header = map (self->fd, 0, LS_TRACE_BLOCK_SIZE);
  if (self->header == NULL)
    return FALSE;
  self->windows = g_array_new (FALSE, FALSE, sizeof (LsTraceWindow));
  self->n_blocks = 1;
  self->header->version = LS_TRACE_VERSION;
  self->header->block_size = LS_TRACE_BLOCK_SIZE;
  self->header->record_size = sizeof (LsRecord);
  memcpy (self->header->magic, LS_TRACE_MAGIC, sizeof self->header->magic);
  return TRUE;
}

/**
 * ls_trace_space_open:
 * @path: the file to make; what is there is emptied
 * @error: a #GFileError
 */
gboolean
ls_trace_space_open (LsTraceSpace *self, const char *path, GError **error)
{
  memset (self, 0, sizeof *self);
  self->path = g_canonicalize_filename (path, NULL);
  self->fd = open_high (path, O_RDWR | O_CREAT | O_TRUNC);
  if (self->fd >= 0 && set_up (self))
    return TRUE;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "Cannot write the trace “%s”: %s", path,
               g_strerror (errno));
  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->path, g_free);
  return FALSE;
}

/* The last bit of a disk may hold one block though not a window. */
static gboolean
open_window (LsTraceSpace *self)
{
  guint64 offset = (guint64) self->n_blocks * LS_TRACE_BLOCK_SIZE;
  LsTraceWindow window = { .n_blocks = WINDOW_BLOCKS };

  if (!reserve (self, offset + WINDOW_BLOCKS * LS_TRACE_BLOCK_SIZE))
    window.n_blocks = 1;
  if (!reserve (self, offset + window.n_blocks * LS_TRACE_BLOCK_SIZE) || !have_descriptor (self))
    return FALSE;
  window.base = map (self->fd, offset, window.n_blocks * LS_TRACE_BLOCK_SIZE);
  if (window.base == NULL)
    return FALSE;
  g_array_append_val (self->windows, window);
  return TRUE;
}

/* The window that the next block is in; NULL where that is not mapped yet. */
static LsTraceWindow *
get_open_window (LsTraceSpace *self)
{
  LsTraceWindow *last;

  if (self->windows->len == 0)
    return NULL;
  last = &g_array_index (self->windows, LsTraceWindow, self->windows->len - 1);
  return last->n_taken < last->n_blocks ? last : NULL;
}

/**
 * ls_trace_space_take:
 * @index: (out) (nullable): its number in the file
 *
 * Returns: (nullable): a fresh block, its header written; %NULL when there is no more space
 */
LsTraceBlock *
ls_trace_space_take (LsTraceSpace *self, LsTraceBlockKind kind, guint32 thread, guint32 *index)
{
  LsTraceWindow *window;
  LsTraceBlock *block;

  if (get_open_window (self) == NULL && !open_window (self))
    return NULL;
  window = get_open_window (self);
  block = (LsTraceBlock *) (window->base + window->n_taken++ * (gsize) LS_TRACE_BLOCK_SIZE);
  block->kind = (guint16) kind;
  block->thread = thread;
  block->committed = sizeof *block;
  __atomic_store_n (&block->magic, LS_TRACE_BLOCK_MAGIC, __ATOMIC_RELEASE);
  if (index != NULL)
    *index = self->n_blocks;
  self->n_blocks++;
  return block;
}

static void
close_window (LsTraceSpace *self, guint i)
{
  LsTraceWindow *window = &g_array_index (self->windows, LsTraceWindow, i);

  munmap (window->base, window->n_blocks * (gsize) LS_TRACE_BLOCK_SIZE);
  g_array_remove_index (self->windows, i);
}

/**
 * ls_trace_space_release:
 * @block: a block that is written no more
 *
 * It may go on being mapped until its neighbours are released.
 */
void
ls_trace_space_release (LsTraceSpace *self, LsTraceBlock *block)
{
  for (guint i = 0; i < self->windows->len; i++)
    {
      LsTraceWindow *window = &g_array_index (self->windows, LsTraceWindow, i);
      gsize offset = (gsize) ((guint8 *) block - window->base);

      if ((guint8 *) block < window->base || offset >= window->n_blocks * (gsize) LS_TRACE_BLOCK_SIZE)
        continue;
      if (++window->n_released == window->n_blocks)
        close_window (self, i);
      return;
    }
}

/**
 * ls_trace_space_give_back:
 * @index: a block that is sealed and released
 *
 * Returns the block's room to the file system; the file keeps its length, so block numbers hold.
 *
 * Returns: whether the file system can do that
 */
gboolean
ls_trace_space_give_back (LsTraceSpace *self, guint32 index)
{
  off_t offset = (off_t) index * LS_TRACE_BLOCK_SIZE;

  return have_descriptor (self)
         && fallocate (self->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, LS_TRACE_BLOCK_SIZE) == 0;
}

/* Marks the trace as complete and cuts off what was reserved and not used.  Blocks of threads that still run stay
 * mapped. */
void
ls_trace_space_close (LsTraceSpace *self)
{
  LsTraceWindow *open = get_open_window (self);

  if (open != NULL && open->n_released == open->n_taken)
    close_window (self, self->windows->len - 1);
  g_clear_pointer (&self->windows, g_array_unref);
  __atomic_store_n (&self->header->state, LS_TRACE_COMPLETE, __ATOMIC_RELEASE);
  if (have_descriptor (self))
    {
      /* Failing to shorten only leaves room behind. */
      if (ftruncate (self->fd, (off_t) self->n_blocks * LS_TRACE_BLOCK_SIZE) != 0)
        errno = 0;
      close (self->fd);
    }
  munmap (self->header, LS_TRACE_BLOCK_SIZE);
  g_clear_pointer (&self->path, g_free);
}
