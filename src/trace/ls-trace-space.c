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

/* Space is taken in steps that double: small traces stay small, long ones rarely wait for the file system. */
#define STEP_MIN (16 * (guint64) LS_TRACE_BLOCK_SIZE)
#define STEP_MAX (256 * (guint64) LS_TRACE_BLOCK_SIZE)

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

/* Faulting all pages in at once takes a third off the cost of an event.  MAP_POPULATE would make them readable only; a
 * kernel that does not know this advice (before 5.14) leaves the faults to come. */
static void *
map (int fd, guint64 offset)
{
  void *p = mmap (NULL, LS_TRACE_BLOCK_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t) offset);

  if (p == MAP_FAILED)
    return NULL;
  madvise (p, LS_TRACE_BLOCK_SIZE, MADV_POPULATE_WRITE);
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
  guint64 step = CLAMP (self->size, STEP_MIN, STEP_MAX);

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
  self->header = map (self->fd, 0);
  if (self->header == NULL)
    return FALSE;
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

/**
 * ls_trace_space_take:
 * @index: (out) (nullable): its number in the file
 *
 * Returns: (nullable): a fresh block, its header written; %NULL when there is no more space
 */
LsTraceBlock *
ls_trace_space_take (LsTraceSpace *self, LsTraceBlockKind kind, guint32 thread, guint32 *index)
{
  guint64 offset = (guint64) self->n_blocks * LS_TRACE_BLOCK_SIZE;
  LsTraceBlock *block;

  if (!reserve (self, offset + LS_TRACE_BLOCK_SIZE) || !have_descriptor (self))
    return NULL;
  block = map (self->fd, offset);
  if (block == NULL)
    return NULL;
  block->kind = (guint16) kind;
  block->thread = thread;
  block->committed = sizeof *block;
  __atomic_store_n (&block->magic, LS_TRACE_BLOCK_MAGIC, __ATOMIC_RELEASE);
  if (index != NULL)
    *index = self->n_blocks;
  self->n_blocks++;
  return block;
}

void
ls_trace_space_unmap (LsTraceBlock *block)
{
  munmap (block, LS_TRACE_BLOCK_SIZE);
}

/**
 * ls_trace_space_give_back:
 * @index: a block that is sealed and no longer mapped
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

/* Marks the trace as complete and cuts off what was reserved and not used. */
void
ls_trace_space_close (LsTraceSpace *self)
{
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
