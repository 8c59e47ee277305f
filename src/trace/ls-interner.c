/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-interner.h"

#include <string.h>

/* A program that makes up new names without end must not grow by our remembering them all: past this much,
 * a new string is written each time it is met. */
#define REMEMBERED_MAX (8u << 20)

typedef struct
{
  const char *text;
  gsize       length;
  guint32     id;
} Known;

static guint
known_hash (gconstpointer key)
{
  const Known *known = key;
  guint hash = 5381;

  for (gsize i = 0; i < known->length; i++)
    hash = hash * 33 + (guchar) known->text[i];
  return hash;
}

static gboolean
known_equal (gconstpointer a, gconstpointer b)
{
  const Known *x = a, *y = b;

  return x->length == y->length && memcmp (x->text, y->text, x->length) == 0;
}

void
ls_interner_init (LsInterner *self, LsTraceSpace *space, LsTraceRation *ration, const guint64 *n_events)
{
  memset (self, 0, sizeof *self);
  self->space = space;
  self->ration = ration;
  self->n_events = n_events;
  self->strings = g_hash_table_new_full (known_hash, known_equal, g_free, NULL);
}

/**
 * ls_trace_block_add:
 * @block: a block of entries that the caller alone writes
 *
 * Returns: whether the entry found room
 */
gboolean
ls_trace_block_add (LsTraceBlock *block, LsTraceEntryType type, const void *bytes, gsize length)
{
  gsize size = ls_trace_entry_size (length);
  LsTraceEntry *entry = (LsTraceEntry *) ((guint8 *) block + block->committed);

  if (size > LS_TRACE_BLOCK_SIZE - block->committed)
    return FALSE;
  /* The bytes behind the committed length are still zero: they end the text and fill the entry. */
  entry->type = (guint16) type;
  entry->length = (guint32) length;
  memcpy (entry + 1, bytes, length);
  __atomic_store_n (&block->committed, block->committed + (guint32) size, __ATOMIC_RELEASE);
  return TRUE;
}

static void
close_names (LsInterner *self)
{
  if (self->names == NULL)
    return;
  ls_trace_block_seal (self->names);
  ls_trace_space_release (self->space, self->names);
  self->names = NULL;
}

/* A text is written before its event, so events of other threads may still come that use one. */
#define LATE 1000

static void
close_texts (LsInterner *self)
{
  if (self->texts == NULL)
    return;
  ls_trace_block_seal (self->texts);
  ls_trace_space_release (self->space, self->texts);
  ls_trace_ration_add (self->ration, self->texts_index, __atomic_load_n (self->n_events, __ATOMIC_RELAXED) + LATE);
  self->texts = NULL;
}

static gboolean
add_name (LsInterner *self, LsTraceEntryType type, const void *bytes, gsize length)
{
  LsTraceBlock *block;

  if (self->names != NULL && ls_trace_block_add (self->names, type, bytes, length))
    return TRUE;
  block = ls_trace_space_take (self->space, LS_BLOCK_NAMES, 0, NULL);
  if (block == NULL)
    return FALSE;
  close_names (self);
  self->names = block;
  block->first.name.string = self->n_strings + 1;
  block->first.name.site = self->n_sites + 1;
  return ls_trace_block_add (block, type, bytes, length);
}

static gboolean
add_text (LsInterner *self, const char *text, gsize length)
{
  LsTraceBlock *block;
  guint32 index;

  if (self->texts != NULL && ls_trace_block_add (self->texts, LS_ENTRY_STRING, text, length))
    return TRUE;
  if (!ls_trace_ration_allow (self->ration))
    return FALSE;
  block = ls_trace_space_take (self->space, LS_BLOCK_TEXTS, 0, &index);
  if (block == NULL)
    return FALSE;
  close_texts (self);
  self->texts = block;
  self->texts_index = index;
  block->first.name.string = LS_TRACE_TEXT_ID | (self->n_texts + 1);
  return ls_trace_block_add (block, LS_ENTRY_STRING, text, length);
}

/**
 * ls_interner_text:
 *
 * Writes a string without remembering it, for what is not likely to come again.
 */
guint32
ls_interner_text (LsInterner *self, const char *text, gsize length)
{
  if (length == 0 || !add_text (self, text, ls_trace_string_bound (text, length)))
    return 0;
  return LS_TRACE_TEXT_ID | ++self->n_texts;
}

static const char *
remember (LsInterner *self, const char *text, gsize length, guint32 id)
{
  Known *known = g_malloc (sizeof *known + length + 1);

  memcpy (known + 1, text, length);
  ((char *) (known + 1))[length] = '\0';
  known->text = (const char *) (known + 1);
  known->length = length;
  known->id = id;
  self->remembered += sizeof *known + length + 1;
  g_hash_table_add (self->strings, known);
  return known->text;
}

/**
 * ls_interner_string:
 * @copy: (out) (nullable): a copy of @text that lasts as long as @self; %NULL if it is not remembered
 */
guint32
ls_interner_string (LsInterner *self, const char *text, gsize length, const char **copy)
{
  Known key = { text, length, 0 };
  const Known *known = g_hash_table_lookup (self->strings, &key);
  guint32 id;

  if (known != NULL)
    {
      *copy = known->text;
      return known->id;
    }
  *copy = NULL;
  if (self->remembered + length > REMEMBERED_MAX)
    return ls_interner_text (self, text, length);
  if (length == 0 || !add_name (self, LS_ENTRY_STRING, text, ls_trace_string_bound (text, length)))
    return 0;
  id = ++self->n_strings;
  *copy = remember (self, text, length, id);
  return id;
}

guint32
ls_interner_site (LsInterner *self, const LsTraceSiteEntry *site)
{
  if (!add_name (self, LS_ENTRY_SITE, site, sizeof *site))
    return 0;
  return ++self->n_sites;
}

/* What is written from now on is not given back with what was before. */
void
ls_interner_begin_segment (LsInterner *self)
{
  close_texts (self);
}

void
ls_interner_clear (LsInterner *self)
{
  close_names (self);
  close_texts (self);
  g_clear_pointer (&self->strings, g_hash_table_unref);
}
