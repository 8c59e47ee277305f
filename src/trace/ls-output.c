/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static LsOutputFunc report;

/* The beginning of a character whose end is yet to be written: a full buffer ends anywhere.  By descriptor; under the
 * stream's own lock. */
static struct { char bytes[4]; gsize length; } begun[STDERR_FILENO + 1];

/* How many of the last bytes begin a UTF-8 character and do not end it. */
static gsize
unfinished (const char *text, gsize length)
{
  for (gsize back = 1; back <= MIN (length, 3); back++)
    {
      guchar byte = (guchar) text[length - back];

      if ((byte & 0xc0) == 0x80)
        continue;
      return back < (byte >= 0xf0 ? 4u : byte >= 0xe0 ? 3u : byte >= 0xc0 ? 2u : 1u) ? back : 0;
    }
  return 0;
}

static void
tell (int fd, const char *text, gsize length)
{
  g_autofree char *joined = NULL;
  gsize left;

  if (begun[fd].length > 0)
    {
      joined = g_malloc (begun[fd].length + length);
      memcpy (joined, begun[fd].bytes, begun[fd].length);
      memcpy (joined + begun[fd].length, text, length);
      text = joined;
      length += begun[fd].length;
    }
  left = unfinished (text, length);
  begun[fd].length = left;
  memcpy (begun[fd].bytes, text + length - left, left);
  if (length > left)
    report ((guint) fd, text, length - left);
}

/* The cookie is the descriptor's number, which is the stream's number too. */
static ssize_t
write_cookie (void *cookie, const char *buffer, size_t size)
{
  int fd = GPOINTER_TO_INT (cookie);
  size_t done = 0;
  int saved = 0;

  while (done < size)
    {
      ssize_t n = write (fd, buffer + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          saved = errno;
          break;
        }
      done += (size_t) n;
    }
  if (done > 0)
    tell (fd, buffer, done);
  /* 0 is how a cookie stream says that it failed. */
  errno = saved;
  return (ssize_t) done;
}

/* glibc gives a cookie stream no descriptor; programs ask for that of stdout, and dup2() over it. */
static FILE *
open_cookie (int fd, int mode)
{
  const cookie_io_functions_t functions = { .write = write_cookie };
  FILE *stream = fopencookie (GINT_TO_POINTER (fd), "w", functions);

  if (stream == NULL)
    return NULL;
  setvbuf (stream, NULL, mode, BUFSIZ);
  stream->_fileno = fd;
  /* freopen() looks into it unless there is none, and glibc leaves -1 here. */
  stream->_wide_data = NULL;
  return stream;
}

/**
 * ls_output_capture:
 * @func: what to tell
 *
 * Has @func told of all that is written to stdout and stderr from now on.  The bytes are passed on unchanged; stdout
 * is flushed at each line, so that what a task prints is known when it prints, and stderr at once as ever.
 */
void
ls_output_capture (LsOutputFunc func)
{
  FILE *out = open_cookie (STDOUT_FILENO, _IOLBF);
  FILE *err = open_cookie (STDERR_FILENO, _IONBF);

  report = func;
  fflush (stdout);
  if (out != NULL)
    stdout = out;
  if (err != NULL)
    stderr = err;
}

/* Not to lose, at the end, what stands in the buffer yet. */
void
ls_output_flush (void)
{
  /* All streams: the program may have closed this one. */
  fflush (NULL);
  for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
    if (begun[fd].length > 0)
      {
        report ((guint) fd, begun[fd].bytes, begun[fd].length);
        begun[fd].length = 0;
      }
}
