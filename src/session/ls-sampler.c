/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-sampler.h"

#include <elfutils/libdwfl.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#define MOST_FRAMES 64

typedef struct
{
  LsResolver *resolver;
  Dwfl       *dwfl;
  guint       n_frames;
  char       *file;
  guint       line;
} Search;

/* Lines come from the resolver, which keeps what it has read; here only call frame information is. */
static int
find_no_debuginfo (Dwfl_Module *module, void **userdata, const char *name, Dwarf_Addr base,
                   const char *file, const char *link, GElf_Word crc, char **found)
{
  return -1;
}

static const Dwfl_Callbacks callbacks = {
  .find_elf = dwfl_linux_proc_find_elf,
  .find_debuginfo = find_no_debuginfo,
};

/* Nobody asks for a line of these. */
static gboolean
is_library (const char *path)
{
  static const char * const prefixes[] = { "[", "libloopscope-1.so", "libc.so", "libm.so", "libglib-2.0.so",
                                           "libgobject-2.0.so", "libgio-2.0.so", "ld-linux", "libasan.so",
                                           "libtsan.so", "libubsan.so" };
  g_autofree char *base = g_path_get_basename (path);

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (base, prefixes[i]))
      return TRUE;
  return FALSE;
}

/* Of what is inlined into one another, the innermost that has a line. */
static void
take_line (Search *search, const char *module, guint64 offset)
{
  g_autoptr (GArray) frames = ls_resolver_resolve (search->resolver, module, offset);

  for (guint i = 0; i < frames->len && search->line == 0; i++)
    {
      const LsCodeFrame *frame = &g_array_index (frames, LsCodeFrame, i);

      if (frame->line == 0 || ls_resolver_is_header (frame))
        continue;
      search->file = g_strdup (frame->file);
      search->line = frame->line;
    }
}

static int
look_at_frame (Dwfl_Frame *frame, void *data)
{
  Search *search = data;
  Dwfl_Module *module;
  const char *path;
  GElf_Addr bias;
  Dwarf_Addr pc;
  bool is_exact;

  if (++search->n_frames > MOST_FRAMES || !dwfl_frame_pc (frame, &pc, &is_exact))
    return DWARF_CB_ABORT;
  /* What is returned to stands behind the call. */
  pc -= is_exact ? 0 : 1;
  module = dwfl_addrmodule (search->dwfl, pc);
  if (module == NULL || dwfl_module_getelf (module, &bias) == NULL)
    return DWARF_CB_ABORT;
  path = dwfl_module_info (module, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  if (!is_library (path))
    take_line (search, path, pc - bias);
  return search->line > 0 ? DWARF_CB_ABORT : DWARF_CB_OK;
}

static gboolean
is_computing (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) pid);
  g_autofree char *text = NULL;
  const char *name_end;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  /* The name may hold anything. */
  name_end = strrchr (text, ')');
  return name_end != NULL && g_str_has_prefix (name_end, ") R");
}

/* Seized, it goes on by itself should we die.  Its end is not taken from whoever waits for that.  @signal: (out): what
 * was on its way to it at that moment and is to reach it, or 0 */
static gboolean
stop (GPid pid, int *signal)
{
  siginfo_t info = { 0 };

  if (ptrace (PTRACE_SEIZE, pid, NULL, NULL) != 0)
    return FALSE;
  ptrace (PTRACE_INTERRUPT, pid, NULL, NULL);
  /* Who computes stops as soon as a processor has it, and cannot be let go of before. */
  if (waitid (P_PID, (id_t) pid, &info, WSTOPPED | WEXITED | WNOWAIT | __WALL) != 0 || info.si_code != CLD_TRAPPED)
    return FALSE;
  *signal = info.si_status >> 8 == 0 ? info.si_status : 0;
  return TRUE;
}

gboolean
ls_sampler_find_line (LsResolver *resolver, GPid pid, char **file, guint *line)
{
  Search search = { .resolver = resolver };
  int signal = 0;

  g_return_val_if_fail (resolver != NULL && file != NULL && line != NULL, FALSE);

  if (pid <= 0 || !is_computing (pid))
    return FALSE;
  search.dwfl = dwfl_begin (&callbacks);
  if (dwfl_linux_proc_report (search.dwfl, pid) == 0 && dwfl_report_end (search.dwfl, NULL, NULL) == 0
      && dwfl_linux_proc_attach (search.dwfl, pid, true) == 0 && stop (pid, &signal))
    {
      dwfl_getthread_frames (search.dwfl, pid, look_at_frame, &search);
      ptrace (PTRACE_DETACH, pid, NULL, GINT_TO_POINTER (signal));
    }
  dwfl_end (search.dwfl);

  *file = search.file;
  *line = search.line;
  return search.line > 0;
}
