/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-trace-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ls-trace-crc.h"
#include "ls-trace-reader.h"

/* The smallest entries there are: what bounds the ids that a block can name. */
#define STRING_MIN 16
#define SITE_MIN   40

G_DEFINE_QUARK (ls-trace-error-quark, ls_trace_error)

static guint32
read_at (int fd, void *buffer, gsize size, guint64 offset)
{
  gsize n = 0;

  while (n < size)
    {
      gssize got = pread (fd, (char *) buffer + n, size - n, (off_t) (offset + n));

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        break;
      n += (gsize) got;
    }
  return (guint32) n;
}

static guint64
block_offset (guint32 number)
{
  return (guint64) number * LS_TRACE_BLOCK_SIZE;
}

G_GNUC_PRINTF (2, 3) static void
complain (LsTraceFile *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (self->problems, g_strdup_vprintf (format, args));
  va_end (args);
}

/**
 * ls_trace_file_spoil:
 * @reason: what is wrong with it, to stand after "is damaged: "
 *
 * Takes a block for lost.
 */
void
ls_trace_file_spoil (LsTraceFile *self, guint place, const char *reason)
{
  LsTraceFileBlock *block = ls_trace_file_block (self, place);

  if (block->damaged)
    return;
  block->damaged = TRUE;
  self->n_damaged++;
  complain (self, "Block %u of the trace is damaged: %s. What it held is missing.", block->number, reason);
}

/* No block's numbers can be higher than what the file before it had room for, whatever it says. */
static gboolean
is_plausible (const LsTraceFile *self, guint32 number, const LsTraceBlock *head)
{
  guint64 most = (self->size / LS_TRACE_BLOCK_SIZE + 1) * LS_TRACE_BLOCK_RECORDS;
  gboolean sealed = (head->flags & LS_BLOCK_SEALED) != 0;

  if (head->committed < sizeof *head || head->committed > LS_TRACE_BLOCK_SIZE || head->committed % 8 != 0)
    return FALSE;
  switch (head->kind)
    {
    case LS_BLOCK_EVENTS:
      return (head->committed - sizeof *head) % sizeof (LsRecord) == 0 && head->first.seq < most
             && (!sealed || (head->last_seq >= head->first.seq && head->last_seq < most));

    case LS_BLOCK_MEASURES:
      return (head->committed - sizeof *head) % sizeof (LsTraceMeasure) == 0;

    case LS_BLOCK_NAMES:
    case LS_BLOCK_RESOLUTIONS:
      return head->first.name.string <= 1 + (guint64) number * (LS_TRACE_BLOCK_SIZE / STRING_MIN)
             && head->first.name.site <= 1 + (guint64) number * (LS_TRACE_BLOCK_SIZE / SITE_MIN);

    case LS_BLOCK_TEXTS:
      return (head->first.name.string & LS_TRACE_TEXT_ID) != 0;

    default:
      return TRUE;
    }
}

static guint32
available (const LsTraceFile *self, const LsTraceFileBlock *block)
{
  guint64 offset = block_offset (block->number);
  guint64 there = self->size > offset ? self->size - offset : 0;
  guint32 unit = block->head.kind == LS_BLOCK_EVENTS ? sizeof (LsRecord) : 8;

  if (there >= block->head.committed)
    return block->head.committed;
  return there < sizeof block->head ? 0 : (guint32) (there - (there - sizeof block->head) % unit);
}

/* Reads an open block's header again.  Returns whether it has more than before. */
static gboolean
update_block (LsTraceFile *self, guint place)
{
  LsTraceFileBlock *block = ls_trace_file_block (self, place);
  LsTraceBlock head;
  guint32 before = block->available;
  gboolean sealed;

  if (read_at (self->fd, &head, sizeof head, block_offset (block->number)) < sizeof head
      || head.magic != LS_TRACE_BLOCK_MAGIC || head.committed < block->head.committed
      || !is_plausible (self, block->number, &head))
    return FALSE;
  sealed = head.flags != block->head.flags;
  block->head = head;
  block->available = available (self, block);
  return block->available != before || sealed;
}

static gboolean
update_open (LsTraceFile *self)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < self->open->len;)
    {
      guint place = g_array_index (self->open, guint, i);

      changed |= update_block (self, place);
      if (ls_trace_file_block (self, place)->head.flags & LS_BLOCK_SEALED)
        g_array_remove_index (self->open, i);
      else
        i++;
    }
  return changed;
}

static void
add_block (LsTraceFile *self, guint32 number, const LsTraceBlock *head)
{
  LsTraceFileBlock block = { .number = number, .head = *head };
  guint place = self->blocks->len;

  block.available = available (self, &block);
  g_array_append_val (self->blocks, block);
  if (head->magic != LS_TRACE_BLOCK_MAGIC)
    ls_trace_file_spoil (self, place, "it does not begin as a block does");
  else if (!is_plausible (self, number, head))
    ls_trace_file_spoil (self, place, "its header makes no sense");
  else if (block.available < head->committed)
    complain (self, "The file ends early: %u bytes of block %u are cut off.",
              head->committed - block.available, number);
  if (!ls_trace_file_block (self, place)->damaged && !(head->flags & LS_BLOCK_SEALED))
    g_array_append_val (self->open, place);
}

/* Takes a block into the list unless it is well and holds nothing yet. */
static gboolean
consider (LsTraceFile *self, guint32 number, const LsTraceBlock *head)
{
  if (head->magic == LS_TRACE_BLOCK_MAGIC && head->committed == sizeof *head)
    return FALSE;
  add_block (self, number, head);
  return TRUE;
}

static gboolean
update_unbegun (LsTraceFile *self)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < self->unbegun->len;)
    {
      guint32 number = g_array_index (self->unbegun, guint32, i);
      LsTraceBlock head;

      if (read_at (self->fd, &head, sizeof head, block_offset (number)) == sizeof head
          && consider (self, number, &head))
        {
          g_array_remove_index (self->unbegun, i);
          changed = TRUE;
        }
      else
        i++;
    }
  return changed;
}

static gboolean
is_blank (const LsTraceBlock *head)
{
  static const LsTraceBlock blank;

  return memcmp (head, &blank, sizeof blank) == 0;
}

/* The next block that is not a hole; the number of blocks if there is none. */
static guint32
skip_hole (LsTraceFile *self, guint32 number)
{
  off_t data = lseek (self->fd, (off_t) block_offset (number) + (off_t) sizeof (LsTraceBlock), SEEK_DATA);

  if (data < 0)
    return (guint32) (self->size / LS_TRACE_BLOCK_SIZE);
  return MAX (number + 1, (guint32) ((guint64) data / LS_TRACE_BLOCK_SIZE));
}

/* The first block from @number on that is in use; 0: there is none. */
static guint32
find_used (LsTraceFile *self, guint32 number, LsTraceBlock *head)
{
  while (block_offset (number) + sizeof *head <= self->size
         && read_at (self->fd, head, sizeof *head, block_offset (number)) == sizeof *head)
    {
      if (!is_blank (head))
        return number;
      number = skip_hole (self, number);
    }
  return 0;
}

/* A magic comes last: a header without one, and nothing behind it, is just being written. */
static gboolean
is_being_begun (LsTraceFile *self, guint32 number, const LsTraceBlock *head)
{
  LsTraceBlock next;

  return head->magic == 0 && self->header.state == LS_TRACE_OPEN && find_used (self, number + 1, &next) == 0;
}

/* The first block not looked at yet that is begun; 0: there is none. */
static guint32
find_begun (LsTraceFile *self, LsTraceBlock *head)
{
  guint32 number = find_used (self, self->next, head);

  return number != 0 && !is_being_begun (self, number, head) ? number : 0;
}

static void
miss_blocks (LsTraceFile *self, guint32 until)
{
  guint32 from = MAX (self->next, self->header.given_back);

  if (until <= from)
    return;
  self->n_damaged++;
  complain (self, "%u blocks of the trace are empty where there should be some. What they held is missing.", until - from);
}

/* Blank headers behind the last block are room reserved; before it, blocks given back, or wiped.  Blocks are begun in
 * order, so what was blank before one that is not is looked at again: it may have been begun meanwhile. */
static gboolean
add_blocks (LsTraceFile *self)
{
  gboolean changed = FALSE;
  LsTraceBlock head;
  guint32 number;

  while ((number = find_begun (self, &head)) != 0)
    {
      if (number > self->next && (number = find_begun (self, &head)) == 0)
        break;
      miss_blocks (self, number);
      if (consider (self, number, &head))
        changed = TRUE;
      else
        g_array_append_val (self->unbegun, number);
      self->next = number + 1;
    }
  return changed;
}

static void
measure_size (LsTraceFile *self)
{
  struct stat st;

  if (fstat (self->fd, &st) == 0)
    self->size = (guint64) st.st_size;
}

/**
 * ls_trace_file_refresh:
 *
 * Returns: whether there is more than before
 */
gboolean
ls_trace_file_refresh (LsTraceFile *self)
{
  guint32 state = self->header.state;
  LsTraceFileHeader header;
  gboolean changed;

  measure_size (self);
  if (read_at (self->fd, &header, sizeof header, 0) == sizeof header)
    {
      self->header.state = header.state;
      self->header.given_back = header.given_back;
      self->header.first_seq = header.first_seq;
    }
  changed = update_open (self);
  changed |= update_unbegun (self);
  /* A block that was just seen to be sealed has a successor, for which the file may have grown meanwhile. */
  measure_size (self);
  changed |= add_blocks (self);
  return changed || state != self->header.state;
}

static gboolean
check_header (LsTraceFile *self, const char *path, GError **error)
{
  guint32 n = read_at (self->fd, &self->header, sizeof self->header, 0);

  if (n == 0)
    g_set_error (error, LS_TRACE_ERROR, LS_TRACE_ERROR_EMPTY,
                 "“%s” is empty: no program has recorded into it.", path);
  else if (n < sizeof self->header || memcmp (self->header.magic, LS_TRACE_MAGIC, sizeof self->header.magic) != 0)
    g_set_error (error, LS_TRACE_ERROR, LS_TRACE_ERROR_NOT_A_TRACE,
                 "“%s” is not a Loopscope trace.", path);
  else if (self->header.version > LS_TRACE_VERSION)
    g_set_error (error, LS_TRACE_ERROR, LS_TRACE_ERROR_VERSION,
                 "“%s” was written by a newer Loopscope (format %u; this one reads up to %u).", path,
                 self->header.version, LS_TRACE_VERSION);
  else if (self->header.version == 0 || self->header.block_size != LS_TRACE_BLOCK_SIZE
           || self->header.record_size != sizeof (LsRecord))
    g_set_error (error, LS_TRACE_ERROR, LS_TRACE_ERROR_DAMAGED, "“%s” is damaged: its header makes no sense.", path);
  else
    return TRUE;
  return FALSE;
}

/**
 * ls_trace_file_open:
 * @error: a #GFileError or an #LsTraceError
 */
gboolean
ls_trace_file_open (LsTraceFile *self, const char *path, GError **error)
{
  struct stat st;

  memset (self, 0, sizeof *self);
  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (self->fd < 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "Cannot open “%s”: %s", path, g_strerror (errno));
      return FALSE;
    }
  if (fstat (self->fd, &st) != 0 || !S_ISREG (st.st_mode))
    g_set_error (error, LS_TRACE_ERROR, LS_TRACE_ERROR_NOT_A_TRACE, "“%s” is not a file, so it is no trace.", path);
  else if (check_header (self, path, error))
    {
      self->blocks = g_array_new (FALSE, FALSE, sizeof (LsTraceFileBlock));
      self->open = g_array_new (FALSE, FALSE, sizeof (guint));
      self->unbegun = g_array_new (FALSE, FALSE, sizeof (guint32));
      self->problems = g_ptr_array_new_with_free_func (g_free);
      self->next = 1;
      ls_trace_file_refresh (self);
      return TRUE;
    }
  close (self->fd);
  self->fd = -1;
  return FALSE;
}

void
ls_trace_file_close (LsTraceFile *self)
{
  if (self->blocks == NULL)
    return;
  close (self->fd);
  g_clear_pointer (&self->blocks, g_array_unref);
  g_clear_pointer (&self->open, g_array_unref);
  g_clear_pointer (&self->unbegun, g_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
}

static gboolean
is_whole (const LsTraceBlock *head, const void *payload)
{
  guint64 check[2];

  if (head->flags & LS_BLOCK_BY_CRC)
    return ls_trace_crc_holds (head, payload);
  ls_trace_block_check (head, payload, check);
  return check[0] == head->check[0] && check[1] == head->check[1];
}

/* It may have been given back between our looking at its header and reading it. */
static gboolean
is_still_there (LsTraceFile *self, const LsTraceFileBlock *block)
{
  guint32 magic = 0;

  return read_at (self->fd, &magic, sizeof magic, block_offset (block->number)) == sizeof magic
         && magic == LS_TRACE_BLOCK_MAGIC;
}

/**
 * ls_trace_file_load:
 * @from: bytes of the payload that the caller has already
 * @payload: room for a block without its header; filled from @from on
 *
 * Returns: bytes of the payload that are there; a block read whole and found damaged has none
 */
guint32
ls_trace_file_load (LsTraceFile *self, guint place, guint32 from, void *payload)
{
  LsTraceFileBlock *block = ls_trace_file_block (self, place);
  guint32 size, got;

  if (block->damaged || block->available <= sizeof block->head + from)
    return block->damaged ? 0 : from;
  size = block->available - (guint32) sizeof block->head;
  got = from + read_at (self->fd, (char *) payload + from, size - from,
                        block_offset (block->number) + sizeof block->head + from);
  if (from == 0 && (block->head.flags & LS_BLOCK_SEALED) && got + sizeof block->head == block->head.committed
      && !is_whole (&block->head, payload))
    {
      if (is_still_there (self, block))
        ls_trace_file_spoil (self, place, "its check sum is wrong");
      else
        block->damaged = TRUE;
      return 0;
    }
  return got;
}
