/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-model.h"

G_BEGIN_DECLS

/**
 * ls_anchor_is_at:
 * @beginning: how a sentence begins, in the words of the source: untranslated
 *
 * Whether the step that ends at @position is the one, for who waits for a step that a program has not made yet
 * (ls_model_find_sentence() looks through all that it has made).
 */
gboolean ls_anchor_is_at (LsModel *model, guint64 position, const char *beginning);

G_END_DECLS
