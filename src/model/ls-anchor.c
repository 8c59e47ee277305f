/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-anchor.h"

#include <locale.h>

gboolean
ls_anchor_is_at (LsModel *model, guint64 position, const char *beginning)
{
  locale_t own = uselocale ((locale_t) 0);
  locale_t copy = duplocale (own);
  locale_t untranslated = newlocale (LC_MESSAGES_MASK, "C", copy);
  LsSentence *sentence;
  gboolean is_at;

  g_return_val_if_fail (LS_IS_MODEL (model), FALSE);

  if (untranslated != (locale_t) 0)
    uselocale (untranslated);
  sentence = ls_model_describe (model, position);
  is_at = g_str_has_prefix (sentence->what, beginning);
  ls_sentence_free (sentence);
  uselocale (own);
  freelocale (untranslated != (locale_t) 0 ? untranslated : copy);

  return is_at;
}
