/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-block-watch.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "ls-control.h"
#include "ls-entry.h"
#include "ls-keep.h"

#define MS            G_GINT64_CONSTANT (1000000)
#define LOOKS         4          /* in the time that a handle may take */
#define PERIOD_MIN_MS 5
#define PERIOD_MAX_MS 250

struct _LsBlockWatch
{
  GPid       pid;
  gint64     limit;       /* ns */
  LsControl *page;        /* NULL until the program has made it */
  char      *trace;
  guint      n_copies;
  guint      source;
};

static gint64
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000 * MS + time.tv_nsec;
}

static gboolean
map_page (LsBlockWatch *self)
{
  g_autoptr (LsEntry) entry = ls_entry_find (self->pid, NULL);
  int fd = entry != NULL ? open (entry->control, O_RDWR | O_CLOEXEC) : -1;
  void *page = fd >= 0 ? mmap (NULL, sizeof (LsControl), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;

  if (fd >= 0)
    close (fd);
  if (page == MAP_FAILED)
    return FALSE;
  self->page = page;
  self->trace = g_strdup (entry->trace);
  return TRUE;
}

/* The program is told, so that it does not keep the same again when the handle ends after all. */
static gboolean
look_cb (gpointer data)
{
  LsBlockWatch *self = data;
  g_autofree char *reason = NULL;
  gint64 since, held;

  if (self->page == NULL && !map_page (self))
    return G_SOURCE_CONTINUE;
  since = __atomic_load_n (&self->page->turn_since, __ATOMIC_ACQUIRE);
  held = now () - since;
  if (since == 0 || held < self->limit || since == __atomic_load_n (&self->page->kept_since, __ATOMIC_RELAXED)
      || __atomic_load_n (&self->page->state, __ATOMIC_ACQUIRE) != LS_PROGRAM_RUNNING)
    return G_SOURCE_CONTINUE;

  __atomic_store_n (&self->page->kept_since, since, __ATOMIC_RELEASE);
  reason = g_strdup_printf ("the loop has been blocked for %" G_GINT64_FORMAT " ms", held / MS);
  ls_keep_copy (self->trace, reason, &self->n_copies);
  return G_SOURCE_CONTINUE;
}

/**
 * ls_block_watch_new:
 * @pid: a program that is started, and records of its own accord
 * @limit: ns
 */
LsBlockWatch *
ls_block_watch_new (GPid pid, gint64 limit)
{
  LsBlockWatch *self = g_new0 (LsBlockWatch, 1);

  self->pid = pid;
  self->limit = limit;
  self->source = g_timeout_add ((guint) CLAMP (limit / MS / LOOKS, PERIOD_MIN_MS, PERIOD_MAX_MS), look_cb, self);
  return self;
}

void
ls_block_watch_free (LsBlockWatch *self)
{
  g_source_remove (self->source);
  if (self->page != NULL)
    munmap (self->page, sizeof (LsControl));
  g_free (self->trace);
  g_free (self);
}
