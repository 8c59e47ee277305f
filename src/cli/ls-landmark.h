/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-model.h"

G_BEGIN_DECLS

/*
 * LsLandmark: a place in a run by a name that outlives edits of the program, where a step's number does not.
 *
 * "Producer 0 waits to put": a step whose sentence begins so, in the words of the source, whatever the language.
 * ":NAME": a step at the line of the source that carries the comment "loopscope: NAME", or below it where the comment
 * has a line of its own.
 */
#define LS_LANDMARK_ERROR (ls_landmark_error_quark ())
GQuark ls_landmark_error_quark (void);

typedef enum { LS_LANDMARK_ERROR_MISSED } LsLandmarkError;

/**
 * ls_landmark_find:
 * @anchor: a sentence's beginning, or a colon and a name
 * @nth: which of the steps that fit, from 1
 * @error: what there is instead
 *
 * Returns: the position after that step, or 0
 */
guint64 ls_landmark_find (LsModel *model, const char *anchor, guint64 nth, GError **error);

G_END_DECLS
