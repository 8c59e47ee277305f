/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <poll.h>
#include <pwd.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ls-rendezvous.h"

/* Where programs and viewers meet, and who is kept out of there. */
typedef struct
{
  char *folder;
  char *page, *socket;
} Fixture;

static char *runtime;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = ls_rendezvous_folder (&error);
  g_assert_no_error (error);
  f->page = g_build_filename (f->folder, "1.control", NULL);
  f->socket = g_build_filename (f->folder, "1.socket", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_unlink (f->page);
  g_unlink (f->socket);
  g_chmod (runtime, 0700);
  if (g_unlink (f->folder) != 0)
    g_rmdir (f->folder);
  g_free (f->page);
  g_free (f->socket);
  g_free (f->folder);
}

static guint
get_mode (const char *path)
{
  struct stat status;

  g_assert_cmpint (lstat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

static void
assert_refused (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ls_rendezvous_folder (&error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_PERM);
}

static gboolean
is_root (void)
{
  if (getuid () == 0)
    return TRUE;
  g_test_skip ("only root can be another user");
  return FALSE;
}

static uid_t
get_nobody (void)
{
  struct passwd *nobody = getpwnam ("nobody");

  return nobody != NULL ? nobody->pw_uid : 65534;
}

static void
test_folder_made (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *again = NULL;

  g_assert_cmpuint (get_mode (f->folder), ==, 0700);
  again = ls_rendezvous_folder (&error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, f->folder);
}

static void
test_folder_open (Fixture *f, gconstpointer data)
{
  static const guint modes[] = { 0701, 0704, 0710, 0750, 0755, 0777 };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_chmod (f->folder, modes[i]);
      assert_refused ();
    }
}

static void
test_folder_of_another (Fixture *f, gconstpointer data)
{
  if (!is_root ())
    return;
  g_assert_cmpint (chown (f->folder, get_nobody (), -1), ==, 0);
  assert_refused ();
}

/* Not even where it leads to a folder that would do. */
static void
test_folder_is_link (Fixture *f, gconstpointer data)
{
  g_autofree char *real = g_build_filename (runtime, "real", NULL);

  g_rmdir (f->folder);
  g_assert_cmpint (g_mkdir (real, 0700), ==, 0);
  g_assert_cmpint (symlink (real, f->folder), ==, 0);
  assert_refused ();
  g_rmdir (real);
}

static void
test_folder_is_file (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_rmdir (f->folder);
  g_assert_true (g_file_set_contents (f->folder, "", 0, NULL));
  g_assert_null (ls_rendezvous_folder (&error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
}

/* A path in which a socket's name has no room does not do.  The folder is asked for once a process: another one. */
static void
test_folder_too_long (void)
{
  g_autofree char *name = g_strnfill (90, 'x');
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_autofree char *folder = g_build_filename (path, "loopscope", NULL);
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  g_setenv ("XDG_RUNTIME_DIR", path, TRUE);
  g_assert_null (ls_rendezvous_folder (&error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NAMETOOLONG);
  g_rmdir (folder);
  g_rmdir (path);
}

static LsControl *
make_page (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  LsControl *page = ls_rendezvous_make_page (f->page, &error);

  g_assert_no_error (error);
  return page;
}

static void
test_page (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  LsControl *page = make_page (f), *other;

  g_assert_cmpuint (get_mode (f->page), ==, 0600);
  g_assert_cmpuint (page->gate, ==, LS_GATE_RUN);
  other = ls_rendezvous_map_page (f->page, &error);
  g_assert_no_error (error);
  other->gate = LS_GATE_STOP;
  g_assert_cmpuint (page->gate, ==, LS_GATE_STOP);
  /* Never one that is there already: who made it would be tricked. */
  g_assert_null (ls_rendezvous_make_page (f->page, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST);
  ls_rendezvous_unmap (other);
  ls_rendezvous_unmap (page);
}

static void
test_page_of_another_kind (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  LsControl *page = make_page (f);

  page->version++;
  g_assert_null (ls_rendezvous_map_page (f->page, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  page->version--;
  page->magic++;
  g_assert_null (ls_rendezvous_map_page (f->page, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  ls_rendezvous_unmap (page);
  g_assert_cmpint (truncate (f->page, 100), ==, 0);
  g_assert_null (ls_rendezvous_map_page (f->page, &error));
  g_assert_nonnull (error);
}

/* One viewer at a time; closing lets the next one come, and so does dying. */
static void
test_claim (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  LsControl *page = make_page (f);
  int claim = ls_rendezvous_claim (f->page, &error);

  g_assert_no_error (error);
  g_assert_cmpint (ls_rendezvous_claim (f->page, &error), ==, -1);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_AGAIN);
  g_clear_error (&error);
  close (claim);
  if (fork () == 0)
    _exit (ls_rendezvous_claim (f->page, NULL) < 0);
  g_assert_cmpint (wait (&claim), >, 0);
  g_assert_cmpint (claim, ==, 0);
  claim = ls_rendezvous_claim (f->page, &error);
  g_assert_no_error (error);
  close (claim);
  ls_rendezvous_unmap (page);
}

static int
listen_there (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  int listener = ls_rendezvous_listen (f->socket, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (get_mode (f->socket), ==, 0600);
  return listener;
}

static void
test_socket (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int listener = listen_there (f);
  int connection, peer;
  char byte = 'x';

  g_assert_cmpint (ls_rendezvous_accept (listener), ==, -1);
  peer = ls_rendezvous_connect (f->socket, &error);
  g_assert_no_error (error);
  connection = ls_rendezvous_accept (listener);
  g_assert_cmpint (connection, >=, 0);
  g_assert_cmpint (send (peer, &byte, 1, 0), ==, 1);
  byte = 0;
  g_assert_cmpint (recv (connection, &byte, 1, 0), ==, 1);
  g_assert_cmpint (byte, ==, 'x');
  g_assert_cmpint (recv (connection, &byte, 1, 0), ==, -1);      /* never blocks */
  close (connection);
  g_assert_cmpint (recv (peer, &byte, 1, 0), ==, 0);
  close (peer);
  close (listener);
  g_assert_cmpint (ls_rendezvous_connect (f->socket, &error), ==, -1);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);     /* refused */
}

/* A program that does not answer for long holds nobody up who comes. */
static void
test_socket_full (Fixture *f, gconstpointer data)
{
  int listener = listen_there (f);
  int peers[64], n = 0;

  while (n < 64 && (peers[n] = ls_rendezvous_connect (f->socket, NULL)) >= 0)
    n++;
  g_assert_cmpint (n, >=, 16);
  g_assert_cmpint (n, <, 64);
  while (n > 0)
    close (peers[--n]);
  close (listener);
}

/* As another user: 0: kept out, 1: turned away, 2: let in. */
static int
try_as_nobody (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  struct pollfd in = { .events = POLLIN };
  char byte;

  if (setgid (get_nobody ()) != 0 || setuid (get_nobody ()) != 0)
    return 3;
  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  in.fd = socket (AF_UNIX, SOCK_STREAM, 0);
  if (connect (in.fd, (struct sockaddr *) &address, sizeof address) != 0)
    return 0;
  if (poll (&in, 1, 10000) != 1)
    return 2;
  return recv (in.fd, &byte, 1, 0) == 0 ? 1 : 2;
}

static int
visit_as_nobody (Fixture *f, int listener)
{
  pid_t child = fork ();
  int status, connection = -1;

  if (child == 0)
    _exit (try_as_nobody (f->socket));
  while (waitpid (child, &status, WNOHANG) == 0)
    {
      connection = ls_rendezvous_accept (listener);
      g_assert_cmpint (connection, ==, -1);
      g_usleep (1000);
    }
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

/* The folder keeps others out, so does the socket itself, and where both stand open, the check of who it is. */
static void
test_another_user (Fixture *f, gconstpointer data)
{
  int listener;

  if (!is_root ())
    return;
  listener = listen_there (f);
  g_chmod (runtime, 0755);
  g_assert_cmpint (visit_as_nobody (f, listener), ==, 0);
  g_chmod (f->folder, 0755);
  g_assert_cmpint (visit_as_nobody (f, listener), ==, 0);
  g_chmod (f->socket, 0666);
  g_assert_cmpint (visit_as_nobody (f, listener), ==, 1);
  close (listener);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  runtime = g_dir_make_tmp ("rendezvous-XXXXXX", NULL);
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
#define ADD(path, func) g_test_add ("/trace/rendezvous/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("folder-made", test_folder_made);
  ADD ("folder-open", test_folder_open);
  ADD ("folder-of-another", test_folder_of_another);
  ADD ("folder-is-link", test_folder_is_link);
  ADD ("folder-is-file", test_folder_is_file);
  g_test_add_func ("/trace/rendezvous/folder-too-long", test_folder_too_long);
  ADD ("page", test_page);
  ADD ("page-of-another-kind", test_page_of_another_kind);
  ADD ("claim", test_claim);
  ADD ("socket", test_socket);
  ADD ("socket-full", test_socket_full);
  ADD ("another-user", test_another_user);
#undef ADD
  result = g_test_run ();
  g_rmdir (runtime);
  g_free (runtime);
  return result;
}
