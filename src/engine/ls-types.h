/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ls-enums.h"

G_BEGIN_DECLS

/* The names of the types, so that their headers may stand in any order. */
typedef struct _LsValue  LsValue;
typedef struct _LsCoro   LsCoro;
typedef struct _LsFuture LsFuture;
typedef struct _LsTask   LsTask;
typedef struct _LsHandle LsHandle;
typedef struct _LsLoop   LsLoop;
typedef struct _LsQueue  LsQueue;

G_END_DECLS
