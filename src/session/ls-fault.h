/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-session.h"

G_BEGIN_DECLS

/* LsFault: the error that a Python program ended with, as its traceback tells. */
typedef struct
{
  char    *message;       /* "ZeroDivisionError: division by zero" */
  char    *file;          /* of the innermost place in the program's own files; as the traceback names it */
  guint    line;          /* from 1 */
  gboolean is_last;       /* nothing was said after it */
} LsFault;

/* (nullable): the last traceback of a text; where there are several in one, as in an exception group, the last of them. */
LsFault * ls_fault_parse        (const char *text);
void      ls_fault_free         (LsFault *self);

/* (nullable): what the program's traceback says, once it has ended by an error */
LsFault * ls_session_find_fault (LsSession *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsFault, ls_fault_free)

G_END_DECLS
