/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "ls-resolver-private.h"

struct _LsResolver
{
  GHashTable *modules;      /* path: LsCodeModule */
};

/* libdw's own search for separate debug files: by build id, then by .gnu_debuglink. */
static char *debug_path;
static const Dwfl_Callbacks callbacks = {
  .find_elf = dwfl_build_id_find_elf,
  .find_debuginfo = dwfl_standard_find_debuginfo,
  .section_address = dwfl_offline_section_address,
  .debuginfo_path = &debug_path,
};

static LsDebugInfo
judge_debug_info (Dwfl_Module *module)
{
  Dwarf_Addr bias;

  if (module == NULL)
    return LS_DEBUG_MISSING;
  if (dwfl_module_getdwarf (module, &bias) != NULL)
    return LS_DEBUG_LINES;

  return dwfl_module_getsymtab (module) > 1 ? LS_DEBUG_SYMBOLS : LS_DEBUG_NONE;
}

static LsCodeModule *
ls_code_module_new (const char *path)
{
  LsCodeModule *self = g_new0 (LsCodeModule, 1);

  self->path = g_strdup (path);
  self->dwfl = dwfl_begin (&callbacks);
  dwfl_report_begin (self->dwfl);
  self->module = dwfl_report_elf (self->dwfl, path, path, -1, 0, true);
  dwfl_report_end (self->dwfl, NULL, NULL);
  self->info = judge_debug_info (self->module);

  return self;
}

static void
ls_code_module_free (LsCodeModule *self)
{
  dwfl_end (self->dwfl);
  g_free (self->path);
  g_free (self);
}

LsResolver *
ls_resolver_new (void)
{
  LsResolver *self = g_new0 (LsResolver, 1);

  self->modules =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) ls_code_module_free);

  return self;
}

void
ls_resolver_free (LsResolver *self)
{
  g_hash_table_unref (self->modules);
  g_free (self);
}

LsCodeModule *
ls_resolver_get_module (LsResolver *self,
                        const char *path)
{
  LsCodeModule *module = g_hash_table_lookup (self->modules, path);

  if (module == NULL)
    {
      module = ls_code_module_new (path);
      g_hash_table_insert (self->modules, module->path, module);
    }

  return module;
}

LsDebugInfo
ls_resolver_get_debug_info (LsResolver *self,
                            const char *module)
{
  g_return_val_if_fail (self != NULL, LS_DEBUG_MISSING);
  g_return_val_if_fail (module != NULL, LS_DEBUG_MISSING);

  return ls_resolver_get_module (self, module)->info;
}

char *
ls_code_get_path (Dwarf_Die  *cu,
                  const char *file)
{
  Dwarf_Attribute attribute;
  const char *folder = dwarf_formstring (dwarf_attr (cu, DW_AT_comp_dir, &attribute));

  return g_canonicalize_filename (file, folder != NULL && g_path_is_absolute (folder) ? folder : "/");
}

/* (nullable): the file whose number is an attribute of @die. dwarf_decl_file() takes 0 for none, which since DWARF 5
 * is the unit's own file. */
const char *
ls_code_get_file (Dwarf_Die *cu,
                  Dwarf_Die *die,
                  guint      attribute)
{
  Dwarf_Attribute found;
  Dwarf_Files *files;
  Dwarf_Word number;
  gsize n_files;

  if (dwarf_formudata (dwarf_attr_integrate (die, attribute, &found), &number) != 0 ||
      dwarf_getsrcfiles (cu, &files, &n_files) != 0)
    return NULL;

  return dwarf_filesrc (files, number, NULL, NULL);
}

/* Not every compiler writes the table of addresses: without it each unit is asked. */
static Dwarf_Die *
find_unit (Dwfl_Module *module,
           Dwarf_Addr   address,
           Dwarf_Addr  *bias)
{
  Dwarf_Die *cu = dwfl_module_addrdie (module, address, bias);

  if (cu != NULL)
    return cu;
  while ((cu = dwfl_module_nextcu (module, cu, bias)) != NULL)
    if (dwarf_haspc (cu, address - *bias) > 0)
      return cu;

  return NULL;
}

static void
frame_clear (gpointer data)
{
  LsCodeFrame *frame = data;

  g_free (frame->function);
  g_free (frame->file);
}

static void
add_frame (GArray     *frames,
           const char *function,
           char       *file,
           guint       line)
{
  LsCodeFrame frame = { g_strdup (function), file, line };

  g_array_append_val (frames, frame);
}

/* Where the inlined code of @die was called. */
static char *
get_caller (Dwarf_Die *cu,
            Dwarf_Die *die,
            guint     *line)
{
  Dwarf_Attribute attribute;
  Dwarf_Word value = 0;
  const char *file = ls_code_get_file (cu, die, DW_AT_call_file);

  *line = dwarf_formudata (dwarf_attr (die, DW_AT_call_line, &attribute), &value) == 0 ? value : 0;

  return file != NULL ? ls_code_get_path (cu, file) : g_strdup ("");
}

/* The scopes round an address, as they are nested in the code; the caller frees *scopes. */
static int
get_scopes (Dwarf_Die   *cu,
            Dwarf_Addr   address,
            Dwarf_Die  **scopes)
{
  Dwarf_Die *found = NULL;
  int n = dwarf_getscopes (cu, address, &found);

  /* What dwarf_getscopes() lists round an inlined function is where that was written. */
  *scopes = NULL;
  if (n > 0)
    n = dwarf_getscopes_die (&found[0], scopes);
  free (found);

  return n;
}

static void
add_source_frames (GArray     *frames,
                   Dwarf_Die  *cu,
                   Dwarf_Addr  address)
{
  Dwarf_Line *row = dwarf_getsrc_die (cu, address);
  const char *source = row != NULL ? dwarf_linesrc (row, NULL, NULL) : NULL;
  g_autofree char *file = source != NULL ? ls_code_get_path (cu, source) : g_strdup ("");
  Dwarf_Die *scopes;
  int n = get_scopes (cu, address, &scopes);
  int number = 0;
  guint line;

  if (row != NULL)
    dwarf_lineno (row, &number);
  line = number;
  for (int i = 0; i < n; i++)
    {
      int tag = dwarf_tag (&scopes[i]);
      const char *name = dwarf_diename (&scopes[i]);

      if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram)
        continue;
      add_frame (frames, name != NULL ? name : "", g_steal_pointer (&file), line);
      if (tag == DW_TAG_subprogram)
        break;
      file = get_caller (cu, &scopes[i], &line);
    }
  free (scopes);

  if (frames->len == 0 && line > 0)
    add_frame (frames, "", g_steal_pointer (&file), line);
}

static void
add_symbol_frame (GArray       *frames,
                  LsCodeModule *module,
                  Dwarf_Addr    address)
{
  g_autofree char *place = NULL;
  GElf_Off offset;
  GElf_Sym symbol;
  const char *name = NULL;

  if (module->module != NULL)
    name = dwfl_module_addrinfo (module->module, address, &offset, &symbol, NULL, NULL, NULL);
  if (name == NULL || offset >= symbol.st_size)
    {
      g_autofree char *base = g_path_get_basename (module->path);

      place = g_strdup_printf ("%s+0x%" G_GINT64_MODIFIER "x", base, (guint64) address);
      name = place;
    }

  add_frame (frames, name, g_strdup (""), 0);
}

gboolean
ls_resolver_is_header (const LsCodeFrame *frame)
{
  return g_str_has_prefix (frame->function, "ls_") || g_str_has_prefix (frame->function, "glib_auto");
}

GArray *
ls_resolver_resolve (LsResolver *self,
                     const char *module,
                     guint64     offset)
{
  GArray *frames = g_array_new (FALSE, FALSE, sizeof (LsCodeFrame));
  LsCodeModule *code;

  g_return_val_if_fail (self != NULL, frames);
  g_return_val_if_fail (module != NULL, frames);

  code = ls_resolver_get_module (self, module);
  g_array_set_clear_func (frames, frame_clear);
  if (code->info == LS_DEBUG_LINES)
    {
      Dwarf_Addr bias;
      Dwarf_Die *cu = find_unit (code->module, offset, &bias);

      if (cu != NULL)
        add_source_frames (frames, cu, offset - bias);
    }
  if (frames->len == 0)
    add_symbol_frame (frames, code, offset);

  return frames;
}
