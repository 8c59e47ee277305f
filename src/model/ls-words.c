/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-model-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ls-repr.h"

/* Names and values, as they stand in a sentence, on a chip or in a table. */

static gboolean
is_default_name (const char *name)
{
  if (!g_str_has_prefix (name, "Task-") || name[5] == '\0')
    return FALSE;

  return strspn (name + 5, "0123456789") == strlen (name + 5);
}

const char *
ls_model_get_coro_name (LsModel *self, guint32 coro)
{
  LsEvent event;

  if (!ls_index_get_creation (self->index, LS_SPACE_CORO, coro, &event))
    return "";

  return ls_model_get_string (self, event.rec.a);
}

/* The task around a program's main() is called Task-1, if the program says nothing; people call it main. */
static gboolean
is_main (LsModel *self, const LsTaskFacts *facts, const char *name)
{
  return facts->creator == 0 && is_default_name (name)
         && g_str_equal (ls_model_get_coro_name (self, facts->coro), "main");
}

const char *
ls_model_get_task_name (LsModel *self, guint32 task)
{
  const LsTaskFacts *facts;
  const char *name;

  g_return_val_if_fail (LS_IS_MODEL (self), "");

  if (task == 0)
    return "";

  facts = ls_roster_get (self->roster, task);
  name = facts != NULL ? ls_model_get_string (self, facts->name) : "";
  if (name[0] == '\0')
    {
      g_autofree char *number = g_strdup_printf (_("task %u"), task);

      return g_intern_string (number);
    }

  return is_main (self, facts, name) ? "main" : name;
}

static char *
get_object_name (LsModel *self, LsIdSpace space, guint32 id, const char *unnamed)
{
  LsEvent event;
  const char *name = "";

  if (ls_index_get_creation (self->index, space, id, &event))
    name = ls_model_get_string (self, event.rec.a);

  return name[0] != '\0' ? g_strdup (name) : g_strdup_printf (unnamed, id);
}

char *
ls_model_get_queue_name (LsModel *self, guint32 queue)
{
  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  return get_object_name (self, LS_SPACE_SYNC, queue, _("queue %u"));
}

char *
ls_model_get_sync_name (LsModel *self, guint32 sync)
{
  static const char * const unnamed[] = {
    [LS_SYNC_QUEUE] = N_("queue %u"), [LS_SYNC_LOCK] = N_("lock %u"),
    [LS_SYNC_EVENT] = N_("event %u"), [LS_SYNC_CONDITION] = N_("condition %u"),
    [LS_SYNC_SEMAPHORE] = N_("semaphore %u"), [LS_SYNC_BARRIER] = N_("barrier %u"),
  };
  LsEvent event;
  guint kind = LS_SYNC_LOCK;

  if (ls_index_get_creation (self->index, LS_SPACE_SYNC, sync, &event)
      && event.rec.kind == LS_EVENT_SYNC_CREATED && event.rec.detail < G_N_ELEMENTS (unnamed))
    kind = event.rec.detail;
  return get_object_name (self, LS_SPACE_SYNC, sync, _(unnamed[kind]));
}

char *
ls_model_get_future_name (LsModel *self, guint32 future)
{
  return get_object_name (self, LS_SPACE_FUTURE, future, _("future %u"));
}

/* What stands behind a shield, or 0. */
static guint32
get_shielded (LsModel *self, guint32 future)
{
  LsEvent event;

  return ls_index_get_creation (self->index, LS_SPACE_FUTURE, future, &event)
         && event.rec.detail == LS_FUTURE_SHIELD ? event.rec.b : 0;
}

char *
ls_model_name_awaited (LsModel *self, guint32 future)
{
  guint32 shielded = get_shielded (self, future);

  if (shielded != 0)
    return g_strdup_printf (_("the shield of %s"), ls_model_get_task_name (self, shielded));
  return ls_model_get_task (self, future) != NULL ? g_strdup (ls_model_get_task_name (self, future))
                                                  : ls_model_get_future_name (self, future);
}

static double
as_double (guint64 bits)
{
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

/* How a value that is an object of the loop's is called; NULL for the others. */
static char *
name_object (LsModel *self, LsTag tag, guint64 value)
{
  guint32 id = (guint32) value;

  switch ((int) tag)
    {
    case LS_TAG_FUTURE: return ls_model_get_future_name (self, id);
    case LS_TAG_TASK:   return g_strdup (ls_model_get_task_name (self, id));
    case LS_TAG_CORO:   return ls_model_format_coro (self, id);
    case LS_TAG_QUEUE:  return ls_model_get_queue_name (self, id);
    case LS_TAG_SYNC:   return ls_model_get_sync_name (self, id);
    case LS_TAG_LOOP:   return g_strdup_printf (_("loop %u"), id);
    default:            return NULL;
    }
}

static const char *
get_class (LsTag tag)
{
  switch ((int) tag)
    {
    case LS_TAG_FUTURE: return "Future";
    case LS_TAG_TASK:   return "Task";
    case LS_TAG_CORO:   return "coroutine";
    case LS_TAG_QUEUE:  return "Queue";
    case LS_TAG_SYNC:   return "Lock";
    case LS_TAG_LOOP:   return "loop";
    default:            return "object";
    }
}

static char *
format_list (guint64 n)
{
  guint shown = (guint) MIN (n, G_MAXUINT);

  return n == 0 ? g_strdup ("[]")
         : g_strdup_printf (ngettext ("[%u item]", "[%u items]", shown), shown);
}

char *
ls_model_format_value (LsModel *self, LsTag tag, guint64 value)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  switch ((int) tag)
    {
    case LS_TAG_NONE:    return g_strdup ("None");
    case LS_TAG_BOOL:    return g_strdup (value != 0 ? "True" : "False");
    case LS_TAG_INT:     return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) value);
    case LS_TAG_DOUBLE:  return ls_repr_double (as_double (value));
    case LS_TAG_STRING:  return ls_repr_string (ls_model_get_string (self, (guint32) value));
    case LS_TAG_LIST:    return format_list (value);
    case LS_TAG_ERROR:   return ls_repr_error (ls_model_get_string (self, (guint32) value));
    case LS_TAG_TEXT:    return g_strdup (ls_model_get_string (self, (guint32) value));
    case LS_TAG_POINTER: return g_strdup_printf ("<object %u>", (guint) value);
    default:             break;
    }

  name = name_object (self, tag, value);
  return g_strdup_printf ("<%s %s>", get_class (tag), name != NULL ? name : "?");
}

char *
ls_model_format_plain (LsModel *self, LsTag tag, guint64 value)
{
  char *name;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  if (tag == LS_TAG_STRING || tag == LS_TAG_ERROR)
    return g_strdup (ls_model_get_string (self, (guint32) value));

  name = name_object (self, tag, value);
  return name != NULL ? name : ls_model_format_value (self, tag, value);
}

/* Arguments follow the creation of their coroutine, a few events of other threads between them at most. */
static void
append_arguments (LsModel *self, GString *text, const LsEvent *created)
{
  guint left = MIN (created->rec.b, 16);
  LsEvent event;

  for (guint64 seq = created->seq + 1; left > 0 && seq <= created->seq + 64; seq++)
    {
      g_autofree char *value = NULL;

      if (!ls_trace_reader_get (self->reader, seq, &event) || event.rec.kind != LS_EVENT_CORO_ARG
          || event.rec.subject != created->rec.subject)
        continue;

      if (event.rec.tag == LS_TAG_STRING)
        value = ls_model_format_value (self, event.rec.tag, event.rec.value);
      else
        value = ls_model_format_plain (self, event.rec.tag, event.rec.value);
      if (text->str[text->len - 1] != '(')
        g_string_append (text, ", ");
      g_string_append (text, value);
      left--;
    }

  if (created->rec.b > 16)
    g_string_append (text, ", …");
}

char *
ls_model_format_coro (LsModel *self, guint32 coro)
{
  LsEvent event;
  GString *text;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  if (!ls_index_get_creation (self->index, LS_SPACE_CORO, coro, &event))
    return g_strdup_printf (_("coroutine %u"), coro);

  text = g_string_new (ls_model_get_string (self, event.rec.a));
  g_string_append_c (text, '(');
  append_arguments (self, text, &event);
  g_string_append_c (text, ')');

  return g_string_free (text, FALSE);
}

char *
ls_model_format_time (double seconds)
{
  /* Translators: a moment in the loop's time, in seconds */
  return g_strdup_printf (_("%.3f s"), seconds);
}

/* Up to three decimals, and none that says nothing. */
static char *
format_short (double value)
{
  char *text = g_strdup_printf ("%.3f", value);
  gsize length = strlen (text);

  while (length > 1 && text[length - 1] == '0')
    length--;
  if (!g_ascii_isdigit (text[length - 1]))
    length--;
  text[length] = '\0';

  return text;
}

char *
ls_model_format_duration (double seconds)
{
  g_autofree char *number = NULL;

  if (fabs (seconds) >= 0.0995 || seconds == 0)
    {
      number = format_short (seconds);
      /* Translators: a length of time in seconds */
      return g_strdup_printf (_("%s s"), number);
    }
  if (fabs (seconds) >= 0.0009999995)     /* else it would be 1000 µs */
    {
      number = format_short (seconds * 1e3);
      /* Translators: a length of time in milliseconds */
      return g_strdup_printf (_("%s ms"), number);
    }

  number = format_short (seconds * 1e6);
  /* Translators: a length of time in microseconds */
  return g_strdup_printf (_("%s µs"), number);
}
