/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include "ls-entry.h"
#include "ls-rendezvous.h"

/* What programs say of themselves in the runtime folder; this process is such a program. */

static LsEntry *
write_own (void)
{
  g_autoptr (GError) error = NULL;
  LsEntry *entry = ls_entry_new_own ("a.looptrace", &error);

  g_assert_no_error (error);
  g_assert_true (ls_entry_write (entry, &error));
  g_assert_no_error (error);
  return entry;
}

static guint
count (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = ls_entry_list (&error);

  g_assert_no_error (error);
  return entries->len;
}

static void
test_own (void)
{
  g_autoptr (LsEntry) own = write_own ();
  g_autoptr (GError) error = NULL;
  g_autoptr (LsEntry) found = ls_entry_find (getpid (), &error);
  g_autofree char *here = g_get_current_dir ();
  gint64 age;

  g_assert_no_error (error);
  g_assert_cmpint (found->pid, ==, getpid ());
  g_assert_cmpuint (found->started, ==, own->started);
  g_assert_nonnull (strstr (found->command, "test-entry"));
  g_assert_true (g_str_has_prefix (found->runtime, "Loopscope "));
  g_assert_true (g_str_has_prefix (found->trace, here));
  g_assert_true (g_str_has_suffix (found->trace, "/a.looptrace"));
  g_assert_cmpstr (found->control, ==, own->control);
  g_assert_cmpstr (found->socket, ==, own->socket);
  age = g_get_real_time () - ls_entry_get_start_time (found);
  g_assert_cmpint (age, >, -G_USEC_PER_SEC);
  g_assert_cmpint (age, <, 600 * G_USEC_PER_SEC);
  g_assert_cmpuint (count (), ==, 1);
  ls_entry_remove (own);
  g_assert_cmpuint (count (), ==, 0);
  g_assert_null (ls_entry_find (getpid (), &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
touch (const char *path)
{
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

/* An id that comes again is not the process that wrote the entry. */
static void
test_stale_by_start (void)
{
  g_autoptr (LsEntry) own = ls_entry_new_own ("a", NULL);
  g_autoptr (GError) error = NULL;

  own->started--;
  g_assert_true (ls_entry_write (own, NULL));
  touch (own->control);
  touch (own->socket);
  g_assert_cmpuint (count (), ==, 0);
  g_assert_false (g_file_test (own->path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (own->control, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (own->socket, G_FILE_TEST_EXISTS));
  g_assert_true (ls_entry_write (own, NULL));
  g_assert_null (ls_entry_find (getpid (), &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static pid_t
start_other (void)
{
  int ready[2];
  char byte;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  if (child == 0)
    {
      write_own ();
      close (ready[1]);
      pause ();
      _exit (0);
    }
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 0);
  close (ready[0]);
  return child;
}

/* Whoever was killed could not clean up: whoever looks next does. */
static void
test_stale_by_pid (void)
{
  pid_t other = start_other ();
  g_autoptr (LsEntry) entry = ls_entry_find (other, NULL);

  g_assert_nonnull (entry);
  g_assert_true (ls_entry_is_alive (entry));
  g_assert_cmpuint (count (), ==, 1);
  kill (other, SIGKILL);
  waitpid (other, NULL, 0);
  g_assert_false (ls_entry_is_alive (entry));
  g_assert_true (g_file_test (entry->path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count (), ==, 0);
  g_assert_false (g_file_test (entry->path, G_FILE_TEST_EXISTS));
}

static char *
leave (pid_t pid, const char *ending, gint64 age)
{
  g_autofree char *folder = ls_rendezvous_folder (NULL);
  char *path = g_strdup_printf ("%s/%d%s", folder, (int) pid, ending);
  struct utimbuf times = { .modtime = time (NULL) - age };

  touch (path);
  g_assert_cmpint (g_utime (path, &times), ==, 0);
  return path;
}

/* What made a program record, or should have, goes with it, whether or not it has an entry; nobody else's does. */
static void
test_stale_remote (void)
{
  static const char * const endings[] = { ".py", ".said", ".said.new" };
  pid_t other = start_other ();

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *own = leave (getpid (), endings[i], 0), *earlier = NULL, *others = NULL, *gone = NULL;

      g_assert_cmpuint (count (), ==, 1);
      g_assert_true (g_file_test (own, G_FILE_TEST_EXISTS));
      g_unlink (own);
      earlier = leave (getpid (), endings[i], 24 * 60 * 60);
      gone = leave (99999999, endings[i], 0);
      g_assert_cmpuint (count (), ==, 1);
      g_assert_false (g_file_test (earlier, G_FILE_TEST_EXISTS));
      g_assert_false (g_file_test (gone, G_FILE_TEST_EXISTS));
      others = leave (other, endings[i], 0);
    }
  kill (other, SIGKILL);
  waitpid (other, NULL, 0);
  g_assert_cmpuint (count (), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *folder = ls_rendezvous_folder (NULL);
      g_autofree char *path = g_strdup_printf ("%s/%d%s", folder, (int) other, endings[i]);

      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

/* One that has ended but whom nobody has waited for is as good as gone. */
static void
test_zombie (void)
{
  pid_t other = start_other ();
  siginfo_t info;

  kill (other, SIGKILL);
  waitid (P_PID, other, &info, WEXITED | WNOWAIT);
  g_assert_cmpuint (count (), ==, 0);
  waitpid (other, NULL, 0);
}

static void
test_order (void)
{
  g_autoptr (LsEntry) own = write_own ();
  pid_t other = start_other ();
  g_autoptr (GPtrArray) entries = ls_entry_list (NULL);

  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpint (((LsEntry *) entries->pdata[0])->pid, ==, getpid ());
  g_assert_cmpint (((LsEntry *) entries->pdata[1])->pid, ==, other);
  kill (other, SIGKILL);
  waitpid (other, NULL, 0);
  ls_entry_remove (own);
}

/* Files that are no entries, or not whole, are passed over. */
static void
test_strange_files (void)
{
  static const char * const names[] = { "1.entry", "x.entry", ".entry", "-3.entry", "2.entry", "1.control" };
  static const char * const texts[] = { "", "[Program]\n", "\377\376", "[Program]\nStarted=1\n",
                                        "[Program]\nStarted=x\nRuntime=a\nCommand=b\nTrace=c\n", "[Program]\n" };
  g_autofree char *folder = ls_rendezvous_folder (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    }
  g_assert_cmpuint (count (), ==, 0);
  g_assert_null (ls_entry_find (1, &error));
  g_assert_nonnull (error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_unlink (path);
    }
}

/* Where the folder cannot be trusted nothing is written and nothing read. */
static void
test_open_folder (void)
{
  g_autofree char *folder = ls_rendezvous_folder (NULL);
  g_autoptr (LsEntry) own = write_own ();
  g_autoptr (GError) error = NULL;

  g_chmod (folder, 0755);
  g_assert_null (ls_entry_new_own ("a", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_PERM);
  g_clear_error (&error);
  g_assert_null (ls_entry_list (&error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_PERM);
  g_clear_error (&error);
  g_assert_null (ls_entry_find (getpid (), &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_PERM);
  g_chmod (folder, 0700);
  ls_entry_remove (own);
}

int
main (int argc, char *argv[])
{
  g_autofree char *runtime = g_dir_make_tmp ("entry-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (runtime, "loopscope", NULL);
  int result;

  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/entry/own", test_own);
  g_test_add_func ("/trace/entry/stale-by-start", test_stale_by_start);
  g_test_add_func ("/trace/entry/stale-by-pid", test_stale_by_pid);
  g_test_add_func ("/trace/entry/stale-remote", test_stale_remote);
  g_test_add_func ("/trace/entry/zombie", test_zombie);
  g_test_add_func ("/trace/entry/order", test_order);
  g_test_add_func ("/trace/entry/strange-files", test_strange_files);
  g_test_add_func ("/trace/entry/open-folder", test_open_folder);
  result = g_test_run ();
  g_rmdir (folder);
  g_rmdir (runtime);
  return result;
}
