/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "ls-child.h"

#define OUTPUT_KEPT (1024 * 1024)

/* The reading end of a terminal, shared with the thread that empties it. */
typedef struct
{
  gatomicrefcount refs;
  int             fd;
  GMutex          lock;
  GString        *text;      /* under lock */
} LsTerminal;

struct _LsChild
{
  GPid          pid;
  gboolean      has_ended;
  int           status;
  GSource      *watch;
  LsChildEnded  ended;
  gpointer      ended_data;
  LsTerminal   *terminal;    /* (nullable) */
};

static LsTerminal *
ls_terminal_new (int fd)
{
  LsTerminal *self = g_new0 (LsTerminal, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->lock);
  self->fd = fd;
  self->text = g_string_new (NULL);

  return self;
}

static void
ls_terminal_unref (LsTerminal *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  close (self->fd);
  g_string_free (self->text, TRUE);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
ls_terminal_append (LsTerminal *self,
                    const char *text,
                    gsize       length)
{
  g_mutex_lock (&self->lock);
  g_string_append_len (self->text, text, length);
  if (self->text->len > 2 * OUTPUT_KEPT)
    g_string_erase (self->text, 0, self->text->len - OUTPUT_KEPT);
  g_mutex_unlock (&self->lock);
}

/* Ends with EIO once nobody has the other end open any more. */
static gpointer
empty_terminal (gpointer data)
{
  LsTerminal *self = data;
  char buffer[4096];
  gssize n;

  while ((n = read (self->fd, buffer, sizeof buffer)) > 0 || (n < 0 && errno == EINTR))
    if (n > 0)
      ls_terminal_append (self, buffer, n);
  ls_terminal_unref (self);

  return NULL;
}

/* A terminal that neither echoes what is typed nor changes what is written. */
static gboolean
open_terminal (int     *viewer,
               int     *program,
               GError **error)
{
  char name[64];
  struct termios settings;

  *program = -1;
  *viewer = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (*viewer >= 0 && grantpt (*viewer) == 0 && unlockpt (*viewer) == 0 &&
      ptsname_r (*viewer, name, sizeof name) == 0)
    *program = open (name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (*program < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _("No terminal could be opened for the program: %s"), g_strerror (code));
      if (*viewer >= 0)
        close (*viewer);
      return FALSE;
    }
  if (tcgetattr (*program, &settings) == 0)
    {
      settings.c_lflag &= ~(tcflag_t) ECHO;
      settings.c_oflag &= ~(tcflag_t) OPOST;
      tcsetattr (*program, TCSANOW, &settings);
    }

  return TRUE;
}

static void
leave_session (gpointer data)
{
  setsid ();
}

static gboolean
spawn_in_terminal (LsChild            *self,
                   const char * const *argv,
                   char              **environment,
                   const char         *folder,
                   GError            **error)
{
  int viewer, program;
  gboolean started;

  if (!open_terminal (&viewer, &program, error))
    return FALSE;
  started = g_spawn_async_with_pipes_and_fds (folder, argv, (const char * const *) environment,
                                              G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_FILE_AND_ARGV_ZERO,
                                              leave_session, NULL, program, program, program,
                                              NULL, NULL, 0, &self->pid, NULL, NULL, NULL, error);
  close (program);
  if (!started)
    {
      close (viewer);
      return FALSE;
    }

  self->terminal = ls_terminal_new (viewer);
  g_atomic_ref_count_inc (&self->terminal->refs);
  g_thread_unref (g_thread_new ("terminal", empty_terminal, self->terminal));
  return TRUE;
}

/* Whatever descriptors we were given are the program's too; ours are all closed on exec. */
static gboolean
spawn_in_place (LsChild            *self,
                const char * const *argv,
                char              **environment,
                const char         *folder,
                GError            **error)
{
  return g_spawn_async_with_pipes_and_fds (folder, argv, (const char * const *) environment,
                                           G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_FILE_AND_ARGV_ZERO |
                                           G_SPAWN_CHILD_INHERITS_STDIN | G_SPAWN_LEAVE_DESCRIPTORS_OPEN,
                                           NULL, NULL, -1, -1, -1, NULL, NULL, 0, &self->pid,
                                           NULL, NULL, NULL, error);
}

LsChild *
ls_child_spawn (const char          *file,
                const char * const  *argv,
                char               **environment,
                const char          *folder,
                gboolean             passthrough,
                GError             **error)
{
  g_autoptr (LsChild) self = g_new0 (LsChild, 1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  g_ptr_array_add (words, (gpointer) file);
  for (guint i = 0; argv[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) argv[i]);
  g_ptr_array_add (words, NULL);

  if (!(passthrough ? spawn_in_place : spawn_in_terminal) (self, (const char * const *) words->pdata,
                                                           environment, folder, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
stop_watching (LsChild *self)
{
  if (self->watch != NULL)
    g_source_destroy (self->watch);
  g_clear_pointer (&self->watch, g_source_unref);
}

void
ls_child_free (LsChild *self)
{
  stop_watching (self);
  g_clear_pointer (&self->terminal, ls_terminal_unref);
  g_free (self);
}

GPid
ls_child_get_pid (LsChild *self)
{
  return self->pid;
}

static void
note_end (LsChild *self,
          int      status)
{
  self->has_ended = TRUE;
  self->status = status;
  stop_watching (self);
}

static void
look (LsChild *self,
      int      flags)
{
  int status;
  GPid pid;

  if (self->has_ended || self->pid <= 0)
    return;
  do
    pid = waitpid (self->pid, &status, flags);
  while (pid < 0 && errno == EINTR);
  if (pid == self->pid)
    note_end (self, status);
}

gboolean
ls_child_has_ended (LsChild *self)
{
  look (self, WNOHANG);
  return self->has_ended;
}

void
ls_child_wait (LsChild *self)
{
  look (self, 0);
}

int
ls_child_get_status (LsChild *self)
{
  return self->status;
}

static void
ended_cb (GPid     pid,
          int      status,
          gpointer data)
{
  LsChild *self = data;

  note_end (self, status);
  self->ended (self, self->ended_data);
}

void
ls_child_watch (LsChild      *self,
                LsChildEnded  ended,
                gpointer      data)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  g_return_if_fail (self->watch == NULL && !self->has_ended);

  self->ended = ended;
  self->ended_data = data;
  self->watch = g_child_watch_source_new (self->pid);
  g_source_set_callback (self->watch, G_SOURCE_FUNC (ended_cb), self, NULL);
  g_source_attach (self->watch, context);
}

void
ls_child_signal (LsChild *self,
                 int      number)
{
  /* An ended process keeps its id until we have looked: no other can be hit. */
  if (!self->has_ended)
    kill (self->pid, number);
}

void
ls_child_write (LsChild    *self,
                const char *text)
{
  gsize length = strlen (text);

  while (self->terminal != NULL && length > 0)
    {
      gssize n = write (self->terminal->fd, text, length);

      if (n < 0 && errno != EINTR)
        return;
      if (n > 0)
        {
          text += n;
          length -= n;
        }
    }
}

char *
ls_child_get_output (LsChild *self)
{
  char *text;

  if (self->terminal == NULL)
    return g_strdup ("");
  g_mutex_lock (&self->terminal->lock);
  text = g_strndup (self->terminal->text->str, self->terminal->text->len);
  g_mutex_unlock (&self->terminal->lock);

  return text;
}
