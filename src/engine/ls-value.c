/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-value.h"

#include <stdarg.h>
#include <string.h>

#include "ls-awaitable.h"
#include "ls-coro-private.h"
#include "ls-future-private.h"
#include "ls-loop-private.h"
#include "ls-queue-private.h"
#include "ls-task-private.h"
#include "ls-value-private.h"

/*
 * What a string, list or error value refers to begins with this.  Unlike objects such values may go
 * from thread to thread, so their references are atomic; only the thread that made one sinks it.
 */
typedef struct
{
  gatomicrefcount ref_count;
  gboolean        floating;
} Box;

typedef struct { Box box; char text[]; } StringBox;
typedef struct { Box box; gsize n_items; LsValue items[]; } ListBox;
typedef struct { Box box; GError *error; gboolean has_argument; } ErrorBox;

static gpointer
box_new (gsize size)
{
  Box *box = g_malloc0 (size);

  g_atomic_ref_count_init (&box->ref_count);
  box->floating = TRUE;
  return box;
}

/* What @value refers to, or NULL for a scalar, a literal or an object. */
static Box *
box_of (LsValue value)
{
  if (value.type == LS_VALUE_STRING && !value.is_static)
    return (Box *) (value.as.s - G_STRUCT_OFFSET (StringBox, text));
  if (value.type == LS_VALUE_LIST || value.type == LS_VALUE_ERROR)
    return value.as.p;
  return NULL;
}

static gboolean
holds_object (LsValue value)
{
  return (value.type >= LS_VALUE_FUTURE && value.type <= LS_VALUE_LOOP && value.as.p != NULL) || value.is_object;
}

static void
box_free (LsValueType type, Box *box)
{
  if (type == LS_VALUE_ERROR)
    g_error_free (((ErrorBox *) box)->error);
  else if (type == LS_VALUE_LIST)
    {
      ListBox *list = (ListBox *) box;

      for (gsize i = 0; i < list->n_items; i++)
        ls_value_clear (&list->items[i]);
    }
  g_free (box);
}

LsValue
ls_value_string (const char *text)
{
  gsize size = strlen (text) + 1;
  StringBox *string = box_new (sizeof (StringBox) + size);

  memcpy (string->text, text, size);
  return (LsValue) { .type = LS_VALUE_STRING, .as.s = string->text };
}

LsValue
ls_value_printf (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  return ls_value_string (text);
}

LsValue
ls_value_list_sized (gsize n_items, LsValue **items)
{
  ListBox *list = box_new (sizeof (ListBox) + n_items * sizeof (LsValue));

  list->n_items = n_items;
  *items = list->items;
  return (LsValue) { .type = LS_VALUE_LIST, .as.p = list };
}

LsValue
ls_value_list (const LsValue *items, gsize n_items)
{
  LsValue *copies;
  LsValue list = ls_value_list_sized (n_items, &copies);

  for (gsize i = 0; i < n_items; i++)
    copies[i] = ls_value_copy (items[i]);
  return list;
}

static LsValue
take_error (GError *error, gboolean has_argument)
{
  ErrorBox *box = box_new (sizeof (ErrorBox));

  box->error = error;
  box->has_argument = has_argument;
  return (LsValue) { .type = LS_VALUE_ERROR, .as.p = box };
}

LsValue
ls_value_error (const GError *error)
{
  return take_error (g_error_copy (error), error->message[0] != '\0');
}

/* Those without a message are one and the same value: a thousand cancelled tasks give a thousand of them. */
static LsValue
cancelled_without_message (void)
{
  static ErrorBox *box = NULL;

  if (g_once_init_enter (&box))
    {
      LsValue value = take_error (g_error_new_literal (LS_ERROR, LS_ERROR_CANCELLED, ""), TRUE);
      ErrorBox *made = value.as.p;

      made->box.floating = FALSE;
      g_once_init_leave (&box, made);
    }
  return (LsValue) { .type = LS_VALUE_ERROR, .as.p = box };
}

LsValue
ls_value_cancelled_error (const char *message)
{
  if (message == NULL || *message == '\0')
    return cancelled_without_message ();
  return take_error (g_error_new_literal (LS_ERROR, LS_ERROR_CANCELLED, message), TRUE);
}

gboolean
ls_value_error_has_argument (LsValue value)
{
  return ((ErrorBox *) value.as.p)->has_argument;
}

LsValue
ls_future_value (LsFuture *future)
{
  return (LsValue) { .type = LS_VALUE_FUTURE, .id = future->id, .as.p = future };
}

LsValue
ls_task_value (LsTask *task)
{
  return (LsValue) { .type = LS_VALUE_TASK, .id = task->future.id, .as.p = task };
}

LsValue
ls_coro_value (LsCoro *coro)
{
  return (LsValue) { .type = LS_VALUE_CORO, .id = coro->id, .as.p = coro };
}

LsValue
ls_value_of_awaitable (gpointer awaitable)
{
  if (ls_object_is (awaitable, LS_OBJECT_CORO))
    return ls_coro_value (awaitable);
  if (ls_object_is (awaitable, LS_OBJECT_TASK))
    return ls_task_value (awaitable);
  if (ls_object_is (awaitable, LS_OBJECT_AWAITABLE))
    return ls_awaitable_value (awaitable);
  return ls_future_value (awaitable);
}

LsValue
ls_queue_value (LsQueue *queue)
{
  return (LsValue) { .type = LS_VALUE_QUEUE, .id = ls_queue_get_id (queue), .as.p = queue };
}

LsValue
ls_loop_value (LsLoop *loop)
{
  return (LsValue) { .type = LS_VALUE_LOOP, .id = loop->ordinal, .as.p = loop };
}

gboolean
ls_value_get_bool (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_BOOL, FALSE);
  return value.as.b;
}

gint64
ls_value_get_int (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_INT, 0);
  return value.as.i;
}

double
ls_value_get_double (LsValue value)
{
  if (value.type == LS_VALUE_INT)
    return value.as.i;
  g_return_val_if_fail (value.type == LS_VALUE_DOUBLE, 0);
  return value.as.d;
}

const char *
ls_value_get_string (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_STRING, NULL);
  return value.as.s;
}

const GError *
ls_value_get_error (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_ERROR, NULL);
  return ((ErrorBox *) value.as.p)->error;
}

gpointer
ls_value_get_pointer (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_POINTER, NULL);
  return value.as.p;
}

LsFuture *
ls_value_get_future (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_FUTURE || value.type == LS_VALUE_TASK, NULL);
  return value.as.p;
}

LsTask *
ls_value_get_task (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_TASK, NULL);
  return value.as.p;
}

LsCoro *
ls_value_get_coro (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_CORO && ls_object_is (value.as.p, LS_OBJECT_CORO), NULL);
  return value.as.p;
}

LsQueue *
ls_value_get_queue (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_QUEUE, NULL);
  return value.as.p;
}

LsLoop *
ls_value_get_loop (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_LOOP, NULL);
  return value.as.p;
}

gsize
ls_value_list_length (LsValue list)
{
  g_return_val_if_fail (list.type == LS_VALUE_LIST, 0);
  return ((ListBox *) list.as.p)->n_items;
}

LsValue
ls_value_list_get (LsValue list, gsize index)
{
  g_return_val_if_fail (list.type == LS_VALUE_LIST, LS_NONE);
  g_return_val_if_fail (index < ((ListBox *) list.as.p)->n_items, LS_NONE);
  return ((ListBox *) list.as.p)->items[index];
}

LsValue
ls_value_copy (LsValue value)
{
  Box *box = box_of (value);

  if (box != NULL && box->floating)
    box->floating = FALSE;
  else if (box != NULL)
    g_atomic_ref_count_inc (&box->ref_count);
  else if (holds_object (value))
    ls_object_ref (value.as.p);
  return value;
}

LsValue
ls_value_take (LsValue value)
{
  Box *box = box_of (value);

  if (box != NULL)
    box->floating = FALSE;
  else if (holds_object (value))
    ((LsObject *) value.as.p)->floating = FALSE;
  return value;
}

void
ls_value_clear (LsValue *value)
{
  LsValue old = *value;
  Box *box = box_of (old);

  *value = LS_NONE;
  if (box != NULL && g_atomic_ref_count_dec (&box->ref_count))
    box_free (old.type, box);
  else if (box == NULL && holds_object (old))
    ls_object_unref (old.as.p);
}

static gboolean
is_number (LsValue value)
{
  return value.type == LS_VALUE_BOOL || value.type == LS_VALUE_INT || value.type == LS_VALUE_DOUBLE;
}

static double
number (LsValue value)
{
  if (value.type == LS_VALUE_BOOL)
    return value.as.b;
  return value.type == LS_VALUE_INT ? (double) value.as.i : value.as.d;
}

static int
compare_lists (const ListBox *a, const ListBox *b)
{
  for (gsize i = 0; i < a->n_items && i < b->n_items; i++)
    {
      int order = ls_value_compare (a->items[i], b->items[i]);

      if (order != 0)
        return order;
    }
  return (a->n_items > b->n_items) - (a->n_items < b->n_items);
}

int
ls_value_compare (LsValue a, LsValue b)
{
  if (a.type == LS_VALUE_INT && b.type == LS_VALUE_INT)
    return (a.as.i > b.as.i) - (a.as.i < b.as.i);
  if (is_number (a) && is_number (b))
    return (number (a) > number (b)) - (number (a) < number (b));
  if (a.type == LS_VALUE_STRING && b.type == LS_VALUE_STRING)
    return strcmp (a.as.s, b.as.s);      /* bytes of UTF-8 sort as code points do */
  if (a.type == LS_VALUE_LIST && b.type == LS_VALUE_LIST)
    return compare_lists (a.as.p, b.as.p);
  return 0;
}
