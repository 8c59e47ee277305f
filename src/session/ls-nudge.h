/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Has the system call in which a process waits return, as it does when a debugger comes; no signal is sent. */
void ls_nudge_process (gint64 pid);

G_END_DECLS
