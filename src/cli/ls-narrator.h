/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-session.h"

G_BEGIN_DECLS

/* LsNarrator: tells each step of a program on standard error, as it goes. */
typedef struct _LsNarrator LsNarrator;

LsNarrator * ls_narrator_new  (LsSession *session);
void         ls_narrator_free (LsNarrator *self);

/* Tells the steps that have come since it was last asked. */
void         ls_narrator_tell (LsNarrator *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsNarrator, ls_narrator_free)

G_END_DECLS
