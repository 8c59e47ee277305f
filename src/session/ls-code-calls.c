/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Finds calls of the engine in machine code, without a disassembler.
 *
 * A direct call holds the distance to what it calls.  Any place in the code which, read as a call, leads
 * exactly to the entry of an engine function is taken for one: four bytes that do so by chance are not
 * worth a disassembler.  A call of a function in another module leads to a stub of the linker's, which
 * jumps through a slot that a relocation fills in; or it goes through that slot itself.
 */

#include "config.h"

#include <elf.h>
#include <gelf.h>
#include <string.h>

#include "ls-resolver-private.h"

#define ENGINE_PREFIX "ls_"
#define STUB_LENGTH   16

typedef struct
{
  Elf        *elf;
  GElf_Half   machine;
  GHashTable *entries;      /* gint64: addresses of the engine's functions and of stubs that lead there */
  GHashTable *slots;        /* gint64: addresses of the slots that hold the address of an engine function */
  GArray     *calls;        /* guint64 */
} Scan;

static void
add_address (GHashTable *set,
             guint64     address)
{
  g_hash_table_add (set, g_memdup2 (&address, sizeof address));
}

static gboolean
is_engine_name (const char *name)
{
  return name != NULL && g_str_has_prefix (name, ENGINE_PREFIX);
}

static void
collect_functions (Scan        *scan,
                   Dwfl_Module *module)
{
  int n = dwfl_module_getsymtab (module);

  for (int i = 1; i < n; i++)
    {
      GElf_Sym symbol;
      GElf_Addr address;
      const char *name = dwfl_module_getsym_info (module, i, &symbol, &address, NULL, NULL, NULL);

      if (is_engine_name (name) && symbol.st_shndx != SHN_UNDEF &&
          GELF_ST_TYPE (symbol.st_info) == STT_FUNC)
        add_address (scan->entries, address);
    }
}

static const char *
get_symbol_name (Elf     *elf,
                 gsize    table,
                 GElf_Xword index)
{
  Elf_Scn *section = elf_getscn (elf, table);
  Elf_Data *data = section != NULL ? elf_getdata (section, NULL) : NULL;
  GElf_Shdr header;
  GElf_Sym symbol;

  if (data == NULL || gelf_getshdr (section, &header) == NULL ||
      gelf_getsym (data, index, &symbol) == NULL)
    return NULL;

  return elf_strptr (elf, header.sh_link, symbol.st_name);
}

static void
collect_slots (Scan      *scan,
               Elf_Scn   *section,
               GElf_Shdr *header)
{
  Elf_Data *data = elf_getdata (section, NULL);
  gsize n = data != NULL && header->sh_entsize > 0 ? header->sh_size / header->sh_entsize : 0;

  for (gsize i = 0; i < n; i++)
    {
      GElf_Rela rela;

      if (gelf_getrela (data, i, &rela) != NULL &&
          is_engine_name (get_symbol_name (scan->elf, header->sh_link, GELF_R_SYM (rela.r_info))))
        add_address (scan->slots, rela.r_offset);
    }
}

static gint32
read_i32 (const guint8 *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return (gint32) GUINT32_FROM_LE (value);
}

static gboolean
is_slot (Scan    *scan,
         guint64  address)
{
  gint64 key = address;

  return g_hash_table_contains (scan->slots, &key);
}

static gboolean
is_entry (Scan    *scan,
          guint64  address)
{
  gint64 key = address;

  return g_hash_table_contains (scan->entries, &key);
}

/* jmp *distance(%rip), in a stub whose beginning may hold other instructions. */
static void
collect_stubs_x86_64 (Scan         *scan,
                      const guint8 *code,
                      gsize         size,
                      guint64       address)
{
  for (gsize i = 0; i + 6 <= size; i++)
    if (code[i] == 0xff && code[i + 1] == 0x25 && is_slot (scan, address + i + 6 + read_i32 (code + i + 2)))
      add_address (scan->entries, (address + i) / STUB_LENGTH * STUB_LENGTH);
}

/* call distance; call *distance(%rip) */
static void
collect_calls_x86_64 (Scan         *scan,
                      const guint8 *code,
                      gsize         size,
                      guint64       address)
{
  for (gsize i = 0; i + 6 <= size; i++)
    {
      guint64 at = address + i;

      if ((code[i] == 0xe8 && is_entry (scan, at + 5 + read_i32 (code + i + 1))) ||
          (code[i] == 0xff && code[i + 1] == 0x15 && is_slot (scan, at + 6 + read_i32 (code + i + 2))))
        g_array_append_val (scan->calls, at);
    }
}

/* adrp x16, page of the slot; ldr x17, [x16, rest] */
static void
collect_stubs_aarch64 (Scan         *scan,
                       const guint8 *code,
                       gsize         size,
                       guint64       address)
{
  for (gsize i = 0; i + 8 <= size; i += 4)
    {
      guint32 adrp = read_i32 (code + i), ldr = read_i32 (code + i + 4);
      gint64 pages = (gint32) ((((adrp >> 5) & 0x7ffff) << 2 | ((adrp >> 29) & 3)) << 11) >> 11;
      guint64 page = ((address + i) & ~G_GUINT64_CONSTANT (0xfff)) + pages * 4096;

      if ((adrp & 0x9f00001f) == 0x90000010 && (ldr & 0xffc003ff) == 0xf9400211 &&
          is_slot (scan, page + ((ldr >> 10) & 0xfff) * 8))
        add_address (scan->entries, address + i);
    }
}

/* bl distance */
static void
collect_calls_aarch64 (Scan         *scan,
                       const guint8 *code,
                       gsize         size,
                       guint64       address)
{
  for (gsize i = 0; i + 4 <= size; i += 4)
    {
      guint32 word = read_i32 (code + i);
      gint64 distance = (gint64) ((gint32) (word << 6) >> 6) * 4;
      guint64 at = address + i;

      if ((word & 0xfc000000) == 0x94000000 && is_entry (scan, at + distance))
        g_array_append_val (scan->calls, at);
    }
}

static void
scan_code (Scan      *scan,
           Elf_Scn   *section,
           GElf_Shdr *header,
           gboolean   stubs)
{
  Elf_Data *data = elf_rawdata (section, NULL);

  if (data == NULL || data->d_buf == NULL)
    return;
  if (scan->machine == EM_X86_64)
    (stubs ? collect_stubs_x86_64 : collect_calls_x86_64) (scan, data->d_buf, data->d_size, header->sh_addr);
  else if (scan->machine == EM_AARCH64)
    (stubs ? collect_stubs_aarch64 : collect_calls_aarch64) (scan, data->d_buf, data->d_size, header->sh_addr);
}

static void
visit_sections (Scan *scan,
                void (*visit) (Scan *, Elf_Scn *, GElf_Shdr *, const char *))
{
  Elf_Scn *section = NULL;
  gsize names;

  if (elf_getshdrstrndx (scan->elf, &names) != 0)
    return;
  while ((section = elf_nextscn (scan->elf, section)) != NULL)
    {
      GElf_Shdr header;
      const char *name;

      if (gelf_getshdr (section, &header) == NULL)
        continue;
      name = elf_strptr (scan->elf, names, header.sh_name);
      visit (scan, section, &header, name != NULL ? name : "");
    }
}

static void
visit_relocations (Scan *scan, Elf_Scn *section, GElf_Shdr *header, const char *name)
{
  if (header->sh_type == SHT_RELA)
    collect_slots (scan, section, header);
}

static void
visit_stubs (Scan *scan, Elf_Scn *section, GElf_Shdr *header, const char *name)
{
  if (header->sh_type == SHT_PROGBITS && g_str_has_prefix (name, ".plt"))
    scan_code (scan, section, header, TRUE);
}

static void
visit_code (Scan *scan, Elf_Scn *section, GElf_Shdr *header, const char *name)
{
  if (header->sh_type == SHT_PROGBITS && (header->sh_flags & SHF_EXECINSTR) != 0 &&
      !g_str_has_prefix (name, ".plt"))
    scan_code (scan, section, header, FALSE);
}

GArray *
ls_code_find_calls (LsCodeModule *module)
{
  Scan scan = { .calls = g_array_new (FALSE, FALSE, sizeof (guint64)) };
  GElf_Addr bias;
  GElf_Ehdr header;

  scan.elf = module->module != NULL ? dwfl_module_getelf (module->module, &bias) : NULL;
  if (scan.elf == NULL || gelf_getehdr (scan.elf, &header) == NULL)
    return scan.calls;

  scan.machine = header.e_machine;
  scan.entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  scan.slots = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  collect_functions (&scan, module->module);
  visit_sections (&scan, visit_relocations);
  visit_sections (&scan, visit_stubs);
  visit_sections (&scan, visit_code);
  g_hash_table_unref (scan.entries);
  g_hash_table_unref (scan.slots);

  return scan.calls;
}
