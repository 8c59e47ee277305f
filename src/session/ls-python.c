/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ls-python.h"

/* A folder that holds the package and the folder "sitecustomize": first, so that no installed file is needed. */
#define ENV_PROBE "LOOPSCOPE_PROBE"

/**
 * ls_python_is_script:
 * @name: what is to be run
 *
 * Returns: whether @name is a file that is meant for python3
 */
gboolean
ls_python_is_script (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return g_str_has_suffix (name, ".py") && g_file_test (name, G_FILE_TEST_IS_REGULAR);
}

/**
 * ls_python_is_interpreter:
 * @name: a program's name or path
 *
 * Returns: whether @name goes by the name of a Python interpreter
 */
gboolean
ls_python_is_interpreter (const char *name)
{
  g_autofree char *base = g_path_get_basename (name);

  return g_str_has_prefix (base, "python") && base[strspn (base + 6, "0123456789.") + 6] == '\0';
}

/**
 * ls_python_get_obstacle:
 * @argv: an interpreter and its arguments
 *
 * Looks for an option that has Python ignore its environment or not import site.
 *
 * Returns: its letter, "I", "E" or "S"; 0 if there is none
 */
char
ls_python_get_obstacle (const char * const *argv)
{
  for (guint i = 1; argv[i] != NULL && argv[i][0] == '-' && argv[i][1] != '\0'; i++)
    {
      const char *options = argv[i] + 1;
      const char *found;

      if (options[0] == '-')
        {
          i += strcmp (options, "-check-hash-based-pycs") == 0 && argv[i + 1] != NULL;
          continue;
        }
      found = strpbrk (options, "IEScmWX");
      if (found != NULL && strchr ("IES", *found) != NULL)
        return *found;
      /* What stands behind -c and -m is the program; -W and -X may have their argument in the next word. */
      if (found != NULL && strchr ("cm", *found) != NULL)
        return 0;
      if (found != NULL && found[1] == '\0' && argv[i + 1] != NULL)
        i++;
    }

  return 0;
}

/* Which lines of a file have code is known to the version of Python that compiles it. */
static const char find_line[] =
  "import sys\n"
  "path, line = sys.argv[1], int(sys.argv[2])\n"
  "def lines_of(code):\n"
  "    yield from (place[2] for place in code.co_lines())\n"
  "    for constant in code.co_consts:\n"
  "        if hasattr(constant, 'co_lines'): yield from lines_of(constant)\n"
  "with open(path, 'rb') as file: code = compile(file.read(), path, 'exec', dont_inherit=True)\n"
  "print(min((found for found in lines_of(code) if found and found >= line), default=0))\n";

/**
 * ls_python_find_line:
 * @interpreter: path of a Python interpreter
 * @path: of a program's text
 * @line: from 1
 *
 * Returns: @line, or the next one that is executed, if it is blank, a comment or the like; 0: none follows.  Where that
 *   cannot be found out, @line
 */
guint
ls_python_find_line (const char *interpreter,
                     const char *path,
                     guint       line)
{
  g_autofree char *number = g_strdup_printf ("%u", line);
  const char *argv[] = { interpreter, "-I", "-S", "-W", "ignore", "-c", find_line, path, number, NULL };
  g_autofree char *found = NULL;
  int status = 0;

  g_return_val_if_fail (interpreter != NULL && path != NULL, line);

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &found, NULL, &status, NULL)
      || status != 0)
    return line;

  return (guint) g_ascii_strtoull (found, NULL, 10);
}

/**
 * ls_python_get_probe:
 *
 * Returns: (transfer full) (nullable): the folder of the probe's sitecustomize; %NULL if it is not there
 */
char *
ls_python_get_probe (void)
{
  const char *folder = g_getenv (ENV_PROBE);
  g_autofree char *path = g_build_filename (folder != NULL && *folder != '\0' ? folder : LS_PROBE_DIR,
                                            "sitecustomize", NULL);
  g_autofree char *file = g_build_filename (path, "sitecustomize.py", NULL);

  return g_file_test (file, G_FILE_TEST_IS_REGULAR) ? g_canonicalize_filename (path, NULL) : NULL;
}

/**
 * ls_python_add_probe:
 * @environment: (transfer full): of the program to be started
 * @probe: what ls_python_get_probe() gave
 *
 * Returns: (transfer full): the same with @probe first on PYTHONPATH
 */
char **
ls_python_add_probe (char      **environment,
                     const char *probe)
{
  const char *before = g_environ_getenv (environment, "PYTHONPATH");
  g_autofree char *path = before != NULL ? g_strconcat (probe, G_SEARCHPATH_SEPARATOR_S, before, NULL)
                                         : g_strdup (probe);

  return g_environ_setenv (environment, "PYTHONPATH", path, TRUE);
}
