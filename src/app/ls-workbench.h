/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"
#include "ls-program.h"

G_BEGIN_DECLS

/*
 * LsWorkbench: everything that looks at one session, in its composition: transport above; source and
 * output at the left; stage and inspector; the timeline below them.
 *
 * Where it is narrow (LsWidthClass) only one of source and inspector is there at a time; back in a wide
 * window what was there before is there again.
 */
#define LS_TYPE_WORKBENCH (ls_workbench_get_type ())
G_DECLARE_FINAL_TYPE (LsWorkbench, ls_workbench, LS, WORKBENCH, GtkWidget)

void ls_workbench_open_run_options (LsWorkbench *self);
void ls_workbench_set_script       (LsWorkbench *self, LsScript *script);    /* (nullable): what runs is none */
void ls_workbench_edit             (LsWorkbench *self);     /* shows the source, which has the focus then */
void ls_workbench_show_fault       (LsWorkbench *self);     /* and its line there */

G_END_DECLS
