/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ls-async-gen.h"
#include "ls-exception-group.h"
#include "ls-future-private.h"
#include "ls-task-private.h"
#include "ls-value-private.h"

/*
 * Values as Python prints them, so that an example in C writes the same bytes as its twin.
 */
static void append_repr (GString *out, LsValue value);
static void append_error (GString *out, const GError *error, gboolean has_argument);

/* The fewest digits that read back as the same number, in the form that Python gives them. */
static void
append_double (GString *out, double value)
{
  char digits[32];
  int exponent;

  if (!isfinite (value))
    {
      g_string_append (out, isnan (value) ? "nan" : value < 0 ? "-inf" : "inf");
      return;
    }
  for (int precision = 0; precision < 17; precision++)
    {
      char format[8] = { '%', '.', '0' + precision / 10, '0' + precision % 10, 'e', 0 };

      g_ascii_formatd (digits, sizeof digits, format, value);
      if (g_ascii_strtod (digits, NULL) == value)
        break;
    }
  exponent = atoi (strchr (digits, 'e') + 1);
  if (exponent >= -4 && exponent < 16)
    {
      int n_digits = strchr (digits, 'e') - digits - (digits[0] == '-') - (strchr (digits, '.') != NULL);
      char plain[48];
      char format[8];

      g_snprintf (format, sizeof format, "%%.%df", MAX (1, n_digits - 1 - exponent));
      g_string_append (out, g_ascii_formatd (plain, sizeof plain, format, value));
    }
  else
    g_string_append (out, digits);
}

/* Python prefers single quotes, but for a text that has those and no double ones. */
static void
append_quoted (GString *out, const char *text)
{
  char quote = strchr (text, '\'') != NULL && strchr (text, '"') == NULL ? '"' : '\'';

  g_string_append_c (out, quote);
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == quote || *at == '\\')
        g_string_append_printf (out, "\\%c", *at);
      else if (*at == '\n')
        g_string_append (out, "\\n");
      else if (*at == '\r')
        g_string_append (out, "\\r");
      else if (*at == '\t')
        g_string_append (out, "\\t");
      else if ((guchar) *at < 0x20 || *at == 0x7f)
        g_string_append_printf (out, "\\x%02x", (guchar) *at);
      else
        g_string_append_c (out, *at);
    }
  g_string_append_c (out, quote);
}

/* ExceptionGroup('text', [ValueError('a'), KeyError('b')]) */
static void
append_group (GString *out, const GError *error)
{
  g_autofree char *text = ls_exception_group_dup_message (error);

  g_string_append_printf (out, "%s(", ls_error_get_class (error));
  append_quoted (out, text);
  for (guint i = 0; i < ls_exception_group_length (error); i++)
    {
      const GError *part = ls_exception_group_get (error, i);

      g_string_append (out, i == 0 ? ", [" : ", ");
      append_error (out, part, part->message[0] != '\0');
    }
  g_string_append (out, "])");
}

static void
append_error (GString *out, const GError *error, gboolean has_argument)
{
  if (ls_exception_group_length (error) > 0)
    {
      append_group (out, error);
      return;
    }
  g_string_append_printf (out, "%s(", ls_error_get_class (error));
  if (has_argument)
    append_quoted (out, error->message);
  g_string_append_c (out, ')');
}

static void
append_list (GString *out, LsValue list)
{
  gsize length = ls_value_list_length (list);

  g_string_append_c (out, '[');
  for (gsize i = 0; i < length; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      append_repr (out, ls_value_list_get (list, i));
    }
  g_string_append_c (out, ']');
}

static void
append_future (GString *out, LsFuture *future)
{
  static const char *const states[] = { "pending", "cancelled", "finished" };
  const char *type = ls_future_type_name (future);

  g_string_append_printf (out, "<%s %s", type, states[future->state]);
  if (ls_object_is (future, LS_OBJECT_TASK))
    {
      LsTask *task = (LsTask *) future;

      g_string_append (out, " name=");
      append_quoted (out, task->name);
      g_string_append_printf (out, " coro=<%s()%s>", ls_coro_get_name (task->coro),
                              future->state == LS_FUTURE_PENDING ? "" : " done");
    }
  if (future->state == LS_FUTURE_FINISHED)
    {
      g_string_append (out, future->error != NULL ? " exception=" : " result=");
      if (future->error != NULL)
        append_error (out, future->error, future->error->message[0] != '\0');
      else
        append_repr (out, future->result);
    }
  g_string_append_c (out, '>');
}

static void
append_repr (GString *out, LsValue value)
{
  switch ((LsValueType) value.type)
    {
    case LS_VALUE_NONE:
      g_string_append (out, "None");
      break;
    case LS_VALUE_BOOL:
      g_string_append (out, value.as.b ? "True" : "False");
      break;
    case LS_VALUE_INT:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, value.as.i);
      break;
    case LS_VALUE_DOUBLE:
      append_double (out, value.as.d);
      break;
    case LS_VALUE_STRING:
      append_quoted (out, value.as.s);
      break;
    case LS_VALUE_LIST:
      append_list (out, value);
      break;
    case LS_VALUE_ERROR:
      append_error (out, ls_value_get_error (value), ls_value_error_has_argument (value));
      break;
    case LS_VALUE_FUTURE:
    case LS_VALUE_TASK:
      append_future (out, value.as.p);
      break;
    case LS_VALUE_CORO:
      if (ls_object_is (value.as.p, LS_OBJECT_ASYNC_GEN))
        g_string_append_printf (out, "<async_generator object %s>", ls_async_gen_get_name (value.as.p));
      else
        g_string_append_printf (out, "<coroutine object %s>", ls_coro_get_name (value.as.p));
      break;
    case LS_VALUE_QUEUE:
      g_string_append_printf (out, "<Queue %u>", value.id);
      break;
    case LS_VALUE_SYNC:
      g_string_append_printf (out, "<lock %u>", value.id);
      break;
    case LS_VALUE_LOOP:
      g_string_append_printf (out, "<Loop %u>", value.id);
      break;
    case LS_VALUE_POINTER:
    default:
      g_string_append_printf (out, "<object at %p>", value.as.p);
    }
}

char *
ls_value_repr (LsValue value)
{
  GString *out = g_string_new (NULL);

  append_repr (out, value);
  return g_string_free (out, FALSE);
}

char *
ls_value_str (LsValue value)
{
  if (value.type == LS_VALUE_STRING)
    return g_strdup (value.as.s);
  if (value.type == LS_VALUE_ERROR)
    return g_strdup (ls_value_get_error (value)->message);
  return ls_value_repr (value);
}
