/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-loop-private.h"
#include "ls-operation.h"

G_BEGIN_DECLS

/* The same for other waits of the engine's. */
LsOperation  *ls_operation_begin_for  (LsTask *task, const char *name, LsWaitKind kind, guint32 object,
                                       gconstpointer site);
GAsyncResult *ls_operation_wait_from  (LsOperation *self, gconstpointer site, GError **error);

/* When the loop closes.  They are to be waited for, since they use what the tasks' stacks hold. */
void          ls_operations_cancel    (LsLoop *loop);

G_END_DECLS
