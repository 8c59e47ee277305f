/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * LsResolver: from code addresses to source lines and back, by the debug information of the modules
 * (executables and libraries) they lie in, or of their separate debug files, found by build id.
 *
 * An offset is that of the address from where the module's first segment would start at address 0: what
 * the ELF file itself calls the address.  Each module is opened once.
 */
typedef struct _LsResolver LsResolver;

typedef enum
{
  LS_DEBUG_MISSING,      /* the module is not there, or no ELF file */
  LS_DEBUG_NONE,         /* stripped */
  LS_DEBUG_SYMBOLS,      /* functions, no lines */
  LS_DEBUG_LINES
} LsDebugInfo;

/* One of the functions an address is in: the innermost is the one inlined last. */
typedef struct
{
  char  *function;       /* without a name: "module+0x1234" */
  char  *file;           /* absolute; "" unknown */
  guint  line;           /* 0 unknown */
} LsCodeFrame;

typedef struct { guint64 from, to; } LsCodeRange;

/* A function of the engine's or GLib's headers, inlined into one of the program's. */
gboolean      ls_resolver_is_header      (const LsCodeFrame *frame);

LsResolver  * ls_resolver_new            (void);
void          ls_resolver_free           (LsResolver *self);

LsDebugInfo   ls_resolver_get_debug_info (LsResolver *self, const char *module);

/**
 * ls_resolver_resolve:
 *
 * Returns: (transfer full) (element-type LsCodeFrame): the functions that @offset is in, innermost first;
 *   at least one
 */
GArray      * ls_resolver_resolve        (LsResolver *self, const char *module, guint64 offset);

/**
 * ls_resolver_find_line:
 * @file: a path or the end of one; where the module knows no such path, any file of that name
 * @line: from 1
 * @taken: (out): the line that was taken: @line, or the next one of the same function that calls the engine
 *
 * Returns: (transfer full) (element-type LsCodeRange) (nullable): where the code of that line lies; %NULL if
 *   @module has none
 */
GArray      * ls_resolver_find_line      (LsResolver *self, const char *module, const char *file, guint line, guint *taken);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsResolver, ls_resolver_free)

G_END_DECLS
