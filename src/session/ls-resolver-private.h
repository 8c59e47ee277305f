/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <elfutils/libdwfl.h>

#include "ls-resolver.h"

G_BEGIN_DECLS

/* A module that is open. Its addresses are offsets: it is reported to libdw at base 0. */
typedef struct
{
  char        *path;
  Dwfl        *dwfl;
  Dwfl_Module *module;      /* (nullable): not there, or no ELF file */
  LsDebugInfo  info;
} LsCodeModule;

LsCodeModule * ls_resolver_get_module  (LsResolver *self, const char *path);
char         * ls_code_get_path        (Dwarf_Die *cu, const char *file);   /* absolute */
const char   * ls_code_get_file        (Dwarf_Die *cu, Dwarf_Die *die, guint attribute);

/* Where the code of a module calls functions of the engine: addresses inside the call instructions. */
GArray       * ls_code_find_calls      (LsCodeModule *module);              /* guint64, ascending */

G_END_DECLS
