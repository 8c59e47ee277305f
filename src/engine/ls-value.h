/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ls-types.h"

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
 * printable, since the window shows it.
 *
 * Scalars and literals need no thought.  Strings made at run time, lists, errors and objects are
 * references, and follow GLib's custom.  A function that is *given* a value (an argument of ls_coro(),
 * ls_queue_put(), ls_future_set_result()) takes a reference of its own, so the caller keeps what it
 * had; a value fresh from ls_value_string() and its like floats, and whoever is given it first owns it.
 * A value that is *returned* (by ls_await(), by ls_queue_get(), by the body of a coroutine) is owned by
 * the receiver, who gives it back with ls_value_clear(), or declares it `g_auto (LsValue)`.
 */
struct _LsValue
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
};

#define LS_NONE       ((LsValue) { .type = LS_VALUE_NONE })
#define LS_BOOL(v)    ((LsValue) { .type = LS_VALUE_BOOL, .as.b = !!(v) })
#define LS_INT(v)     ((LsValue) { .type = LS_VALUE_INT, .as.i = (v) })
#define LS_DOUBLE(v)  ((LsValue) { .type = LS_VALUE_DOUBLE, .as.d = (v) })
#define LS_STR(lit)   ((LsValue) { .type = LS_VALUE_STRING, .is_static = TRUE, .as.s = (lit) })
#define LS_POINTER(v) ((LsValue) { .type = LS_VALUE_POINTER, .as.p = (v) })

/**
 * ls_value_string:
 * @text: a string, copied
 *
 * Returns: (transfer floating): a string value
 */
LsValue       ls_value_string       (const char *text);

/**
 * ls_value_printf:
 * @format: as for printf()
 *
 * Returns: (transfer floating): a string value
 */
LsValue       ls_value_printf       (const char *format, ...) G_GNUC_PRINTF (1, 2);

/**
 * ls_value_list:
 * @items: (array length=n_items): the elements, each as given to a function
 * @n_items: how many
 *
 * Returns: (transfer floating): a list value, which never changes
 */
LsValue       ls_value_list         (const LsValue *items, gsize n_items);

/* An array of values and its length, as two arguments.  The first element only makes it never empty. */
#define LS_ARGS(...)                                     \
  (const LsValue[]) { LS_NONE, ##__VA_ARGS__ } + 1,      \
  sizeof ((const LsValue[]) { LS_NONE, ##__VA_ARGS__ }) / sizeof (LsValue) - 1

/* LS_LIST (LS_INT (1), LS_STR ("two")): what a Python tuple or list is for. */
#define LS_LIST(...) ls_value_list (LS_ARGS (__VA_ARGS__))

/**
 * ls_value_error:
 * @error: an exception, copied
 *
 * Returns: (transfer floating): an error value
 */
LsValue       ls_value_error        (const GError *error);

/* Objects as values: borrowed here, referenced by whoever is given the value. */
LsValue       ls_future_value       (LsFuture *future);
LsValue       ls_task_value         (LsTask *task);
LsValue       ls_coro_value         (LsCoro *coro);
LsValue       ls_queue_value        (LsQueue *queue);
LsValue       ls_loop_value         (LsLoop *loop);

/* What a value holds; each is a critical where it holds something else.  Strings, errors and objects
 * are lent for as long as the value lives. */
gboolean      ls_value_get_bool     (LsValue value);
gint64        ls_value_get_int      (LsValue value);
double        ls_value_get_double   (LsValue value);     /* an integer too */
const char   *ls_value_get_string   (LsValue value);
const GError *ls_value_get_error    (LsValue value);
gpointer      ls_value_get_pointer  (LsValue value);
LsFuture     *ls_value_get_future   (LsValue value);     /* a task too */
LsTask       *ls_value_get_task     (LsValue value);
LsCoro       *ls_value_get_coro     (LsValue value);
LsQueue      *ls_value_get_queue    (LsValue value);
LsLoop       *ls_value_get_loop     (LsValue value);

static inline LsValueType ls_value_get_type_of (LsValue value) { return (LsValueType) value.type; }
static inline gboolean    ls_value_is_none     (LsValue value) { return value.type == LS_VALUE_NONE; }

gsize         ls_value_list_length  (LsValue list);
LsValue       ls_value_list_get     (LsValue list, gsize index);   /* (transfer none) */

/**
 * ls_value_copy:
 * @value: a value
 *
 * Returns: (transfer full): @value with a reference more; where it floated, with that one
 */
LsValue       ls_value_copy         (LsValue value);

/* Gives the reference back and makes the value None.  A floating one is freed. */
void          ls_value_clear        (LsValue *value);

/**
 * ls_value_compare:
 *
 * Orders two values as Python's `<` does: numbers (booleans among them), strings by code point, lists
 * by their elements.  Values that Python would not compare are equal.
 *
 * Returns: negative, 0 or positive
 */
int           ls_value_compare      (LsValue a, LsValue b);

/* Newly allocated: as Python's repr() and str() print it. */
char         *ls_value_repr         (LsValue value);
char         *ls_value_str          (LsValue value);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LsValue, ls_value_clear)

G_END_DECLS
