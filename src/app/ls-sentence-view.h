/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"

G_BEGIN_DECLS

/*
 * LsSentenceView: what the step did and why, in words, in the colour of whom it is about.  It stands below
 * the stage and does not scroll with it, so that it is always there to be read.
 */
#define LS_TYPE_SENTENCE_VIEW (ls_sentence_view_get_type ())
G_DECLARE_FINAL_TYPE (LsSentenceView, ls_sentence_view, LS, SENTENCE_VIEW, GtkWidget)

void ls_sentence_view_set_player (LsSentenceView *self, LsPlayer *player);

G_END_DECLS
