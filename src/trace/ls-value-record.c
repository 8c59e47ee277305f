/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-value-record.h"

#include "ls-error.h"

/* Addresses differ from run to run, their order of appearance does not. */
static guint64
pointer_ordinal (gconstpointer pointer)
{
  static GMutex lock;
  static GHashTable *ordinals;
  gsize ordinal;

  g_mutex_lock (&lock);
  if (ordinals == NULL)
    ordinals = g_hash_table_new (NULL, NULL);
  ordinal = GPOINTER_TO_SIZE (g_hash_table_lookup (ordinals, pointer));
  if (ordinal == 0)
    {
      ordinal = g_hash_table_size (ordinals) + 1;
      g_hash_table_insert (ordinals, (gpointer) pointer, GSIZE_TO_POINTER (ordinal));
    }
  g_mutex_unlock (&lock);
  return ordinal;
}

static guint64
error_text (LsTraceWriter *writer, const GError *error)
{
  const char *sep = *error->message != '\0' ? ": " : "";
  g_autofree char *text = g_strconcat (ls_error_get_class (error), sep, error->message, NULL);

  return ls_trace_writer_string (writer, text);
}

static void
set (LsRecord *record, LsTag tag, guint64 value)
{
  record->tag = (guint8) tag;
  record->value = value;
}

/**
 * ls_value_record:
 * @value: (nullable): what to write; %NULL: nothing
 * @record: (inout): whose tag and value are set
 *
 * Writes a value as a record holds it.  Nothing is formatted: whoever reads the trace does that.
 */
void
ls_value_record (LsTraceWriter *writer, const LsValue *value, LsRecord *record)
{
  if (value == NULL)
    return;
  switch ((LsValueType) value->type)
    {
    case LS_VALUE_NONE:    set (record, LS_TAG_NONE, 0); break;
    case LS_VALUE_BOOL:    set (record, LS_TAG_BOOL, !!value->as.b); break;
    case LS_VALUE_INT:     set (record, LS_TAG_INT, (guint64) value->as.i); break;
    case LS_VALUE_DOUBLE:  set (record, LS_TAG_DOUBLE, ls_trace_writer_double (value->as.d)); break;
    case LS_VALUE_STRING:  set (record, LS_TAG_STRING, ls_trace_writer_string (writer, ls_value_get_string (*value))); break;
    case LS_VALUE_LIST:    set (record, LS_TAG_LIST, ls_value_list_length (*value)); break;
    case LS_VALUE_ERROR:   set (record, LS_TAG_ERROR, error_text (writer, ls_value_get_error (*value))); break;
    case LS_VALUE_FUTURE:  set (record, LS_TAG_FUTURE, value->id); break;
    case LS_VALUE_TASK:    set (record, LS_TAG_TASK, value->id); break;
    case LS_VALUE_CORO:    set (record, LS_TAG_CORO, value->id); break;
    case LS_VALUE_QUEUE:   set (record, LS_TAG_QUEUE, value->id); break;
    case LS_VALUE_SYNC:    set (record, LS_TAG_SYNC, value->id); break;
    case LS_VALUE_LOOP:    set (record, LS_TAG_LOOP, value->id); break;
    case LS_VALUE_POINTER: set (record, LS_TAG_POINTER, pointer_ordinal (value->as.p)); break;
    default:               break;
    }
}
