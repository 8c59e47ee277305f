/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-canvas.h"

G_BEGIN_DECLS

/* LsStageView: the stage at the player's position; chips glide there from where they were. */
#define LS_TYPE_STAGE_VIEW (ls_stage_view_get_type ())
G_DECLARE_FINAL_TYPE (LsStageView, ls_stage_view, LS, STAGE_VIEW, LsCanvas)

G_END_DECLS
