/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-choice.h"

const char * const ls_grain_words[LS_N_GRAINS] = { "event", "step", "turn", "iteration", "timer", "line" };

void
ls_choice_add (GActionMap *map, const char *name, const char *word, GCallback changed, gpointer object)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (name, G_VARIANT_TYPE_STRING,
                                                                   g_variant_new_string (word));

  g_signal_connect_object (action, "change-state", changed, object, 0);
  g_action_map_add_action (map, G_ACTION (action));
}

void
ls_choice_set (GActionMap *map, const char *name, const char *word, gboolean enabled)
{
  GSimpleAction *action = G_SIMPLE_ACTION (g_action_map_lookup_action (map, name));

  if (action == NULL)
    return;
  g_simple_action_set_state (action, g_variant_new_string (word));
  g_simple_action_set_enabled (action, enabled);
}

int
ls_choice_find (const char * const *words, guint n_words, GVariant *value)
{
  for (guint i = 0; i < n_words; i++)
    if (g_str_equal (words[i], g_variant_get_string (value, NULL)))
      return (int) i;
  return -1;
}
