/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  LS_DIFF_RECORDED,
  LS_DIFF_CUT,           /* as far as it had come when its time was over, or at Ctrl-C */
  LS_DIFF_NOT_RECORDED,  /* said why */
} LsDiffRecord;

/**
 * ls_diff_record:
 * @argv: “loopscope run” and its words
 * @name: of what is executed, for messages
 * @trace: where that writes its trace
 * @seconds: after how many of them the program is ended; 0: never
 *
 * What the program writes goes nowhere, unless nothing was recorded of it.  How it ends is seen in its trace.
 */
LsDiffRecord ls_diff_record (const char * const *argv, const char *name, const char *trace, guint seconds);

G_END_DECLS
