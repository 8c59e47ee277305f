/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-picture.h"
#include "ls-picture-file.h"
#include "ls-story.h"

G_BEGIN_DECLS

/*
 * A story as one HTML file that needs nothing else: the stage, the sentences, the source and the output of each page,
 * leafed through by keys, buttons and a slider; without scripts all of it, one page below the other.
 */
gboolean ls_story_write_html (LsStory *self, const LsPictureOptions *options, const char *title, LsPictureFile *file,
                              GCancellable *cancellable, GError **error);

G_END_DECLS
