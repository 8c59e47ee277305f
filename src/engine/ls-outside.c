/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-outside-private.h"

#include "ls-operation-private.h"
#include "ls-signal-private.h"
#include "ls-subprocess-private.h"
#include "ls-watch-private.h"

void
ls_outside_close (LsLoop *loop)
{
  ls_outside_close_jobs (loop);
  g_clear_pointer (&loop->outside.executor, ls_executor_unref);
  ls_operations_cancel (loop);
  ls_subprocesses_leave (loop);
  while (loop->outside.operations != NULL || loop->outside.children != NULL)
    g_main_context_iteration (loop->context, TRUE);
  ls_watches_clear (loop);
  ls_signals_clear (loop);
}
