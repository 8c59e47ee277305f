/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-outside-private.h"

#include "ls-operation-private.h"
#include "ls-watch-private.h"

void
ls_outside_close (LsLoop *loop)
{
  ls_outside_close_jobs (loop);
  g_clear_pointer (&loop->outside.executor, ls_executor_unref);
  ls_operations_close (loop);
  ls_watches_clear (loop);
}
