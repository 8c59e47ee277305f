/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Goes by the name of an interpreter that can make others of its kind execute a file: tells what it was asked to do
 * in the file REMOTE_LOG, and fails with the words of REMOTE_FAILS if that is set; if REMOTE_HANGS is, it only tells
 * its number, in that file, and does not come back.  Without -c it is the program that is to be attached to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int
main (int argc, char *argv[])
{
  const char *log = getenv ("REMOTE_LOG");
  FILE *file;

  if (argc < 3 || strcmp (argv[2], "-c") != 0)
    {
      sleep (60);
      return 0;
    }
  if (getenv ("REMOTE_FAILS") != NULL)
    {
      fprintf (stderr, "Traceback (most recent call last):\n  ...\n%s\n", getenv ("REMOTE_FAILS"));
      return 1;
    }
  file = fopen (log, "w");
  if (getenv ("REMOTE_HANGS") != NULL)
    {
      fprintf (file, "%d\n", (int) getpid ());
      fclose (file);
      sleep (60);
      return 0;
    }
  for (int i = 1; i < argc; i++)
    fprintf (file, "%s\n", argv[i]);
  return fclose (file);
}
