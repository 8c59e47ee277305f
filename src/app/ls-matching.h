/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ls-comparison.h"

G_BEGIN_DECLS

/*
 * LsMatching: all that is computed of two traces before they are walked together.
 *
 * Of millions of events that takes seconds, so it is done on a thread of its own; meanwhile nobody else may look into
 * the models.
 */
typedef struct
{
  LsComparison *comparisons[2];     /* LS_ALIGN_EVENTS, LS_ALIGN_TIME */
  double        duration;           /* loop seconds of the longer one */
} LsMatching;

/* @a, @b: of settled sessions.  @callback: is called at once when @cancellable is; what is computed then is dropped. */
void         ls_matching_start  (LsModel *a, LsModel *b, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer data);
LsMatching * ls_matching_finish (GAsyncResult *result, GError **error);      /* (transfer full) (nullable) */
void         ls_matching_free   (LsMatching *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsMatching, ls_matching_free)

G_END_DECLS
