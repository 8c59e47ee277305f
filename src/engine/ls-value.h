/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LsValueType:
 *
 * What an [struct@Ls.Value] holds.  The numbers are part of the trace format.
 */
typedef enum
{
  LS_VALUE_NONE,
  LS_VALUE_BOOL,
  LS_VALUE_INT,
  LS_VALUE_DOUBLE,
  LS_VALUE_STRING,        /* a reference-counted string, or a literal */
  LS_VALUE_LIST,          /* what gather() gives */
  LS_VALUE_ERROR,         /* an exception held as a value */
  LS_VALUE_FUTURE,
  LS_VALUE_TASK,
  LS_VALUE_CORO,
  LS_VALUE_QUEUE,
  LS_VALUE_SYNC,          /* a lock, event, condition, semaphore or barrier */
  LS_VALUE_LOOP,
  LS_VALUE_POINTER        /* anything of the program's own: not looked into, not owned */
} LsValueType;

/**
 * LsValue:
 *
 * What a coroutine takes and returns, a future resolves to and a queue holds: small, passed by value,
 * printable, since the window shows it.  Scalars and literals need no freeing; for the others a value
 * holds one reference, given back with ls_value_clear().
 */
typedef struct
{
  guint8  type;          /* LsValueType */
  guint8  is_static;     /* the string is a literal, never freed */
  guint32 id;            /* the object's trace id, for the object types */
  union
  {
    gboolean    b;
    gint64      i;
    double      d;
    const char *s;
    gpointer    p;
  } as;
} LsValue;

#define LS_NONE       ((LsValue) { LS_VALUE_NONE })
#define LS_BOOL(v)    ((LsValue) { .type = LS_VALUE_BOOL, .as.b = !!(v) })
#define LS_INT(v)     ((LsValue) { .type = LS_VALUE_INT, .as.i = (v) })
#define LS_DOUBLE(v)  ((LsValue) { .type = LS_VALUE_DOUBLE, .as.d = (v) })
#define LS_STR(lit)   ((LsValue) { .type = LS_VALUE_STRING, .is_static = TRUE, .as.s = (lit) })

G_END_DECLS
