/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-application.h"
#include "ls-cli.h"

/* What needs no display is done without one; only then a window is tried. */
int
main (int argc, char **argv)
{
  gboolean handled;
  int code = ls_cli_run (&argc, &argv, &handled);
  g_autoptr (LsApplication) application = NULL;

  if (handled)
    return code;
  if (!gtk_init_check ())
    return ls_cli_no_display ();
  application = ls_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
