/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Loopscope's engine: asyncio for C on GLib's main loop.
 *
 *   static LsValue
 *   main_ (const LsValue *args, GError **error)
 *   {
 *     printf ("Good morning.\n");
 *     if (!ls_sleep (2, error))
 *       return LS_NONE;
 *     printf ("Good night.\n");
 *     return LS_STR ("a fine day");
 *   }
 *
 *   int
 *   main (void)
 *   {
 *     return ls_run_main (ls_coro (main_));
 *   }
 */
#include "ls-as-completed.h"
#include "ls-async-context.h"
#include "ls-async-gen.h"
#include "ls-awaitable.h"
#include "ls-barrier.h"
#include "ls-condition.h"
#include "ls-context.h"
#include "ls-coro.h"
#include "ls-descriptor.h"
#include "ls-ensure-future.h"
#include "ls-enums.h"
#include "ls-error.h"
#include "ls-event.h"
#include "ls-exception-group.h"
#include "ls-executor.h"
#include "ls-future.h"
#include "ls-gather.h"
#include "ls-handle.h"
#include "ls-lock.h"
#include "ls-loop.h"
#include "ls-operation.h"
#include "ls-queue.h"
#include "ls-run.h"
#include "ls-runner.h"
#include "ls-semaphore.h"
#include "ls-shield.h"
#include "ls-signal.h"
#include "ls-sleep.h"
#include "ls-subprocess.h"
#include "ls-task-group.h"
#include "ls-task.h"
#include "ls-timeout.h"
#include "ls-value.h"
#include "ls-wait-for.h"
#include "ls-wait.h"
