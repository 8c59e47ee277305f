/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-example-launch.h"

LsSession *
ls_example_launch (const LsExample *example, const LsExampleRun *run, GError **error)
{
  g_autofree char *program = run->python ? ls_catalogue_get_source (example, TRUE) : ls_catalogue_get_program (example);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  LsLaunch launch = {
    .example = example->name, .clock = run->clock, .seed = run->seed, .interrupt_at = example->interrupt_at,
    .stop_at_start = run->stop_at_start
  };

  if (run->python)
    g_ptr_array_add (argv, (gpointer) "python3");
  g_ptr_array_add (argv, program);
  for (guint i = 0; run->arguments != NULL && run->arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) run->arguments[i]);
  g_ptr_array_add (argv, NULL);
  launch.argv = (const char * const *) argv->pdata;

  return ls_session_launch (&launch, error);
}
