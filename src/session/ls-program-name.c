/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-program-name.h"

#include "ls-python.h"

/* Of the words after an interpreter; NULL: code, or nothing at all. */
static const char *
find_script (const char * const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (g_str_equal (words[i], "-m"))
        return words[i + 1];
      if (g_str_equal (words[i], "-c"))
        return NULL;
      if (words[i][0] != '-')
        return words[i];
      if ((g_str_equal (words[i], "-X") || g_str_equal (words[i], "-W")) && words[i + 1] != NULL)
        i++;
    }
  return NULL;
}

char *
ls_program_name_of_words (const char * const *words)
{
  const char *script = ls_python_is_interpreter (words[0]) ? find_script (words + 1) : NULL;
  g_autofree char *path = g_canonicalize_filename (script != NULL ? script : words[0], NULL);

  return g_path_get_basename (path);
}

char *
ls_program_name (const char *command)
{
  g_auto (GStrv) words = NULL;

  if (command == NULL || !g_shell_parse_argv (command, NULL, &words, NULL))
    return NULL;
  return ls_program_name_of_words ((const char * const *) words);
}

char *
ls_program_name_recorded (const LsProcessInfo *process)
{
  gboolean is_python = process != NULL && process->runtime != NULL && g_str_has_prefix (process->runtime, "CPython");
  char *script = is_python ? ls_program_name (process->arguments) : NULL;

  if (script != NULL)
    return script;
  return process != NULL && process->program != NULL && process->program[0] != '\0' ? g_path_get_basename (process->program)
                                                                                    : NULL;
}
