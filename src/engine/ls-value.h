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
  LS_VALUE_CORO,          /* or an asynchronous generator */
  LS_VALUE_QUEUE,
  LS_VALUE_SYNC,          /* a lock, event, condition, semaphore or barrier */
  LS_VALUE_LOOP,
  LS_VALUE_POINTER        /* anything of the program's own: not looked into, not owned but where it is an object */
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
  guint8  is_object;     /* the pointer is to an LsAwaitable or LsAsyncContext, and referenced */
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

/**
 * LS_BOOL:
 * @v: zero or not
 *
 * Returns: True or False as a value
 */
#define LS_BOOL(v)    ((LsValue) { .type = LS_VALUE_BOOL, .as.b = !!(v) })

/**
 * LS_INT:
 * @v: an integer of 64 bits
 *
 * Returns: it as a value
 */
#define LS_INT(v)     ((LsValue) { .type = LS_VALUE_INT, .as.i = (v) })

/**
 * LS_DOUBLE:
 * @v: a number
 *
 * Returns: it as a value
 */
#define LS_DOUBLE(v)  ((LsValue) { .type = LS_VALUE_DOUBLE, .as.d = (v) })

/**
 * LS_STR:
 * @lit: (transfer none): a literal, or a string that lives as long as the program
 *
 * Returns: it as a value, which is never freed
 */
#define LS_STR(lit)   ((LsValue) { .type = LS_VALUE_STRING, .is_static = TRUE, .as.s = (lit) })

/**
 * LS_POINTER:
 * @v: (nullable) (transfer none): anything of the program's own
 *
 * Returns: it as a value, which is neither looked into nor owned
 */
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
 * @...: its arguments
 *
 * Returns: (transfer floating): a string value
 */
LsValue       ls_value_printf       (const char *format, ...) G_GNUC_PRINTF (1, 2);

/**
 * ls_value_list:
 * @items: (array length=n_items): the elements, each referenced
 * @n_items: how many
 *
 * Returns: (transfer floating): a list value, which never changes
 */
LsValue       ls_value_list         (const LsValue *items, gsize n_items);

/**
 * LS_ARGS:
 * @...: values, perhaps none
 *
 * Expands to an array of values and its length, as two arguments.  The element before the
 * first, which is left out, only makes it never empty.
 */
#define LS_ARGS(...)                                     \
  (const LsValue[]) { LS_NONE, ##__VA_ARGS__ } + 1,      \
  sizeof ((const LsValue[]) { LS_NONE, ##__VA_ARGS__ }) / sizeof (LsValue) - 1

/**
 * LS_LIST:
 * @...: values, the elements: `LS_LIST (LS_INT (1), LS_STR ("two"))`
 *
 * What a Python tuple or list is for.
 *
 * Returns: (transfer floating): a list value
 */
#define LS_LIST(...) ls_value_list (LS_ARGS (__VA_ARGS__))

/**
 * ls_value_error:
 * @error: an exception, copied
 *
 * Returns: (transfer floating): an error value
 */
LsValue       ls_value_error        (const GError *error);

/**
 * ls_future_value:
 * @future: a future, borrowed
 *
 * Returns: (transfer none): it as a value; whoever is given that takes a reference
 */
LsValue       ls_future_value       (LsFuture *future);

/**
 * ls_task_value:
 * @task: a task, borrowed
 *
 * Returns: (transfer none): it as a value; whoever is given that takes a reference
 */
LsValue       ls_task_value         (LsTask *task);

/**
 * ls_coro_value:
 * @coro: a coroutine, borrowed
 *
 * Returns: (transfer none): it as a value; whoever is given that takes a reference
 */
LsValue       ls_coro_value         (LsCoro *coro);

/**
 * ls_queue_value:
 * @queue: a queue, borrowed
 *
 * Returns: (transfer none): it as a value; whoever is given that takes a reference
 */
LsValue       ls_queue_value        (LsQueue *queue);

/**
 * ls_loop_value:
 * @loop: a loop, borrowed
 *
 * Returns: (transfer none): it as a value; whoever is given that takes a reference
 */
LsValue       ls_loop_value         (LsLoop *loop);

/**
 * ls_value_get_bool:
 * @value: a value that holds True or False
 *
 * Returns: which; a critical where it holds something else
 */
gboolean      ls_value_get_bool     (LsValue value);

/**
 * ls_value_get_int:
 * @value: a value that holds an integer
 *
 * Returns: the integer; a critical where it holds something else
 */
gint64        ls_value_get_int      (LsValue value);

/**
 * ls_value_get_double:
 * @value: a value that holds a number or an integer
 *
 * Returns: the number; a critical where it holds something else
 */
double        ls_value_get_double   (LsValue value);

/**
 * ls_value_get_string:
 * @value: a value that holds a string
 *
 * Returns: (transfer none): the string, lent while the value lives; %NULL, and a critical,
 *   where it holds something else
 */
const char   *ls_value_get_string   (LsValue value);

/**
 * ls_value_get_error:
 * @value: a value that holds an exception
 *
 * Returns: (transfer none): the exception, lent while the value lives; %NULL, and a critical,
 *   where it holds something else
 */
const GError *ls_value_get_error    (LsValue value);

/**
 * ls_value_get_pointer:
 * @value: a value made by LS_POINTER()
 *
 * Returns: (transfer none) (nullable): the pointer; a critical where it holds something else
 */
gpointer      ls_value_get_pointer  (LsValue value);

/**
 * ls_value_get_future:
 * @value: a value that holds a future or a task
 *
 * Returns: (transfer none): the future, or the task as one, lent while the value lives; %NULL, and
 *   a critical,
 *   where it holds something else
 */
LsFuture     *ls_value_get_future   (LsValue value);

/**
 * ls_value_get_task:
 * @value: a value that holds a task
 *
 * Returns: (transfer none): the task, lent while the value lives; %NULL, and a critical,
 *   where it holds something else
 */
LsTask       *ls_value_get_task     (LsValue value);

/**
 * ls_value_get_coro:
 * @value: a value that holds a coroutine
 *
 * Returns: (transfer none): the coroutine, lent while the value lives; %NULL, and a critical,
 *   where it holds something else
 */
LsCoro       *ls_value_get_coro     (LsValue value);

/**
 * ls_value_get_queue:
 * @value: a value that holds a queue
 *
 * Returns: (transfer none): the queue, lent while the value lives; %NULL, and a critical,
 *   where it holds something else
 */
LsQueue      *ls_value_get_queue    (LsValue value);

/**
 * ls_value_get_loop:
 * @value: a value that holds a loop
 *
 * Returns: (transfer none): the loop, lent while the value lives; %NULL, and a critical,
 *   where it holds something else
 */
LsLoop       *ls_value_get_loop     (LsValue value);

/**
 * ls_value_get_type_of:
 * @value: a value
 *
 * Returns: what it holds
 */
static inline LsValueType ls_value_get_type_of (LsValue value) { return (LsValueType) value.type; }

/**
 * ls_value_is_none:
 * @value: a value
 *
 * Returns: whether it is None
 */
static inline gboolean    ls_value_is_none     (LsValue value) { return value.type == LS_VALUE_NONE; }

/**
 * ls_value_list_length:
 * @list: a list value
 *
 * Returns: how many elements it has
 */
gsize         ls_value_list_length  (LsValue list);

/**
 * ls_value_list_get:
 * @list: a list value
 * @index: which element, from 0
 *
 * Returns: (transfer none): the element, lent while the list lives; None, and a critical, where
 *   there is none
 */
LsValue       ls_value_list_get     (LsValue list, gsize index);

/**
 * ls_value_copy:
 * @value: a value
 *
 * Returns: (transfer full): @value with a reference more; where it floated, with that one
 */
LsValue       ls_value_copy         (LsValue value);

/**
 * ls_value_clear:
 * @value: (inout): a value
 *
 * Gives the reference back and makes the value None.  A floating one is freed.
 */
void          ls_value_clear        (LsValue *value);

/**
 * ls_value_compare:
 * @a: a value
 * @b: another
 *
 * Orders two values as Python's `<` does: numbers (booleans among them), strings by code point,
 * lists by their elements.  Values that Python would not compare are equal.
 *
 * Returns: negative, 0 or positive
 */
int           ls_value_compare      (LsValue a, LsValue b);

/**
 * ls_value_repr:
 * @value: a value
 *
 * Returns: (transfer full): what Python's repr() gives, to be freed with g_free()
 */
char         *ls_value_repr         (LsValue value);

/**
 * ls_value_str:
 * @value: a value
 *
 * Returns: (transfer full): what Python's str() gives, to be freed with g_free()
 */
char         *ls_value_str          (LsValue value);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LsValue, ls_value_clear)

G_END_DECLS
