/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-lock.h"

G_BEGIN_DECLS

/* For public functions that were called from @site. */
LsLock   *ls_lock_new_from     (const char *name, gconstpointer site);
gboolean  ls_lock_acquire_from (LsLock *self, gconstpointer site, GError **error);
gboolean  ls_lock_release_from (LsLock *self, gconstpointer site, GError **error);

G_END_DECLS
