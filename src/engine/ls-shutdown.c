/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-shutdown-private.h"

#include "ls-executor.h"
#include "ls-loop.h"

/* asyncio takes this step always, also where there is nothing to shut down. */
LsValue
ls_shutdown_default_executor (const LsValue *args, GError **error)
{
  LS_TRY (ls_loop_shutdown_default_executor (ls_get_running_loop (), error));
  return LS_NONE;
}
