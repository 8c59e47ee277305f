/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-python-program.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "ls-python.h"

#define INTERPRETER  "python3"
#define MAIN         "__main__.py"
#define LONGEST_LINE 4096           /* of a file's first line; the kernel takes less */

/* Of the records of an archive: see PKWARE's APPNOTE. */
#define END_SIZE     22
#define ENTRY_SIZE   46
#define COMMENT_MAX  65535

static gboolean
is_folder (const char *path)
{
  g_autofree char *main = g_build_filename (path, MAIN, NULL);

  return g_file_test (path, G_FILE_TEST_IS_DIR) && g_file_test (main, G_FILE_TEST_IS_REGULAR);
}

static guint
read_number (const guint8 *at,
             guint         n_bytes)
{
  guint number = 0;

  while (n_bytes-- > 0)
    number = number << 8 | at[n_bytes];

  return number;
}

/* Its directory ends where the record of its end begins; NULL: it is no archive. */
static const guint8 *
find_directory (const guint8  *bytes,
                gsize          length,
                const guint8 **end)
{
  gsize size;

  for (gsize back = END_SIZE; back <= MIN (length, END_SIZE + COMMENT_MAX); back++)
    {
      *end = bytes + length - back;
      if (memcmp (*end, "PK\5\6", 4) != 0)
        continue;
      size = read_number (*end + 12, 4);
      return size <= length - back ? *end - size : NULL;
    }

  return NULL;
}

static gboolean
is_archive (const char *path)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  const guint8 *bytes = file != NULL ? (const guint8 *) g_mapped_file_get_contents (file) : NULL;
  const guint8 *end = NULL;
  const guint8 *entry = bytes != NULL ? find_directory (bytes, g_mapped_file_get_length (file), &end) : NULL;

  while (entry != NULL && end - entry >= ENTRY_SIZE && memcmp (entry, "PK\1\2", 4) == 0)
    {
      guint length = read_number (entry + 28, 2);

      if (end - entry < (gssize) (ENTRY_SIZE + length))
        return FALSE;
      if (length == strlen (MAIN) && memcmp (entry + ENTRY_SIZE, MAIN, length) == 0)
        return TRUE;
      length += read_number (entry + 30, 2) + read_number (entry + 32, 2);
      if (end - entry < (gssize) (ENTRY_SIZE + length))
        return FALSE;
      entry += ENTRY_SIZE + length;
    }

  return FALSE;
}

static char *
read_first_line (const char *path)
{
  char text[LONGEST_LINE + 1];
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gssize n = fd >= 0 ? read (fd, text, LONGEST_LINE) : -1;

  if (fd >= 0)
    close (fd);
  text[MAX (n, 0)] = '\0';
  text[strcspn (text, "\n")] = '\0';

  return g_strdup (text);
}

/* As the kernel takes a first line: a path, and all that follows as one word. */
static char **
split_first_line (const char *line)
{
  g_autofree char *text = g_strstrip (g_strdup (line + strlen ("#!")));
  char **words = g_strsplit_set (text, " \t", 2);

  if (words[0] != NULL && words[1] != NULL)
    g_strchug (words[1]);

  return words;
}

/* What env, called so, would look for along PATH, with its words; as it is called with -S, words are divided. */
static char **
follow_env (char **words)
{
  g_autofree char *base = words[0] != NULL ? g_path_get_basename (words[0]) : NULL;
  const char *rest;
  g_auto (GStrv) given = words;
  char **own = NULL;

  if (base == NULL || strcmp (base, "env") != 0 || words[1] == NULL)
    return g_steal_pointer (&given);
  rest = words[1];
  if (!g_str_has_prefix (rest, "-S"))
    return g_strdupv ((char *[]) { (char *) rest, NULL });
  g_shell_parse_argv (rest + strlen ("-S"), NULL, &own, NULL);

  return own != NULL ? own : g_steal_pointer (&given);
}

/* The words of the interpreter that an executable file names, if it is of Python. */
static char **
find_interpreter (const char *path)
{
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || access (path, X_OK) != 0)
    return NULL;
  line = read_first_line (path);
  if (!g_str_has_prefix (line, "#!"))
    return NULL;
  words = follow_env (split_first_line (line));

  return words[0] != NULL && ls_python_is_interpreter (words[0]) ? g_steal_pointer (&words) : NULL;
}

/* What is executed says itself by what; but for an archive that says nothing. */
static gboolean
is_for_python (const char *path)
{
  g_autofree char *line = NULL;

  if (is_folder (path))
    return TRUE;
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  line = read_first_line (path);

  return (g_str_has_prefix (line, "PK") || access (path, X_OK) != 0) && is_archive (path);
}

/* As a shell would, and not in the current folder as GLib does. */
static char *
find_along_path (const char *name)
{
  g_autofree char *found = strchr (name, '/') == NULL ? g_find_program_in_path (name) : NULL;

  return found != NULL && found[0] == '/' ? g_steal_pointer (&found) : NULL;
}

/**
 * ls_python_program_get_command:
 * @name: what is to be run: a path, or a name that is looked for in the current folder if it is a script's, else along
 *   PATH; a folder or an archive may be in the current folder, too
 *
 * A script is given to the first python3 along PATH, whatever it says itself.
 *
 * Returns: (transfer full) (nullable): the interpreter, its options and the program's path; %NULL if it is no program in
 *   Python
 */
char **
ls_python_program_get_command (const char *name)
{
  g_autofree char *found = NULL;
  g_auto (GStrv) interpreter = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *path;

  g_return_val_if_fail (name != NULL, NULL);

  if (!ls_python_is_script (name))
    found = find_along_path (name);
  path = found != NULL ? found : name;
  if (ls_python_is_script (name) || is_for_python (path))
    g_strv_builder_add (builder, INTERPRETER);
  else if (strchr (path, '/') != NULL && (interpreter = find_interpreter (path)) != NULL)
    g_strv_builder_addv (builder, (const char **) interpreter);
  else
    return NULL;
  g_strv_builder_add (builder, path);

  return g_strv_builder_end (builder);
}
