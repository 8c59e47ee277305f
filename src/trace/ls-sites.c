/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-sites.h"

#include <link.h>

#define N_RECENT 1024

typedef struct
{
  char    *path;
  guint64  bias;           /* what is added to the module's own addresses */
  guint64  from, to;       /* where its code lies */
} Module;

struct _LsSites
{
  guint64        serial;
  LsTraceWriter *writer;
  GMutex         lock;     /* covers all below */
  GArray        *modules;  /* Module */
  GHashTable    *ids;      /* address to id */
  GArray        *places;   /* LsSitePlace, by id less one */
};

/* Each thread's own table of addresses met lately.  Thread-local memory proper is scarce in a library that may be
 * loaded late, so only a pointer lies there. */
typedef struct
{
  guint64 serial;          /* of the LsSites it is about */
  struct { gconstpointer address; guint32 id; } slots[N_RECENT];
} Recent;

static GPrivate recent_private = G_PRIVATE_INIT (g_free);
static __thread Recent *recent __attribute__ ((tls_model ("initial-exec")));

static void
module_clear (gpointer data)
{
  g_free (((Module *) data)->path);
}

LsSites *
ls_sites_new (LsTraceWriter *writer)
{
  static guint64 serial;
  LsSites *self = g_new0 (LsSites, 1);

  self->serial = __atomic_add_fetch (&serial, 1, __ATOMIC_RELAXED);
  self->writer = writer;
  g_mutex_init (&self->lock);
  self->modules = g_array_new (FALSE, FALSE, sizeof (Module));
  g_array_set_clear_func (self->modules, module_clear);
  self->ids = g_hash_table_new (NULL, NULL);
  self->places = g_array_new (FALSE, FALSE, sizeof (LsSitePlace));
  return self;
}

void
ls_sites_free (LsSites *self)
{
  g_array_unref (self->modules);
  g_hash_table_unref (self->ids);
  g_array_unref (self->places);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* The program itself has no name in the list, and is the first. */
static char *
module_path (const struct dl_phdr_info *info)
{
  if (info->dlpi_name != NULL && *info->dlpi_name != '\0')
    return g_strdup (info->dlpi_name);
  return g_file_read_link ("/proc/self/exe", NULL);
}

static int
add_module (struct dl_phdr_info *info, size_t size, void *data)
{
  LsSites *self = data;

  for (guint i = 0; i < info->dlpi_phnum; i++)
    {
      const ElfW (Phdr) *header = &info->dlpi_phdr[i];
      Module module = { .bias = info->dlpi_addr };

      if (header->p_type != PT_LOAD || !(header->p_flags & PF_X))
        continue;
      module.path = module_path (info);
      if (module.path == NULL)
        continue;
      module.from = info->dlpi_addr + header->p_vaddr;
      module.to = module.from + header->p_memsz;
      g_array_append_val (self->modules, module);
    }
  return 0;
}

static const Module *
look_up_module (LsSites *self, guint64 address)
{
  for (guint i = 0; i < self->modules->len; i++)
    {
      const Module *module = &g_array_index (self->modules, Module, i);

      if (module->from <= address && address < module->to)
        return module;
    }
  return NULL;
}

/* What is not in a known module is perhaps in one loaded since. */
static const Module *
find_module (LsSites *self, guint64 address)
{
  const Module *module = look_up_module (self, address);

  if (module != NULL)
    return module;
  g_array_set_size (self->modules, 0);
  dl_iterate_phdr (add_module, self);
  return look_up_module (self, address);
}

static guint32
add_site (LsSites *self, gconstpointer address)
{
  const Module *module = find_module (self, (guintptr) address);
  LsSitePlace place = { 0, (guintptr) address };
  guint32 id;

  if (module != NULL)
    place = (LsSitePlace) { g_str_hash (module->path), (guintptr) address - module->bias };
  id = ls_trace_writer_add_site (self->writer, module != NULL ? module->path : NULL, place.offset, NULL, NULL, 0);
  if (id != 0)
    {
      /* Only this adds sites to the trace, so ids count up as places do. */
      g_assert (id == self->places->len + 1);
      g_array_append_val (self->places, place);
      g_hash_table_insert (self->ids, (gpointer) address, GUINT_TO_POINTER (id));
    }
  return id;
}

static G_NO_INLINE guint32
find_id (LsSites *self, gconstpointer address)
{
  guint32 id;

  g_mutex_lock (&self->lock);
  id = GPOINTER_TO_UINT (g_hash_table_lookup (self->ids, address));
  if (id == 0)
    id = add_site (self, address);
  g_mutex_unlock (&self->lock);
  return id;
}

static G_NO_INLINE void
renew_recent (LsSites *self)
{
  recent = g_new0 (Recent, 1);
  recent->serial = self->serial;
  g_private_replace (&recent_private, recent);
}

/**
 * ls_sites_id:
 * @address: (nullable): inside the calling instruction
 *
 * Returns: its id; 0 for %NULL, or when the trace is full
 */
guint32
ls_sites_id (LsSites *self, gconstpointer address)
{
  gsize slot = (((gsize) address >> 2) ^ ((gsize) address >> 12)) % N_RECENT;

  if (address == NULL)
    return 0;
  if (G_UNLIKELY (recent == NULL || recent->serial != self->serial))
    renew_recent (self);
  if (recent->slots[slot].address != address)
    {
      guint32 id = find_id (self, address);

      if (id == 0)
        return 0;
      recent->slots[slot].address = address;
      recent->slots[slot].id = id;
    }
  return recent->slots[slot].id;
}

guint
ls_sites_get_n (LsSites *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->places->len;
  g_mutex_unlock (&self->lock);
  return n;
}

gboolean
ls_sites_get (LsSites *self, guint32 id, LsSitePlace *place)
{
  gboolean found;

  g_mutex_lock (&self->lock);
  found = id > 0 && id <= self->places->len;
  if (found)
    *place = g_array_index (self->places, LsSitePlace, id - 1);
  g_mutex_unlock (&self->lock);
  return found;
}
