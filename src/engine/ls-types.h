/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ls-enums.h"

G_BEGIN_DECLS

/* The names of the types, so that their headers may stand in any order. */
typedef struct _LsValue  LsValue;
typedef struct _LsContext LsContext;
typedef struct _LsCoro   LsCoro;
typedef struct _LsFuture LsFuture;
typedef struct _LsTask   LsTask;
typedef struct _LsHandle LsHandle;
typedef struct _LsLoop   LsLoop;
typedef struct _LsQueue  LsQueue;
typedef struct _LsAsyncGen     LsAsyncGen;
typedef struct _LsAsyncContext LsAsyncContext;
typedef struct _LsAwaitable    LsAwaitable;

/* What every object begins with; of use to the engine alone. */
typedef struct
{
  /*< private >*/
  guint16 magic;         /* LS_OBJECT_MAGIC while it lives */
  guint8  type;          /* LsObjectType */
  guint8  floating;      /* the first reference is not owned yet */
  gint32  ref_count;
} LsObject;

G_END_DECLS
