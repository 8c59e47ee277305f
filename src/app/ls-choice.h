/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ls-trace-event.h"

G_BEGIN_DECLS

/* Actions whose state is one of several words. */

extern const char * const ls_grain_words[LS_N_GRAINS];

/* @changed: for "change-state", as long as @object lives */
void ls_choice_add  (GActionMap *map, const char *name, const char *word, GCallback changed, gpointer object);
void ls_choice_set  (GActionMap *map, const char *name, const char *word, gboolean enabled);
int  ls_choice_find (const char * const *words, guint n_words, GVariant *value);      /* its place, or -1 */

G_END_DECLS
