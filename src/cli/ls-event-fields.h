/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-trace-reader.h"

G_BEGIN_DECLS

/*
 * What the numbers of an event mean, as the columns of the vocabulary say it (LS_EVENTS): names for the words of
 * enumerations and for strings, numbers for the rest.
 */
typedef struct
{
  char        key[32];       /* "name", "wait", "timers-armed" */
  const char *word;          /* (nullable): of an enumeration, or a string; else it is a number */
  gboolean    is_string;     /* the word is the program's own */
  guint32     number;
} LsEventField;

/* Writes the fields of @event that say something; returns how many. */
#define LS_EVENT_FIELDS_MAX 3
guint ls_event_get_fields (LsTraceReader *reader, const LsEvent *event, LsEventField fields[LS_EVENT_FIELDS_MAX]);

/* A double as Python prints it: the shortest digits that read back the same. */
char * ls_double_to_string (double value);

G_END_DECLS
