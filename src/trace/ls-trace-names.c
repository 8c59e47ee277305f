/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-trace-names.h"

#include <string.h>

#define PAYLOAD (LS_TRACE_BLOCK_SIZE - sizeof (LsTraceBlock))

/* A block of names.  Its bytes are read when it is first asked, and stay where they are: strings point into them. */
typedef struct
{
  guint    place;           /* in the file's list */
  guint32  first_string;
  guint32  first_site;
  guint32  loaded;          /* bytes of the payload that are here */
  guint32  parsed;          /* of those, how many are in the lists below */
  guint8  *bytes;           /* NULL until asked */
  GArray  *strings;         /* guint32: where each string's entry begins */
  GArray  *sites;           /* likewise */
} NameTable;

static void
name_table_free (gpointer data)
{
  NameTable *self = data;

  g_clear_pointer (&self->strings, g_array_unref);
  g_clear_pointer (&self->sites, g_array_unref);
  g_free (self->bytes);
  g_free (self);
}

static void
parse (NameTable *self)
{
  while (self->loaded - self->parsed >= sizeof (LsTraceEntry))
    {
      const LsTraceEntry *entry = (const LsTraceEntry *) (self->bytes + self->parsed);
      guint32 room = self->loaded - self->parsed;

      if (entry->length > room || ls_trace_entry_size (entry->length) > room)
        return;
      if (entry->type == LS_ENTRY_STRING)
        g_array_append_val (self->strings, self->parsed);
      else if (entry->type == LS_ENTRY_SITE && entry->length >= sizeof (LsTraceSiteEntry))
        g_array_append_val (self->sites, self->parsed);
      self->parsed += (guint32) ls_trace_entry_size (entry->length);
    }
}

/* Reads what the block has, or what it has more. */
static void
load (LsTraceNames *self, NameTable *table)
{
  LsTraceFileBlock *block = ls_trace_file_block (self->file, table->place);

  if (block->damaged || table->loaded + sizeof block->head >= block->available)
    return;
  if (table->bytes == NULL)
    {
      table->bytes = g_malloc0 (PAYLOAD);
      table->strings = g_array_new (FALSE, FALSE, sizeof (guint32));
      table->sites = g_array_new (FALSE, FALSE, sizeof (guint32));
    }
  table->loaded = ls_trace_file_load (self->file, table->place, table->loaded, table->bytes);
  parse (table);
}

static const LsTraceEntry *
entry_at (const NameTable *table, const GArray *list, guint32 nth)
{
  if (list == NULL || nth >= list->len)
    return NULL;
  return (const LsTraceEntry *) (table->bytes + g_array_index (list, guint32, nth));
}

/* The last table whose first string (or site) is not after @id. */
static NameTable *
find_table (GPtrArray *tables, gboolean site, guint32 id)
{
  guint low = 0, high = tables->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      NameTable *table = g_ptr_array_index (tables, middle);

      if ((site ? table->first_site : table->first_string) <= id)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 ? g_ptr_array_index (tables, low - 1) : NULL;
}

static void
add_table (LsTraceNames *self, GPtrArray *tables, guint place)
{
  LsTraceFileBlock *block = ls_trace_file_block (self->file, place);
  NameTable *last = tables->len > 0 ? g_ptr_array_index (tables, tables->len - 1) : NULL;
  NameTable *table;

  if (last != NULL && (block->head.first.name.string < last->first_string
                       || block->head.first.name.site < last->first_site))
    {
      ls_trace_file_spoil (self->file, place, "its names do not follow those before it");
      return;
    }
  table = g_new0 (NameTable, 1);
  table->place = place;
  table->first_string = block->head.first.name.string;
  table->first_site = block->head.first.name.site;
  g_ptr_array_add (tables, table);
}

static void
keep_resolutions (LsTraceNames *self, const NameTable *table)
{
  guint32 at = 0;

  while (at < table->parsed)
    {
      const LsTraceEntry *entry = (const LsTraceEntry *) (table->bytes + at);

      if (entry->type == LS_ENTRY_RESOLUTION && entry->length >= sizeof (LsTraceResolutionEntry))
        {
          const LsTraceResolutionEntry *resolution = (const LsTraceResolutionEntry *) (entry + 1);

          g_hash_table_insert (self->resolutions, GUINT_TO_POINTER (resolution->site), (gpointer) resolution);
        }
      at += (guint32) ls_trace_entry_size (entry->length);
    }
}

static char *
valid_text (const LsTraceEntry *entry)
{
  return g_utf8_make_valid ((const char *) (entry + 1), entry->length);
}

static const char *
keep_text (LsTraceNames *self, const LsTraceEntry *entry)
{
  g_autofree char *text = valid_text (entry);

  return g_string_chunk_insert (self->kept, text);
}

static gint64
entry_int (const LsTraceEntry *entry)
{
  gint64 value = 0;

  memcpy (&value, entry + 1, MIN (sizeof value, entry->length));
  return value;
}

static void
read_process (LsTraceNames *self, guint place)
{
  g_autofree guint8 *bytes = g_malloc0 (PAYLOAD);
  guint32 n = ls_trace_file_load (self->file, place, 0, bytes);
  LsProcessInfo *info = &self->process;

  for (guint32 at = 0; n - at >= sizeof (LsTraceEntry);)
    {
      const LsTraceEntry *entry = (const LsTraceEntry *) (bytes + at);

      if (entry->length > n - at || ls_trace_entry_size (entry->length) > n - at)
        return;
      switch (entry->type)
        {
        case LS_ENTRY_RUNTIME: info->runtime = keep_text (self, entry); break;
        case LS_ENTRY_PROGRAM: info->program = keep_text (self, entry); break;
        case LS_ENTRY_ARGUMENTS: info->arguments = keep_text (self, entry); break;
        case LS_ENTRY_EXAMPLE: info->example = keep_text (self, entry); break;
        case LS_ENTRY_PID: info->pid = entry_int (entry); break;
        case LS_ENTRY_START_TIME: info->start_time = entry_int (entry); break;
        default: break;
        }
      at += (guint32) ls_trace_entry_size (entry->length);
    }
}

void
ls_trace_names_init (LsTraceNames *self, LsTraceFile *file)
{
  memset (self, 0, sizeof *self);
  self->file = file;
  self->tables = g_ptr_array_new_with_free_func (name_table_free);
  self->texts = g_ptr_array_new_with_free_func (name_table_free);
  self->sites = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->resolutions = g_hash_table_new (NULL, NULL);
  self->repaired = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->kept = g_string_chunk_new (1024);
  self->process_place = G_MAXUINT;
  self->process = (LsProcessInfo) { "", "", "", "", 0, 0 };
}

void
ls_trace_names_clear (LsTraceNames *self)
{
  g_clear_pointer (&self->tables, g_ptr_array_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->sites, g_hash_table_unref);
  g_clear_pointer (&self->resolutions, g_hash_table_unref);
  g_clear_pointer (&self->repaired, g_hash_table_unref);
  g_clear_pointer (&self->kept, g_string_chunk_free);
}

static void
add_resolutions (LsTraceNames *self, guint place)
{
  guint n = self->tables->len;

  add_table (self, self->tables, place);
  if (self->tables->len == n)
    return;
  load (self, g_ptr_array_index (self->tables, n));
  keep_resolutions (self, g_ptr_array_index (self->tables, n));
}

static void
look_at (LsTraceNames *self, guint place)
{
  const LsTraceFileBlock *block = ls_trace_file_block (self->file, place);

  if (block->damaged)
    return;
  if (block->head.kind == LS_BLOCK_NAMES)
    add_table (self, self->tables, place);
  else if (block->head.kind == LS_BLOCK_TEXTS)
    add_table (self, self->texts, place);
  else if (block->head.kind == LS_BLOCK_RESOLUTIONS)
    add_resolutions (self, place);
  else if (block->head.kind == LS_BLOCK_PROCESS)
    self->process_place = place;
}

/* Looks at what the file has more. */
void
ls_trace_names_refresh (LsTraceNames *self)
{
  for (; self->seen < self->file->blocks->len; self->seen++)
    look_at (self, self->seen);
  if (self->process_place != G_MAXUINT
      && (ls_trace_file_block (self->file, self->process_place)->head.flags & LS_BLOCK_SEALED))
    {
      read_process (self, self->process_place);
      self->process_place = G_MAXUINT;
    }
}

static const char *
repair (LsTraceNames *self, guint32 id, const LsTraceEntry *entry)
{
  char *text = g_hash_table_lookup (self->repaired, GUINT_TO_POINTER (id));

  if (text == NULL)
    {
      text = valid_text (entry);
      g_hash_table_insert (self->repaired, GUINT_TO_POINTER (id), text);
    }
  return text;
}

/**
 * ls_trace_names_string:
 *
 * Returns: (transfer none): valid UTF-8; "" for what is unknown
 */
const char *
ls_trace_names_string (LsTraceNames *self, guint32 id)
{
  NameTable *table = find_table (id & LS_TRACE_TEXT_ID ? self->texts : self->tables, FALSE, id);
  const LsTraceEntry *entry;

  if (table == NULL || id == 0)
    return "";
  entry = entry_at (table, table->strings, id - table->first_string);
  if (entry == NULL)
    {
      load (self, table);
      entry = entry_at (table, table->strings, id - table->first_string);
    }
  if (entry == NULL)
    return "";
  /* The byte behind the text is a 0 of the entry's padding unless the file is forged; validity proves the rest. */
  if (((const char *) (entry + 1))[entry->length] != '\0'
      || !g_utf8_validate_len ((const char *) (entry + 1), entry->length, NULL))
    return repair (self, id, entry);
  return (const char *) (entry + 1);
}

static void
fill (LsTraceNames *self, LsSite *site, guint32 file, guint32 function, guint line)
{
  site->file = ls_trace_names_string (self, file);
  site->function = ls_trace_names_string (self, function);
  site->line = line;
}

static LsSite *
make_site (LsTraceNames *self, guint32 id, const LsTraceSiteEntry *entry)
{
  const LsTraceResolutionEntry *resolution = g_hash_table_lookup (self->resolutions, GUINT_TO_POINTER (id));
  LsSite *site = g_new0 (LsSite, 1);

  site->id = id;
  site->module = ls_trace_names_string (self, entry->module);
  site->offset = entry->offset;
  if (resolution != NULL)
    fill (self, site, resolution->file, resolution->function, resolution->line);
  else
    fill (self, site, entry->file, entry->function, entry->line);
  g_hash_table_insert (self->sites, GUINT_TO_POINTER (id), site);
  return site;
}

/**
 * ls_trace_names_site:
 *
 * Returns: (transfer none) (nullable)
 */
const LsSite *
ls_trace_names_site (LsTraceNames *self, guint32 id)
{
  LsSite *site = g_hash_table_lookup (self->sites, GUINT_TO_POINTER (id));
  NameTable *table;
  const LsTraceEntry *entry;

  if (site != NULL || id == 0)
    return site;
  table = find_table (self->tables, TRUE, id);
  if (table == NULL)
    return NULL;
  load (self, table);
  entry = entry_at (table, table->sites, id - table->first_site);
  return entry != NULL ? make_site (self, id, (const LsTraceSiteEntry *) (entry + 1)) : NULL;
}

static guint32
last_id (LsTraceNames *self, gboolean site)
{
  NameTable *table;
  GArray *list;

  if (self->tables->len == 0)
    return 0;
  table = g_ptr_array_index (self->tables, self->tables->len - 1);
  load (self, table);
  list = site ? table->sites : table->strings;
  return (site ? table->first_site : table->first_string) - 1 + (list != NULL ? list->len : 0);
}

guint
ls_trace_names_n_sites (LsTraceNames *self)
{
  return last_id (self, TRUE);
}

guint32
ls_trace_names_n_strings (LsTraceNames *self)
{
  return last_id (self, FALSE);
}

void
ls_trace_names_resolve (LsTraceNames *self, guint32 id, const char *file, const char *function, guint line)
{
  LsSite *site = (LsSite *) ls_trace_names_site (self, id);

  if (site == NULL)
    return;
  site->file = g_string_chunk_insert_const (self->kept, file);
  site->function = g_string_chunk_insert_const (self->kept, function);
  site->line = line;
}
