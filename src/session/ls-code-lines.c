/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a source line to code: which line a breakpoint takes, and where the code of that line lies. */

#include "config.h"

#include <dwarf.h>
#include <string.h>

#include "ls-resolver-private.h"

/* A row of a unit's line table that belongs to the wanted file: the code from here to the next row. */
typedef struct
{
  guint   line;
  guint64 from;
  guint64 to;
} LsCodeRow;

typedef struct
{
  const char *file;
  guint       line;
  GArray     *rows;         /* LsCodeRow */
  guint       first;        /* declaration of the function that @line is in; 0: in none */
  guint       beyond;       /* declaration of the function after it; G_MAXUINT: there is none */
} LsLineSearch;

static gboolean
is_same_file (Dwarf_Die  *cu,
              const char *source,
              const char *wanted)
{
  g_autofree char *path = NULL;

  if (source == NULL)
    return FALSE;
  path = ls_code_get_path (cu, source);
  if (g_path_is_absolute (wanted))
    {
      g_autofree char *whole = g_canonicalize_filename (wanted, "/");

      return strcmp (path, whole) == 0;
    }

  return g_str_has_suffix (path, wanted) && path[strlen (path) - strlen (wanted) - 1] == '/';
}

static void
collect_row (LsLineSearch *search,
             Dwarf_Die    *cu,
             Dwarf_Line   *row,
             Dwarf_Line   *next,
             Dwarf_Addr    bias)
{
  LsCodeRow found;
  Dwarf_Addr from, to;
  bool is_end;
  int line;

  if (dwarf_lineendsequence (row, &is_end) != 0 || is_end ||
      dwarf_lineno (row, &line) != 0 || line <= 0 ||
      dwarf_lineaddr (row, &from) != 0 || dwarf_lineaddr (next, &to) != 0 || from >= to)
    return;

  found = (LsCodeRow) { line, from + bias, to + bias };
  g_array_append_val (search->rows, found);
}

static void
collect_rows (LsLineSearch *search,
              Dwarf_Die    *cu,
              Dwarf_Addr    bias)
{
  Dwarf_Lines *lines;
  const char *last = NULL;
  gboolean wanted = FALSE;
  gsize n;

  if (dwarf_getsrclines (cu, &lines, &n) != 0)
    return;
  for (gsize i = 0; i + 1 < n; i++)
    {
      Dwarf_Line *row = dwarf_onesrcline (lines, i);
      const char *source = dwarf_linesrc (row, NULL, NULL);

      /* Names are kept once in a unit: mostly the same pointer as before. */
      if (source != last)
        wanted = is_same_file (cu, source, search->file);
      last = source;
      if (wanted)
        collect_row (search, cu, row, dwarf_onesrcline (lines, i + 1), bias);
    }
}

static int
visit_function (Dwarf_Die *function,
                void      *data)
{
  LsLineSearch *search = data;
  Dwarf_Die cu;
  int line;

  if (dwarf_decl_line (function, &line) != 0 || line <= 0 ||
      dwarf_diecu (function, &cu, NULL, NULL) == NULL ||
      !is_same_file (&cu, ls_code_get_file (&cu, function, DW_AT_decl_file), search->file))
    return DWARF_CB_OK;

  if ((guint) line <= search->line)
    search->first = MAX (search->first, (guint) line);
  else
    search->beyond = MIN (search->beyond, (guint) line);
  return DWARF_CB_OK;
}

static gboolean
row_has_call (const LsCodeRow *row,
              const GArray    *calls)
{
  guint low = 0, high = calls->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (calls, guint64, middle) < row->from)
        low = middle + 1;
      else
        high = middle;
    }

  return low < calls->len && g_array_index (calls, guint64, low) < row->to;
}

/* The first line from the wanted one to the function's end whose code calls the engine; 0: none. */
static guint
choose_line (const LsLineSearch *search,
             const GArray       *calls)
{
  guint chosen = G_MAXUINT;

  if (search->first == 0)
    return 0;
  for (guint i = 0; i < search->rows->len; i++)
    {
      const LsCodeRow *row = &g_array_index (search->rows, LsCodeRow, i);

      if (row->line >= search->line && row->line < search->beyond && row->line < chosen &&
          row_has_call (row, calls))
        chosen = row->line;
    }

  return chosen != G_MAXUINT ? chosen : 0;
}

static GArray *
get_ranges (const LsLineSearch *search,
            guint               line)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (LsCodeRange));

  for (guint i = 0; i < search->rows->len; i++)
    {
      const LsCodeRow *row = &g_array_index (search->rows, LsCodeRow, i);
      LsCodeRange *last = ranges->len > 0 ? &g_array_index (ranges, LsCodeRange, ranges->len - 1) : NULL;
      LsCodeRange range = { row->from, row->to };

      if (row->line != line)
        continue;
      if (last != NULL && last->to == range.from)
        last->to = range.to;
      else
        g_array_append_val (ranges, range);
    }

  return ranges;
}

static void
search_module (LsLineSearch *search,
               LsCodeModule *code)
{
  Dwarf_Die *cu = NULL;
  Dwarf_Addr bias;

  while ((cu = dwfl_module_nextcu (code->module, cu, &bias)) != NULL)
    {
      collect_rows (search, cu, bias);
      dwarf_getfuncs (cu, visit_function, search, 0);
    }
}

GArray *
ls_resolver_find_line (LsResolver *self,
                       const char *module,
                       const char *file,
                       guint       line,
                       guint      *taken)
{
  LsLineSearch search = { .file = file, .line = line, .beyond = G_MAXUINT };
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (LsCodeRow));
  g_autoptr (GArray) calls = NULL;
  g_autofree char *base = NULL;
  LsCodeModule *code;

  g_return_val_if_fail (self != NULL && module != NULL && file != NULL && taken != NULL, NULL);

  *taken = 0;
  code = ls_resolver_get_module (self, module);
  if (code->info != LS_DEBUG_LINES)
    return NULL;
  search.rows = rows;
  search_module (&search, code);
  if (rows->len == 0)
    {
      /* Sources seldom lie where they were compiled once a program is installed. */
      search.file = base = g_path_get_basename (file);
      search_module (&search, code);
    }

  calls = ls_code_find_calls (code);
  *taken = choose_line (&search, calls);
  return *taken != 0 ? get_ranges (&search, *taken) : NULL;
}
