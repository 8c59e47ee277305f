/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-value.h"

G_BEGIN_DECLS

/**
 * LsHandle:
 *
 * A call that the loop has still to make.  It is lent to whoever scheduled it until it has run; to use
 * it longer, hold it with ls_handle_ref().
 *
 * asyncio: "Callback Handles".
 */

/**
 * LsCallback:
 * @args: the values given with the callback, lent
 * @error: never %NULL: set it to raise an exception, which goes to the loop's exception handler
 */
typedef void (*LsCallback) (const LsValue *args, GError **error);

LsHandle *ls_handle_ref       (LsHandle *handle);
void      ls_handle_unref     (LsHandle *handle);
guint32   ls_handle_get_id    (LsHandle *handle);
void      ls_handle_cancel    (LsHandle *handle);
gboolean  ls_handle_cancelled (LsHandle *handle);
double    ls_handle_when      (LsHandle *handle);   /* the deadline of a timer, loop seconds */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsHandle, ls_handle_unref)

G_END_DECLS
