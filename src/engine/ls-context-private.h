/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-context.h"

G_BEGIN_DECLS

/*
 * Tasks and handles have a context from the moment that a variable is set in it, or copied into it; NULL is an empty
 * one of their own.  So nothing is copied, and nothing asked, until the first variable of the process is set.
 */
extern gint ls_context_in_use;      /* atomic */

LsContext *ls_context_copy_current (void);

/* What a task or handle that is made now begins with.  (transfer full) */
static inline LsContext *
ls_context_capture (void)
{
  return G_LIKELY (!g_atomic_int_get (&ls_context_in_use)) ? NULL : ls_context_copy_current ();
}

/* Puts another in the place of the one that a task or handle has. */
void       ls_context_assign       (LsContext **place, LsContext *context);

G_END_DECLS
