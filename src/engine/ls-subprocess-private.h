/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-subprocess.h"

G_BEGIN_DECLS

/* When the loop closes: has them not watched any more.  Their answers come to the context. */
void  ls_subprocesses_leave  (LsLoop *loop);

/* For a snapshot. */
void  ls_subprocesses_tell   (LsLoop *loop);

G_END_DECLS
