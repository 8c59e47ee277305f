/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <link.h>
#include <string.h>

#include <glib.h>

#include "ls-resolver.h"

/* What breakpoints look for: this program's own "engine". */
void ls_resolver_test_call (gpointer *where);

static LsResolver *resolver;
static char *program;

__attribute__ ((noinline)) void
ls_resolver_test_call (gpointer *where)
{
  *where = (guint8 *) __builtin_return_address (0) - 1;
}

static inline __attribute__ ((always_inline)) guint
inlined (gpointer *where)
{
  ls_resolver_test_call (where);                  /* inlined call */
  return __LINE__ - 1;
}

__attribute__ ((noinline)) static guint
outer (gpointer *where,
       guint    *outer_line)
{
  *outer_line = __LINE__ + 2;
  __asm__ volatile ("" ::: "memory");
  return inlined (where);
}

__attribute__ ((noinline)) static guint
without_call (void)
{
  __asm__ volatile ("" ::: "memory");
  return __LINE__ - 1;
}

static int
find_bias (struct dl_phdr_info *info,
           size_t               size,
           void                *data)
{
  *(guint64 *) data = info->dlpi_addr;   /* the program itself comes first */
  return 1;
}

static guint64
get_offset (gconstpointer address)
{
  guint64 bias;

  dl_iterate_phdr (find_bias, &bias);
  return (guint64) (gsize) address - bias;
}

static void
test_line (void)
{
  g_autoptr (GArray) frames = NULL;
  const LsCodeFrame *frame;
  gpointer where;
  guint line;

  ls_resolver_test_call (&where); line = __LINE__;
  frames = ls_resolver_resolve (resolver, program, get_offset (where));
  g_assert_cmpuint (frames->len, ==, 1);
  frame = &g_array_index (frames, LsCodeFrame, 0);
  g_assert_cmpstr (frame->function, ==, "test_line");
  g_assert_cmpuint (frame->line, ==, line);
  g_assert_true (g_path_is_absolute (frame->file));
  g_assert_true (g_str_has_suffix (frame->file, "/tests/test-resolver.c"));
  g_assert_null (strstr (frame->file, ".."));
  g_assert_cmpint (ls_resolver_get_debug_info (resolver, program), ==, LS_DEBUG_LINES);
}

static void
test_inlined (void)
{
  g_autoptr (GArray) frames = NULL;
  const LsCodeFrame *inner, *around;
  gpointer where;
  guint line, outer_line;

  line = outer (&where, &outer_line);
  frames = ls_resolver_resolve (resolver, program, get_offset (where));
  g_assert_cmpuint (frames->len, ==, 2);
  inner = &g_array_index (frames, LsCodeFrame, 0);
  around = &g_array_index (frames, LsCodeFrame, 1);
  g_assert_cmpstr (inner->function, ==, "inlined");
  g_assert_cmpuint (inner->line, ==, line);
  g_assert_cmpstr (around->function, ==, "outer");
  g_assert_cmpuint (around->line, ==, outer_line);
  g_assert_cmpstr (around->file, ==, inner->file);
}

/* Both ways in one: the code of a line is where an address on that line is. */
static void
test_back (void)
{
  g_autoptr (GArray) ranges = NULL;
  gpointer where;
  guint line, taken;
  gboolean found = FALSE;

  ls_resolver_test_call (&where); line = __LINE__;
  ranges = ls_resolver_find_line (resolver, program, "tests/test-resolver.c", line, &taken);
  g_assert_cmpuint (taken, ==, line);
  for (guint i = 0; i < ranges->len; i++)
    {
      const LsCodeRange *range = &g_array_index (ranges, LsCodeRange, i);

      found = found || (range->from <= get_offset (where) && get_offset (where) < range->to);
    }
  g_assert_true (found);
}

static void
test_moved (void)
{
  g_autoptr (GArray) ranges = NULL;
  guint taken;
  guint line = __LINE__;

  ranges = ls_resolver_find_line (resolver, program, "/moved/test-resolver.c", line - 1, &taken);
  g_assert_nonnull (ranges);
  g_assert_cmpuint (taken, ==, line + 2);
}

static void
test_no_line (void)
{
  guint taken = 7;
  guint line = without_call ();

  /* In a function without a call, before the first one, past the end, in no such file or program. */
  g_assert_null (ls_resolver_find_line (resolver, program, "test-resolver.c", line, &taken));
  g_assert_cmpuint (taken, ==, 0);
  g_assert_null (ls_resolver_find_line (resolver, program, "test-resolver.c", 1, &taken));
  g_assert_null (ls_resolver_find_line (resolver, program, "test-resolver.c", 1000000, &taken));
  g_assert_null (ls_resolver_find_line (resolver, program, "resolver.c", line, &taken));
  g_assert_null (ls_resolver_find_line (resolver, "/nonexistent", "test-resolver.c", line, &taken));
}

static void
check_place (const char *module,
             guint64     offset,
             const char *function)
{
  g_autoptr (GArray) frames = ls_resolver_resolve (resolver, module, offset);
  const LsCodeFrame *frame = &g_array_index (frames, LsCodeFrame, 0);

  g_assert_cmpuint (frames->len, ==, 1);
  g_assert_cmpstr (frame->function, ==, function);
  g_assert_cmpstr (frame->file, ==, "");
  g_assert_cmpuint (frame->line, ==, 0);
}

static void
test_unknown (void)
{
  check_place ("/nonexistent/program", 0x1234, "program+0x1234");
  check_place ("/dev/null", 1, "null+0x1");
  check_place ("", 1, ".+0x1");
  check_place (program, G_MAXUINT64, "test-resolver+0xffffffffffffffff");
  g_assert_cmpint (ls_resolver_get_debug_info (resolver, "/nonexistent/program"), ==, LS_DEBUG_MISSING);
  g_assert_cmpint (ls_resolver_get_debug_info (resolver, "/dev/null"), ==, LS_DEBUG_MISSING);
}

/* Copies the program without what @options of strip drop, and asks for the same address there. */
static void
test_stripped (void)
{
  g_autofree char *folder = g_dir_make_tmp ("loopscope-resolver-XXXXXX", NULL);
  g_autofree char *copy = g_build_filename (folder, "copy", NULL);
  g_autofree char *command = g_strdup_printf ("strip --strip-debug -o %s %s", copy, program);
  g_autofree char *clean = g_strdup_printf ("rm -r %s", folder);
  g_autoptr (GArray) ranges = NULL;
  g_autofree char *place = NULL;
  gpointer where;
  guint taken;

  if (!g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL))
    {
      g_test_skip ("strip is not installed");
      return;
    }
  ls_resolver_test_call (&where);
  g_assert_cmpint (ls_resolver_get_debug_info (resolver, copy), ==, LS_DEBUG_SYMBOLS);
  check_place (copy, get_offset (where), "test_stripped");
  ranges = ls_resolver_find_line (resolver, copy, "test-resolver.c", 100, &taken);
  g_assert_null (ranges);
  g_assert_true (g_spawn_command_line_sync (clean, NULL, NULL, NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  resolver = ls_resolver_new ();
  program = g_file_read_link ("/proc/self/exe", NULL);

  g_test_add_func ("/loopscope/resolver/line", test_line);
  g_test_add_func ("/loopscope/resolver/inlined", test_inlined);
  g_test_add_func ("/loopscope/resolver/back", test_back);
  g_test_add_func ("/loopscope/resolver/moved", test_moved);
  g_test_add_func ("/loopscope/resolver/no-line", test_no_line);
  g_test_add_func ("/loopscope/resolver/unknown", test_unknown);
  g_test_add_func ("/loopscope/resolver/stripped", test_stripped);
  result = g_test_run ();

  g_free (program);
  ls_resolver_free (resolver);
  return result;
}
