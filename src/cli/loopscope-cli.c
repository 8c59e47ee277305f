/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command without the window: for tests, and where there is no GTK. */

#include "ls-cli.h"

int
main (int    argc,
      char **argv)
{
  gboolean handled;
  int code = ls_cli_run (&argc, &argv, &handled);

  return handled ? code : ls_cli_no_display ();
}
