/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-queue.h"

G_BEGIN_DECLS

/* For a snapshot: this thread's queues with their items, and those who are parked at them. */
void ls_queue_tell_all    (void);
void ls_queue_tell_parked (void);

G_END_DECLS
